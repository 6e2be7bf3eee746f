/** Doing something to a container: asked first where it must be, once under way never twice, failures said. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { toasts } from '../../design';
import { t } from '../../i18n';
import { asFault, ipc, newKey, type ContainerRow, type Verb } from '../../ipc';
import { asksFirst } from './state';

export interface Question {
  row: ContainerRow;
  verb: Verb;
  foreign: boolean;
}

/** Ended by this user in this window: its exit code is an answer to that, not a failure. */
export const stoppedHere = new SvelteSet<string>();

export class Acts {
  question = $state.raw<Question | null>(null);
  private readonly underWay = new SvelteMap<string, Verb>();

  constructor(private readonly done: (row: ContainerRow, verb: Verb) => void = () => {}) {}

  busy(id: string): Verb | undefined {
    return this.underWay.get(id);
  }

  ask(row: ContainerRow, verb: Verb, foreign: boolean): void {
    if (this.underWay.has(row.id)) return;
    if (asksFirst(verb, foreign)) this.question = { row, verb, foreign };
    else void this.run(row, verb);
  }

  cancel(): void {
    this.question = null;
  }

  confirm(): void {
    const question = this.question;
    this.question = null;
    if (question) void this.run(question.row, question.verb);
  }

  private async run(row: ContainerRow, verb: Verb): Promise<void> {
    this.underWay.set(row.id, verb);
    const ends = verb === 'stop' || verb === 'kill' || verb === 'restart';
    if (ends) stoppedHere.add(row.id);
    try {
      await ipc.containerAct(row.id, verb, newKey());
      if (verb === 'start' || verb === 'restart' || verb === 'remove') stoppedHere.delete(row.id);
      if (verb === 'remove') toasts.say(t('fleet-removed', { name: row.name }));
      this.done(row, verb);
    } catch (thrown) {
      if (ends) stoppedHere.delete(row.id);
      toasts.fault(asFault(thrown));
    } finally {
      this.underWay.delete(row.id);
    }
  }
}
