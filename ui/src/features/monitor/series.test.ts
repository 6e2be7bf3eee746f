import { describe, expect, it } from 'vitest';
import { scaleFor, splitsOf, stepFor } from './scale';
import {
  alignedRange,
  keptStepMs,
  pointsOf,
  shifted,
  sumsOf,
  valueAt,
  waitedShare,
} from './series';

const band = (values: number[]) => ({
  min: Float64Array.from(values, (v) => v - 1),
  avg: Float64Array.from(values),
  max: Float64Array.from(values, (v) => v + 1),
});

describe('points', () => {
  it('skip the columns between two samples without breaking the line', () => {
    const p = pointsOf(band([1, NaN, 2, NaN, 3, NaN]), 0, 6000);
    expect(p.x).toEqual([500, 2500, 4500]);
    expect(p.avg).toEqual([1, 2, 3]);
    expect(p.max).toEqual([2, 3, 4]);
  });

  it('keep a missing sample as a gap', () => {
    const p = pointsOf(band([1, 1, 1, NaN, NaN, NaN, NaN, NaN, 1, 1]), 0, 10_000);
    expect(p.avg).toEqual([1, 1, 1, null, 1, 1]);
  });

  it('take a slow engine for slow, not for full of holes', () => {
    const values = Array.from({ length: 60 }, (_, i) => (i % 5 === 0 ? 1 : NaN));
    expect(pointsOf(band(values), 0, 60_000).avg.includes(null)).toBe(false);
  });

  it('of old times are kept each minute: that is no hole, a missing one is', () => {
    const now = 100 * 86_400_000;
    const from = now - 3 * 86_400_000;
    // A column each ten seconds: one in six is filled, and the last two minutes are missing.
    const values = Array.from({ length: 60 }, (_, i) =>
      i % 6 === 0 && i !== 30 && i !== 36 ? 1 : NaN,
    );
    const at = (ms: number) => keptStepMs(ms, now);
    expect(
      pointsOf(band(values), from, from + 600_000, at).avg.filter((v) => v === null),
    ).toHaveLength(1);
    expect([keptStepMs(now - 60_000, now), keptStepMs(now - 8_000_000, now)]).toEqual([
      1000, 10_000,
    ]);
  });

  it('are laid over others by moving them in time', () => {
    const p = pointsOf(band([1, 2]), 0, 2000);
    expect(shifted(p, 5000).x).toEqual([5500, 6500]);
    expect(shifted(p, 0)).toBe(p);
  });

  it('are none when nothing was recorded', () => {
    expect(pointsOf(band([NaN, NaN]), 0, 1000).x).toEqual([]);
    expect(sumsOf(pointsOf(band([]), 0, 0))).toEqual({ avg: null, max: null });
  });

  it('are summed over what is visible', () => {
    expect(sumsOf(pointsOf(band([1, NaN, 3]), 0, 3000))).toEqual({ avg: 2, max: 4 });
  });

  it('are found at the cursor, but not from afar', () => {
    const p = pointsOf(band([1, 2, 3]), 0, 3000);
    expect(valueAt(p, 1700, 2000)).toBe(2);
    expect(valueAt(p, 9000, 2000)).toBeNull();
  });
});

it('waiting is averaged over the columns that know', () => {
  expect(waitedShare(Float64Array.from([0.2, NaN, 0.4]))).toBeCloseTo(0.3);
  expect(waitedShare(Float64Array.from([NaN]))).toBe(0);
});

describe('axes', () => {
  it('have round steps', () => {
    expect(stepFor(0.56, 3, 10)).toBeCloseTo(0.2);
    expect(stepFor(72, 3, 2)).toBe(32);
    expect(splitsOf({ top: 0.56, step: 0.25, limitAbove: false })).toEqual([0.25, 0.5]);
  });
  it('show the limit while the curve keeps a shape, and name it otherwise', () => {
    expect(scaleFor(0.3, 0.5, 0.05, 10)).toMatchObject({ limitAbove: false });
    expect(scaleFor(0.3, 0.5, 0.05, 10).top).toBeCloseTo(0.56);
    expect(scaleFor(0.01, 4, 0.05, 10).limitAbove).toBe(true);
    expect(scaleFor(null, null, 0.05, 10).top).toBeGreaterThan(0);
  });
  it('stand still: the right edge moves by whole columns', () => {
    expect(alignedRange(10_001, 60_000, 60)).toEqual({ from: -49_000, to: 11_000 });
    expect(alignedRange(10_900, 60_000, 60).to).toBe(11_000);
  });
});
