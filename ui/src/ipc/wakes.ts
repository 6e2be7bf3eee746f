/**
 * Wake-ups carry no data: they say that asking again is worth it. One subscription to the host serves all
 * listeners; each is called at most once in `everyMs`, not at all while the page is hidden, and once when it
 * comes back if something happened meanwhile.
 */
import { ipc } from './index';
import type { Stop } from './port';
import type { Wake } from './types';

export type Topic = Wake['topic'];
export type WakeOptions = {
  /** Only wake-ups about this object (and those that name none). */
  id?: string;
  /** Least time between two calls. */
  everyMs?: number;
};

class Listener {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = -Infinity;
  #missed = false;

  constructor(
    readonly topics: readonly Topic[],
    readonly call: (wake: Wake) => void,
    readonly options: WakeOptions,
  ) {}

  wants(wake: Wake): boolean {
    const { id } = this.options;
    return this.topics.includes(wake.topic) && (!id || wake.id === null || wake.id === id);
  }

  wake(wake: Wake): void {
    if (document.hidden && wake.topic !== 'open') {
      this.#missed = true;
      return;
    }
    if (this.#timer !== undefined) return;
    const wait = (this.options.everyMs ?? 200) - (performance.now() - this.#last);
    if (wait <= 0) this.#now(wake);
    else this.#timer = setTimeout(() => this.#now(wake), wait);
  }

  shown(): void {
    if (!this.#missed) return;
    this.#missed = false;
    this.wake({ topic: this.topics[0] ?? 'engine', id: this.options.id ?? null });
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #now(wake: Wake): void {
    this.#timer = undefined;
    if (document.hidden && wake.topic !== 'open') {
      this.#missed = true;
      return;
    }
    this.#last = performance.now();
    this.call(wake);
  }
}

const listeners = new Set<Listener>();
let stopHost: Stop | undefined;

function visibility(): void {
  if (!document.hidden) for (const listener of [...listeners]) listener.shown();
}

function start(): void {
  const stopWakes = ipc.onWake((wake) => {
    for (const listener of [...listeners]) if (listener.wants(wake)) listener.wake(wake);
  });
  document.addEventListener('visibilitychange', visibility);
  stopHost = () => {
    stopWakes();
    document.removeEventListener('visibilitychange', visibility);
  };
}

/** Calls `call` when something about `topics` changed. Returns what ends it; safe to call twice. */
export function onWake(
  topics: Topic | readonly Topic[],
  call: (wake: Wake) => void,
  options: WakeOptions = {},
): Stop {
  const listener = new Listener(typeof topics === 'string' ? [topics] : topics, call, options);
  listeners.add(listener);
  if (listeners.size === 1) start();
  return () => {
    listener.stop();
    if (!listeners.delete(listener) || listeners.size > 0) return;
    stopHost?.();
    stopHost = undefined;
  };
}
