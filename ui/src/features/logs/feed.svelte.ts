/** Pulls a container's lines: a tail first, then from the cursor on every wake, at most ten times a second. */
import {
  asFault,
  ipc,
  onWake,
  type Fault,
  type LogLine,
  type LogQuery,
  type SearchFound,
} from '../../ipc';
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
/** Lines of a search that one answer holds, and answers that one look may ask for. */
const foundLines = 500;
const foundPages = 4;
/** A search that is not done is looked at again so soon. */
const lookAgainMs = 100;

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
  /** How far the search is; null while nothing is looked for. */
  found = $state.raw<SearchFound | null>(null);
  private query: LogQuery | null = null;
  private search: number | null = null;
  private again: ReturnType<typeof setTimeout> | undefined;
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
      clearTimeout(this.again);
      this.endSearch();
    };
    void this.serial.ask();
  }

  dispose(): void {
    this.gone = true;
    this.serial.end();
    this.stop();
  }

  /** Shows only what is looked for, in all that is kept; null shows all again. */
  look(query: LogQuery | null): void {
    this.endSearch();
    this.query = query;
    this.found = null;
    this.fault = null;
    this.cursor = null;
    this.older = false;
    this.model.clear();
    this.version = this.model.version;
    void this.serial.ask();
  }

  private endSearch(): void {
    if (this.search !== null) void ipc.logsSearchEnd(this.search).catch(() => undefined);
    this.search = null;
  }

  /** Reads what lies above the first kept line, up to one page. */
  async earlier(): Promise<void> {
    const first = this.model.firstSeq();
    if (!this.older || !Number.isFinite(first)) return;
    this.older = false;
    if (this.query) return this.earlierMatches(first);
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

  private async earlierMatches(first: number): Promise<void> {
    const search = this.search;
    if (search === null) return;
    try {
      const lines = await ipc.logsMatches(search, first, foundLines);
      if (search !== this.search || this.gone) return;
      const front = this.model.prepend(lines);
      this.notice({ came: 0, went: 0, front });
      this.older = lines.length === foundLines;
    } catch (thrown) {
      this.fault = asFault(thrown);
    }
  }

  /** Looks how far the search is, and takes its last lines that are not here yet. */
  private async readMatches(query: LogQuery): Promise<void> {
    const mine = () => this.query === query && !this.gone;
    try {
      this.search ??= await ipc.logsSearch(this.id, query);
      const search = this.search;
      const found = await ipc.logsFound(search, 0);
      if (!mine()) return this.query === query ? undefined : void ipc.logsSearchEnd(search);
      const fresh = [];
      const last = this.model.lastSeq();
      let before: number | null = null;
      let more = false;
      for (let left = foundPages; left > 0; left--) {
        const lines: LogLine[] = await ipc.logsMatches(search, before, foundLines);
        if (!mine()) return;
        fresh.unshift(...lines);
        const first = lines[0];
        more = lines.length === foundLines;
        if (!first || !more || first.seq <= last) break;
        before = first.seq;
      }
      // Newest first: until it is done, older ones may still come in front.
      const front = this.model.prepend(fresh.filter((line) => line.seq < this.model.firstSeq()));
      const change = this.model.append({ lines: fresh, skipped: 0 });
      this.found = found;
      this.loaded = true;
      this.notice({ ...change, front });
      this.older = more || this.older;
      if (!found.done) {
        clearTimeout(this.again);
        this.again = setTimeout(() => void this.serial.ask(), lookAgainMs);
      }
    } catch (thrown) {
      if (!mine()) return;
      this.fault = asFault(thrown);
      this.loaded = true;
      // One that ended is begun anew with the next look.
      this.search = null;
    }
  }

  private async read(): Promise<void> {
    if (this.query) return this.readMatches(this.query);
    try {
      for (let left = pagesAWake; left > 0 && !this.gone; left--) {
        const cursor = this.cursor;
        const page =
          cursor === null
            ? await ipc.logsTail(this.id, firstLines)
            : await ipc.logsRead(this.id, cursor, pageBytes);
        if (this.gone || this.query) return;
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
    if (!this.query) this.older = Number.isFinite(first) && this.oldest < first;
    if (this.version === this.model.version) return;
    this.version = this.model.version;
    this.changed(change);
  }
}
