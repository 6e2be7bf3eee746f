/** Round moments on the axis of time, and how they are called. */
import { format } from '../../i18n';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const steps = [
  0.1 * second,
  0.2 * second,
  0.5 * second,
  second,
  2 * second,
  5 * second,
  10 * second,
  15 * second,
  30 * second,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
];

export interface Tick {
  ms: number;
  word: string;
}

/** How far local time is ahead of UTC at a moment: a day begins at the user's midnight. */
function aheadMs(ms: number): number {
  return -new Date(ms).getTimezoneOffset() * minute;
}

/** At most one a `spacePx` pixels. */
export function ticksOf(
  range: { from: number; to: number },
  widthPx: number,
  spacePx = 84,
): Tick[] {
  const span = range.to - range.from;
  if (!(span > 0) || widthPx <= 0) return [];
  const least = (span * spacePx) / widthPx;
  const step = steps.find((one) => one >= least) ?? 7 * day;
  const ahead = aheadMs(range.to);
  const out: Tick[] = [];
  for (let at = Math.ceil((range.from + ahead) / step) * step - ahead; at <= range.to; at += step) {
    out.push({ ms: at, word: wordOf(at, step, ahead) });
  }
  return out;
}

function wordOf(ms: number, step: number, ahead: number): string {
  if (step >= hour && (ms + ahead) % day === 0) return format.day(ms);
  if (step < second) return format.clock(ms, true).slice(3, 10);
  return step < minute ? format.clock(ms) : format.hourMinute(ms);
}

/** A stretch of time as a person says it: the day only where it matters. */
export function rangeWords(from: number, to: number, now: number): string {
  const far = now - from > day;
  const one = (ms: number) =>
    far ? `${format.day(ms)} ${format.hourMinute(ms)}` : format.clock(ms);
  return `${one(from)} – ${one(to)}`;
}
