/** What the log list does: where it is scrolled to, whether it follows, what is copied. Markup only shows it. */
import { tick } from 'svelte';
import { atEnd, type RowWindow } from '../../timeline';
import { Chosen } from './chosen.svelte';
import { followed, following, type Follow, type FollowEvent } from './follow';
import { LogFeed, type Change } from './feed.svelte';
import { Going } from './going.svelte';
import { beyond, Places, rowHeight } from './places.svelte';
import type { LogFieldTest, LogLevel, LogQuery, Stream } from '../../ipc';
import type { Entry } from './model';
import { clockText, type Clock } from './stamp';

/** Nearer to the top than this, older lines are fetched. */
const nearTop = 400;

type Filter = Partial<
  Pick<
    LogView,
    'filter' | 'regex' | 'matchCase' | 'stream' | 'level' | 'fields' | 'sources' | 'range' | 'only'
  >
>;

export class LogView {
  readonly feed: LogFeed;
  follow = $state.raw<Follow>(following);
  filter = $state('');
  /** The filter is a regular expression. */
  regex = $state(false);
  matchCase = $state(false);
  /** Only one of the two streams. */
  stream = $state<Stream | null>(null);
  /** Only lines that are at least so loud. */
  level = $state<LogLevel | null>(null);
  /** Only structured lines of which this is true. */
  fields = $state.raw<readonly LogFieldTest[]>([]);
  /** Only of these containers, where there are several; all where it is empty. */
  sources = $state.raw<readonly number[]>([]);
  /** Only what was written then. */
  range = $state.raw<{ from: number; to: number | null } | null>(null);
  /** Lines that do not match are left out; otherwise those that do are marked. */
  only = $state(true);
  /** How times read. */
  clock = $state<Clock>('local');
  /** Lines as they were written, also those that were understood. */
  raw = $state(false);
  /** Where the rows lie. */
  readonly places: Places;
  /** What is read in a wrapped log: it stays where it is. */
  private anchor: { key: number; by: number } | null = null;
  /** Fields that have a column of their own, in its order. */
  columns = $state.raw<readonly string[]>([]);
  /** What a server was asked for is summarised. */
  requests = $state(false);
  /** The field whose values are charted. */
  charted = $state<string | null>(null);
  /** From line to line: matches, errors, numbers. */
  readonly going: Going;
  scrollTop = $state(0);
  viewHeight = $state(0);
  /** What is chosen, for copying. */
  readonly chosen: Chosen;
  private list: HTMLElement | undefined;
  /** Scrolling that we did; its event is not the user's. */
  private ours: number | null = null;
  private fetching = false;

  constructor(id: string) {
    this.going = new Going(id, this);
    this.feed = new LogFeed(id, (change) => this.changed(change));
    this.places = new Places(this.feed);
    this.chosen = new Chosen(this.feed);
  }

  get count(): number {
    return this.places.count;
  }

  get window(): RowWindow {
    return this.places.window(this.scrollTop, this.viewHeight);
  }

  setWrap(wrap: boolean): void {
    const row = this.places.rowAt(this.scrollTop);
    this.places.wrap = wrap;
    void tick().then(() => {
      if (this.follow.following) void this.stick();
      else this.scrollTo(this.places.topOf(row));
    });
  }

  /** Looks how tall the rows are that are drawn. */
  measureRows(): void {
    if (this.list && this.places.measure(this.list)) this.settle();
  }

  /** What is read stays where it is, whatever grew above it. */
  private settle(): void {
    void tick().then(() => {
      if (this.follow.following) return this.stick();
      const row = this.anchor ? this.feed.model.rowOf(this.anchor.key) : -1;
      if (this.anchor && row >= 0) this.scrollTo(this.places.topOf(row) + this.anchor.by);
    });
  }

  private hold(): void {
    if (!this.places.wrap) return;
    const row = this.places.rowAt(this.scrollTop);
    const key = this.feed.model.entries[row]?.key;
    this.anchor = key === undefined ? null : { key, by: this.scrollTop - this.places.topOf(row) };
  }

