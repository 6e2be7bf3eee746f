/** The same act for several containers: asked once, naming all that it is about; a failure of one stops no other. */
import { SvelteSet } from 'svelte/reactivity';
import { toasts } from '../../design';
import { t } from '../../i18n';
import { asFault, ipc, newKey, type ContainerRow, type Verb } from '../../ipc';
import { stoppedHere } from './acts.svelte';
import { verbsOf } from './state';

export const bulkVerbs = ['start', 'stop', 'restart', 'remove'] as const satisfies Verb[];
export type BulkVerb = (typeof bulkVerbs)[number];

export interface BulkQuestion {
  verb: BulkVerb;
  rows: ContainerRow[];
  /** How many of them are not Slipway's. */
  foreign: number;
}

/** An engine that is asked to end three hundred at once answers none in time. */
const atOnce = 4;

export class Bulk {
  question = $state.raw<BulkQuestion | null>(null);
  readonly busy = new SvelteSet<string>();

  constructor(private readonly done: () => void) {}

  /** Those of the chosen ones that it can be done to. */
  static able(rows: readonly ContainerRow[], verb: BulkVerb): ContainerRow[] {
    return rows.filter((row) => verbsOf(row).includes(verb));
  }

  ask(
    verb: BulkVerb,
    rows: readonly ContainerRow[],
    foreign: (row: ContainerRow) => boolean,
  ): void {
    const able = Bulk.able(rows, verb).filter((row) => !this.busy.has(row.id));
    if (able.length === 0) return;
    this.question = { verb, rows: able, foreign: able.filter(foreign).length };
  }

  cancel(): void {
    this.question = null;
  }

  async confirm(): Promise<void> {
    const { question } = this;
    this.question = null;
    if (!question) return;
    const { verb } = question;
    const waiting = [...question.rows];
    for (const row of waiting) this.busy.add(row.id);
    let good = 0;
    const work = async () => {
      for (let row = waiting.shift(); row; row = waiting.shift()) {
        if (await this.one(row, verb)) good++;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    if (good > 0) toasts.say(t(`bulk-${verb}-done`, { count: good }));
    this.done();
  }

  private async one(row: ContainerRow, verb: BulkVerb): Promise<boolean> {
    const ends = verb === 'stop' || verb === 'restart';
    if (ends) stoppedHere.add(row.id);
    try {
      await ipc.containerAct(row.id, verb, newKey());
      if (verb !== 'stop') stoppedHere.delete(row.id);
      return true;
    } catch (thrown) {
      if (ends) stoppedHere.delete(row.id);
      toasts.fault(asFault(thrown));
      return false;
    } finally {
      this.busy.delete(row.id);
    }
  }
}
