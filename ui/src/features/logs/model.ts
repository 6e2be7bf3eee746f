/** The lines that the page keeps: a plain array with a version, holes with their exact count. */
import type { LogGap, LogLine, LogPage } from '../../ipc';

export type Entry =
  | { kind: 'line'; key: number; line: LogLine }
  /** Lines that were there and are not here; `key` is the sequence of the line after them, minus a half. */
  | { kind: 'skipped'; key: number; count: number }
  /** Lines that nobody has any more. */
  | { kind: 'gap'; key: number; gap: LogGap };

export const keptLines = 20_000;

export class LogModel {
  /** Everything that is shown, oldest first. */
  entries: Entry[] = [];
  /** Grows with every change. */
  version = 0;
  /** The longest text kept, in characters, for the width of the sideways scroll. */
  longest = 0;
  /** Lines that arrived in all. */
  lines = 0;

  constructor(private readonly most = keptLines) {}

  /** Adds what was read. Answers how many shown rows came and how many went at the front. */
  append(page: Pick<LogPage, 'lines' | 'skipped'>): { came: number; went: number } {
    const before = this.entries.length;
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
    const came = this.entries.length - before;
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
    this.version++;
    return fresh.length;
  }

  /** Forgets everything: something else is shown. */
  clear(): void {
    this.entries = [];
    this.longest = 0;
    this.lines = 0;
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
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timeNear(middle) <= ms) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Shown lines from row `first` to `last`, both included, exactly as they were written. */
  text(first = 0, last = this.entries.length - 1): string {
    const out: string[] = [];
    for (let i = Math.max(0, first); i <= last; i++) {
      const entry = this.entries[i];
      if (entry?.kind === 'line') out.push(entry.line.text);
    }
    return out.join('\n');
  }

  private timeNear(row: number): number {
    for (let i = row; i < this.entries.length; i++) {
      const entry = this.entries[i];
      if (entry?.kind === 'line') return entry.line.time_ms;
    }
    return Number.POSITIVE_INFINITY;
  }

  private measure(entry: Entry): void {
    if (entry.kind === 'line') this.longest = Math.max(this.longest, entry.line.text.length);
  }

  private trim(): number {
    const over = this.entries.length - this.most;
    if (over <= 0) return 0;
    this.entries.splice(0, over);
    return over;
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
