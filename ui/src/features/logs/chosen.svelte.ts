/** What is chosen of a virtual list: the browser's selection, whose ends may be scrolled out of view, or all of it. */
import { copied, endAt, type End } from './copy';
import type { LogFeed } from './feed.svelte';

export class Chosen {
  /** All lines are (Ctrl A). */
  all = $state(false);
  /** The two ends of the browser's selection, by key; their rows stay drawn while it lasts. */
  held = $state.raw<number[]>([]);
  private list: HTMLElement | undefined;

  constructor(private readonly feed: LogFeed) {}

  attach(list: HTMLElement): () => void {
    this.list = list;
    const selected = () => this.selected();
    document.addEventListener('selectionchange', selected);
    return () => {
      document.removeEventListener('selectionchange', selected);
      this.list = undefined;
    };
  }

  copy(event: ClipboardEvent): void {
    const text = this.all ? this.feed.model.text() : this.text();
    if (text === null) return;
    event.preventDefault();
    event.clipboardData?.setData('text/plain', text);
  }

  /** From when to when the chosen lines were written, where they are more than one. */
  get stretch(): { from: number; to: number } | null {
    const { model } = this.feed;
    const times = this.held.flatMap((key) => {
      const entry = model.entries[model.rowOf(key)];
      return entry?.kind === 'line' || entry?.kind === 'part' ? entry.line.time_ms : [];
    });
    const [from, to] = [Math.min(...times), Math.max(...times)];
    return times.length > 1 && from < to ? { from, to } : null;
  }

  private text(): string | null {
    const ends = this.ends();
    if (!ends) return null;
    // Within a row that is not shown as it was written, the browser copies what is seen.
    if (ends[0].whole && ends[0].row === ends[1].row) return null;
    return copied(this.feed.model, ends[0], ends[1]);
  }

  private ends(): [End, End] | null {
    const selection = getSelection();
    if (!this.list || !selection || selection.isCollapsed) return null;
    const rowOf = (key: number) => this.feed.model.rowOf(key);
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
}
