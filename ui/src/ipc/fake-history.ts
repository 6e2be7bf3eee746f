/** What the fake remembers: runs that are over, what happened in them, and what it would advise. */
import type { Recorded } from './fake-monitor';
import { fault } from './fake-data';
import type * as t from './types';

const MINUTE = 60_000;
const MIB = 1024 * 1024;

/** Runs whose containers are gone: two of a project's program, and somebody else's. */
export function goneRecordings(now: number): t.Recording[] {
  const run = (over: Partial<t.Recording> & { id: string; name: string }): t.Recording => ({
    image: `${over.name}:dev`,
    project: null,
    project_name: null,
    program: null,
    started_ms: now - 50 * MINUTE,
    ended_ms: now - 40 * MINUTE,
    exit_code: 0,
    first_ms: over.started_ms ?? now - 50 * MINUTE,
    last_ms: over.ended_ms ?? now - 40 * MINUTE,
    gone: true,
    values: true,
    lines: true,
    ...over,
  });
  const ours = {
    name: 'report-api',
    image: 'slipway/report-api:1',
    project: 'p1',
    project_name: 'report-api',
    program: 'example.com/report-api',
  };
  return [
    run({ id: 'gone-run-13', ...ours }),
    run({
      id: 'gone-run-12',
      ...ours,
      started_ms: now - 26 * 60 * MINUTE,
      ended_ms: now - 25 * 60 * MINUTE,
      exit_code: 137,
    }),
    run({ id: 'gone-nightly', name: 'nightly-<b>import</b>', image: 'import:2026-11-24' }),
  ];
}

export function recordingOf(row: t.ContainerRow, projects: t.Project[]): t.Recording {
  const up = row.state === 'running' || row.state === 'paused';
  const started = row.started_ms ?? row.created_ms;
  return {
    id: row.id,
    name: row.name,
    image: row.image,
    project: row.project,
    project_name: projects.find((one) => one.id === row.project)?.name ?? null,
    program: row.program,
    started_ms: row.started_ms,
    ended_ms: up ? null : row.finished_ms,
    exit_code: row.exit_code,
    first_ms: started,
    last_ms: up ? Date.now() : (row.finished_ms ?? started),
    gone: false,
    values: true,
    lines: true,
  };
}

/** What was measured of a run whose container is gone. */
export function recordedOfGone(one: t.Recording): Recorded {
  return {
    row: { name: one.name, cpu_limit_nanocores: 5e8, memory_limit_bytes: 64 * MIB },
    startedMs: one.first_ms,
    endedMs: one.last_ms,
  };
}

/** Start and end, a change of limits, health, a rebuild; and for the busy one an earlier run that ran out of memory. */
export function marksOf(one: t.Recording): t.Mark[] {
  const mark = (
    kind: t.MarkKind,
    time_ms: number,
    params: t.Mark['params'] = {},
    text: string | null = null,
  ): t.Mark => ({ id: `${one.id}-${kind}-${time_ms}`, time_ms, kind, params, text });
  const started = one.started_ms ?? one.first_ms;
  const all = [mark('started', started)];
  if (one.program) {
    all.push(
      mark('limits', started + 30_000, { cpu_nanocores: 5e8, memory_bytes: 64 * MIB }),
      mark('health', started + 40_000, { status: 'healthy' }),
      mark('rebuilt', started - 500),
      mark('note', started + 70_000, {}, 'load test begins <img src=x onerror=alert(1)> 压力测试'),
    );
  }
  if (one.ended_ms !== null) {
    if (one.exit_code === 137) all.push(mark('oom', one.ended_ms - 40));
    all.push(mark('ended', one.ended_ms, { exit_code: one.exit_code ?? 0 }));
  }
  return all.sort((a, b) => a.time_ms - b.time_ms);
}

export function adviceOf(row: t.ContainerRow | undefined): t.Fault[] {
  if (row?.name !== 'report-api') return [];
  return [
    fault(
      'advice-cpu-waits',
      { waited_percent: 38, limit_cores: 0.5, enough_cores: 0.85 },
      'warning',
    ),
    fault(
      'advice-memory-full',
      {
        peak_bytes: 60 * MIB,
        limit_bytes: 64 * MIB,
        enough_bytes: 80 * MIB,
        share_percent: 94,
      },
      'warning',
    ),
  ];
}
