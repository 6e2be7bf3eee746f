/**
 * The range and the cursor that a container's charts and log share. Whoever shows a container asks
 * `timelineOf(id)`; those who show the same container get the same one.
 */
export const spans = [60_000, 300_000, 900_000] as const;
export type Span = (typeof spans)[number];

/** The recorder keeps this much; there is nothing to see before it. */
export const keptMs = 900_000;

export class Timeline {
  span = $state<Span>(300_000);
  /** Fixed right edge; null follows the live edge. */
  fixedEnd = $state<number | null>(null);
  /** The moment pointed at, and by whom, so that nobody answers itself. */
  cursor = $state<{ ms: number; by: 'charts' | 'log' } | null>(null);

  get live(): boolean {
    return this.fixedEnd === null;
  }

  range(now: number): { from: number; to: number } {
    const to = this.fixedEnd ?? now;
    return { from: to - this.span, to };
  }

  setSpan(span: Span): void {
    this.span = span;
  }

  /** Moves the range; past the live edge it is live again. */
  move(byMs: number, now: number): void {
    const end = (this.fixedEnd ?? now) + byMs;
    const oldest = now - keptMs + this.span;
    if (end >= now) this.fixedEnd = null;
    else this.fixedEnd = Math.max(end, Math.min(oldest, now));
    if (this.fixedEnd !== null && this.fixedEnd >= now) this.fixedEnd = null;
  }

  canMoveBack(now: number): boolean {
    return (this.fixedEnd ?? now) - this.span > now - keptMs + 500;
  }

  backToLive(): void {
    this.fixedEnd = null;
  }

  point(ms: number, by: 'charts' | 'log'): void {
    this.cursor = { ms, by };
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
