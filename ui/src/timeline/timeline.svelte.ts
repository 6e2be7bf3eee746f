/**
 * The range and the cursor that a container's charts and log share. Whoever shows a container asks
 * `timelineOf(id)`; those who show the same container get the same one.
 */
export const spans = [
  60_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000, 604_800_000, 1_209_600_000,
] as const;
export type Span = (typeof spans)[number];

/** The recorder keeps this much; there is nothing to see before it. */
export const keptMs = 1_209_600_000;
/** Nothing is recorded faster than ten times a second: less would show single samples. */
const shortestMs = 2_000;

export class Timeline {
  /** The span that was chosen; a zoom lies over it and gives it back. */
  preset = $state<Span>(300_000);
  #zoomed = $state<number | null>(null);
  /** Fixed right edge; null follows the live edge. */
  fixedEnd = $state<number | null>(null);
  /** The moment pointed at, and by whom, so that nobody answers itself. */
  cursor = $state<{ ms: number; by: 'charts' | 'log' } | null>(null);
  /** The moment that was pressed in the charts: the log goes there. */
  picked = $state.raw<{ ms: number } | null>(null);
  /** The first moment that is recorded, where it is known: there is nothing to move to before it. */
  firstMs = $state<number | null>(null);

  get span(): number {
    return this.#zoomed ?? this.preset;
  }

  get zoomed(): boolean {
    return this.#zoomed !== null;
  }

  get live(): boolean {
    return this.fixedEnd === null;
  }

  range(now: number): { from: number; to: number } {
    const to = this.fixedEnd ?? now;
    return { from: to - this.span, to };
  }

  setSpan(span: Span): void {
    this.preset = span;
    this.#zoomed = null;
  }

  /** Shows exactly this stretch of time; an end at the live edge stays live. */
  zoomTo(from: number, to: number, now: number): void {
    const span = Math.max(shortestMs, Math.min(keptMs, Math.abs(to - from)));
    const end = Math.min(now, Math.max(from, to));
    this.#zoomed = span;
    this.fixedEnd = now - end < span / 100 ? null : Math.max(end, this.#oldest(now) + span);
    if (this.fixedEnd !== null && this.fixedEnd >= now) this.fixedEnd = null;
  }

  /** Shows `factor` times as much time (less than 1 is closer), and what lies at `at` stays where it is. */
  zoom(factor: number, at: number, now: number): void {
    const { from, to } = this.range(now);
    const span = Math.max(shortestMs, Math.min(keptMs, this.span * factor));
    const real = span / this.span;
    this.zoomTo(at - (at - from) * real, at + (to - at) * real, now);
  }

  unzoom(): void {
    if (this.fixedEnd !== null && this.#zoomed !== null) {
      // What was looked at closely stays in the middle.
      this.fixedEnd += (this.preset - this.#zoomed) / 2;
    }
    this.#zoomed = null;
  }

  /** Moves the range; past the live edge it is live again. */
  move(byMs: number, now: number): void {
    const end = (this.fixedEnd ?? now) + byMs;
    if (end >= now) this.fixedEnd = null;
    else this.fixedEnd = Math.max(end, Math.min(this.#oldest(now) + this.span, now));
    if (this.fixedEnd !== null && this.fixedEnd >= now) this.fixedEnd = null;
  }

  canMoveBack(now: number): boolean {
    return (this.fixedEnd ?? now) - this.span > this.#oldest(now) + 500;
  }

  backToLive(): void {
    this.fixedEnd = null;
    this.#zoomed = null;
  }

  #oldest(now: number): number {
    // A little before the first sample, so that its start is seen.
    return Math.max(now - keptMs, this.firstMs === null ? 0 : this.firstMs - this.span / 20);
  }

  point(ms: number, by: 'charts' | 'log'): void {
    this.cursor = { ms, by };
  }

  /** Goes to a moment; also again to the same. */
  pick(ms: number): void {
    this.picked = { ms };
  }

  /** Takes the cursor away, if it is still the caller's. */
  unpoint(by: 'charts' | 'log'): void {
    if (this.cursor?.by === by) this.cursor = null;
  }
}

// Looked up, never shown.
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const shared = new Map<string, { timeline: Timeline; users: number }>();

/** Counted: call `release` once when done (twice does no harm). */
export function timelineOf(containerId: string): { timeline: Timeline; release: () => void } {
  const entry = shared.get(containerId) ?? { timeline: new Timeline(), users: 0 };
  entry.users += 1;
  shared.set(containerId, entry);
  let held = true;
  return {
    timeline: entry.timeline,
    release() {
      if (!held) return;
      held = false;
      entry.users -= 1;
      if (entry.users === 0) shared.delete(containerId);
    },
  };
}
