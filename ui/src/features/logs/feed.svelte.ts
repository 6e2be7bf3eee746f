/** Pulls a container's lines: a tail first, then from the cursor on every wake, at most ten times a second. */
import {
  asFault,
  ipc,
  onWake,
  type Fault,
  type LogFlood,
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
/** Stretches of the log in which matches are counted. */
const mapColumns = 200;
/** Lines of a search that one answer holds, and answers that one look may ask for. */
const foundLines = 500;
const foundPages = 4;
/** A search that is not done is looked at again so soon. */
const lookAgainMs = 100;

/** Rows that came at the end, went at the front, came in front; and a line that is to be brought into view. */
export type Change = { came: number; went: number; front: number; to?: number };

export class LogFeed {
  readonly model = new LogModel();
  /** Follows `model.version`; the lines themselves are never reactive. */
  version = $state(0);
  ended = $state(false);
  /** It writes so fast that lines are left out, and read back later. */
  flood = $state.raw<LogFlood | null>(null);
  loaded = $state(false);
  fault = $state.raw<Fault | null>(null);
  /** More can be read above what is kept. */
  older = $state(false);
  /** Newer lines than those here are not here: the view is somewhere in the middle. */
  detached = $state(false);
  /** How many lines there are in all, while detached. */
  total = $state(0);
  /** How far the search is; null while nothing is looked for. */
  found = $state.raw<SearchFound | null>(null);
  private query: LogQuery | null = null;
  private search: number | null = null;
  /** What is looked for is only marked; all lines are shown. */
  private marks = false;
  private again: ReturnType<typeof setTimeout> | undefined;
  private cursor: number | null = null;
  /** The number of the oldest line that is kept. */
  oldest = $state(0);
  private gone = false;
  /** Where it is another, numbers of before mean nothing now. */
  private generation = 0;
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

  /** Shows only what is looked for, in all that is kept, or only marks it; null looks for nothing. */
  look(query: LogQuery | null, marks = false): void {
    this.endSearch();
    const stays = (this.query === null || this.marks) && (query === null || marks);
    this.query = query;
    this.marks = marks;
    this.found = null;
    this.fault = null;
    if (!stays) this.begin();
    void this.serial.ask();
  }

  /** Begins anew with the newest lines. */
  private begin(): void {
    this.cursor = null;
    this.older = false;
    this.detached = false;
    this.model.clear();
    this.version = this.model.version;
  }

  /** The lines of several containers are in another order: those of the moment that was read are read again. */
  private async beginAnew(generation: number): Promise<void> {
    this.generation = generation;
    const line = this.model.entries.find((entry) => entry.kind === 'line');
    const { detached } = this;
    this.begin();
    if (detached && line) await this.jumpTo(line.line.time_ms);
    else this.soon();
  }

  /** Whether all lines are shown, and not only those that were looked for. */
  private get all(): boolean {
    return this.query === null || this.marks;
  }

  /** Shows the lines around one. */
  async jump(seq: number): Promise<void> {
    if (!this.all) return;
    try {
      const at = Math.max(this.oldest, seq - firstLines / 2);
      const page = await this.span(at, seq + firstLines / 2);
      if (this.gone || !this.all) return;
      this.model.clear();
      this.model.append({ lines: page.lines, skipped: 0 });
      this.cursor = page.next;
      this.detached = page.next < page.total;
      this.total = page.total;
      this.loaded = true;
      this.notice({ came: 0, went: 0, front: 0, to: seq });
    } catch (thrown) {
      this.fault = asFault(thrown);
    }
  }

  /** Shows the lines of a moment. */
  async jumpTo(ms: number): Promise<void> {
    try {
      const seq = await ipc.logsSeek(this.id, Math.round(ms));
      if (seq === null) this.toEnd();
      else await this.jump(seq);
    } catch (thrown) {
      this.fault = asFault(thrown);
    }
  }

  /** The match after a line, or before it: its line, and which of all it is. */
  async step(from: number, forward: boolean): Promise<{ seq: number; nth: number } | null> {
    const search = this.search;
    if (search === null) return null;
    try {
      return await ipc.logsStep(search, Math.max(0, Math.floor(from)), forward);
    } catch (thrown) {
      this.fault = asFault(thrown);
      return null;
    }
  }

  /** Shows or hides what belongs to a line. */
  toggle(key: number): void {
    this.model.toggle(key);
    this.version = this.model.version;
  }

  /** Back to the newest lines. */
  toEnd(): void {
    if (!this.detached) return;
    this.begin();
    void this.serial.ask();
  }

  /** Reads what follows the last line here, up to one page. */
  async later(): Promise<void> {
    if (!this.detached) return;
    const from = this.model.lastSeq() + 1;
    try {
      const page = await this.span(from, from + firstLines);
      if (this.gone || !this.detached) return;
      const change = this.model.append({ lines: page.lines, skipped: 0 });
      this.cursor = page.next;
      this.total = page.total;
      this.detached = page.next < page.total;
      this.notice({ ...change, came: 0, front: 0 });
    } catch (thrown) {
      this.fault = asFault(thrown);
    }
  }

  /** Lines from one number to another, in as many answers as it takes. */
  private async span(from: number, to: number) {
    const lines: LogLine[] = [];
    let at = from;
    let total = 0;
    do {
      const page = await ipc.logsRead(this.id, at, pageBytes);
      this.oldest = page.first;
      if (this.generation !== page.generation) break;
      total = page.total;
      lines.push(...page.lines);
      if (page.next <= at) break;
      at = page.next;
    } while (at < to && at < total && !this.gone);
    return { lines, next: at, total };
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
    if (!this.all) return this.earlierMatches(first);
    try {
      const page = await this.span(Math.max(this.oldest, first - firstLines), first);
      if (this.gone || !this.all) return;
      const { front, dropped } = this.model.prepend(page.lines);
      if (dropped > 0) {
        this.detached = true;
        this.total = page.total;
      }
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
      const { front } = this.model.prepend(lines, true);
      this.notice({ came: 0, went: 0, front });
      this.older = lines.length === foundLines && front > 0;
    } catch (thrown) {
      this.fault = asFault(thrown);
    }
  }

  /** The search for what is looked for, begun where it was not; nothing where that is something else by now. */
  private async searching(query: LogQuery): Promise<number | null> {
    if (this.search !== null) return this.search;
    const search = await ipc.logsSearch(this.id, query);
    if (this.query !== query || this.gone) {
      void ipc.logsSearchEnd(search).catch(() => undefined);
      return null;
    }
    this.search = search;
    return search;
  }

  /** A search that another window's took the place of is begun anew; anything else is said. */
  private failed(query: LogQuery, thrown: unknown): void {
    if (this.query !== query || this.gone) return;
    this.search = null;
    const fault = asFault(thrown);
    if (fault.code === 'usage-search-ended') this.soon();
    else this.fault = fault;
    this.loaded = true;
  }

  private soon(): void {
    clearTimeout(this.again);
    this.again = setTimeout(() => void this.serial.ask(), lookAgainMs);
  }

  /** Looks how far the search is, and takes its last lines that are not here yet. */
  private async readMatches(query: LogQuery): Promise<void> {
    const mine = () => this.query === query && !this.gone;
    try {
      const search = await this.searching(query);
      if (search === null) return;
      const found = await ipc.logsFound(search, mapColumns);
      if (!mine()) return;
      if (found.generation !== this.generation) {
        this.generation = found.generation;
        this.begin();
        this.soon();
        return;
      }
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
      const older = fresh.filter((line) => line.seq < this.model.firstSeq());
      const { front } = this.model.prepend(older, true);
      const change = this.model.append({ lines: fresh, skipped: 0 });
      this.found = found;
      this.loaded = true;
      this.notice({ ...change, front });
      this.older = more || this.older;
      if (!found.done) this.soon();
    } catch (thrown) {
      this.failed(query, thrown);
    }
  }

  /** How far a search is that only marks. */
  private async readMarks(query: LogQuery): Promise<void> {
    try {
      const search = await this.searching(query);
      if (search === null) return;
      const found = await ipc.logsFound(search, mapColumns);
      if (this.query !== query || this.gone) return;
      this.found = found;
      if (!found.done) this.soon();
    } catch (thrown) {
      this.failed(query, thrown);
    }
  }

  private async read(): Promise<void> {
    if (this.query && !this.marks) return this.readMatches(this.query);
    if (this.query) await this.readMarks(this.query);
    try {
      if (this.detached) {
        const { total, generation } = await ipc.logsTail(this.id, 0);
        this.total = total;
        if (generation !== this.generation) await this.beginAnew(generation);
        return;
      }
      for (let left = pagesAWake; left > 0 && !this.gone; left--) {
        const cursor = this.cursor;
        const page =
          cursor === null
            ? await ipc.logsTail(this.id, firstLines)
            : await ipc.logsRead(this.id, cursor, pageBytes);
        if (this.gone || !this.all || this.detached) return;
        if (page.generation !== this.generation) {
          const first = cursor === null;
          await this.beginAnew(page.generation);
          if (!first) return;
        }
        if (page.soon) this.soon();
        this.cursor = page.next;
        this.oldest = page.first;
        this.ended = page.ended;
        this.flood = page.flood;
        if (page.lines.length > 0 || page.ended) this.loaded = true;
        if (!this.query) this.fault = null;
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
    if (this.all) this.older = Number.isFinite(first) && this.oldest < first;
    if (this.version === this.model.version) return;
    this.version = this.model.version;
    this.changed(change);
  }
}
