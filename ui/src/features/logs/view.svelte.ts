/** What the log list does: where it is scrolled to, whether it follows, what is copied. Markup only shows it. */
import { tick } from 'svelte';
import { atEnd, rowWindow, type RowWindow } from '../../timeline';
import { copied, endAt, type End } from './copy';
import { followed, following, type Follow, type FollowEvent } from './follow';
import { LogFeed, type Change } from './feed.svelte';
import type { Stream } from '../../ipc';
import type { Entry } from './model';

export const rowHeight = 20;
const beyond = 12;
/** Nearer to the top than this, older lines are fetched. */
const nearTop = 400;

export class LogView {
  readonly feed: LogFeed;
  follow = $state.raw<Follow>(following);
  filter = $state('');
  /** The filter is a regular expression. */
  regex = $state(false);
  matchCase = $state(false);
  /** Only one of the two streams. */
  stream = $state<Stream | null>(null);
  scrollTop = $state(0);
  viewHeight = $state(0);
  /** All lines are chosen (Ctrl A), for copying. */
  all = $state(false);
  /** The two ends of the browser's selection, by key; their rows stay drawn while it lasts. */
  private held = $state.raw<number[]>([]);
  private list: HTMLElement | undefined;
  /** Scrolling that we did; its event is not the user's. */
  private ours: number | null = null;
  private fetching = false;

  constructor(id: string) {
    this.feed = new LogFeed(id, (change) => this.changed(change));
  }

  get count(): number {
    void this.feed.version;
    return this.feed.model.entries.length;
  }

  get window(): RowWindow {
    return rowWindow(this.scrollTop, this.viewHeight, rowHeight, this.count, beyond);
  }

  /** The rows to draw: the window, and those that hold the selection. */
  get drawn(): { row: number; entry: Entry }[] {
    const { first, end } = this.window;
    const shown = this.feed.model.entries;
    const rows: number[] = [];
    for (let row = first; row < Math.min(end, shown.length); row++) rows.push(row);
    for (const key of this.held) {
      const row = this.rowOf(key);
      if (row >= 0 && (row < first || row >= end)) rows.push(row);
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
    const selected = () => this.selected();
    document.addEventListener('selectionchange', selected);
    return () => {
      sizes.disconnect();
      document.removeEventListener('selectionchange', selected);
      this.list = undefined;
      this.feed.dispose();
    };
  }

  scrolled(): void {
    const list = this.list;
    if (!list) return;
    const byUser = this.ours === null || Math.abs(list.scrollTop - this.ours) > 1;
    this.ours = null;
    this.scrollTop = list.scrollTop;
    const end = atEnd(list.scrollTop, list.clientHeight, this.count * rowHeight, rowHeight);
    this.send({ type: 'scrolled', atEnd: end, byUser });
    if (list.scrollTop < nearTop && !this.follow.following) void this.older();
  }

  toEnd(): void {
    this.send({ type: 'to-end' });
    void this.stick();
  }

  pause(): void {
    this.send({ type: 'pause' });
  }

  /** Whether not all lines are shown. */
  get filtered(): boolean {
    return this.filter !== '' || this.stream !== null;
  }

  setFilter(change: Partial<Pick<LogView, 'filter' | 'regex' | 'matchCase' | 'stream'>>): void {
    Object.assign(this, change);
    this.all = false;
    const { filter: pattern, regex, matchCase: match_case, stream } = this;
    this.feed.look(this.filtered ? { pattern, regex, match_case, stream } : null);
    this.toEnd();
  }

  /** Brings a row to the middle, for the moment that the charts point at. */
  reveal(row: number): void {
    if (this.follow.following || row < 0) return;
    const { first, end } = this.window;
    if (row >= first + beyond && row < end - beyond) return;
    this.scrollTo(row * rowHeight - this.viewHeight / 2);
  }

  key(event: KeyboardEvent): void {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
      event.preventDefault();
      this.all = true;
      getSelection()?.removeAllRanges();
    } else if (event.key === 'Escape' && this.all) {
      this.all = false;
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

  copy(event: ClipboardEvent): void {
    const text = this.all ? this.feed.model.text() : this.chosen();
    if (text === null) return;
    event.preventDefault();
    event.clipboardData?.setData('text/plain', text);
  }

  private chosen(): string | null {
    const ends = this.ends();
    return ends ? copied(this.feed.model, ends[0], ends[1]) : null;
  }

  private ends(): [End, End] | null {
    const selection = getSelection();
    if (!this.list || !selection || selection.isCollapsed) return null;
    const rowOf = (key: number) => this.rowOf(key);
    const a = endAt(this.list, selection.anchorNode, selection.anchorOffset, rowOf);
    const b = endAt(this.list, selection.focusNode, selection.focusOffset, rowOf);
    return a && b ? [a, b] : null;
  }

  private selected(): void {
    const ends = this.ends();
    if (ends) this.all = false;
    const keys = ends ? ends.flatMap((end) => this.feed.model.entries[end.row]?.key ?? []) : [];
    if (keys.join() !== this.held.join()) this.held = keys;
  }

  private rowOf(key: number): number {
    const shown = this.feed.model.entries;
    let low = 0;
    let high = shown.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const at = (shown[middle] as Entry).key;
      if (at === key) return middle;
      if (at < key) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  private changed(change: Change): void {
    this.send({ type: 'came', lines: change.came });
    if (this.follow.following) void this.stick();
    else {
      // What the user reads stays where it is when lines come or go above it.
      const by = (change.front - change.went) * rowHeight;
      if (by !== 0) void tick().then(() => this.scrollTo((this.list?.scrollTop ?? 0) + by));
    }
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
    if (this.follow.following) void this.stick();
  }

  private send(event: FollowEvent): void {
    this.follow = followed(this.follow, event);
  }
}
