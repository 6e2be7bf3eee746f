/** The lines that the page keeps: a plain array with a version, a filter over it, holes with their exact count. */
import type { LogGap, LogLine, LogPage } from '../../ipc';

export type Entry =
  | { kind: 'line'; key: number; line: LogLine }
  /** Lines that were there and are not here; `key` is the sequence of the line after them, minus a half. */
  | { kind: 'skipped'; key: number; count: number }
  /** Lines that nobody has any more. */
  | { kind: 'gap'; key: number; gap: LogGap };

export const keptLines = 20_000;

export class LogModel {
  /** Everything kept, oldest first. */
  entries: Entry[] = [];
  /** What passes the filter; the same array when there is none. */
  shown: Entry[] = this.entries;
  /** Grows with every change. */
  version = 0;
  /** The longest text kept, in characters, for the width of the sideways scroll. */
  longest = 0;
  /** Lines that arrived in all, the filter aside. */
  lines = 0;
  private filter = '';

  constructor(private readonly most = keptLines) {}

  /** Adds what was read. Answers how many shown rows came and how many went at the front. */
  append(page: Pick<LogPage, 'lines' | 'skipped'>): { came: number; went: number } {
    const before = this.shown.length;
    const fresh: Entry[] = [];
    const last = this.lastSeq();
    const lines = page.lines.filter((line) => line.seq > last);
    if (page.skipped > 0) {
      const key = (lines[0]?.seq ?? last + page.skipped + 1) - 0.5;
      fresh.push({ kind: 'skipped', key, count: page.skipped });
    }
    for (const line of lines) fresh.push(entryOf(line));
    if (fresh.length === 0) return { came: 0, went: 0 };
    for (const entry of fresh) this.measure(entry);
    this.lines += lines.length;
    this.entries.push(...fresh);
    if (this.filter) this.shown.push(...fresh.filter((entry) => this.passes(entry)));
    const came = this.shown.length - before;
    const went = this.trim();
    this.version++;
    return { came, went };
  }

  /** Puts older lines in front (scrolled up to the top). Answers how many shown rows that are. */
  prepend(lines: LogLine[]): number {
    const first = this.firstSeq();
    const room = this.most - this.entries.length;
    const older = lines.filter((line) => line.seq < first).slice(-Math.max(0, room));
    if (older.length === 0) return 0;
    const fresh = older.map(entryOf);
    fresh.forEach((entry) => this.measure(entry));
    this.entries.unshift(...fresh);
    const passing = fresh.filter((entry) => this.passes(entry));
    if (this.filter) this.shown.unshift(...passing);
    this.version++;
    return passing.length;
  }

  setFilter(text: string): void {
    this.filter = text.trim().toLowerCase();
    this.shown = this.filter ? this.entries.filter((entry) => this.passes(entry)) : this.entries;
    this.version++;
  }

  firstSeq(): number {
    const line = this.entries.find((entry) => entry.kind !== 'skipped');
    return line?.key ?? Number.POSITIVE_INFINITY;
  }

  lastSeq(): number {
    for (let i = this.entries.length - 1; i >= 0; i--) {
      const entry = this.entries[i];
      if (entry && entry.kind !== 'skipped') return entry.key;
    }
    return -1;
  }

  /** The shown row of this moment (the last one not after it); -1 when all are later. */
  rowAt(ms: number): number {
    let low = 0;
    let high = this.shown.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timeNear(middle) <= ms) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Shown lines from row `first` to `last`, both included, exactly as they were written. */
  text(first = 0, last = this.shown.length - 1): string {
    const out: string[] = [];
    for (let i = Math.max(0, first); i <= last; i++) {
      const entry = this.shown[i];
      if (entry?.kind === 'line') out.push(entry.line.text);
    }
    return out.join('\n');
  }

  private timeNear(row: number): number {
    for (let i = row; i < this.shown.length; i++) {
      const entry = this.shown[i];
      if (entry?.kind === 'line') return entry.line.time_ms;
    }
    return Number.POSITIVE_INFINITY;
  }

  private measure(entry: Entry): void {
    if (entry.kind === 'line') this.longest = Math.max(this.longest, entry.line.text.length);
  }

  private passes(entry: Entry): boolean {
    if (!this.filter || entry.kind !== 'line') return true;
    return entry.line.text.toLowerCase().includes(this.filter);
  }

  private trim(): number {
    const over = this.entries.length - this.most;
    if (over <= 0) return 0;
    this.entries.splice(0, over);
    if (!this.filter) return over;
    const oldest = this.entries[0]?.key ?? 0;
    const from = this.shown.findIndex((entry) => entry.key >= oldest);
    const went = from < 0 ? this.shown.length : from;
    this.shown.splice(0, went);
    return went;
  }
}

function entryOf(line: LogLine): Entry {
  const { seq: key, gap } = line;
  return gap ? { kind: 'gap', key, gap } : { kind: 'line', key, line };
}

/** A text in parts: those that match the filter and those between. Case does not matter. */
export function parts(text: string, filter: string): { text: string; hit: boolean }[] {
  const wanted = filter.trim().toLowerCase();
  const low = text.toLowerCase();
  // Lower-casing may change the length of a text (İ); then positions would lie.
  if (!wanted || low.length !== text.length) return [{ text, hit: false }];
  const out: { text: string; hit: boolean }[] = [];
  let at = 0;
  for (let hit = low.indexOf(wanted); hit >= 0 && out.length < 200; hit = low.indexOf(wanted, at)) {
    if (hit > at) out.push({ text: text.slice(at, hit), hit: false });
    out.push({ text: text.slice(hit, hit + wanted.length), hit: true });
    at = hit + wanted.length;
  }
  if (at < text.length || out.length === 0) out.push({ text: text.slice(at), hit: false });
  return out;
}

const two = (n: number) => String(n).padStart(2, '0');

/** HH:MM:SS.mmm in the zone of this machine, the same in every language. */
export function stamp(ms: number): string {
  const d = new Date(ms);
  const fraction = String(d.getMilliseconds()).padStart(3, '0');
  return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}.${fraction}`;
}
