import { describe, expect, it, vi } from 'vitest';
import { Attention } from './attention';
import { Serial } from './serial';
import { Timeline, timelineOf } from './timeline.svelte';

const now = 2_000_000_000_000;
const kept = 14 * 24 * 3_600_000;

describe('the range', () => {
  it('follows the live edge until it is moved, and is live again past it', () => {
    const t = new Timeline();
    expect(t.range(now)).toEqual({ from: now - 300_000, to: now });
    t.move(-60_000, now);
    expect(t.live).toBe(false);
    expect(t.range(now + 5000)).toEqual({ from: now - 360_000, to: now - 60_000 });
    t.move(90_000, now);
    expect(t.live).toBe(true);
  });
  it('does not go back further than the recorder keeps', () => {
    const t = new Timeline();
    t.move(-9_000_000_000, now);
    expect(t.range(now).from).toBe(now - kept);
    expect(t.canMoveBack(now)).toBe(false);
    t.setSpan(kept as 1_209_600_000);
    t.backToLive();
    t.move(-1000, now);
    expect(t.live).toBe(true);
  });
  it('does not go back further than what is recorded of this container', () => {
    const t = new Timeline();
    t.firstMs = now - 600_000;
    t.move(-9_000_000_000, now);
    expect(t.range(now).from).toBe(now - 600_000 - 15_000);
  });
  it('is zoomed to a stretch and back to the span that was chosen', () => {
    const t = new Timeline();
    t.zoomTo(now - 200_000, now - 190_000, now);
    expect(t.range(now)).toEqual({ from: now - 200_000, to: now - 190_000 });
    expect([t.zoomed, t.live, t.preset]).toEqual([true, false, 300_000]);
    t.unzoom();
    expect(t.range(now)).toEqual({ from: now - 345_000, to: now - 45_000 });
    t.zoomTo(now - 5000, now - 4999, now);
    expect(t.span).toBe(2000);
    t.backToLive();
    expect([t.zoomed, t.span]).toEqual([false, 300_000]);
  });
  it('zooms around a moment that stays where it is, and at the live edge stays live', () => {
    const t = new Timeline();
    t.zoom(0.5, now, now);
    expect([t.live, t.span]).toEqual([true, 150_000]);
    t.zoom(0.5, now - 75_000, now);
    expect(t.range(now)).toEqual({ from: now - 112_500, to: now - 37_500 });
    t.zoom(1e9, now, now);
    expect(t.span).toBe(kept);
  });
  it('is the same one for all who show the same container, as long as one does', () => {
    const a = timelineOf('c1');
    const b = timelineOf('c1');
    expect(a.timeline).toBe(b.timeline);
    a.release();
    a.release();
    expect(timelineOf('c1').timeline).toBe(b.timeline);
    b.release();
  });
  it('gives its cursor up only to the one who set it', () => {
    const t = new Timeline();
    t.point(5, 'log');
    t.unpoint('charts');
    expect(t.cursor).toEqual({ ms: 5, by: 'log' });
    t.unpoint('log');
    expect(t.cursor).toBeNull();
  });
});

describe('attention', () => {
  it('is the sum of all looks, told once, and nothing while hidden', () => {
    const tell = vi.fn();
    let run = () => {};
    const attention = new Attention(tell, (later) => (run = later));
    const a = attention.look();
    const b = attention.look();
    a.set(['y', 'x'], false);
    b.set(['x'], true);
    run();
    expect(tell.mock.calls).toEqual([[['x', 'y'], true]]);
    b.set(['x'], true);
    run();
    expect(tell).toHaveBeenCalledTimes(1);
    b.release();
    run();
    expect(tell).toHaveBeenLastCalledWith(['x', 'y'], false);
    attention.setHidden(true);
    run();
    expect(tell).toHaveBeenLastCalledWith([], false);
  });
});

it('serial work never overlaps and is done once more for all who asked meanwhile', async () => {
  let finish: (() => void)[] = [];
  const work = vi.fn(() => new Promise<void>((done) => finish.push(done)));
  const serial = new Serial(work);
  const all = serial.ask();
  void serial.ask();
  void serial.ask();
  expect(work).toHaveBeenCalledTimes(1);
  finish[0]?.();
  await Promise.resolve();
  await Promise.resolve();
  expect(work).toHaveBeenCalledTimes(2);
  finish[1]?.();
  await all;
  finish = [];
  serial.end();
  await serial.ask();
  expect(work).toHaveBeenCalledTimes(2);
});
