/* eslint-disable svelte/prefer-svelte-reactivity -- samples are never reactive; `version` is */
/** Reads what the charts of one container show: on a wake, at most twice a second, never while hidden. */
import {
  asFault,
  ipc,
  onWake,
  type Fault,
  type Latest,
  type Mark,
  type Metric,
  type Series,
} from '../../ipc';
import { attention } from '../../timeline';
import { Serial } from '../../timeline';
import type { Timeline } from '../../timeline';
import type { Span } from './paint';
import {
  alignedRange,
  keptStepMs,
  noPoints,
  pointsOf,
  shifted,
  sumsOf,
  waitedShare,
  type Points,
  type Sums,
} from './series';

const everyMs = 500;
/** Without samples time goes on all the same: the live edge moves this often. */
const quietMs = 2_000;
/** An older sample is no longer what is "now". */
const freshMs = 10_000;
/** Marks are few and change seldom. */
const marksEveryMs = 3_000;

/** Another run, laid over this one: its samples are drawn `offsetMs` later than they were. */
export interface Other {
  id: string;
  offsetMs: number;
}

/** Recorded, never reactive: only `version` tells that there is more. */
type Recorded = ReadonlyMap<Metric, Points>;
const nothing: Recorded = new Map();

export class ChartFeed {
  /** Grows with every reading; samples themselves are never reactive. */
  version = $state(0);
  fault = $state.raw<Fault | null>(null);
  marks = $state.raw<readonly Mark[]>([]);
  advice = $state.raw<readonly Fault[]>([]);
  series: Series | null = null;
  latest: Latest | null = null;
  range: Span = { from: 0, to: 0 };
  /** Pixel columns of the plot; set by the view, as are the next four. */
  columns = 300;
  metrics: Metric[] = ['cpu', 'memory'];
  others: readonly Other[] = [];
  /** When the container ended: the live edge stands there. */
  endedMs: number | null = null;
  /** Nobody has it any more: there is nothing to be advised. */
  over = false;
  private points: Recorded = nothing;
  private sums = new Map<Metric, Sums>();
  private laid = new Map<string, Recorded>();
  private readAt = 0;
  private marksAt = -Infinity;
  private marksFor: Span = { from: 0, to: 0 };
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
      onWake('containers', () => (this.marksAt = -Infinity), { id }),
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

  /** The marks changed: they are read again at once. */
  askMarks(): void {
    this.marksAt = -Infinity;
    this.ask();
  }

  of(metric: Metric, other?: string): Points {
    const from = other === undefined ? this.points : (this.laid.get(other) ?? nothing);
    return from.get(metric) ?? noPoints;
  }

  sumsOf(metric: Metric): Sums {
    let sums = this.sums.get(metric);
    if (!sums) this.sums.set(metric, (sums = sumsOf(this.of(metric))));
    return sums;
  }

  get waited(): number {
    return waitedShare(this.series?.bands.waited?.avg ?? new Float64Array());
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
    const { metrics, others } = this;
    try {
      const [series, latest, ...laid] = await Promise.all([
        ipc.seriesRead(this.id, from, to, columns, metrics),
        ipc.latestAll(),
        ...others.map((other) =>
          ipc.seriesRead(other.id, from - other.offsetMs, to - other.offsetMs, columns, metrics),
        ),
      ]);
      if (this.gone) return;
      this.take(series, latest[this.id] ?? null);
      this.laid = new Map(
        others.map((other, i) => {
          const read = laid[i];
          return [other.id, read ? pointsIn(read, other.offsetMs) : nothing];
        }),
      );
      this.fault = null;
      await this.readMarks({ from, to });
    } catch (thrown) {
      if (!this.gone) this.fault = asFault(thrown);
    }
    this.version++;
  }

  private take(series: Series, latest: Latest | null): void {
    this.series = series;
    this.range = { from: series.from_ms, to: series.to_ms };
    this.points = pointsIn(series, 0);
    this.sums = new Map();
    this.latest = latest && Date.now() - latest.time_ms < freshMs ? latest : null;
  }

  /** Also those of the span before, because an end there says that nothing runs here. */
  private async readMarks(range: Span): Promise<void> {
    const span = range.to - range.from;
    const moved =
      Math.abs(range.to - this.marksFor.to) > span / 50 ||
      Math.abs(span - (this.marksFor.to - this.marksFor.from)) > 1;
    const since = performance.now() - this.marksAt;
    if (since < marksEveryMs && !(moved && since > everyMs)) return;
    this.marksAt = performance.now();
    this.marksFor = range;
    const [marks, advice] = await Promise.all([
      ipc.marksRead(this.id, range.from - span, range.to + 1000),
      this.over ? [] : ipc.advice(this.id),
    ]);
    if (this.gone) return;
    this.marks = marks;
    this.advice = advice;
  }
}

function pointsIn(series: Series, offsetMs: number): Recorded {
  const { from_ms: from, to_ms: to, bands } = series;
  const now = Date.now();
  const step = (ms: number) => keptStepMs(ms, now);
  return new Map(
    Object.entries(bands).map(([metric, band]) => [
      metric as Metric,
      shifted(pointsOf(band, from, to, step), offsetMs),
    ]),
  );
}
