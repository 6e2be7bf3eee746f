/** Going from error to error: a search of its own, beside what the user looks for. */
import { asFault, ipc, type LogQuery } from '../../ipc';

/** A search that is not done is looked at again so soon. */
const lookAgainMs = 50;

export class ErrorSteps {
  /** The error that was gone to, and which of all it is. */
  at = $state.raw<{ seq: number; nth: number } | null>(null);
  /** How many there are; null while nobody asked. */
  count = $state<number | null>(null);
  /** There is none on the side that was asked for. */
  none = $state<'before' | 'after' | null>(null);
  private search: number | null = null;
  private query: LogQuery | null = null;
  private gone = false;

  constructor(private readonly id: string) {}

  /**
   * The error after a line, or before it; null where there is none. It is looked for in all that there was when it was
   * asked for, of these containers where there are several.
   */
  async step(from: number, forward: boolean, sources: readonly number[]): Promise<number | null> {
    try {
      return await this.ask(from, forward, sources);
    } catch (thrown) {
      // Another window's search may have taken the place of this one.
      if (asFault(thrown).code !== 'usage-search-ended') throw thrown;
      this.search = null;
      return this.ask(from, forward, sources);
    }
  }

  private async ask(from: number, forward: boolean, sources: readonly number[]) {
    const search = await this.begin(sources);
    const { first, total } = await ipc.logsTail(this.id, 0);
    let found = await ipc.logsFound(search, 1);
    // While lines keep coming it is never done with all of them.
    while (!found.done && found.lines < total - first && !this.gone) {
      await new Promise((soon) => setTimeout(soon, lookAgainMs));
      found = await ipc.logsFound(search, 1);
    }
    const step = await ipc.logsStep(search, Math.max(0, from), forward);
    this.count = found.matches;
    this.at = step ?? this.at;
    this.none = step ? null : forward ? 'after' : 'before';
    return step?.seq ?? null;
  }

  private async begin(sources: readonly number[]): Promise<number> {
    if (this.search !== null && this.query?.sources?.join() === sources.join()) return this.search;
    this.end();
    this.query = {
      pattern: '',
      regex: false,
      match_case: false,
      stream: null,
      level: 'error',
      fields: [],
      sources: [...sources],
      from_ms: null,
      to_ms: null,
    };
    this.search = await ipc.logsSearch(this.id, this.query);
    return this.search;
  }

  /** What was gone to is nothing to go on from any more. */
  forget(): void {
    this.at = null;
    this.none = null;
  }

  private end(): void {
    if (this.search !== null) void ipc.logsSearchEnd(this.search).catch(() => undefined);
    this.search = null;
  }

  dispose(): void {
    this.gone = true;
    this.end();
  }
}