  /** The rows to draw: the window, and those that hold the selection. */
  get drawn(): { row: number; entry: Entry }[] {
    const { first, end } = this.window;
    const shown = this.feed.model.entries;
    const rows: number[] = [];
    for (let row = first; row < Math.min(end, shown.length); row++) rows.push(row);
    for (const key of this.chosen.held) {
      const row = this.feed.model.rowOf(key);
      // Both ends may be in one row, and no row is drawn twice.
      if (row >= 0 && (row < first || row >= end) && !rows.includes(row)) rows.push(row);
    }
    rows.sort((a, b) => a - b);
    return rows.flatMap((row) => {
      const entry = shown[row];
      return entry ? [{ row, entry }] : [];
    });
  }

  attach(list: HTMLElement): () => void {
    this.list = list;
    const sizes = new ResizeObserver(() => this.measure());
    sizes.observe(list);
    this.measure();
    const release = this.chosen.attach(list);
    return () => {
      sizes.disconnect();
      release();
      this.list = undefined;
      this.going.dispose();
      this.feed.dispose();
    };
  }

  scrolled(): void {
    const list = this.list;
    if (!list) return;
    const byUser = this.ours === null || Math.abs(list.scrollTop - this.ours) > 1;
    this.ours = null;
    this.scrollTop = list.scrollTop;
    this.hold();
    const end = atEnd(list.scrollTop, list.clientHeight, this.places.height, rowHeight);
    this.send({ type: 'scrolled', atEnd: end, byUser });
    if (list.scrollTop < nearTop && !this.follow.following) void this.older();
    const below = this.places.height - list.scrollTop - list.clientHeight;
    if (below < nearTop && this.feed.detached) void this.later();
  }

  toEnd(): void {
    this.feed.toEnd();
    this.going.forget();
    this.send({ type: 'to-end' });
    void this.stick();
  }

  /** Goes to a moment, also where its lines are not here; what was left out is shown again. */
  jumpTo(ms: number): void {
    this.showAll();
    this.pause();
    void this.feed.jumpTo(ms);
  }

  /** Goes to a line that is somewhere in the log. */
  jump(seq: number): void {
    this.showAll();
    this.pause();
    void this.feed.jump(seq);
  }

  /** Goes to a place by its share of the whole log. */
  jumpToShare(share: number): void {
    const { oldest, found } = this.feed;
    if (!found) return;
    this.jump(Math.floor(oldest + Math.max(0, Math.min(1, share)) * found.lines));
  }

  /** What is on screen, as shares of the whole log. */
  get shares(): { from: number; to: number } {
    void this.feed.version;
    const lines = Math.max(1, this.feed.found?.lines ?? 1);
    const { first, end } = this.window;
    const share = (row: number) => {
      const key = this.feed.model.entries[Math.max(0, Math.min(row, this.count - 1))]?.key ?? 0;
      return Math.max(0, Math.min(1, (key - this.feed.oldest) / lines));
    };
    return { from: share(first + beyond), to: share(end - beyond) };
  }

  private showAll(): void {
    if (this.filtered && this.only) this.setFilter({ only: false });
  }

  pause(): void {
    this.send({ type: 'pause' });
  }

  /** Whether not all lines are shown. */
  get filtered(): boolean {
    const { filter, stream, level, fields, sources } = this;
    const chosen = fields.length > 0 || sources.length > 0 || this.range !== null;
    return filter !== '' || stream !== null || level !== null || chosen;
  }

  /** What is looked for, as Rust has it. */
  get query(): LogQuery {
    const { filter: pattern, regex, matchCase: match_case, stream, level } = this;
    const [fields, sources] = [[...this.fields], [...this.sources]];
    const [from_ms, to_ms] = [this.range?.from ?? null, this.range?.to ?? null];
    return { pattern, regex, match_case, stream, level, fields, sources, from_ms, to_ms };
  }

  setFilter(change: Filter): void {
    const marked = !this.only;
    Object.assign(this, change);
    this.chosen.all = false;
    this.going.at = null;
    this.feed.look(this.filtered ? this.query : null, !this.only);
    // Where all lines stay, what the user reads stays.
    if (!marked || this.only) this.toEnd();
  }

  /** Shows a line in the middle, wherever it is in the log. */
  bring(seq: number): void {
    this.pause();
    const row = this.feed.model.rowOf(seq);
    if (row >= 0) this.scrollTo(this.places.topOf(row) - this.viewHeight / 2);
    else this.jump(seq);
  }

