/**
 * The lines that the page keeps: a plain array with a version, holes with their exact count. It is a window on the
 * log: lines come in at one end and go at the other, so that any log can be walked through.
 */
import type { LogGap, LogLine, LogPage } from '../../ipc';

export type Entry =
  | {
      kind: 'line';
      key: number;
      line: LogLine;
      /** What belongs to it: the rest of a panic, the places of a stack. Shown while it is open. */
      parts: LogLine[];
    }
  /** One of those, while it is shown. */
  | { kind: 'part'; key: number; line: LogLine; head: number }
  /** Lines that were there and are not here; `key` is the sequence of the line after them, minus a half. */
  | { kind: 'skipped'; key: number; count: number }
  /** Lines that nobody has any more. */
  | { kind: 'gap'; key: number; gap: LogGap };

export const keptLines = 20_000;
/** Lines of the other stream may come between a panic and its places; not more than these. */
const between = 20;
/** Fields to choose from for a chart or a column. */
const mostNumbers = 40;

/** How many characters are shown of a line: of one that was understood its message and fields. */
function shownLength({ text, parsed }: LogLine): number {
  if (!parsed) return text.length;
  const fields = parsed.fields.reduce(
    (sum, { key, value }) => sum + key.length + value.length + 2,
    0,
  );
  return parsed.message.length + fields;
}

