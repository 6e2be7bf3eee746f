/**
 * One ship as it goes: its state and its output, pulled from a cursor whenever a wake-up says so. It may be
 * followed again after a reload, by its id.
 */
import {
  asFault,
  ipc,
  newKey,
  onWake,
  type ActionEvent,
  type ActionState,
  type Fault,
  type Stop,
} from '../../ipc';

/** Older output is let go; how many lines, is counted. */
const KEPT_LINES = 2000;

export class Ship {
  #state = $state.raw<ActionState | null>(null);
  #lines = $state.raw<ActionEvent[]>([]);
  #dropped = $state(0);
  #fault = $state.raw<Fault | null>(null);
  #starting = $state(false);
  #cancelling = $state(false);
  #id: string | null = null;
  #cursor = 0;
  #sequence = 0;
  #busy = false;
  #again = false;
  #stop: Stop | undefined;

  /** `ended` is called once for every ship whose end was seen to come. */
  constructor(private readonly ended: () => void = () => undefined) {}

  get state(): ActionState | null {
    return this.#state;
  }
  get lines(): readonly ActionEvent[] {
    return this.#lines;
  }
  /** Lines that came before the first one kept. */
  get dropped(): number {
    return this.#dropped;
  }
  /** Why it could not be started or read. */
  get fault(): Fault | null {
    return this.#fault;
  }
  get running(): boolean {
    return this.#starting || (this.#state !== null && this.#state.outcome === null);
  }
  get cancelling(): boolean {
    return this.#cancelling && this.running;
  }

  async start(projectId: string): Promise<void> {
    if (this.running) return;
    this.#starting = true;
    this.#fault = null;
    try {
      const id = await ipc.shipStart(projectId, newKey());
      await this.follow(id);
    } catch (thrown) {
      this.#fault = asFault(thrown);
    } finally {
      this.#starting = false;
    }
  }

  async cancel(): Promise<void> {
    if (!this.#id || !this.running || this.#cancelling) return;
    this.#cancelling = true;
    try {
      await ipc.actionCancel(this.#id);
    } catch (thrown) {
      this.#fault = asFault(thrown);
      this.#cancelling = false;
    }
  }

  /** Shows the action `id`; `known` is what is known of it already. */
  async follow(id: string, known: ActionState | null = null): Promise<void> {
    if (this.#id === id) return;
    this.leave();
    this.#id = id;
    this.#state = known;
    this.#lines = [];
    this.#dropped = 0;
    this.#cursor = 0;
    this.#cancelling = false;
    this.#stop = onWake('actions', () => void this.#read(), { id, everyMs: 150 });
    await this.#read();
  }

  /** Stops listening. Safe to call twice. */
  leave(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#id = null;
    this.#sequence++;
    this.#busy = false;
    this.#again = false;
  }

  async #read(): Promise<void> {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    const sequence = this.#sequence;
    this.#busy = true;
    try {
      do {
        this.#again = false;
        if (!(await this.#page(sequence))) return;
      } while (this.#again);
    } catch (thrown) {
      // What is known of an old one stays; a running one that is gone cannot be shown.
      if (sequence === this.#sequence && !this.#state?.outcome) this.#fault = asFault(thrown);
    } finally {
      if (sequence === this.#sequence) this.#busy = false;
    }
  }

  /** One page; false when the answer came too late to count. */
  async #page(sequence: number): Promise<boolean> {
    const id = this.#id;
    if (id === null) return false;
    const was = this.#state;
    const page = await ipc.actionRead(id, this.#cursor);
    if (sequence !== this.#sequence) return false;
    if (page.next > this.#cursor) this.#again = page.events.length > 0 && !page.state.outcome;
    this.#cursor = page.next;
    this.#add(page.events, page.skipped);
    this.#state = page.state;
    if (page.state.outcome) {
      this.#stop?.();
      this.#stop = undefined;
      if (!was?.outcome) this.ended();
    }
    return true;
  }

  #add(events: ActionEvent[], skipped: number): void {
    if (!events.length && !skipped) return;
    const all = [...this.#lines, ...events];
    const over = Math.max(0, all.length - KEPT_LINES);
    this.#dropped += skipped + over;
    this.#lines = over ? all.slice(over) : all;
  }
}
