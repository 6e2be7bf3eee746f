/**
 * Copying from a virtual list: the browser's selection knows only the rows that are drawn, so the text is
 * made from the kept lines between the two ends. Timestamps and marks are not part of it.
 */
import type { LogModel } from './model';

export interface End {
  /** Shown row. */
  row: number;
  /** Characters of the row's text before this end. */
  offset: number;
  /** The row is not shown as it was written: it is copied as a whole. */
  whole?: boolean;
}

/** How much of a line is drawn; the rest is there when copied. */
export const drawnChars = 2_000;

export function copied(model: LogModel, a: End, b: End): string {
  const [from, to] = a.row < b.row || (a.row === b.row && a.offset <= b.offset) ? [a, b] : [b, a];
  const lines: string[] = [];
  for (let row = from.row; row <= to.row; row++) {
    const entry = model.entries[row];
    if (entry?.kind !== 'line' && entry?.kind !== 'part') continue;
    const text = entry.line.text;
    const start = row === from.row && !from.whole ? from.offset : 0;
    const whole = row !== to.row || to.whole || to.offset >= Math.min(text.length, drawnChars);
    lines.push(text.slice(start, whole ? undefined : to.offset));
    // What is folded away is copied with its head, where that is taken to its end.
    if (whole) lines.push(...model.folded(entry).map((part) => part.text));
  }
  return lines.join('\n');
}

/** Where in the list a place of the document is; null when it is outside of it. */
export function endAt(
  list: HTMLElement,
  node: Node | null,
  offset: number,
  rowOf: (key: number) => number,
): End | null {
  if (!node || !list.contains(node)) return null;
  const element = node instanceof Element ? node : node.parentElement;
  const line = element?.closest<HTMLElement>('[data-key]');
  if (!line) return null;
  const row = rowOf(Number(line.dataset.key));
  if (row < 0) return null;
  if (line.dataset.parsed !== undefined) return { row, offset: 0, whole: true };
  const text = line.querySelector('[data-text]');
  if (!text) return { row, offset: 0 };
  const range = document.createRange();
  range.selectNodeContents(text);
  const place = range.comparePoint(node, offset);
  if (place < 0) return { row, offset: 0 };
  if (place > 0) return { row, offset: text.textContent?.length ?? 0 };
  range.setEnd(node, offset);
  return { row, offset: range.toString().length };
}
