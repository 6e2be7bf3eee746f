import { describe, expect, it } from 'vitest';
import { aroundRange, aroundSpan } from './overview.svelte';

const hour = 3_600_000;
const now = 2_000_000_000_000;

describe('the time around what is shown', () => {
  it('is several times as long, and never longer than what is kept', () => {
    expect(aroundSpan(60_000)).toBe(hour);
    expect(aroundSpan(900_000)).toBe(6 * hour);
    expect(aroundSpan(6 * hour)).toBe(7 * 24 * hour);
    expect(aroundSpan(14 * 24 * hour)).toBe(14 * 24 * hour);
  });
  it('ends now while that has the range in it, else it lies around it', () => {
    const live = { from: now - 300_000, to: now };
    expect(aroundRange(live, now)).toEqual({ from: now - hour, to: now });
    const old = { from: now - 50 * hour, to: now - 50 * hour + 300_000 };
    const around = aroundRange(old, now);
    expect(around.from).toBeLessThan(old.from);
    expect(around.to).toBeGreaterThan(old.to);
    expect(around.to - around.from).toBe(hour);
  });
});
