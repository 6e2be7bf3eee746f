import { describe, expect, it } from 'vitest';
import { bridged, colour, dots, frame, scaleOf, spark } from './raster';

const alpha = (f: ReturnType<typeof frame>, x: number, y: number) =>
  (f.pixels[y * f.width + x] ?? 0) >>> 24;

describe('the rasteriser', () => {
  it('reads a token as a pixel', () => {
    expect(colour(' #0a7594 ')).toBe(0x94750a);
    expect(colour('rebeccapurple')).toBe(0x808080);
  });

  it('draws a line at its height with a fainter area below it', () => {
    const f = frame(4, 11);
    expect(
      spark(f, { x: 0, y: 0, width: 4, height: 11 }, new Float32Array([5, 5]), 10, 0x010203, 1),
    ).toBe(true);
    expect(alpha(f, 1, 5)).toBe(255);
    expect(alpha(f, 1, 4)).toBe(0);
    expect(alpha(f, 1, 8)).toBeGreaterThan(0);
    expect(alpha(f, 1, 8)).toBeLessThan(60);
    expect((f.pixels[5 * 4 + 1] ?? 0) & 0xffffff).toBe(0x010203);
  });

  it('joins a steep rise by a vertical run, so that no hole is left', () => {
    const f = frame(2, 21);
    spark(f, { x: 0, y: 0, width: 2, height: 21 }, new Float32Array([0, 10]), 10, 1, 1);
    for (let y = 0; y < 21; y++) expect(alpha(f, 1, y)).toBe(255);
  });

  it('leaves a missing sample empty', () => {
    const f = frame(5, 10);
    spark(f, { x: 0, y: 0, width: 5, height: 10 }, new Float32Array([1, 1, NaN, 1, 1]), 2, 1, 1);
    for (let y = 0; y < 10; y++) expect(alpha(f, 2, y)).toBe(0);
    expect(alpha(f, 4, 5)).toBeGreaterThan(0);
  });

  it('never writes outside its buffer and clips what is over the scale', () => {
    const f = frame(3, 3);
    expect(() =>
      spark(f, { x: 1, y: 1, width: 9, height: 9 }, new Float32Array([99, 99]), 1, 1, 1),
    ).not.toThrow();
    expect(alpha(f, 0, 0)).toBe(0);
    expect(alpha(f, 1, 1)).toBe(255);
  });

  it('says when there was nothing to draw', () => {
    const f = frame(3, 3);
    const box = { x: 0, y: 0, width: 3, height: 3 };
    expect(spark(f, box, new Float32Array([NaN, NaN]), 1, 1, 1)).toBe(false);
    expect(spark(f, box, new Float32Array(), 1, 1, 1)).toBe(false);
    dots(f, box, 1, 1);
    expect(f.pixels.some((p) => p !== 0)).toBe(true);
  });

  it('bridges what lies between two samples and keeps a real gap', () => {
    const v = bridged(new Float32Array([0, NaN, 2, NaN, NaN, NaN, 8]), 1);
    expect([...v]).toEqual([0, 1, 2, NaN, NaN, NaN, 8]);
    expect([...bridged(new Float32Array([3, NaN]), 1)]).toEqual([3, 3]);
    expect([...bridged(new Float32Array([3, NaN, NaN]), 1)]).toEqual([3, NaN, NaN]);
  });

  it('scales by the limit where there is one', () => {
    expect(scaleOf(new Float32Array([1, NaN, 4]), 10, 1)).toBe(10);
    expect(scaleOf(new Float32Array([1, NaN, 4]), null, 1)).toBe(6);
    expect(scaleOf(new Float32Array([NaN]), null, 1)).toBe(1);
  });
});
