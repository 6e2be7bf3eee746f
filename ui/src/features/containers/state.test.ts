import { describe, expect, it } from 'vitest';
import type { ContainerRow } from '../../ipc/types';
import {
  asksFirst,
  chipOf,
  matches,
  nearLimit,
  needsYou,
  portsOf,
  sinceMs,
  verbsOf,
} from './state';

const row = (over: Partial<ContainerRow> = {}): ContainerRow => ({
  id: 'a'.repeat(64),
  name: 'web',
  image: 'web:dev',
  state: 'running',
  exit_code: null,
  out_of_memory: false,
  health: null,
  ports: [],
  created_ms: 1,
  started_ms: 2,
  finished_ms: null,
  restart_count: 0,
  memory_limit_bytes: null,
  cpu_limit_nanocores: null,
  project: null,
  program: null,
  run: null,
  compose_project: null,
  networks: [],
  ...over,
});

describe('a row says what it is', () => {
  it.each([
    [row(), 'running', 'good'],
    [row({ health: 'unhealthy' }), 'unhealthy', 'warn'],
    [row({ state: 'paused' }), 'paused', 'neutral'],
    [row({ state: 'restarting', restart_count: 14 }), 'restarting', 'warn'],
    [row({ state: 'exited', exit_code: 0 }), 'finished', 'neutral'],
    [row({ state: 'exited', exit_code: 2 }), 'exited', 'bad'],
    [row({ state: 'exited', exit_code: 137, out_of_memory: true }), 'out-of-memory', 'bad'],
    [row({ state: 'exited', exit_code: 137 }), 'stopped', 'neutral'],
    [row({ state: 'created' }), 'created', 'neutral'],
    [row({ state: 'dead' }), 'dead', 'bad'],
  ] as const)('%#', (r, kind, tone) => {
    expect(chipOf(r)).toMatchObject({ kind, tone });
  });

  it('counts restarts and exit codes in its word', () => {
    expect(chipOf(row({ state: 'restarting', restart_count: 14 })).params).toEqual({ count: 14 });
    expect(chipOf(row({ state: 'exited', exit_code: 3 })).params).toEqual({ code: 3 });
  });

  it('believes the user who stopped it here: a Go program answers SIGTERM with 2', () => {
    expect(chipOf(row({ state: 'exited', exit_code: 2 }), true).kind).toBe('stopped');
  });

  it('needs somebody when it failed, not when it was stopped or done', () => {
    expect(needsYou(chipOf(row({ state: 'exited', exit_code: 1 })))).toBe(true);
    expect(needsYou(chipOf(row({ state: 'restarting' })))).toBe(true);
    expect(needsYou(chipOf(row({ state: 'exited', exit_code: 0 })))).toBe(false);
    expect(needsYou(chipOf(row({ state: 'exited', exit_code: 143 })))).toBe(false);
    expect(needsYou(chipOf(row()))).toBe(false);
  });
});

describe('actions', () => {
  it('fit the state', () => {
    expect(verbsOf(row())).toEqual(['stop', 'restart', 'pause', 'kill', 'remove']);
    expect(verbsOf(row({ state: 'paused' }))[0]).toBe('unpause');
    expect(verbsOf(row({ state: 'exited' }))).toEqual(['start', 'remove']);
    expect(verbsOf(row({ state: 'removing' }))).toEqual([]);
  });

  it('ask before what cannot be taken back, and before touching what is not ours', () => {
    expect(asksFirst('remove', false)).toBe(true);
    expect(asksFirst('kill', false)).toBe(true);
    expect(asksFirst('stop', false)).toBe(false);
    expect(asksFirst('stop', true)).toBe(true);
  });
});

describe('columns', () => {
  it('show a port once though it is published on IPv4 and IPv6, as a link when it is TCP', () => {
    const ports = portsOf(
      row({
        ports: [
          { container_port: 80, protocol: 'tcp', host_ip: '127.0.0.1', host_port: 8080 },
          { container_port: 80, protocol: 'tcp', host_ip: '::', host_port: 8080 },
          { container_port: 53, protocol: 'udp', host_ip: '0.0.0.0', host_port: 5353 },
          { container_port: 9000, protocol: 'tcp', host_ip: null, host_port: null },
        ],
      }),
    );
    expect(ports.map((p) => [p.port, p.url, p.open])).toEqual([
      [5353, null, true],
      [8080, 'http://127.0.0.1:8080', true],
      [9000, null, false],
    ]);
  });

  it('count from the start when up and from the end when ended', () => {
    expect(sinceMs(row({ started_ms: 5 }))).toBe(5);
    expect(sinceMs(row({ state: 'exited', started_ms: 5, finished_ms: 9 }))).toBe(9);
    expect(sinceMs(row({ state: 'created', started_ms: null }))).toBe(1);
  });

  it('know what is near its limit', () => {
    expect(nearLimit(0.9, 1)).toBe(true);
    expect(nearLimit(0.89, 1)).toBe(false);
    expect(nearLimit(5, null)).toBe(false);
    expect(nearLimit(null, 1)).toBe(false);
  });
});

describe('the filter', () => {
  const r = row({
    name: 'Report-API-1',
    image: 'report-api:dev',
    ports: [{ container_port: 80, protocol: 'tcp', host_ip: null, host_port: 8080 }],
  });
  it.each([
    ['', true],
    ['report', true],
    ['REPORT dev', true],
    [':8080', true],
    ['8080', true],
    ['shop', true],
    ['report nginx', false],
    ['.*', false],
  ])('%j', (text, shown) => {
    expect(matches(r, 'shop', text)).toBe(shown);
  });
});
