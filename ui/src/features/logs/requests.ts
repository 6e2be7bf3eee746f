/** How requests read. */
import { format } from '../../i18n';

/** What to look for to find the lines of a path: as much of it as is the same each time. */
export function sought(path: string): string {
  const parts = path.split('…');
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}

/** How long something took; a dash where nobody said. */
export function tookText(ms: number | null): string {
  if (ms === null) return '–';
  if (ms >= 1_000) return `${format.number(ms / 1_000, 1)} s`;
  return `${format.number(ms, ms >= 10 ? 0 : 2)} ms`;
}
