/** What happened, as shapes and sentences; and when, by that, it was not running. */
import { format, t } from '../../i18n';
import type { Mark, MarkKind } from '../../ipc';
import type { Span } from './paint';

/** A tone of the design for each kind; the shape tells them apart without it. */
export function toneOf(mark: Mark): 'good' | 'bad' | 'warn' | 'accent' | 'memory' | 'plain' {
  switch (mark.kind) {
    case 'started':
      return 'good';
    case 'ended':
      return mark.params['exit_code'] === 0 ? 'plain' : 'bad';
    case 'oom':
      return 'bad';
    case 'health':
      return mark.params['status'] === 'healthy' ? 'good' : 'warn';
    case 'limits':
      return 'memory';
    case 'rebuilt':
      return 'accent';
    case 'note':
      return 'plain';
  }
}

const healths = ['healthy', 'unhealthy', 'starting'];

/** What it says of itself. */
export function wordsOf(mark: Mark): string {
  const { params } = mark;
  switch (mark.kind) {
    case 'note':
      return mark.text ?? '';
    case 'ended':
      return typeof params['exit_code'] === 'number'
        ? t('mark-ended', { code: params['exit_code'] })
        : t('mark-ended-somehow');
    case 'health': {
      const status = String(params['status'] ?? '');
      return healths.includes(status) ? t(`mark-health-${status}`) : t('mark-health', { status });
    }
    case 'limits': {
      const cpu = params['cpu_nanocores'];
      const memory = params['memory_bytes'];
      const cores = typeof cpu === 'number' ? format.cores(cpu) : null;
      const size = typeof memory === 'number' ? format.memory(memory) : null;
      if (cores !== null && size !== null) return t('mark-limits-both', { cores, size });
      if (cores !== null) return t('mark-limits-cpu', { cores });
      if (size !== null) return t('mark-limits-memory', { size });
      return t('mark-limits-none');
    }
    case 'started':
    case 'oom':
    case 'rebuilt':
      return t(`mark-${mark.kind}`);
  }
}

export const kinds: readonly MarkKind[] = [
  'started',
  'ended',
  'oom',
  'health',
  'limits',
  'rebuilt',
  'note',
];

/** Marks too near to one another to be pressed stand as one. */
export interface Group {
  x: number;
  marks: Mark[];
}

export function grouped(marks: readonly Mark[], xOf: (ms: number) => number, apart = 16): Group[] {
  const out: Group[] = [];
  for (const mark of marks) {
    const x = xOf(mark.time_ms);
    const last = out[out.length - 1];
    if (last && x - last.x < apart) last.marks.push(mark);
    else out.push({ x, marks: [mark] });
  }
  return out;
}

/** The one that a group is shown as: the worst of them. */
export function leading(group: Group): Mark {
  const order: MarkKind[] = ['oom', 'ended', 'health', 'note', 'rebuilt', 'limits', 'started'];
  const [first] = [...group.marks].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  return first as Mark;
}

/**
 * Between an end and the next start it was not running. Before the first start that is known only where nothing was
 * recorded (`firstSampleMs`).
 */
export function offSpans(
  marks: readonly Mark[],
  range: Span,
  known: { startedMs: number | null; endedMs: number | null; firstSampleMs: number | null },
): Span[] {
  const out: Span[] = [];
  const starts = marks.filter((mark) => mark.kind === 'started').map((mark) => mark.time_ms);
  const ends = marks.filter((mark) => mark.kind === 'ended').map((mark) => mark.time_ms);
  if (known.startedMs !== null) starts.push(known.startedMs);
  if (known.endedMs !== null) ends.push(known.endedMs);
  starts.sort((a, b) => a - b);
  ends.sort((a, b) => a - b);
  const [first] = starts;
  const firstEnd = ends[0] ?? Infinity;
  const recordedBefore =
    known.firstSampleMs !== null && first !== undefined && known.firstSampleMs < first - 2_000;
  if (first !== undefined && first < firstEnd && !recordedBefore) {
    out.push({ from: range.from, to: first });
  }
  let until = -Infinity;
  for (const end of ends) {
    if (end < until) continue;
    const next = starts.find((start) => start > end) ?? range.to;
    until = next;
    out.push({ from: end, to: next });
  }
  return out
    .map((span) => ({ from: Math.max(range.from, span.from), to: Math.min(range.to, span.to) }))
    .filter((span) => span.to > span.from);
}
