/** From the columns that were read to points that can be drawn, and the sums of what is visible. */
import type { Band } from '../../ipc';

export interface Points {
  /** Seconds, as uPlot wants them. */
  x: number[];
  avg: (number | null)[];
  min: (number | null)[];
  max: (number | null)[];
}

export interface Sums {
  avg: number | null;
  max: number | null;
}

/** Samples further apart than this, or than two and a half usual distances, have a gap between them. */
const gapMs = 3_500;

/**
 * A column narrower than the sampling period is empty by nature, so only columns with a sample become
 * points; where a sample is really missing, a null breaks the line.
 */
export function pointsOf(band: Band, fromMs: number, toMs: number): Points {
  const n = band.avg.length;
  const width = n > 0 ? (toMs - fromMs) / n : 0;
  const filled: number[] = [];
  for (let i = 0; i < n; i++) if (!Number.isNaN(band.avg[i])) filled.push(i);
  const gap = Math.max(gapMs, 2.5 * usualDistance(filled) * width);
  const out: Points = { x: [], avg: [], min: [], max: [] };
  let last = -1;
  for (const i of filled) {
    if (last >= 0 && (i - last) * width > gap) {
      push(out, fromMs + ((i + last + 1) / 2) * width, null, null, null);
    }
    const at = fromMs + (i + 0.5) * width;
    push(out, at, band.avg[i] ?? null, band.min[i] ?? null, band.max[i] ?? null);
    last = i;
  }
  return out;
}

function push(
  to: Points,
  ms: number,
  avg: number | null,
  min: number | null,
  max: number | null,
): void {
  to.x.push(ms / 1000);
  to.avg.push(avg);
  to.min.push(min);
  to.max.push(max);
}

function usualDistance(filled: number[]): number {
  if (filled.length < 3) return 1;
  const distances = filled.slice(1).map((at, i) => at - (filled[i] as number));
  distances.sort((a, b) => a - b);
  return distances[distances.length >> 1] ?? 1;
}

export function sumsOf(points: Points): Sums {
  let sum = 0;
  let count = 0;
  let max: number | null = null;
  for (let i = 0; i < points.x.length; i++) {
    const avg = points.avg[i];
    if (avg === null || avg === undefined) continue;
    sum += avg;
    count++;
    const top = points.max[i] ?? avg;
    if (max === null || top > max) max = top;
  }
  return { avg: count > 0 ? sum / count : null, max };
}

/** The value nearest to a moment, within `reachMs`; null in a gap. */
export function valueAt(points: Points, ms: number, reachMs: number): number | null {
  const seconds = ms / 1000;
  let low = 0;
  let high = points.x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points.x[middle] as number) < seconds) low = middle + 1;
    else high = middle;
  }
  let best: number | null = null;
  let distance = reachMs / 1000;
  for (const i of [low - 1, low]) {
    const x = points.x[i];
    if (x === undefined || Math.abs(x - seconds) > distance) continue;
    distance = Math.abs(x - seconds);
    best = points.avg[i] ?? null;
  }
  return best;
}

/** The mean share of time that was spent waiting, over the columns that have one. */
export function waitedShare(throttled: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const share of throttled) {
    if (Number.isNaN(share)) continue;
    sum += share;
    count++;
  }
  return count > 0 ? sum / count : 0;
}

/** Steps of an axis from zero: `base` 10 gives 1, 2, 2.5, 5 times ten; `base` 2 powers of two. */
export function stepFor(top: number, ticks: number, base: 2 | 10): number {
  const raw = top / ticks;
  if (base === 2) return 2 ** Math.ceil(Math.log2(raw));
  const power = 10 ** Math.floor(Math.log10(raw));
  const found = [1, 2, 2.5, 5, 10].find((m) => m * power >= raw * 0.999) ?? 10;
  return found * power;
}

export interface Scale {
  top: number;
  step: number;
  /** The limit lies above what is drawn: it is named, not drawn as a line. */
  limitAbove: boolean;
}

/** An axis that shows the limit as long as the curve still has a shape below it. */
export function scaleFor(
  max: number | null,
  limit: number | null,
  floor: number,
  base: 2 | 10,
): Scale {
  const seen = Math.max(max ?? 0, floor);
  const limitAbove = limit !== null && limit > seen * 12;
  const top =
    (limit !== null && !limitAbove ? Math.max(limit * 1.12, seen * 1.1) : seen * 1.25) || 1;
  return { top, step: stepFor(top, 3, base), limitAbove };
}

/** Column edges that stand still while time goes on: the right edge is a multiple of the column width. */
export function alignedRange(
  toMs: number,
  spanMs: number,
  columns: number,
): { from: number; to: number } {
  const width = Math.max(1, Math.round(spanMs / columns));
  const to = Math.ceil(toMs / width) * width;
  return { from: to - width * columns, to };
}
