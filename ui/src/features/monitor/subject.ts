/** What the charts must know of the container beside its samples: whether it runs, since when, and its name. */
import type { ContainerRow, Recording } from '../../ipc';

export interface Subject {
  name: string;
  running: boolean;
  startedMs: number | null;
  endedMs: number | null;
  /** The first moment that is recorded, where it is known. */
  firstMs: number | null;
  /** The engine does not have it any more. */
  gone: boolean;
  /** The Slipway project that its label names. */
  project: string | null;
}

export function subjectOf(row: ContainerRow, recording: Recording | undefined): Subject {
  const running = row.state === 'running' || row.state === 'paused';
  const ended = row.state === 'exited' || row.state === 'dead';
  return {
    name: row.name,
    running,
    startedMs: row.started_ms,
    endedMs: ended ? row.finished_ms : null,
    firstMs: recording?.first_ms ?? null,
    gone: false,
    project: row.project,
  };
}

export function subjectOfGone(recording: Recording): Subject {
  return {
    name: recording.name,
    running: false,
    startedMs: recording.started_ms,
    endedMs: recording.ended_ms ?? recording.last_ms,
    firstMs: recording.first_ms,
    gone: true,
    project: recording.project,
  };
}
