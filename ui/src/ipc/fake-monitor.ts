/** Invented samples and log lines, the same for the same moment. */
import type * as t from './types';

/** A number between 0 and 1 that depends on nothing but `n`. */
function noise(n: number): number {
  const x = Math.sin(n * 12.9898) * 43758.5453;
  return x - Math.floor(x);
}

function cpuAt(ms: number, limit: number): number {
  const s = Math.floor(ms / 1000);
  const busy = s % 300 > 230 && s % 300 < 260;
  const base = 0.16 + 0.08 * Math.sin(s / 9) + 0.08 * noise(s);
  return busy ? limit : Math.min(limit, base * 1e9);
}

function memoryAt(ms: number): number {
  const s = Math.floor(ms / 1000);
  return (18 + (s % 40) / 4 + noise(s)) * 1024 * 1024;
}

export function series(row: t.ContainerRow, from: number, to: number, columns: number): t.Series {
  const limit = row.cpu_limit_nanocores ?? 1e9;
  const started = row.started_ms ?? Infinity;
  const ended = row.state === 'running' ? Date.now() : (row.finished_ms ?? 0);
  const band = (): t.Band => ({
    min: new Float64Array(columns).fill(NaN),
    avg: new Float64Array(columns).fill(NaN),
    max: new Float64Array(columns).fill(NaN),
  });
  const cpu = band();
  const memory = band();
  const throttled = new Float64Array(columns).fill(NaN);
  for (let i = 0; i < columns; i++) {
    const at = from + ((i + 0.5) * (to - from)) / columns;
    if (at < started || at > ended) continue;
    const one = cpuAt(at, limit);
    cpu.min[i] = one * 0.9;
    cpu.avg[i] = one;
    cpu.max[i] = Math.min(limit, one * 1.12);
    const used = memoryAt(at);
    memory.min[i] = used * 0.98;
    memory.avg[i] = used;
    memory.max[i] = used * 1.02;
    throttled[i] = one >= limit ? 0.38 : 0;
  }
  return {
    from_ms: from,
    to_ms: to,
    cpu,
    memory,
    throttled,
    cpu_limit: row.cpu_limit_nanocores,
    memory_limit: row.memory_limit_bytes,
    newest_ms: row.state === 'running' ? Date.now() : row.finished_ms,
  };
}

export function latest(row: t.ContainerRow): t.Latest {
  const now = Date.now();
  const cpu = cpuAt(now + row.name.length * 1000, row.cpu_limit_nanocores ?? 1e9);
  return {
    time_ms: now,
    cpu_nanocores: cpu,
    cpu_percent_docker: cpu / 1e7,
    memory_bytes: memoryAt(now + row.name.length * 1000),
    throttled_ratio: row.cpu_limit_nanocores && cpu >= row.cpu_limit_nanocores ? 0.38 : 0,
    processes: 7,
  };
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
  };
}
