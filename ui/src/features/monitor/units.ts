/** Numbers of a chart as words: on its axis in one unit, elsewhere each in its own. */
import { format, t } from '../../i18n';
import type { Unit } from './catalog';

const mib = 1024 * 1024;
const gib = 1024 * mib;

/** How an axis that goes up to `top` is labelled. */
export interface Axis {
  /** What one step of the label is in the chart's own unit. */
  divide: number;
  /** The unit's word, beside the chart's name. */
  word: string;
  base: 2 | 10;
}

export function axisOf(unit: Unit, top: number): Axis {
  switch (unit) {
    case 'cores':
      return { divide: 1e9, word: t('charts-unit-cores'), base: 10 };
    case 'memory':
      return top >= 10 * gib
        ? { divide: gib, word: 'GiB', base: 2 }
        : { divide: mib, word: 'MiB', base: 2 };
    case 'rate': {
      const [divide, word] =
        top >= 1e9 ? [1e9, 'GB/s'] : top >= 1e6 ? [1e6, 'MB/s'] : [1e3, 'kB/s'];
      return { divide, word, base: 10 };
    }
    case 'operations':
      return { divide: 1, word: t('charts-unit-per-second'), base: 10 };
    case 'count':
      return { divide: 1, word: '', base: 10 };
    case 'share':
      return { divide: 0.01, word: '%', base: 10 };
  }
}

/** A label of the axis, with as many decimals as the step between two of them needs. */
export function label(value: number, step: number, axis: Axis): string {
  const part = step / axis.divide;
  const digits = part >= 1 ? (Number.isInteger(part) ? 0 : 1) : part >= 0.1 ? 2 : 3;
  const trimmed = part >= 0.1 && part < 1 && Math.abs((part * 10) % 1) < 1e-6 ? 1 : digits;
  return format.number(value / axis.divide, trimmed);
}

/** A number without its unit, which stands beside the chart's name. */
export function bare(value: number, axis: Axis): string {
  const n = value / axis.divide;
  if (axis.divide === 1e9) return format.number(n, 2);
  // Of a hundred, tenths are enough.
  const fine = axis.divide === 0.01 ? 1 : 2;
  const digits = n >= 99.5 || n === 0 ? 0 : n >= 9.95 ? fine - 1 : fine;
  return format.number(n, axis.divide === 1 && Number.isInteger(n) ? 0 : digits);
}

/** A number with its unit. */
export function said(unit: Unit, value: number): string {
  switch (unit) {
    case 'cores':
      return t('charts-now-cores', { n: format.cores(value) });
    case 'memory':
      return format.memory(value);
    case 'rate':
      return t('charts-rate', { size: format.bytes(value) });
    case 'operations':
      return t('charts-per-second', { n: format.number(value, value < 10 ? 1 : 0) });
    case 'count':
      return format.number(value);
    case 'share':
      return format.percent(value, value > 0 && value < 0.1 ? 1 : 0);
  }
}
