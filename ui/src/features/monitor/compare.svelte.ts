/** Up to seven other runs beside the one that is shown, each with its own letter, colour and dash. */
import { ipc, type Recording } from '../../ipc';
import type { Colour } from './catalog';
import type { Other } from './feed.svelte';

/** With the one that is shown, eight. */
export const mostOthers = 7;

export interface Ink {
  letter: string;
  colour: Colour;
  dash: readonly number[];
}

/** Never told apart by colour alone: no two have the same dash, and each has its letter. */
const inks: readonly Ink[] = [
  { letter: 'B', colour: '--series-3', dash: [6, 3] },
  { letter: 'C', colour: '--good', dash: [2, 2] },
  { letter: 'D', colour: '--waiting', dash: [9, 3, 2, 3] },
  { letter: 'E', colour: '--aux', dash: [12, 4] },
  { letter: 'F', colour: '--bad', dash: [4, 2, 4, 6] },
  { letter: 'G', colour: '--text-2', dash: [1.5, 4] },
  { letter: 'H', colour: '--cpu', dash: [2, 2, 8, 2] },
];

export type Align = 'starts' | 'axis';

export interface Beside extends Ink {
  recording: Recording;
  offsetMs: number;
}

/** When a run began, as far as it is known. */
export function startOf(recording: Recording): number {
  return recording.started_ms ?? recording.first_ms;
}

export class Compare {
  private chosen = $state.raw<readonly Recording[]>([]);
  align = $state<Align>('starts');
  /** When the one that is shown began; null while that is not known. */
  startedMs = $state<number | null>(null);

  get list(): Beside[] {
    return this.chosen.map((recording, i) => ({
      ...(inks[i] as Ink),
      recording,
      offsetMs:
        this.align === 'starts' && this.startedMs !== null
          ? this.startedMs - startOf(recording)
          : 0,
    }));
  }

  get others(): Other[] {
    return this.list.map(({ recording, offsetMs }) => ({ id: recording.id, offsetMs }));
  }

  has(id: string): boolean {
    return this.chosen.some((one) => one.id === id);
  }

  get full(): boolean {
    return this.chosen.length >= mostOthers;
  }

  set(recordings: readonly Recording[]): void {
    this.chosen = recordings.slice(0, mostOthers);
  }

  toggle(recording: Recording): void {
    if (this.has(recording.id)) this.remove(recording.id);
    else if (!this.full) this.chosen = [...this.chosen, recording];
  }

  remove(id: string): void {
    this.chosen = this.chosen.filter((one) => one.id !== id);
  }
}

/** What a list of containers asked to be laid beside one of them; taken once by its page. */
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const asked = new Map<string, readonly string[]>();

export function askToCompare(id: string, others: readonly string[]): void {
  asked.set(id, others.filter((one) => one !== id).slice(0, mostOthers));
}

export async function takeAsked(id: string, into: Compare): Promise<void> {
  const ids = asked.get(id);
  if (!ids) return;
  asked.delete(id);
  const all = await ipc.recordings();
  into.align = 'axis';
  into.set(ids.flatMap((one) => all.find((recording) => recording.id === one) ?? []));
}

/** Runs of the same program first, then of the same project, of the same name, then the newest. */
export function likely(all: readonly Recording[], of: Recording | undefined): Recording[] {
  const near = (one: Recording): number => {
    if (!of) return 0;
    if (of.project !== null && one.project === of.project)
      return one.program === of.program ? 3 : 2;
    return one.name === of.name ? 1 : 0;
  };
  return all
    .filter((one) => one.values && one.id !== of?.id)
    .sort((a, b) => near(b) - near(a) || startOf(b) - startOf(a));
}
