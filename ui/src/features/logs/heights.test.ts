import { describe, expect, it } from 'vitest';
import { Heights } from './heights.svelte';
import type { Entry } from './model';

const entries = (count: number): Entry[] =>
  Array.from({ length: count }, (_, at) => ({ kind: 'skipped', key: 100 + at, count: 1 }));

describe('the rows of a wrapped log', () => {
  it('lie below each other as tall as they were measured', () => {
    const heights = new Heights(20);
    heights.lay(entries(5), 1);
    expect(heights.total).toBe(100);
    expect(heights.measure([[101, 60]])).toBe(true);
    expect(heights.measure([[101, 60]])).toBe(false);
    heights.lay(entries(5), 1);
    expect([0, 1, 2, 5].map((row) => heights.top(row))).toEqual([0, 20, 80, 140]);
    expect([0, 19, 20, 79, 80, 139, 500].map((y) => heights.rowAt(y))).toEqual([
      0, 0, 1, 1, 2, 4, 4,
    ]);
  });

  it('are measured anew for another width', () => {
    const heights = new Heights(20);
    heights.measure([[100, 40]]);
    heights.forget();
    heights.lay(entries(2), 1);
    expect(heights.total).toBe(40);
    heights.lay([], 2);
    expect([heights.total, heights.rowAt(10)]).toEqual([0, 0]);
  });
});
