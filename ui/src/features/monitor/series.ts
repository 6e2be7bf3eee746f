/** From the columns that were read to points that can be drawn, and the sums of what is visible. */
import type { Band } from '../../ipc';

export interface Points {
  /** Milliseconds since the epoch. */
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
 * How far apart samples are by nature at a moment: the last two hours are kept each second, a day each ten, what
 * is older each minute.
 */
export function keptStepMs(ms: number, now: number): number {
  const age = now - ms;
  return age < 7_190_000 ? 1_000 : age < 86_380_000 ? 10_000 : 60_000;
}

/**
 * A column narrower than the sampling period is empty by nature, so only columns with a sample become
 * points; where a sample is really missing, a null breaks the line.
 */
export function pointsOf(
  band: Band,
  fromMs: number,
  toMs: number,
  stepMs: (ms: number) => number = () => 1000,
): Points {
  const n = band.avg.length;
  const width = n > 0 ? (toMs - fromMs) / n : 0;
  const filled: number[] = [];
  for (let i = 0; i < n; i++) if (!Number.isNaN(band.avg[i])) filled.push(i);
  const gap = Math.max(gapMs, 2.5 * usualDistance(filled) * width);
  const out: Points = { x: [], avg: [], min: [], max: [] };
  let last = -1;
  for (const i of filled) {
    const at = fromMs + (i + 0.5) * width;
    if (last >= 0 && (i - last) * width > Math.max(gap, 2.5 * stepMs(at))) {
      push(out, fromMs + ((i + last + 1) / 2) * width, null, null, null);
    }
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
  to.x.push(ms);
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
  let low = 0;
  let high = points.x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points.x[middle] as number) < ms) low = middle + 1;
    else high = middle;
  }
  let best: number | null = null;
  let distance = reachMs;
  for (const i of [low - 1, low]) {
    const x = points.x[i];
    if (x === undefined || Math.abs(x - ms) > distance) continue;
    distance = Math.abs(x - ms);
    best = points.avg[i] ?? null;
  }
  return best;
}

/** The mean share of time that was spent waiting, over the columns that have one. */
export function waitedShare(waited: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const share of waited) {
    if (Number.isNaN(share)) continue;
    sum += share;
    count++;
  }
  return count > 0 ? sum / count : 0;
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

/** The same points, later by `byMs`: a run that is laid over another. */
export function shifted(points: Points, byMs: number): Points {
  return byMs === 0 ? points : { ...points, x: points.x.map((ms) => ms + byMs) };
}

export const noPoints: Points = { x: [], avg: [], min: [], max: [] };
