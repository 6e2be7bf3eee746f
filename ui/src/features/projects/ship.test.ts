import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useIpc } from '../../ipc';
import { Fake, type FakeOptions } from '../../ipc/fake';
import { fault } from '../../ipc/fake-data';
import { cardsOf } from './cards';
import { Ship } from './ship.svelte';

let fake: Fake;
function begin(options: FakeOptions = {}): Ship {
  fake = new Fake({ stepMs: null, ...options });
  useIpc(fake.ipc());
  return new Ship(ended);
}
const ended = vi.fn();
beforeEach(() => {
  ended.mockClear();
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

async function steps(count = 100): Promise<void> {
  for (let left = count; left > 0 && fake.step(); left--) await vi.advanceTimersByTimeAsync(200);
}
function states(ship: Ship, project = 'p1'): Record<string, string> {
  const found = fake.projects.find((one) => one.id === project);
  if (!found) throw new Error(project);
  const cards = cardsOf({
    project: found,
    ship: ship.state,
    container: found.container,
    latest: null,
  });
  return Object.fromEntries(cards.map((card) => [card.name, card.state]));
}

describe('a ship', () => {
  it('goes from waiting through its stages to an address', async () => {
    const ship = begin();
    await ship.start('p1');
    expect(ship.running).toBe(true);
    expect(states(ship).build).toBe('waiting');
    await steps(4);
    expect(states(ship).build).toBe('working');
    await steps();
    expect(ship.running).toBe(false);
    expect(ship.state?.outcome?.url).toBe('http://127.0.0.1:8081/');
    expect(states(ship)).toMatchObject({ code: 'good', build: 'good', run: 'live' });
    expect(ended).toHaveBeenCalledTimes(1);
    ship.leave();
  });

  it('collects its output from where it left off, each line once', async () => {
    const ship = begin();
    await ship.start('p1');
    await steps();
    expect(ship.lines.map((line) => line.text)).toEqual([
      'go: downloading github.com/jackc/pgx/v5 v5.7.2',
      'example.com/report-api/internal/db',
    ]);
    ship.leave();
  });

  it('that does not compile fails at Build and leaves Run alone', async () => {
    const ship = begin({ ship: 'compile-error' });
    await ship.start('p2');
    await steps();
    expect(states(ship, 'p2')).toMatchObject({ build: 'failed', run: 'waiting' });
    expect(ship.state?.outcome?.problems.map((one) => one.line)).toEqual([31, 12]);
    ship.leave();
  });

  it('that was rolled back fails at Run, with its image built', async () => {
    const ship = begin({ ship: 'rolled-back' });
    await ship.start('p1');
    await steps();
    expect(states(ship)).toMatchObject({ build: 'good', run: 'failed' });
    expect(ship.state?.outcome?.rolled_back).toBe(true);
    ship.leave();
  });

  it('is cancelled once, however often that is asked', async () => {
    const ship = begin();
    await ship.start('p1');
    await steps(5);
    await Promise.all([ship.cancel(), ship.cancel()]);
    await vi.advanceTimersByTimeAsync(200);
    expect(ship.state?.outcome?.cancelled).toBe(true);
    expect(ship.running).toBe(false);
    expect(fake.calls.filter((name) => name === 'actionCancel')).toHaveLength(1);
    ship.leave();
  });

  it('is not started twice while one runs', async () => {
    const ship = begin();
    await Promise.all([ship.start('p1'), ship.start('p1')]);
    expect(fake.calls.filter((name) => name === 'shipStart')).toHaveLength(1);
    ship.leave();
  });

  it('that cannot start says why and can be tried again', async () => {
    const ship = begin();
    fake.failNext('shipStart', fault('machine-busy', { name: 'report-api' }));
    await ship.start('p1');
    expect(ship.fault?.code).toBe('machine-busy');
    expect(ship.running).toBe(false);
    await ship.start('p1');
    expect(ship.fault).toBeNull();
    ship.leave();
  });

  it('is followed again by its id after a reload', async () => {
    const before = begin();
    await before.start('p1');
    await steps(6);
    before.leave();
    const after = new Ship();
    await after.follow('a1');
    expect(after.running).toBe(true);
    await steps();
    expect(after.state?.outcome?.ok).toBe(true);
    after.leave();
    expect(fake.listening).toBe(0);
  });

  it('that was left drops the answer that was under way', async () => {
    const ship = begin({ delayMs: 50 });
    void ship.follow('a1');
    ship.leave();
    await vi.advanceTimersByTimeAsync(100);
    expect(ship.state).toBeNull();
    expect(ship.fault).toBeNull();
  });
});
