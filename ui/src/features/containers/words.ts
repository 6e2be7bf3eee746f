/** Short forms for a dense table. */
import { format, t } from '../../i18n';

const mib = 1024 * 1024;
const gib = 1024 * mib;

/** From here on a size is said in GiB, with its unit; below it is a number of MiB, as the column says. */
const large = 10_000 * mib;

/** A size beside its limit: 31 / 64, or 24 / 16 GiB. */
export function memoryPair(
  now: number | null,
  limit: number | null,
): { now: string; limit: string } {
  const one = (value: number, whole: boolean) => {
    const n = value / (value >= large ? gib : mib);
    const digits = whole && Number.isInteger(n) ? 0 : n < 9.95 || (whole && n < 100) ? 1 : 0;
    return format.number(n, digits) + (value >= large ? '\u2009GiB' : '');
  };
  return {
    now: now === null ? '—' : one(now, false),
    limit: limit === null ? '' : one(limit, true),
  };
}

export function coresPair(
  now: number | null,
  limit: number | null,
): { now: string; limit: string } {
  const plain = (limit ?? 0) / 1e9;
  return {
    now: now === null ? '—' : format.cores(now),
    limit:
      limit === null
        ? ''
        : format.number(plain, Number.isInteger(plain) ? 0 : (plain * 10) % 1 === 0 ? 1 : 2),
  };
}

/** Seconds, minutes, hours or days, the largest that is at least one. */
export function shortSince(sinceMs: number, nowMs: number): string {
  const s = Math.max(0, Math.floor((nowMs - sinceMs) / 1000));
  if (s < 60) return t('fleet-up-seconds', { n: s });
  if (s < 3600) return t('fleet-up-minutes', { n: Math.floor(s / 60) });
  if (s < 86_400) return t('fleet-up-hours', { n: Math.floor(s / 3600) });
  return t('fleet-up-days', { n: Math.floor(s / 86_400) });
}
