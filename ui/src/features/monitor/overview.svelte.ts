/** The longer time that the visible range lies in: its CPU, read seldom, because it changes slowly. */
import { ipc } from '../../ipc';
import { Serial, spans } from '../../timeline';
import type { Span } from './paint';
import { alignedRange, keptStepMs, noPoints, pointsOf, type Points } from './series';

const everyMs = 5_000;
const columns = 240;

/** The span that is shown around one of `span`: several times as long, never more than is kept. */
export function aroundSpan(span: number): number {
  const longest = spans[spans.length - 1] ?? span;
  return spans.find((one) => one >= span * 6 && one >= 3_600_000) ?? longest;
}

/** It stands still while the visible range moves inside it, and follows when that leaves it. */
export function aroundRange(shown: Span, now: number): Span {
  const span = aroundSpan(shown.to - shown.from);
  const end = shown.from >= now - span ? now : shown.to + span / 2;
  return { from: Math.min(end, now) - span, to: Math.min(end, now) };
}

export class Overview {
  /** Grows with every reading. */
  version = $state(0);
  range: Span = { from: 0, to: 0 };
  points: Points = noPoints;
  private wanted: Span = { from: 0, to: 0 };
  private readAt = -Infinity;
  private readonly serial = new Serial(() => this.read());

  constructor(private readonly id: string) {}

  /** Reads when the range is another one, or after a while. */
  show(shown: Span, now: number): void {
    const next = aroundRange(shown, now);
    const other =
      next.to - next.from !== this.wanted.to - this.wanted.from ||
      Math.abs(next.to - this.wanted.to) > (next.to - next.from) / 20;
    if (!other && performance.now() - this.readAt < everyMs) return;
    this.wanted = next;
    this.readAt = performance.now();
    void this.serial.ask();
  }

  end(): void {
    this.serial.end();
  }

  private async read(): Promise<void> {
    const { from: begin, to: end } = this.wanted;
    const { from, to } = alignedRange(end, end - begin, columns);
    try {
      const series = await ipc.seriesRead(this.id, from, to, columns, ['cpu']);
      const band = series.bands.cpu;
      const now = Date.now();
      this.range = { from: series.from_ms, to: series.to_ms };
      this.points = band ? pointsOf(band, from, to, (ms) => keptStepMs(ms, now)) : noPoints;
      this.version++;
    } catch {
      // The charts above say what is wrong.
    }
  }
}
