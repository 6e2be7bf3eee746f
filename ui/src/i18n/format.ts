/** Numbers, sizes and times for people. The locale is always ours, never the system's. */
import { locale, t } from './i18n.svelte';
import type { Language } from './language';

const formats = new Map<
  string,
  Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat
>();

function cached<T extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>(
  kind: string,
  options: object,
  make: (language: Language) => T,
): T {
  const key = `${kind} ${locale.language} ${JSON.stringify(options)}`;
  const found = formats.get(key) as T | undefined;
  if (found) return found;
  const made = make(locale.language);
  formats.set(key, made);
  return made;
}

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return cached('number', options, (language) => new Intl.NumberFormat(language, options));
}

/** A quantity, grouped, with exactly `digits` decimals (none unless told). */
export function number(value: number, digits = 0): string {
  return numbers({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** Three significant figures: 7.4, 38, 0.27. */
function short(value: number): string {
  const digits = value >= 99.5 ? 0 : value >= 9.95 ? 1 : 2;
  return numbers({ maximumFractionDigits: digits }).format(value);
}

/** A share of 1 as per cent. */
export function percent(share: number, digits = 0): string {
  return t('unit-percent', { n: number(share * 100, digits) });
}

function scaled(value: number, base: number, units: readonly string[]): string {
  let step = 0;
  let rest = value;
  while (Math.abs(rest) >= base * 0.9995 && step < units.length - 1) {
    rest /= base;
    step++;
  }
  return t('unit-of', { n: step === 0 ? number(rest) : short(rest), unit: units[step] ?? '' });
}

/** A size on disk or on the wire: 7.4 MB. */
export function bytes(value: number): string {
  return scaled(value, 1000, ['B', 'kB', 'MB', 'GB', 'TB']);
}

/** A size in memory: 64 MiB. */
export function memory(value: number): string {
  return scaled(value, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']);
}

/** Cores with two decimals, from nanocores: 0.50. */
export function cores(nanocores: number): string {
  return number(nanocores / 1e9, 2);
}

/** A stretch of time: 84 ms, 0.27 s, 12 s, 4 min 12 s, 2 h 5 min, 3 d 4 h. */
export function duration(ms: number): string {
  if (ms < 100) return t('unit-of', { n: number(ms), unit: 'ms' });
  const seconds = ms / 1000;
  if (seconds < 59.95) {
    const digits = seconds < 1 ? 2 : seconds < 10 ? 1 : 0;
    return t('unit-seconds', { n: number(seconds, digits) });
  }
  const whole = Math.round(seconds);
  const s = whole % 60;
  const m = Math.floor(whole / 60) % 60;
  const h = Math.floor(whole / 3600) % 24;
  const d = Math.floor(whole / 86400);
  if (d > 0) return t('unit-days', { d: number(d), h });
  if (h > 0) return t('unit-hours', { h, m });
  return t('unit-minutes', { m, s });
}

/** 10:44:43, or with milliseconds 10:44:43.020. */
export function clock(ms: number, fraction = false): string {
  const options: Intl.DateTimeFormatOptions = {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(fraction && { fractionalSecondDigits: 3 }),
  };
  return cached('date', options, (language) => new Intl.DateTimeFormat(language, options)).format(
    ms,
  );
}

/** 10:44, for an axis. */
export function hourMinute(ms: number): string {
  const options: Intl.DateTimeFormatOptions = {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  };
  return cached('date', options, (language) => new Intl.DateTimeFormat(language, options)).format(
    ms,
  );
}

/** A day without its year: Nov 24. */
export function day(ms: number): string {
  const options: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric' };
  return cached('date', options, (language) => new Intl.DateTimeFormat(language, options)).format(
    ms,
  );
}

/** A day and time, for a tooltip. */
export function dateTime(ms: number): string {
  const options: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' };
  return cached('date', options, (language) => new Intl.DateTimeFormat(language, options)).format(
    ms,
  );
}

/** How long ago, in the largest unit that is at least one: 3 minutes ago, yesterday. */
export function ago(ms: number, nowMs: number = Date.now()): string {
  const seconds = Math.round((ms - nowMs) / 1000);
  const options: Intl.RelativeTimeFormatOptions = { numeric: 'auto' };
  const relative = cached(
    'ago',
    options,
    (language) => new Intl.RelativeTimeFormat(language, options),
  );
  const far = Math.abs(seconds);
  if (far < 60) return t('just-now');
  if (far < 3600) return relative.format(Math.trunc(seconds / 60), 'minute');
  if (far < 86400) return relative.format(Math.trunc(seconds / 3600), 'hour');
  return relative.format(Math.trunc(seconds / 86400), 'day');
}
