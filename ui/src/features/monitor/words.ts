import { format, t } from '../../i18n';

const mib = 1024 * 1024;

/** Memory beside an axis of MiB: in no smaller unit than that. */
export function mebibytes(bytes: number): string {
  if (bytes >= mib) return format.memory(bytes);
  return t('unit-of', { n: format.number(bytes / mib, 1), unit: 'MiB' });
}
