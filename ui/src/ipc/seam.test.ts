import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { asFault, Live, onWake, useIpc } from '.';
import { hidePage } from '../test/hidden';
import { readFleet, readSeries } from './binary';
import { Fake } from './fake';

let fake: Fake;
beforeEach(() => {
  vi.useFakeTimers();
  fake = new Fake();
  useIpc(fake.ipc());
});
afterEach(() => {
  hidePage(false);
  vi.useRealTimers();
});

describe('a wake-up', () => {
  it('reaches those who asked for its topic and object', () => {
    const called: string[] = [];
    const stops = [
      onWake('containers', () => called.push('all')),
      onWake('containers', () => called.push('one'), { id: 'c1' }),
      onWake('settings', () => called.push('settings')),
    ];
    fake.wake('containers', 'c2');
    expect(called).toEqual(['all']);
    stops.forEach((stop) => stop());
  });

  it('is throttled, and the last one is not lost', () => {
    const call = vi.fn();
    const stop = onWake('samples', call, { everyMs: 500 });
    for (let i = 0; i < 20; i++) fake.wake('samples');
    expect(call).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(500);
    expect(call).toHaveBeenCalledTimes(2);
    stop();
  });

  it('of a hidden page waits, and is one refresh when the page comes back', () => {
    const call = vi.fn();
    const stop = onWake('containers', call, { everyMs: 0 });
    hidePage(true);
    fake.wake('containers');
    fake.wake('containers');
    expect(call).not.toHaveBeenCalled();
    hidePage(false);
    vi.advanceTimersByTime(1);
    expect(call).toHaveBeenCalledTimes(1);
    stop();
  });

  it('is heard through one subscription, which ends with the last listener', () => {
    const one = onWake('engine', () => undefined);
    const two = onWake('engine', () => undefined);
    expect(fake.listening).toBe(1);
    one();
    one();
    expect(fake.listening).toBe(1);
    two();
    expect(fake.listening).toBe(0);
  });
});

describe('a live value', () => {
  it('drops an answer that comes after a newer one was set', async () => {
    let answer: (text: string) => void = () => undefined;
    const live = new Live(() => new Promise<string>((done) => (answer = done)));
    const stop = live.hold();
    live.set('newer');
    answer('late');
    await vi.runAllTimersAsync();
    expect(live.data).toBe('newer');
    stop();
  });

  it('keeps its data when a later question fails, and says why', async () => {
    const read = vi.fn().mockResolvedValueOnce('first').mockRejectedValueOnce(new Error('gone'));
    const live = new Live<string>(read);
    const stop = live.hold();
    await vi.runAllTimersAsync();
    await live.refresh();
    expect(live.data).toBe('first');
    expect(live.fault?.detail).toBe('gone');
    stop();
  });

  it('is slow only after a while', async () => {
    const live = new Live(() => new Promise<string>(() => undefined));
    const stop = live.hold();
    await vi.advanceTimersByTimeAsync(250);
    expect(live.slow).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    expect(live.slow).toBe(true);
    stop();
  });

  it('listens while somebody holds it, however often the same one lets go', async () => {
    const read = vi.fn().mockResolvedValue(1);
    const live = new Live(read, { topics: ['engine'], everyMs: 0 });
    const one = live.hold();
    const two = live.hold();
    await vi.runAllTimersAsync();
    one();
    one();
    fake.wake('engine');
    await vi.runAllTimersAsync();
    expect(read).toHaveBeenCalledTimes(2);
    two();
    fake.wake('engine');
    await vi.runAllTimersAsync();
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('asks one thing at a time and once more if it was asked meanwhile', async () => {
    let open = 0;
    let most = 0;
    const read = vi.fn(async () => {
      most = Math.max(most, ++open);
      await new Promise((done) => setTimeout(done, 10));
      open--;
      return 1;
    });
    const live = new Live(read);
    const stop = live.hold();
    void live.refresh();
    void live.refresh();
    await vi.runAllTimersAsync();
    expect(most).toBe(1);
    expect(read).toHaveBeenCalledTimes(2);
    stop();
  });
});

describe('whatever was thrown', () => {
  it('becomes a fault', () => {
    expect(asFault({ code: 'engine-lost', params: {} }).severity).toBe('error');
    expect(asFault(new Error('no')).code).toBe('machine-internal');
    expect(asFault('text').detail).toBe('text');
  });
});

describe('a binary answer', () => {
  it('of many containers is read, whatever the length of an id', () => {
    const id = new TextEncoder().encode('abcde');
    const view = new DataView(new ArrayBuffer(8 + 4 + 8 + 16));
    view.setUint32(0, 1, true);
    view.setUint32(4, 2, true);
    view.setUint32(8, id.length, true);
    id.forEach((byte, i) => view.setUint8(12 + i, byte));
    [1, NaN, 3, 4].forEach((value, i) => view.setFloat32(20 + i * 4, value, true));
    const fleet = readFleet(view.buffer);
    expect([...(fleet.get('abcde')?.cpu ?? [])]).toEqual([1, NaN]);
    expect([...(fleet.get('abcde')?.memory ?? [])]).toEqual([3, 4]);
  });

  it('of one window of time has a band for each metric in the order asked, with NaN for no limit', () => {
    const numbers = [0, 1000, 1, NaN, 64, 900, 1, 2, 3, 4, 5, 6];
    const series = readSeries(Float64Array.from(numbers).buffer, ['waited', 'memory']);
    expect(series.cpu_limit).toBeNull();
    expect(series.memory_limit).toBe(64);
    expect(series.newest_ms).toBe(900);
    expect(series.bands.waited?.max[0]).toBe(3);
    expect(series.bands.memory?.min[0]).toBe(4);
    expect(series.bands.cpu).toBeUndefined();
  });

  it('that is empty, while there is no engine, has nothing in it', () => {
    expect(readFleet(new ArrayBuffer(0)).size).toBe(0);
    expect(readSeries(new ArrayBuffer(0), ['cpu']).bands.cpu?.avg).toHaveLength(0);
    expect(readSeries(new ArrayBuffer(0), ['cpu']).newest_ms).toBeNull();
  });
});
