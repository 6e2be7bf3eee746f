/** What a row says of itself: shape, tone and word; which actions fit it; whether it needs somebody. */
import type { ContainerRow, Verb } from '../../ipc/types';

export type Tone = 'good' | 'warn' | 'bad' | 'neutral';
export type Shape = 'dot' | 'pause' | 'again' | 'cross' | 'check' | 'square' | 'ring' | 'bang';
export type Kind =
  | 'running'
  | 'unhealthy'
  | 'paused'
  | 'restarting'
  | 'removing'
  | 'created'
  | 'out-of-memory'
  | 'finished'
  | 'stopped'
  | 'exited'
  | 'dead';

export interface StateChip {
  kind: Kind;
  tone: Tone;
  shape: Shape;
  /** Message `fleet-state-KIND` with these. */
  params: Record<string, number>;
}

/** 128 + SIGINT, SIGKILL, SIGTERM: somebody ended it; only memory makes 137 a fault, and that is told apart. */
const bySignal = new Set([130, 137, 143]);

export function chipOf(row: ContainerRow, stoppedHere = false): StateChip {
  const chip = (kind: Kind, tone: Tone, shape: Shape, params: Record<string, number> = {}) => ({
    kind,
    tone,
    shape,
    params,
  });
  switch (row.state) {
    case 'running':
      return row.health === 'unhealthy'
        ? chip('unhealthy', 'warn', 'bang')
        : chip('running', 'good', 'dot');
    case 'paused':
      return chip('paused', 'neutral', 'pause');
    case 'restarting':
      return chip('restarting', 'warn', 'again', { count: row.restart_count });
    case 'removing':
      return chip('removing', 'neutral', 'square');
    case 'created':
      return chip('created', 'neutral', 'ring');
    case 'dead':
      return chip('dead', 'bad', 'cross');
    case 'exited': {
      if (row.out_of_memory) return chip('out-of-memory', 'bad', 'cross');
      const code = row.exit_code ?? 0;
      if (code === 0) return chip('finished', 'neutral', 'check');
      if (stoppedHere || bySignal.has(code)) return chip('stopped', 'neutral', 'square', { code });
      return chip('exited', 'bad', 'cross', { code });
    }
  }
}

export function needsYou(chip: StateChip): boolean {
  return ['restarting', 'out-of-memory', 'exited', 'dead', 'unhealthy'].includes(chip.kind);
}

export function isUp(row: ContainerRow): boolean {
  return row.state === 'running' || row.state === 'paused' || row.state === 'restarting';
}

/** In the order of the menu. */
export function verbsOf(row: ContainerRow): Verb[] {
  switch (row.state) {
    case 'running':
      return ['stop', 'restart', 'pause', 'kill', 'remove'];
    case 'paused':
      return ['unpause', 'stop', 'kill', 'remove'];
    case 'restarting':
      return ['stop', 'restart', 'remove'];
    case 'removing':
      return [];
    default:
      return ['start', 'remove'];
  }
}

/** A question first: always for what cannot be taken back, and for whatever is not Slipway's. */
export function asksFirst(verb: Verb, foreign: boolean): boolean {
  return verb === 'kill' || verb === 'remove' || foreign;
}

/** Since when the state holds, for the column "up"; null where it means nothing. */
export function sinceMs(row: ContainerRow): number | null {
  if (isUp(row)) return row.started_ms;
  if (row.state === 'exited' || row.state === 'dead') return row.finished_ms;
  return row.created_ms;
}

const nearShare = 0.9;

/** Near its limit, by the newest sample. */
export function nearLimit(now: number | null | undefined, limit: number | null): boolean {
  return (
    now !== null && now !== undefined && limit !== null && limit > 0 && now >= limit * nearShare
  );
}

/** Ports as they are shown: published TCP ones are links, each once (IPv4 and IPv6 give two). */
export interface PortShown {
  port: number;
  url: string | null;
  inside: number;
  protocol: string;
  published: boolean;
  /** Reachable from other machines too. */
  open: boolean;
}

export function portsOf(row: ContainerRow): PortShown[] {
  const seen = new Map<string, PortShown>();
  for (const p of row.ports) {
    const published = p.host_port !== null;
    const port = p.host_port ?? p.container_port;
    const key = `${published} ${port} ${p.protocol}`;
    const open = published && !/^(127\.|::1$)/.test(p.host_ip ?? '');
    const known = seen.get(key);
    if (known) {
      known.open ||= open;
      continue;
    }
    const link = published && p.protocol === 'tcp';
    seen.set(key, {
      port,
      url: link ? `http://127.0.0.1:${port}` : null,
      inside: p.container_port,
      protocol: p.protocol,
      published,
      open,
    });
  }
  return [...seen.values()].sort(
    (a, b) => Number(b.published) - Number(a.published) || a.port - b.port,
  );
}

/** Plain words, all of which must occur in name, image, project, compose project, id or a port. */
export function matches(row: ContainerRow, projectName: string | null, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const hay = [
    row.name,
    row.image,
    projectName ?? '',
    row.compose_project ?? '',
    row.state,
    row.id.slice(0, 12),
  ]
    .concat(row.ports.map((p) => `:${p.host_port ?? ''} :${p.container_port}`))
    .join('\n')
    .toLowerCase();
  return words.every((word) => hay.includes(word));
}
