/** Pulls a container's lines: a tail first, then from the cursor on every wake, at most ten times a second. */
import { asFault, ipc, onWake, type Fault } from '../../ipc';
import { Serial } from '../../timeline';
import { LogModel } from './model';

const firstLines = 2_000;
const pageBytes = 256 * 1024;
const everyMs = 100;
/** Reads a wake may take before the next one must come: a flood leaves room for the rest of the page. */
const pagesAWake = 4;
/** Collecting ends when nobody reads for ten seconds, so a quiet log is asked for now and then. */
const stillHereMs = 4_000;
/** Collecting begins with the first read: only then is an empty answer the truth. */
const settledMs = 600;

export type Change = { came: number; went: number; front: number };

export class LogFeed {
  readonly model = new LogModel();
  /** Follows `model.version`; the lines themselves are never reactive. */
  version = $state(0);
  ended = $state(false);
  loaded = $state(false);
  fault = $state.raw<Fault | null>(null);
  /** More can be read above what is kept. */
  older = $state(false);
  private cursor: number | null = null;
  private oldest = 0;
  private gone = false;
  private readonly serial = new Serial(() => this.read());
  private readonly stop: () => void;

  constructor(
    private readonly id: string,
    private readonly changed: (change: Change) => void,
  ) {
    const stopWakes = onWake(['logs', 'containers'], () => void this.serial.ask(), { id, everyMs });
    const timer = setInterval(() => {
      if (!document.hidden) void this.serial.ask();
    }, stillHereMs);
    const settled = setTimeout(() => (this.loaded = true), settledMs);
    this.stop = () => {
      stopWakes();
      clearInterval(timer);
      clearTimeout(settled);
    };
    void this.serial.ask();
  }

  dispose(): void {
    this.gone = true;
    this.serial.end();
    this.stop();
  }

  setFilter(text: string): void {
    this.model.setFilter(text);
    this.version = this.model.version;
  }

  /** Reads what lies above the first kept line, up to one page. */
  async earlier(): Promise<void> {
    const first = this.model.firstSeq();
    if (!this.older || !Number.isFinite(first)) return;
    this.older = false;
    try {
      let at = Math.max(this.oldest, first - firstLines);
      const lines = [];
      while (at < first) {
        const page = await ipc.logsRead(this.id, at, pageBytes);
        if (this.gone) return;
        this.oldest = Math.max(this.oldest, page.first);
        lines.push(...page.lines);
        if (page.next <= at) break;
        at = page.next;
      }
      const front = this.model.prepend(lines);
      this.notice({ came: 0, went: 0, front });
    } catch (thrown) {
      this.fault = asFault(thrown);
    }
  }

  private async read(): Promise<void> {
    try {
      for (let left = pagesAWake; left > 0 && !this.gone; left--) {
        const cursor = this.cursor;
        const page =
          cursor === null
            ? await ipc.logsTail(this.id, firstLines)
            : await ipc.logsRead(this.id, cursor, pageBytes);
        if (this.gone) return;
        this.cursor = page.next;
        this.oldest = page.first;
        this.ended = page.ended;
        if (page.lines.length > 0 || page.ended) this.loaded = true;
        this.fault = null;
        // A tail leaves out what is older on purpose: that is no hole.
        const skipped = cursor === null ? 0 : page.skipped;
        const change = this.model.append({ lines: page.lines, skipped });
        this.notice({ ...change, front: 0 });
        if (page.lines.length === 0 || cursor === null) return;
      }
    } catch (thrown) {
      if (!this.gone) {
        this.fault = asFault(thrown);
        this.loaded = true;
      }
    }
  }

  private notice(change: Change): void {
    const first = this.model.firstSeq();
    this.older = Number.isFinite(first) && this.oldest < first;
    if (this.version === this.model.version) return;
    this.version = this.model.version;
    this.changed(change);
  }
}
