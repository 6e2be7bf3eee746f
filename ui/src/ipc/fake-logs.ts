/** Invented log lines, the same for the same place. */
import { fault } from './fake-data';
import type { Ipc } from './port';
import type * as t from './types';

/** A number between 0 and 1 that depends on nothing but `n`. */
function noise(n: number): number {
  const x = Math.sin(n * 12.9898) * 43758.5453;
  return x - Math.floor(x);
}

const LINES = [
  'level=INFO msg="GET / 200" latency_ms=1.2',
  'level=INFO msg="GET /report 200" latency_ms=18',
  'level=WARN msg="cache miss, computing report" rows=120000',
  'level=INFO msg="GET /report 200" latency_ms=640',
  'level=WARN msg="slow request" path=/report latency_ms=640',
  'level=ERROR msg="report: context deadline exceeded" request_id=9f2c',
  '<script>alert("hostile")</script> is only text, 中文也一样',
];

export function line(seq: number, startMs: number): t.LogLine {
  const which = seq % 97 === 0 ? 6 : seq % 41 === 0 ? 5 : Math.floor(noise(seq) * 5);
  return {
    seq,
    time_ms: Math.round(startMs + seq * 350),
    ns: 0,
    stream: which === 5 ? 'stderr' : 'stdout',
    text: LINES[which] ?? '',
    cut: false,
    gap: null,
    level: levelOf(LINES[which] ?? ''),
    part: false,
    styles: [],
    parsed: parsedOf(LINES[which] ?? ''),
    origin: null,
  };
}

/** What the server was asked for. */
export const requests: t.LogRequests = {
  paths: [
    {
      method: 'GET',
      path: '/report',
      count: 1_240,
      refused: 3,
      failed: 41,
      p50_ms: 18,
      p95_ms: 640,
    },
    { method: 'GET', path: '/', count: 310, refused: 0, failed: 0, p50_ms: 1.2, p95_ms: 3 },
    {
      method: 'GET',
      path: '/<b>users</b>/…',
      count: 12,
      refused: 12,
      failed: 0,
      p50_ms: null,
      p95_ms: null,
    },
  ],
  others: 7,
  cut: false,
};

const levels: readonly t.LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

const levelOf = (text: string) =>
  levels.find((level) => text.startsWith(`level=${level.toUpperCase()} `)) ?? null;

function parsedOf(text: string): t.LogLine['parsed'] {
  if (!text.startsWith('level=')) return null;
  const pairs = [...text.matchAll(/(\w+)=(?:"([^"]*)"|(\S+))/g)].map(([, key = '', a, b]) => ({
    key,
    value: a ?? b ?? '',
    number: /^[\d.]+$/.test(b ?? ''),
  }));
  return {
    message: pairs.find((pair) => pair.key === 'msg')?.value ?? '',
    fields: pairs.filter((pair) => pair.key !== 'msg' && pair.key !== 'level'),
  };
}

/** Lines `from` up to now, at most `most`. */
export function logs(row: t.ContainerRow, from: number, most: number): t.LogPage {
  const start = row.started_ms ?? row.created_ms;
  const end = row.state === 'running' ? Date.now() : (row.finished_ms ?? start);
  const total = Math.max(0, Math.min(5000, Math.floor((end - start) / 350)));
  const begin = Math.max(0, Math.min(from, total));
  const count = Math.min(most, total - begin);
  return {
    lines: Array.from({ length: count }, (_, i) => line(begin + i, start)),
    next: begin + count,
    skipped: 0,
    first: 0,
    total,
    ended: row.state !== 'running',
    generation: 0,
    soon: false,
    flood: null,
  };
}

function passes(line: t.LogLine, { key, how, value }: t.LogFieldTest): boolean {
  const field = line.parsed?.fields.find((one) => one.key === key);
  if (!field) return false;
  if (how === 'is') return field.value === value;
  return how === 'at_least' ? +field.value >= +value : +field.value <= +value;
}

/** Looking for lines, as the real one does it: newest first does not show here. */
export function searches(
  linesOf: (id: string) => Promise<t.LogLine[]>,
): Pick<Ipc, 'logsSearch' | 'logsFound' | 'logsMatches' | 'logsSearchEnd' | 'logsStep'> {
  const held = new Map<number, { id: string; query: t.LogQuery }>();
  let last = 0;
  const found = async (search: number) => {
    const { id, query } = held.get(search) ?? { id: '', query: null };
    if (!query) throw fault('usage-search-ended');
    const pattern = query.regex
      ? query.pattern
      : query.pattern.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    const expression = new RegExp(pattern, query.match_case ? '' : 'i');
    const all = await linesOf(id);
    const matches = all.filter(
      (line) =>
        !line.gap &&
        (query.stream === null || query.stream === line.stream) &&
        (query.level === null ||
          (line.level !== null && levels.indexOf(line.level) >= levels.indexOf(query.level))) &&
        query.fields.every((test) => passes(line, test)) &&
        expression.test(line.text),
    );
    return { all, matches };
  };
  return {
    logsSearch: async (id, query) => {
      try {
        new RegExp(query.regex ? query.pattern : '');
      } catch {
        throw fault('usage-bad-regex');
      }
      held.set(++last, { id, query });
      return last;
    },
    logsFound: async (search) => {
      const { all, matches } = await found(search);
      return { lines: all.length, matches: matches.length, done: true, columns: [], generation: 0 };
    },
    logsMatches: async (search, before, count) => {
      const { matches } = await found(search);
      return matches.filter((line) => before === null || line.seq < before).slice(-count);
    },
    logsStep: async (search, from, forward) => {
      const { matches } = await found(search);
      const nth = forward
        ? matches.findIndex((line) => line.seq > from)
        : matches.findLastIndex((line) => line.seq < from);
      const line = matches[nth];
      return line ? { seq: line.seq, nth } : null;
    },
    logsSearchEnd: async (search) => {
      held.delete(search);
      return null;
    },
  };
}
