/** How a line's time reads. */
export type Clock = 'local' | 'utc' | 'ago' | 'delta';
export const clocks: readonly Clock[] = ['local', 'utc', 'ago', 'delta'];

const two = (n: number) => String(n).padStart(2, '0');
const three = (n: number) => String(n).padStart(3, '0');

/** HH:MM:SS.mmm in the zone of this machine or in UTC, the same in every language. */
export function stamp(ms: number, utc = false): string {
  const d = new Date(ms);
  return utc
    ? d.toISOString().slice(11, 23)
    : `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}.${three(d.getMilliseconds())}`;
}

/** A difference, with as many digits as can be told apart. */
export function difference(ms: number): string {
  const whole = Math.abs(ms);
  const sign = ms < 0 ? '−' : '+';
  if (whole < 1_000) return `${sign}${whole} ms`;
  if (whole < 60_000) return `${sign}${(whole / 1_000).toFixed(2)} s`;
  if (whole < 3_600_000)
    return `${sign}${Math.floor(whole / 60_000)}:${two(Math.floor(whole / 1_000) % 60)}`;
  return `${sign}${Math.floor(whole / 3_600_000)}:${two(Math.floor(whole / 60_000) % 60)}:${two(Math.floor(whole / 1_000) % 60)}`;
}

/** A time as the user wants to read it; `before` is that of the line above, where there is one. */
export function clockText(clock: Clock, ms: number, before: number | null, now: number): string {
  if (clock === 'utc') return `${stamp(ms, true)}Z`;
  if (clock === 'ago')
    return difference(Math.min(0, Math.round((ms - now) / 1000) * 1000)).replace('.00', '');
  if (clock === 'delta') return before === null ? stamp(ms) : difference(ms - before);
  return stamp(ms);
}

/**
 * The moment that a text means: a time of the day (the last one before `now`), or a date and a time. Null when it is
 * none.
 */
export function momentOf(text: string, now: number): number | null {
  const time = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)?$/.exec(text.trim());
  if (time) {
    const [, hours = '0', minutes = '0', seconds = '0', part = '0'] = time;
    if (+hours > 23 || +minutes > 59 || +seconds > 59) return null;
    const d = new Date(now);
    d.setHours(+hours, +minutes, +seconds, +part.padEnd(3, '0'));
    if (d.getTime() > now) d.setDate(d.getDate() - 1);
    return d.getTime();
  }
  if (!/^\d{4}-\d{2}-\d{2}/.test(text.trim())) return null;
  const ms = Date.parse(text.trim().replace(' ', 'T'));
  return Number.isNaN(ms) ? null : ms;
}

/** What somebody writes to go somewhere: a moment, or the number of a line; null where it is neither. */
export function placeOf(text: string, now: number): { ms: number } | { line: number } | null {
  const line = /^[#:]?(\d{1,3}(?:[,.' \u202f]\d{3})+|\d{1,12})$/.exec(text.trim())?.[1];
  if (line !== undefined) return { line: Math.max(1, Number(line.replace(/\D/g, ''))) };
  const ms = momentOf(text, now);
  return ms === null ? null : { ms };
}
