/** How tall the rows of a wrapped log are: measured once they were drawn, a single line until then. */
import type { Entry } from './model';

/** So many measured rows are remembered; then they are measured anew. */
const most = 60_000;

export class Heights {
  /** Grows with everything that was measured. */
  version = $state(0);
  // Looked up by `lay`, never shown.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  private readonly measured = new Map<number, number>();
  private tops = new Float64Array(1);
  private laid = { entries: -1, version: -1 };

  constructor(private readonly single: number) {}

  /** Takes what is shown, where that or a height has changed. */
  lay(entries: readonly Entry[], version: number): void {
    if (this.laid.entries === version && this.laid.version === this.version) return;
    if (this.tops.length < entries.length + 1)
      this.tops = new Float64Array(entries.length * 2 + 64);
    let top = 0;
    entries.forEach((entry, row) => {
      this.tops[row] = top;
      top += this.measured.get(entry.key) ?? this.single;
    });
    this.tops[entries.length] = top;
    this.laid = { entries: version, version: this.version };
    this.count = entries.length;
  }
  private count = 0;

  /** Where a row begins; that of the row after the last one is the height of all. */
  top(row: number): number {
    return this.tops[Math.max(0, Math.min(row, this.count))] ?? 0;
  }

  get total(): number {
    return this.tops[this.count] ?? 0;
  }

  /** The row at a place. */
  rowAt(y: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.tops[middle + 1] ?? 0) <= y) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, Math.min(low, this.count - 1));
  }

  /** Takes what was measured. True where something was not as tall as it was taken for. */
  measure(rows: Iterable<[key: number, height: number]>): boolean {
    if (this.measured.size > most) this.measured.clear();
    let changed = false;
    for (const [key, height] of rows) {
      if (height > 0 && (this.measured.get(key) ?? this.single) !== height) {
        this.measured.set(key, height);
        changed = true;
      }
    }
    if (changed) this.version++;
    return changed;
  }

  /** The width is another. */
  forget(): void {
    this.measured.clear();
    this.version++;
  }
}
