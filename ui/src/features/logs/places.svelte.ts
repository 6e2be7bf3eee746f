/** Where the rows of the log lie: all as tall as each other, or wrapped and as tall as they turn out. */
import { rowWindow, type RowWindow } from '../../timeline';
import type { LogFeed } from './feed.svelte';
import { Heights } from './heights.svelte';

export const rowHeight = 20;
/** Rows that are drawn beyond each edge. */
export const beyond = 12;

export class Places {
  /** Long lines go on below; else they go on to the right. */
  wrap = $state(false);
  private readonly heights = new Heights(rowHeight);
  private width = 0;

  constructor(private readonly feed: LogFeed) {}

  get count(): number {
    void this.feed.version;
    return this.feed.model.entries.length;
  }

  /** The rows to draw. */
  window(scrollTop: number, viewHeight: number): RowWindow {
    if (!this.wrap) return rowWindow(scrollTop, viewHeight, rowHeight, this.count, beyond);
    const first = Math.max(0, this.rowAt(scrollTop) - beyond);
    const last = this.rowAt(scrollTop + viewHeight);
    return { first, end: Math.min(this.count, last + 1 + beyond) };
  }

  /** Where a row begins. */
  topOf(row: number): number {
    return this.wrap ? this.laid.top(row) : row * rowHeight;
  }

  /** How tall all rows are. */
  get height(): number {
    return this.wrap ? this.laid.total : this.count * rowHeight;
  }

  rowAt(y: number): number {
    return this.wrap ? this.laid.rowAt(y) : Math.floor(y / rowHeight);
  }

  /** Looks how tall the rows are that are drawn. True where some are not as tall as they were taken for. */
  measure(list: HTMLElement): boolean {
    if (!this.wrap) return false;
    const rows = [...list.querySelectorAll<HTMLElement>('[data-key]')];
    const sizes = rows.map((row): [number, number] => [Number(row.dataset.key), row.offsetHeight]);
    return this.heights.measure(sizes);
  }

  /** The list is so wide. */
  resize(width: number): void {
    if (width !== this.width) this.heights.forget();
    this.width = width;
  }

  private get laid(): Heights {
    void this.heights.version;
    void this.feed.version;
    this.heights.lay(this.feed.model.entries, this.feed.model.version);
    return this.heights;
  }
}