  /** Brings a row to the middle, for the moment that the charts point at. */
  reveal(row: number): void {
    if (this.follow.following || row < 0) return;
    const { first, end } = this.window;
    if (row >= first + beyond && row < end - beyond) return;
    this.scrollTo(this.places.topOf(row) - this.viewHeight / 2);
  }

  key(event: KeyboardEvent): void {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
      event.preventDefault();
      this.chosen.all = true;
      getSelection()?.removeAllRanges();
    } else if (event.key === 'F8') {
      event.preventDefault();
      void this.going.toError(!event.shiftKey);
    } else if (event.key === 'Escape' && this.chosen.all) {
      this.chosen.all = false;
    } else if (event.key === 'PageUp' || event.key === 'ArrowUp') {
      // Before it scrolls: the next line would take the view back to the end.
      this.pause();
    } else if (event.key === 'End' && !event.ctrlKey) {
      event.preventDefault();
      this.toEnd();
    } else if (event.key === 'Home' && !event.ctrlKey) {
      event.preventDefault();
      this.pause();
      this.scrollTo(0);
    }
  }

  /** A structured line was there. */
  get structured(): boolean {
    void this.feed.version;
    return this.feed.model.structured;
  }

  /** Whether there is something to summarise. */
  get served(): boolean {
    void this.feed.version;
    return this.feed.model.requests;
  }

  /** Fields that can have a column. */
  get fieldKeys(): string[] {
    void this.feed.version;
    return [...this.feed.model.fields];
  }

  toggleColumn(key: string): void {
    const others = this.columns.filter((one) => one !== key);
    this.columns = others.length < this.columns.length ? others : [...others, key];
  }

  /** Fields whose values can be charted. */
  get numbers(): string[] {
    void this.feed.version;
    return [...this.feed.model.numbers];
  }

  /** How the time of a row reads. */
  timeOf(row: number): string {
    const entry = this.feed.model.entries[row];
    if (entry?.kind !== 'line' && entry?.kind !== 'part') return '';
    const above = this.feed.model.entries[row - 1];
    const before = above?.kind === 'line' || above?.kind === 'part' ? above.line.time_ms : null;
    return clockText(this.clock, entry.line.time_ms, before, Date.now());
  }

  /** Shows or hides the rest of a panic. */
  toggle(key: number): void {
    this.feed.toggle(key);
  }

  private changed(change: Change): void {
    const { to } = change;
    if (to !== undefined) {
      void tick().then(() =>
        this.scrollTo(this.places.topOf(this.feed.model.rowNear(to)) - this.viewHeight / 2),
      );
      return;
    }
    this.send({ type: 'came', lines: change.came });
    if (this.follow.following) void this.stick();
    else if (this.places.wrap) this.settle();
    else {
      // What the user reads stays where it is when lines come or go above it.
      const by = (change.front - change.went) * rowHeight;
      if (by !== 0) void tick().then(() => this.scrollTo((this.list?.scrollTop ?? 0) + by));
    }
  }

  private async later(): Promise<void> {
    if (this.fetching) return;
    this.fetching = true;
    await this.feed.later();
    this.fetching = false;
  }

  private async older(): Promise<void> {
    if (this.fetching || !this.feed.older) return;
    this.fetching = true;
    await this.feed.earlier();
    this.fetching = false;
  }

  private async stick(): Promise<void> {
    await tick();
    if (this.list && this.follow.following) this.scrollTo(this.list.scrollHeight);
  }

  private scrollTo(top: number): void {
    const list = this.list;
    if (!list) return;
    const most = Math.max(0, list.scrollHeight - list.clientHeight);
    const to = Math.round(Math.max(0, Math.min(top, most)));
    if (Math.abs(list.scrollTop - to) < 1) return;
    this.ours = to;
    list.scrollTop = to;
    this.scrollTop = list.scrollTop;
    this.ours = list.scrollTop;
  }

  private measure(): void {
    this.viewHeight = this.list?.clientHeight ?? 0;
    this.places.resize(this.list?.clientWidth ?? 0);
    if (this.follow.following) void this.stick();
  }

  private send(event: FollowEvent): void {
    this.follow = followed(this.follow, event);
  }
}
