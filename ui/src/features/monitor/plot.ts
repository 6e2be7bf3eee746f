/** uPlot, loaded when the first chart is shown, with Slipway's looks. It draws; the cursor and limits are ours. */
import type uPlot from 'uplot';
import { normaliseNavigator } from '../../i18n';
import type { Points, Scale } from './series';

let loading: Promise<typeof uPlot> | undefined;

/** uPlot hands `navigator.language` to Intl while it is imported, which throws under LANG=C. */
export function loadPlot(): Promise<typeof uPlot> {
  loading ??= (async () => {
    normaliseNavigator();
    const [made] = await Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]);
    return made.default;
  })();
  return loading;
}

export const axisRight = 56;
export const axisBottom = 28;
export const padTop = 8;
/** Above the line to the next chart, so that a curve at zero is seen: it is not a gap. */
const padBottom = 3;

/** The height of the plotting area; known without asking uPlot, because every edge is fixed. */
export function innerHeight(height: number, times: boolean): number {
  return height - padTop - (times ? axisBottom : padBottom);
}

export interface Look {
  line: string;
  grid: string;
  text: string;
  waiting: string;
  font: string;
}

/** The tokens as they are now; a canvas knows no CSS variables. */
export function lookOf(element: HTMLElement, series: '--cpu' | '--memory'): Look {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    line: read(series),
    grid: read('--line'),
    text: read('--text-3'),
    waiting: read('--waiting'),
    font: `12px ${style.fontFamily}`,
  };
}

export interface PlotSpec {
  width: number;
  height: number;
  look: Look;
  /** Times below the plot; only the lowest chart has them. */
  times: ((seconds: number[]) => string[]) | null;
  value: (value: number) => string;
  range: () => { from: number; to: number };
  scale: () => Scale;
  /** Shares of time waited a column, drawn as a lane at the foot. */
  waited: (() => { from: number; to: number; shares: Float64Array } | null) | null;
}

function wash(colour: string, alpha: number): string {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour)?.[1];
  if (hex === undefined) return colour;
  return `#${hex}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0')}`;
}

export function optionsOf(spec: PlotSpec): uPlot.Options {
  const { look } = spec;
  const hair = { stroke: look.grid, width: 1 };
  return {
    width: spec.width,
    height: spec.height,
    padding: [padTop, 0, spec.times ? 0 : padBottom, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: true, range: () => seconds(spec.range()) },
      y: { range: () => [0, spec.scale().top] },
    },
    axes: [
      {
        show: spec.times !== null,
        size: axisBottom,
        gap: 6,
        space: 84,
        font: look.font,
        stroke: look.text,
        grid: hair,
        ticks: { show: false },
        // A time at the very edge would be cut in half.
        values: (plot, splits) =>
          (spec.times?.(splits) ?? []).map((word, i) =>
            plot.valToPos(splits[i] ?? 0, 'x') < 18 ? '' : word,
          ),
      },
      {
        side: 1,
        size: axisRight,
        gap: 8,
        font: look.font,
        stroke: look.text,
        grid: hair,
        ticks: { show: false },
        splits: () => splitsOf(spec.scale()),
        values: (_plot, splits) => splits.map((v) => (v === 0 ? '' : spec.value(v))),
      },
    ],
    series: [
      {},
      {
        stroke: look.line,
        width: 1.5,
        fill: wash(look.line, 0.14),
        points: { show: (_plot, _index, from, to) => to - from < 2, size: 4, fill: look.line },
      },
      { stroke: 'transparent', points: { show: false } },
      { stroke: 'transparent', points: { show: false } },
    ],
    bands: [{ series: [3, 2], fill: wash(look.line, 0.22) }],
    hooks: { draw: [(plot) => drawWaited(plot, spec)] },
  };
}

export function dataOf(points: Points): uPlot.AlignedData {
  return [points.x, points.avg, points.min, points.max];
}

function seconds(range: { from: number; to: number }): [number, number] {
  return [range.from / 1000, range.to / 1000];
}

function splitsOf(scale: Scale): number[] {
  const out: number[] = [];
  for (let v = 0; v <= scale.top * 1.0001; v += scale.step) out.push(v);
  return out;
}

function drawWaited(plot: uPlot, spec: PlotSpec): void {
  const waited = spec.waited?.();
  if (!waited) return;
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  const lane = 14 * scale;
  const column = (waited.to - waited.from) / Math.max(1, waited.shares.length);
  ctx.save();
  ctx.fillStyle = spec.look.waiting;
  waited.shares.forEach((share, i) => {
    if (!(share > 0.005)) return;
    const left = plot.valToPos((waited.from + i * column) / 1000, 'x', true);
    const right = plot.valToPos((waited.from + (i + 1) * column) / 1000, 'x', true);
    const x = Math.round(Math.max(bbox.left, left));
    const width = Math.round(Math.min(bbox.left + bbox.width, right)) - x;
    const height = Math.max(scale, Math.min(1, share) * lane);
    if (width > 0) ctx.fillRect(x, bbox.top + bbox.height - height, Math.max(1, width), height);
  });
  ctx.restore();
}