export class LogModel {
  /** Everything that is shown, oldest first. */
  entries: Entry[] = [];
  /** Grows with every change. */
  version = 0;
  /** The longest line kept, in characters as it is shown, for the width of the sideways scroll. */
  longest = 0;
  /** The longest as it was written. */
  longestRaw = 0;
  /** A line was there that says how loud it is. */
  levels = false;
  /** A line was there that is structured. */
  structured = false;
  /** A line was there about a request to an HTTP server. */
  requests = false;
  /** Fields of structured lines, in the order in which they came. */
  readonly fields = new Set<string>();
  /** Those that were numbers. */
  readonly numbers = new Set<string>();
  /** Lines that arrived in all. */
  lines = 0;
  /** Heads whose parts are shown. */
  private readonly open = new Set<number>();
  private last = -1;

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
    if (fresh.length === 0 && lines.length === 0) return { came: 0, went: 0 };
    this.entries.push(...fresh);
    for (const line of lines) this.put(this.entries, line);
    this.lines += lines.length;
    this.last = lines.at(-1)?.seq ?? last;
    const came = this.entries.length - before;
    const went = this.trim();
    this.version++;
    return { came, went };
  }

  /**
   * Puts older lines in front (scrolled up to the top); where there is no room, the newest make it, unless they must
   * stay. Answers how many rows more there are in front, and how many went at the end.
   */
  prepend(lines: LogLine[], stay = false): { front: number; dropped: number } {
    const first = this.firstSeq();
    const room = stay ? Math.max(0, this.most - this.entries.length) : this.most;
    const older = room === 0 ? [] : lines.filter((line) => line.seq < first).slice(-room);
    if (older.length === 0) return { front: 0, dropped: 0 };
    const fresh: Entry[] = [];
    for (const line of older) this.put(fresh, line);
    // What was cut off from its head finds it.
    let taken = 0;
    for (const entry of this.entries) {
      if (entry.kind !== 'line' || !entry.line.part || entry.parts.length > 0) break;
      this.put(fresh, entry.line);
      taken++;
    }
    this.entries.splice(0, taken, ...fresh);
    const dropped = Math.max(0, this.entries.length - this.most);
    if (dropped > 0) this.entries.length = this.most;
    this.last = Math.max(lastOf(this.entries.at(-1)), dropped > 0 ? -1 : this.last);
    this.version++;
    return { front: fresh.length - taken, dropped };
  }

  /** Shows or hides what belongs to a line. */
  toggle(key: number): void {
    const at = this.entries.findIndex((entry) => entry.kind === 'line' && entry.key === key);
    const head = this.entries[at];
    if (head?.kind !== 'line' || head.parts.length === 0) return;
    if (this.open.delete(key)) {
      this.entries = this.entries.filter((entry) => entry.kind !== 'part' || entry.head !== key);
    } else {
      this.open.add(key);
      this.entries.splice(at + 1, 0, ...head.parts.map((line) => partOf(line, key)));
    }
    this.version++;
  }

  isOpen(key: number): boolean {
    return this.open.has(key);
  }

  /** The lines of a row that are not shown. */
  folded(entry: Entry): readonly LogLine[] {
    return entry.kind === 'line' && !this.open.has(entry.key) ? entry.parts : [];
  }

  private put(into: Entry[], line: LogLine): void {
    this.longest = Math.max(this.longest, shownLength(line));
    this.longestRaw = Math.max(this.longestRaw, line.text.length);
    this.levels ||= line.level !== null;
    if (line.parsed) {
      this.structured = true;
      this.requests ||= line.parsed.fields.some(({ key }) =>
        /^(http[._])?status(_code)?$/.test(key),
      );
      for (const field of line.parsed.fields) {
        if (this.fields.size < mostNumbers) this.fields.add(field.key);
        if (field.number && this.numbers.size < mostNumbers) this.numbers.add(field.key);
      }
    }
    const head = line.part && !line.gap ? headOf(into, line) : undefined;
    if (!head) into.push(entryOf(line));
    else {
      head.parts.push(line);
      if (this.open.has(head.key)) into.push(partOf(line, head.key));
    }
  }

  /** The row with this key; -1 where there is none. */
  rowOf(key: number): number {
    let low = 0;
    let high = this.entries.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const at = (this.entries[middle] as Entry).key;
      if (at === key) return middle;
      if (at < key) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** The row of a line, or of what it belongs to. */
  rowNear(seq: number): number {
    let row = this.entries.findIndex((entry) => entry.key > seq);
    if (row < 0) row = this.entries.length;
    return Math.max(0, row - 1);
  }

  /** How many lines are here, those that are folded away included. */
  count(): number {
    let count = 0;
    for (const entry of this.entries) {
      if (entry.kind === 'line' || entry.kind === 'part') count += 1 + this.folded(entry).length;
    }
    return count;
  }

  /** Forgets everything: something else is shown. */
  clear(): void {
    this.entries = [];
    this.longest = 0;
    this.longestRaw = 0;
    this.lines = 0;
    this.last = -1;
    this.open.clear();
    this.version++;
  }

  firstSeq(): number {
    const line = this.entries.find((entry) => entry.kind !== 'skipped');
    return line?.key ?? Number.POSITIVE_INFINITY;
  }

  lastSeq(): number {
    return this.last;
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
      if (entry?.kind !== 'line' && entry?.kind !== 'part') continue;
      out.push(entry.line.text, ...this.folded(entry).map((line) => line.text));
    }
    return out.join('\n');
  }

  private timeNear(row: number): number {
    for (let i = row; i < this.entries.length; i++) {
      const entry = this.entries[i];
      if (entry?.kind === 'line' || entry?.kind === 'part') return entry.line.time_ms;
    }
    return Number.POSITIVE_INFINITY;
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
  return gap ? { kind: 'gap', key, gap } : { kind: 'line', key, line, parts: [] };
}

const partOf = (line: LogLine, head: number): Entry => ({
  kind: 'part',
  key: line.seq,
  line,
  head,
});

/** The line that this one goes on. */
function headOf(entries: readonly Entry[], line: LogLine) {
  for (let i = entries.length - 1, left = between; i >= 0 && left > 0; i--) {
    const entry = entries[i];
    if (entry?.kind === 'part') continue;
    if (entry?.kind === 'line' && sameOrigin(entry.line, line)) {
      return entry.line.part ? undefined : entry;
    }
    left--;
  }
  return undefined;
}

/** Written by the same container to the same stream. */
const sameOrigin = (a: LogLine, b: LogLine) =>
  a.stream === b.stream && a.origin?.source === b.origin?.source;

function lastOf(entry: Entry | undefined): number {
  if (!entry || entry.kind === 'skipped') return -1;
  return entry.kind === 'line' ? (entry.parts.at(-1)?.seq ?? entry.key) : entry.key;
}
