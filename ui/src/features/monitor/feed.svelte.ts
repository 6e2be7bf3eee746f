/** Reads what the charts of one container show: on a wake, at most twice a second, never while hidden. */
import { asFault, ipc, onWake, type Fault, type Latest, type Series } from '../../ipc';
import { attention } from '../../timeline';
import { Serial } from '../../timeline';
import type { Timeline } from '../../timeline';
import { alignedRange, pointsOf, sumsOf, waitedShare, type Points, type Sums } from './series';

const everyMs = 500;
/** Without samples time goes on all the same: the live edge moves this often. */
const quietMs = 2_000;
/** An older sample is no longer what is "now". */
const freshMs = 10_000;
const none = { min: new Float64Array(), avg: new Float64Array(), max: new Float64Array() };
const nothing: Points = { x: [], avg: [], min: [], max: [] };

export class ChartFeed {
  /** Grows with every reading; samples themselves are never reactive. */
  version = $state(0);
  fault = $state.raw<Fault | null>(null);
  series: Series | null = null;
  cpu: Points = nothing;
  memory: Points = nothing;
  cpuSums: Sums = { avg: null, max: null };
  memorySums: Sums = { avg: null, max: null };
  waited = 0;
  latest: Latest | null = null;
  range = { from: 0, to: 0 };
  /** Pixel columns of the plot; set by the view. */
  columns = 300;
  /** When the container ended: the live edge stands there. */
  endedMs: number | null = null;
  private readAt = 0;
  private gone = false;
  private readonly serial = new Serial(() => this.read());
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly id: string,
    private readonly timeline: Timeline,
  ) {
    const look = attention.look();
    look.set([id], false);
    this.stops.push(
      () => look.release(),
      onWake('samples', () => this.ask(), { everyMs }),
    );
    const timer = setInterval(() => {
      if (!document.hidden && this.timeline.live && performance.now() - this.readAt > quietMs) {
        this.ask();
      }
    }, 1000);
    this.stops.push(() => clearInterval(timer));
  }

  ask(): void {
    void this.serial.ask();
  }

  /** Where the live edge stands. */
  now(): number {
    const now = Date.now();
    return this.endedMs === null ? now : Math.min(now, this.endedMs + this.timeline.span / 20);
  }

  dispose(): void {
    this.gone = true;
    this.serial.end();
    this.stops.forEach((stop) => stop());
  }

  private async read(): Promise<void> {
    this.readAt = performance.now();
    const columns = Math.max(30, Math.min(600, Math.floor(this.columns)));
    const { to: end } = this.timeline.range(this.now());
    const { from, to } = alignedRange(end, this.timeline.span, columns);
    try {
      const [series, latest] = await Promise.all([
        ipc.seriesRead(this.id, from, to, columns, ['cpu', 'memory', 'waited']),
        ipc.latestAll(),
      ]);
      if (this.gone) return;
      this.take(series, latest[this.id] ?? null);
      this.fault = null;
    } catch (thrown) {
      if (!this.gone) this.fault = asFault(thrown);
    }
    this.version++;
  }

  private take(series: Series, latest: Latest | null): void {
    this.series = series;
    this.range = { from: series.from_ms, to: series.to_ms };
    this.cpu = pointsOf(series.bands.cpu ?? none, series.from_ms, series.to_ms);
    this.memory = pointsOf(series.bands.memory ?? none, series.from_ms, series.to_ms);
    this.cpuSums = sumsOf(this.cpu);
    this.memorySums = sumsOf(this.memory);
    this.waited = waitedShare(series.bands.waited?.avg ?? none.avg);
    this.latest = latest && Date.now() - latest.time_ms < freshMs ? latest : null;
  }
}
