/**
 * A value that is read again when it may have changed. It keeps what it has while it asks, drops answers that
 * come late, never asks twice at once, and listens only while somebody holds it.
 */
import { untrack } from 'svelte';
import { asFault } from './fault';
import type { Stop } from './port';
import type { Fault } from './types';
import { onWake, type Topic } from './wakes';

export type LiveOptions = { topics?: readonly Topic[]; id?: string; everyMs?: number };

/** A skeleton appears only when an answer takes longer than this. */
const SLOW_MS = 300;

export class Live<T> {
  #data = $state.raw<T>();
  #fault = $state.raw<Fault | null>(null);
  #busy = $state(false);
  #slow = $state(false);
  #sequence = 0;
  #again = false;
  #holders = 0;
  #stop: Stop | undefined;

  constructor(
    private readonly read: () => Promise<T>,
    private readonly options: LiveOptions = {},
  ) {}

  /** The last good answer. */
  get data(): T | undefined {
    return this.#data;
  }
  /** Why the newest question failed; null again after a good answer. */
  get fault(): Fault | null {
    return this.#fault;
  }
  get busy(): boolean {
    return this.#busy;
  }
  /** Nothing to show yet, and the wait is long enough to say so. */
  get slow(): boolean {
    return this.#slow && this.#data === undefined;
  }

  /** Begins to listen and asks. Counted: the last holder's end stops it. Safe to end twice. */
  hold(): Stop {
    if (this.#holders++ === 0) {
      const { topics, ...options } = this.options;
      if (topics?.length) this.#stop = onWake(topics, () => void this.refresh(), options);
      // Called in an effect: what is read while asking must not run that effect again.
      untrack(() => void this.refresh());
    }
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      if (--this.#holders > 0) return;
      this.#stop?.();
      this.#stop = undefined;
      this.#sequence++;
      this.#busy = false;
      this.#again = false;
    };
  }

  /** Asks again; a question under way is followed by exactly one more. */
  async refresh(): Promise<void> {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    do {
      this.#again = false;
      await this.#ask();
    } while (this.#again);
  }

  /** Takes an answer that came another way (a command that returns the new value). */
  set(data: T): void {
    this.#sequence++;
    this.#busy = false;
    this.#data = data;
    this.#fault = null;
  }

  async #ask(): Promise<void> {
    const sequence = ++this.#sequence;
    this.#busy = true;
    const timer = setTimeout(() => (this.#slow = true), SLOW_MS);
    try {
      const data = await this.read();
      if (sequence !== this.#sequence) return;
      this.#data = data;
      this.#fault = null;
    } catch (thrown) {
      if (sequence === this.#sequence) this.#fault = asFault(thrown);
    } finally {
      clearTimeout(timer);
      if (sequence === this.#sequence) {
        this.#busy = false;
        this.#slow = false;
      }
    }
  }
}
