import { beforeEach, describe, expect, it } from 'vitest';
import { locale } from '../../i18n';
import type { ContainerRow, Latest } from '../../ipc';
import { row } from '../../ipc/fake-data';
import { nearOf, nearWords } from './near';
import { entriesOf, moreText, sorted } from './order';
import { FleetView } from './view.svelte';

const mib = 1024 * 1024;
const sample = (over: Partial<Latest> = {}): Latest => ({
  time_ms: 1,
  cpu_nanocores: 1e8,
  cpu_percent_docker: 10,
  memory_bytes: 10 * mib,
  throttled_ratio: 0,
  processes: 3,
  network: 1000,
  disk: null,
  pressure_cpu: 0,
  ...over,
});
const names = (rows: ContainerRow[]) => rows.map((one) => one.name);

beforeEach(() => {
  localStorage.clear();
  locale.set('en');
});

describe('the order', () => {
  const rows = [row('worker-10'), row('worker-2'), row('api', { restart_count: 3 })];
  it('of names is that of people', () => {
    expect(names(sorted(rows, { key: 'name', down: false }, () => null))).toEqual([
      'api',
      'worker-2',
      'worker-10',
    ]);
  });
  it('of a metric has those without one last, both ways', () => {
    const now = (one: ContainerRow) =>
      one.name === 'api' ? null : sample({ cpu_nanocores: one.name === 'worker-2' ? 5 : 9 });
    expect(names(sorted(rows, { key: 'cpu', down: true }, now))).toEqual([
      'worker-10',
      'worker-2',
      'api',
    ]);
    expect(names(sorted(rows, { key: 'cpu', down: false }, now))).toEqual([
      'worker-2',
      'worker-10',
      'api',
    ]);
    expect(names(sorted(rows, { key: 'restarts', down: true }, now))[0]).toBe('api');
  });
  it('is remembered, and turned around by a second press', () => {
    const view = new FleetView();
    view.sortBy('cpu');
    expect(view.sort).toEqual({ key: 'cpu', down: true });
    view.sortBy('cpu');
    view.groupBy('network');
    expect(new FleetView().sort).toEqual({ key: 'cpu', down: false });
    expect(new FleetView().grouping).toBe('network');
    localStorage.setItem('slipway.fleet', '{"sort":{"key":"__proto__"},"more":1');
    expect(new FleetView().sort.key).toBe('name');
  });
});

describe('groups', () => {
  const rows = [
    row('a', { compose_project: 'shop', networks: ['z', 'b'] }),
    row('b', { networks: [] }),
    row('c', { compose_project: 'shop', project: 'p1', networks: ['b', 'z'] }),
  ];
  const kinds = (by: 'project' | 'compose' | 'network', closed = '') =>
    entriesOf(rows, by, { p1: 'one' }, (key) => key === closed).map((entry) =>
      entry.kind === 'group' ? `[${entry.title} ${entry.rows.length}]` : entry.row.name,
    );
  it('stand under their head, those that belong to nothing last', () => {
    expect(kinds('compose')).toEqual(['[shop 2]', 'a', 'c', '[null 1]', 'b']);
    expect(kinds('project')).toEqual(['[one 1]', 'c', '[null 2]', 'a', 'b']);
    expect(kinds('network')).toEqual(['[b + z 2]', 'a', 'c', '[null 1]', 'b']);
  });
  it('that are closed show their head only', () => {
    expect(kinds('compose', 'compose shop')).toEqual(['[shop 2]', '[null 1]', 'b']);
  });
});

describe('what is close to a limit', () => {
  const limited = row('x', { memory_limit_bytes: 64 * mib, cpu_limit_nanocores: 5e8 });
  it('says why, memory before waiting', () => {
    const full = sample({ memory_bytes: 60 * mib, throttled_ratio: 0.38 });
    expect(nearOf(limited, full)).toBe('memory');
    expect(nearWords('memory', limited, full).replace(/\u202f|\u2009/g, ' ')).toBe(
      '94 % of 64 MiB',
    );
    const waits = sample({ throttled_ratio: 0.38 });
    expect(nearOf(limited, waits)).toBe('waits');
    expect(nearWords('waits', limited, waits).replace(/\u202f|\u2009/g, ' ')).toBe(
      'waits 38 % of the time',
    );
    expect(nearOf(limited, sample({ cpu_nanocores: 4.9e8 }))).toBe('cpu');
  });
  it('is nothing with room, without limits, or without a sample', () => {
    expect(nearOf(limited, sample())).toBeNull();
    expect(nearOf(row('y'), sample({ memory_bytes: 1e12 }))).toBeNull();
    expect(nearOf(limited, null)).toBeNull();
  });
});

it('the shared column shows a dash for what is not known', () => {
  expect(moreText('disk', row('x'), sample())).toBe('—');
  expect(moreText('processes', row('x'), sample())).toBe('3');
  expect(moreText('restarts', row('x', { restart_count: 2 }), null)).toBe('2');
});
