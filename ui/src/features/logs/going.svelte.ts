/** Going from line to line: to the next match, to the next error, to a line by its number. */
import { asFault, ipc } from '../../ipc';
import { ErrorSteps } from './errors.svelte';
import type { LogView } from './view.svelte';

export class Going {
  /** The match that was stepped to. */
  at = $state.raw<{ seq: number; nth: number } | null>(null);
  readonly errors: ErrorSteps;
  /** The line that was asked for by its number. */
  private went = $state<number | null>(null);

  constructor(
    private readonly id: string,
    private readonly view: LogView,
  ) {
    this.errors = new ErrorSteps(id);
  }

  /** Goes to the next line that matches, or the one before. */
  async toMatch(forward: boolean): Promise<void> {
    const { feed, places, scrollTop, viewHeight, only } = this.view;
    const middle = feed.model.entries[places.rowAt(scrollTop + viewHeight / 2)]?.key ?? 0;
    const found = await feed.step(this.at?.seq ?? middle, forward);
    if (!found) return;
    this.at = found;
    // Matches that are not here come with the next ones.
    if (only && feed.model.rowOf(found.seq) < 0) this.view.pause();
    else this.view.bring(found.seq);
  }

  /** Goes to the next error that can be seen or comes after, or to the last one before. */
  async toError(forward: boolean): Promise<void> {
    try {
      const seq = await this.errors.step(this.from(forward), forward, this.view.sources);
      if (seq === null) return;
      this.went = null;
      this.view.bring(seq);
    } catch (thrown) {
      this.view.feed.fault = asFault(thrown);
    }
  }

  /** From which line on an error is looked for: the one that was gone to, or what can be seen. */
  private from(forward: boolean): number {
    const { feed, places, scrollTop, viewHeight, follow } = this.view;
    const last = feed.model.entries.length - 1;
    const top = Math.min(places.rowAt(scrollTop), last);
    const bottom = Math.min(places.rowAt(scrollTop + viewHeight), last);
    const at = this.errors.at?.seq;
    const row = at === undefined ? -1 : feed.model.rowOf(at);
    if (at !== undefined && row >= top && row <= bottom) return at;
    // At the end all was seen.
    if (follow.following) return feed.model.lastSeq() + (forward ? 0 : 1);
    const key = feed.model.entries[forward ? top : bottom]?.key ?? 0;
    return forward ? key - 1 : key + 1;
  }

  /** Goes to a line by its number, the oldest that is kept being the first. */
  async toLine(number: number): Promise<void> {
    try {
      const { first, total } = await ipc.logsTail(this.id, 0);
      const seq = Math.max(first, Math.min(first + number - 1, total - 1));
      this.view.jump(seq);
      this.went = seq;
    } catch (thrown) {
      this.view.feed.fault = asFault(thrown);
    }
  }

  /** Whether a line is the one that was gone to last. */
  isAt(seq: number): boolean {
    return seq === this.at?.seq || seq === this.errors.at?.seq || seq === this.went;
  }

  /** Back at the newest lines: nothing was gone to. */
  forget(): void {
    this.at = null;
    this.went = null;
    this.errors.forget();
  }

  dispose(): void {
    this.errors.dispose();
  }
}
