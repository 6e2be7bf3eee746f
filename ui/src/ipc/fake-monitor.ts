/** Invented samples, the same for the same moment. */
import type * as t from './types';

const MIB = 1024 * 1024;

/** A number between 0 and 1 that depends on nothing but `n`. */
function noise(n: number): number {
  const x = Math.sin(n * 12.9898) * 43758.5453;
  return x - Math.floor(x);
}

/** A container that presses against its limit half a minute in every five. */
function busyAt(s: number): boolean {
  return s % 300 > 230 && s % 300 < 260;
}

/** What one container is like: its own phase and size, from its name. */
type Kind = { phase: number; size: number; cpuLimit: number | null; memoryLimit: number | null };

function kindOf(row: { name: string } & Partial<t.ContainerRow>): Kind {
  let phase = 0;
  for (const c of row.name) phase = (phase * 31 + (c.codePointAt(0) ?? 0)) % 9973;
  return {
    phase: row.name === 'report-api' ? 0 : phase,
    size: row.name === 'report-api' ? 1 : 0.4 + noise(phase),
    cpuLimit: row.cpu_limit_nanocores ?? null,
    memoryLimit: row.memory_limit_bytes ?? null,
  };
}

function valueAt(metric: t.Metric, ms: number, kind: Kind): number {
  const s = Math.floor(ms / 1000) + kind.phase;
  const busy = busyAt(s);
  const most = kind.cpuLimit ?? 1e9;
  const cpu = busy
    ? most
    : Math.min(most, (0.16 + 0.08 * Math.sin(s / 9) + 0.08 * noise(s)) * 1e9 * kind.size);
  const used = (18 + (s % 40) / 4 + noise(s) + (busy ? 22 : 0)) * MIB * kind.size;
  const memory = Math.min(used, kind.memoryLimit ?? used);
  switch (metric) {
    case 'cpu':
      return cpu;
    case 'cpu_user':
      return cpu * 0.8;
    case 'cpu_system':
      return cpu * 0.2;
    case 'waited':
      return kind.cpuLimit !== null && cpu >= kind.cpuLimit ? 0.3 + 0.15 * noise(s) : 0;
    case 'waited_time':
      return kind.cpuLimit !== null && cpu >= kind.cpuLimit ? 3e8 : 0;
    case 'memory':
      return memory;
    case 'memory_usage':
      return memory * 1.3;
    case 'memory_anon':
      return memory * 0.82;
    case 'memory_file':
      return memory * 0.4;
    case 'memory_kernel':
      return memory * 0.08;
    case 'processes':
      return busy ? 14 : 9;
    case 'network_received':
      return (busy ? 4e5 : 6e4) * (0.8 + 0.4 * noise(s)) * kind.size;
    case 'network_sent':
      return (busy ? 3.1e6 : 4e5) * (0.8 + 0.4 * noise(s + 3)) * kind.size;
    case 'disk_read':
      return s % 90 < 3 ? 6e6 * kind.size : 0;
    case 'disk_written':
      return s % 24 < 4 ? 1.3e6 * noise(s) * kind.size : 2e4;
    case 'disk_reads':
      return s % 90 < 3 ? 120 : 0;
    case 'disk_writes':
      return s % 24 < 4 ? 30 * noise(s) : 1;
    case 'pressure_cpu':
      return busy ? 0.35 + 0.1 * noise(s) : 0.02 * noise(s);
    case 'pressure_memory':
      return busy ? 0.05 : 0;
    case 'pressure_io':
      return s % 90 < 3 ? 0.12 : 0;
    default:
      return 0;
  }
}

/** What was measured of something between two moments; before, after and in the hole there is nothing. */
export type Recorded = {
  row: { name: string } & Partial<t.ContainerRow>;
  startedMs: number;
  endedMs: number;
};

export function recordedOf(row: t.ContainerRow): Recorded {
  const up = row.state === 'running' || row.state === 'paused';
  return {
    row,
    startedMs: row.started_ms ?? Infinity,
    endedMs: up ? Date.now() : (row.finished_ms ?? 0),
  };
}

export function series(
  of: Recorded,
  from: number,
  to: number,
  columns: number,
  metrics: readonly t.Metric[],
): t.Series {
  const kind = kindOf(of.row);
  const empty = () => new Float64Array(columns).fill(NaN);
  const bands: Partial<Record<t.Metric, t.Band>> = {};
  const width = (to - from) / columns;
  const end = Math.min(of.endedMs, Date.now());
  for (const metric of metrics) {
    const band: t.Band = { min: empty(), avg: empty(), max: empty() };
    bands[metric] = band;
    const limit = metric === 'cpu_limit' ? kind.cpuLimit : kind.memoryLimit;
    for (let i = 0; i < columns; i++) {
      const at = from + (i + 0.5) * width;
      if (at < of.startedMs || at > end) continue;
      // A limit that was raised half a minute after the start.
      const value = metric.endsWith('_limit')
        ? (limit ?? NaN) * (at < of.startedMs + 30_000 ? 0.75 : 1)
        : valueAt(metric, at, kind);
      const steady = metric.endsWith('_limit') || metric === 'processes' || metric === 'waited';
      const spread = steady ? 0 : Math.min(0.4, width / 60_000) + 0.04;
      band.avg[i] = value;
      band.min[i] = value * (1 - spread);
      band.max[i] = Math.min(
        value * (1 + spread),
        metric === 'cpu' ? (kind.cpuLimit ?? 1e12) : 1e15,
      );
    }
  }
  return {
    from_ms: from,
    to_ms: to,
    cpu_limit: kind.cpuLimit,
    memory_limit: kind.memoryLimit,
    newest_ms: Number.isFinite(of.startedMs) ? end : null,
    bands,
  };
}

export function latest(row: t.ContainerRow): t.Latest {
  const now = Date.now();
  const kind = kindOf(row);
  const value = (metric: t.Metric) => valueAt(metric, now, kind);
  return {
    time_ms: now,
    cpu_nanocores: value('cpu'),
    cpu_percent_docker: value('cpu') / 1e7,
    memory_bytes: value('memory'),
    throttled_ratio: value('waited'),
    processes: value('processes'),
    network: value('network_received') + value('network_sent'),
    disk: value('disk_read') + value('disk_written'),
    pressure_cpu: value('pressure_cpu'),
  };
}
