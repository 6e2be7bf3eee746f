/** In which order rows stand, and under which heads. */
import { format } from '../../i18n';
import type { ContainerRow, Latest } from '../../ipc';
import { sinceMs } from './state';

/** Those that have a column of their own. */
export const fixedKeys = ['state', 'name', 'cpu', 'memory', 'uptime'] as const;
/** Those that share one column: it shows the one that was chosen. */
export const moreKeys = ['network', 'disk', 'waited', 'processes', 'restarts'] as const;
export type MoreKey = (typeof moreKeys)[number];
export type SortKey = (typeof fixedKeys)[number] | MoreKey;
export interface Sort {
  key: SortKey;
  down: boolean;
}

export const groupings = ['none', 'project', 'compose', 'network'] as const;
export type Grouping = (typeof groupings)[number];

type Now = (row: ContainerRow) => Latest | null;

/** What needs somebody comes first. */
const states = ['dead', 'restarting', 'exited', 'running', 'paused', 'created', 'removing'];

/** A number to sort by; null where there is none, which is always last. */
export function valueOf(key: SortKey, row: ContainerRow, now: Latest | null): number | null {
  switch (key) {
    case 'name':
      return null;
    case 'state':
      return states.indexOf(row.state);
    case 'uptime': {
      const since = sinceMs(row);
      return since === null ? null : -since;
    }
    case 'restarts':
      return row.restart_count;
    case 'cpu':
      return now?.cpu_nanocores ?? null;
    case 'memory':
      return now?.memory_bytes ?? null;
    case 'waited':
      return now?.throttled_ratio ?? null;
    case 'network':
      return now?.network ?? null;
    case 'disk':
      return now?.disk ?? null;
    case 'processes':
      return now?.processes ?? null;
  }
}

/** Names as people count: worker-2 before worker-10. */
const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

export function sorted(rows: readonly ContainerRow[], sort: Sort, now: Now): ContainerRow[] {
  const sign = sort.down ? -1 : 1;
  const keyed = rows.map((row) => ({ row, value: valueOf(sort.key, row, now(row)) }));
  keyed.sort((a, b) => {
    if (sort.key !== 'name' && a.value !== b.value) {
      if (a.value === null) return 1;
      if (b.value === null) return -1;
      return sign * (a.value - b.value);
    }
    const names = byName.compare(a.row.name, b.row.name) || (a.row.id < b.row.id ? -1 : 1);
    return sort.key === 'name' ? sign * names : names;
  });
  return keyed.map((one) => one.row);
}

/** What a row stands under; null is the group of those that belong to nothing. */
export function groupOf(
  row: ContainerRow,
  by: Grouping,
  projects: Readonly<Record<string, string>>,
): string | null {
  switch (by) {
    case 'none':
      return null;
    case 'project':
      return row.project !== null && Object.hasOwn(projects, row.project)
        ? (projects[row.project] ?? null)
        : null;
    case 'compose':
      return row.compose_project;
    case 'network':
      return row.networks?.length ? [...row.networks].sort().join(' + ') : null;
  }
}

export type Entry =
  | { kind: 'row'; key: string; row: ContainerRow }
  | { kind: 'group'; key: string; title: string | null; rows: ContainerRow[]; open: boolean };

/** All heads with their rows in one list, because a long list is drawn by its place in it. */
export function entriesOf(
  rows: readonly ContainerRow[],
  by: Grouping,
  projects: Readonly<Record<string, string>>,
  closed: (key: string) => boolean,
): Entry[] {
  if (by === 'none') return rows.map((row) => ({ kind: 'row', key: row.id, row }));
  const groups = new Map<string | null, ContainerRow[]>();
  for (const row of rows) {
    const title = groupOf(row, by, projects);
    const found = groups.get(title);
    if (found) found.push(row);
    else groups.set(title, [row]);
  }
  const titles = [...groups.keys()].sort((a, b) =>
    a === null ? 1 : b === null ? -1 : byName.compare(a, b),
  );
  return titles.flatMap((title): Entry[] => {
    const key = `${by} ${title ?? ''}`;
    const own = groups.get(title) ?? [];
    const open = !closed(key);
    const head: Entry = { kind: 'group', key, title, rows: own, open };
    return open ? [head, ...own.map((row): Entry => ({ kind: 'row', key: row.id, row }))] : [head];
  });
}

/** The shared column's cell. */
export function moreText(key: MoreKey, row: ContainerRow, now: Latest | null): string {
  if (key === 'restarts') return format.number(row.restart_count);
  const value = valueOf(key, row, now);
  if (value === null) return '—';
  switch (key) {
    case 'network':
    case 'disk':
      return format.bytes(value);
    case 'waited':
      return format.percent(value, value > 0 && value < 0.1 ? 1 : 0);
    case 'processes':
      return format.number(value);
  }
}
