/**
 * Draws one chart: on the screen and, with the same strokes, into the picture that is saved. Everything at its edges is
 * fixed, so what lies above it (cursor, tags, marks) knows where a moment or a value is without asking.
 */
import type { Look } from './look';
import type { Scale } from './scale';
import { splitsOf } from './scale';
import type { Points } from './series';
import type { Tick } from './ticks';
import { label, type Axis } from './units';
import type { Colour } from './catalog';

export const axisRight = 56;
export const axisBottom = 28;
export const padTop = 8;
/** Above the line to the next chart, so that a curve at zero is seen: it is not a gap. */
const padBottom = 3;
/** At the foot of a chart that has one: how much of the time it was made to wait. */
export const laneHeight = 18;

export interface Drawn {
  points: Points;
  colour: Colour;
  dash?: readonly number[];
  area?: boolean;
  stepped?: boolean;
}

export interface Span {
  from: number;
  to: number;
}

export interface Chart {
  range: Span;
  scale: Scale;
  axis: Axis;
  ticks: readonly Tick[];
  curves: readonly Drawn[];
  /** The limit at each time; null where there is none. */
  limit: Points | null;
  limitWord: (value: number) => string;
  limitAboveWord: string | null;
  /** Has the lane, with the share of time that it waited. */
  waited: Points | null;
  /** When it was not running, hatched. */
  off: readonly Span[];
  offWord: string | null;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where values lie in a chart of this size, without its lane. */
export function plotBox(box: Box, lane: boolean): Box {
  return {
    x: box.x,
    y: box.y + padTop,
    width: Math.max(1, box.width - axisRight),
    height: Math.max(1, box.height - padTop - padBottom - (lane ? laneHeight : 0)),
  };
}

export function paint(ctx: CanvasRenderingContext2D, box: Box, chart: Chart, look: Look): void {
  const plot = plotBox(box, chart.waited !== null);
  const { range, scale } = chart;
  const span = Math.max(1, range.to - range.from);
  const xOf = (ms: number) => plot.x + ((ms - range.from) / span) * plot.width;
  const yOf = (value: number) => plot.y + (1 - Math.min(1.02, value / scale.top)) * plot.height;
  const inside = { ...plot, y: box.y, height: box.height };

  ctx.font = look.font;
  ctx.textBaseline = 'middle';
  paintGrid(ctx, inside, plot, chart, look, xOf, yOf);
  ctx.save();
  ctx.beginPath();
  ctx.rect(inside.x, inside.y, inside.width, inside.height);
  ctx.clip();
  for (const off of chart.off) hatch(ctx, inside, xOf(off.from), xOf(off.to), chart.offWord, look);
  if (chart.waited) paintWaited(ctx, plot, chart.waited, look, xOf);
  for (const curve of [...chart.curves].reverse()) paintCurve(ctx, plot, curve, look, xOf, yOf);
  if (chart.limit) paintLimit(ctx, plot, chart, chart.limit, look, xOf, yOf);
  ctx.restore();
}

/** The times below all charts. */
export function paintTimes(
  ctx: CanvasRenderingContext2D,
  box: Box,
  range: Span,
  ticks: readonly Tick[],
  look: Look,
): void {
  const width = box.width - axisRight;
  ctx.font = look.font;
  ctx.fillStyle = look.text;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'center';
  for (const tick of ticks) {
    const x = box.x + ((tick.ms - range.from) / Math.max(1, range.to - range.from)) * width;
    // A time at the very edge would be cut in half.
    const half = ctx.measureText(tick.word).width / 2;
    if (x - half < box.x) continue;
    ctx.fillText(tick.word, x, box.y + box.height / 2);
  }
  ctx.textAlign = 'left';
}

type Place = (value: number) => number;

function paintGrid(
  ctx: CanvasRenderingContext2D,
  inside: Box,
  plot: Box,
  chart: Chart,
  look: Look,
  xOf: Place,
  yOf: Place,
): void {
  ctx.strokeStyle = look.grid;
  ctx.lineWidth = 1;
  ctx.setLineDash([]);
  ctx.beginPath();
  for (const tick of chart.ticks) {
    const x = Math.round(xOf(tick.ms)) + 0.5;
    ctx.moveTo(x, inside.y);
    ctx.lineTo(x, inside.y + inside.height);
  }
  ctx.fillStyle = look.text;
  ctx.textAlign = 'left';
  for (const value of splitsOf(chart.scale)) {
    const y = Math.round(yOf(value)) + 0.5;
    ctx.moveTo(plot.x, y);
    ctx.lineTo(plot.x + plot.width, y);
    const word = label(value, chart.scale.step, chart.axis);
    ctx.fillText(word, plot.x + plot.width + 8, Math.max(plot.y + 1, y));
  }
  ctx.stroke();
}

function paintCurve(
  ctx: CanvasRenderingContext2D,
  plot: Box,
  curve: Drawn,
  look: Look,
  xOf: Place,
  yOf: Place,
): void {
  const colour = look.colour(curve.colour);
  const { x, avg, min, max } = curve.points;
  const base = plot.y + plot.height;
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = 1.5;
  ctx.lineJoin = 'round';
  for (const [first, end] of unbroken(avg)) {
    if (end - first === 1) {
      // A sample between two gaps is a dot: a line has no length there.
      ctx.fillRect(xOf(x[first] ?? 0) - 1.5, yOf(avg[first] ?? 0) - 1.5, 3, 3);
      continue;
    }
    const line = () => {
      ctx.beginPath();
      for (let i = first; i < end; i++) {
        const at = xOf(x[i] ?? 0);
        const y = yOf(avg[i] ?? 0);
        if (i === first) ctx.moveTo(at, y);
        else {
          if (curve.stepped) ctx.lineTo(at, yOf(avg[i - 1] ?? 0));
          ctx.lineTo(at, y);
        }
      }
    };
    if (curve.area) {
      line();
      ctx.lineTo(xOf(x[end - 1] ?? 0), base);
      ctx.lineTo(xOf(x[first] ?? 0), base);
      ctx.closePath();
      ctx.globalAlpha = 0.14;
      ctx.fill();
      // What lies between least and most of a column.
      ctx.beginPath();
      for (let i = first; i < end; i++) {
        const y = yOf(max[i] ?? 0);
        if (i === first) ctx.moveTo(xOf(x[i] ?? 0), y);
        else ctx.lineTo(xOf(x[i] ?? 0), y);
      }
      for (let i = end - 1; i >= first; i--) ctx.lineTo(xOf(x[i] ?? 0), yOf(min[i] ?? 0));
      ctx.closePath();
      ctx.globalAlpha = 0.22;
      ctx.fill();
      ctx.globalAlpha = 1;
    }
    ctx.setLineDash([...(curve.dash ?? [])]);
    line();
    ctx.stroke();
    ctx.setLineDash([]);
  }
}

/** From where to where there is a value each time: pairs of first and one past the last. */
export function unbroken(values: readonly (number | null)[]): [number, number][] {
  const out: [number, number][] = [];
  let first = -1;
  for (let i = 0; i <= values.length; i++) {
    const there = i < values.length && values[i] !== null;
    if (there && first < 0) first = i;
    if (!there && first >= 0) {
      out.push([first, i]);
      first = -1;
    }
  }
  return out;
}

function paintWaited(
  ctx: CanvasRenderingContext2D,
  plot: Box,
  waited: Points,
  look: Look,
  xOf: Place,
): void {
  const foot = plot.y + plot.height + laneHeight;
  ctx.strokeStyle = look.grid;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(plot.x, Math.round(plot.y + plot.height) + 0.5);
  ctx.lineTo(plot.x + plot.width, Math.round(plot.y + plot.height) + 0.5);
  ctx.stroke();
  ctx.fillStyle = look.waiting;
  for (let i = 1; i < waited.x.length; i++) {
    const share = waited.avg[i];
    if (share === null || share === undefined || share <= 0.005) continue;
    // A sample tells of the time since the one before it.
    if (waited.avg[i - 1] === null) continue;
    const left = Math.round(xOf(waited.x[i - 1] ?? 0));
    const width = Math.round(xOf(waited.x[i] ?? 0)) - left;
    if (width <= 0) continue;
    const high = Math.max(1, Math.min(1, share) * (laneHeight - 3));
    ctx.fillRect(left, foot - high, width, high);
    ctx.globalAlpha = 0.12;
    ctx.fillRect(left, plot.y - padTop, width, plot.height + padTop);
    ctx.globalAlpha = 1;
  }
}

function paintLimit(
  ctx: CanvasRenderingContext2D,
  plot: Box,
  chart: Chart,
  limit: Points,
  look: Look,
  xOf: Place,
  yOf: Place,
): void {
  const above: number[] = [];
  ctx.strokeStyle = look.bad;
  ctx.lineWidth = 1;
  ctx.setLineDash([4, 3]);
  const words: { x: number; y: number; width: number; word: string }[] = [];
  ctx.beginPath();
  for (const piece of levels(limit)) {
    const left = xOf(piece.from);
    const right = xOf(piece.to);
    if (piece.value > chart.scale.top * 1.001) {
      above.push(piece.value);
      continue;
    }
    const y = Math.round(yOf(piece.value)) + 0.5;
    ctx.moveTo(left, y);
    ctx.lineTo(right, y);
    if (piece.next !== null && piece.next <= chart.scale.top * 1.001)
      ctx.lineTo(right, yOf(piece.next));
    words.push({ x: left, y, width: right - left, word: chart.limitWord(piece.value) });
  }
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.fillStyle = look.bad;
  let free = -Infinity;
  for (const { x, y, width, word } of words) {
    const size = ctx.measureText(word).width;
    const left = Math.max(plot.x + 8, x + 8);
    if (size + 16 > width && words.length > 1) continue;
    if (left < free) continue;
    free = left + size + 8;
    writeOn(ctx, word, left, y - plot.y < 16 ? y + 10 : y - 9, size, look);
  }
  if (words.length === 0 && above.length > 0 && chart.limitAboveWord !== null) {
    const word = chart.limitAboveWord;
    writeOn(ctx, word, plot.x + 8, plot.y + 6, ctx.measureText(word).width, look);
  }
}

/** Words over a curve, on a little of the surface, so that they are read. */
function writeOn(
  ctx: CanvasRenderingContext2D,
  word: string,
  x: number,
  y: number,
  width: number,
  look: Look,
): void {
  const ink = ctx.fillStyle;
  ctx.globalAlpha = 0.78;
  ctx.fillStyle = look.surface;
  ctx.fillRect(x - 3, y - 8, width + 6, 16);
  ctx.globalAlpha = 1;
  ctx.fillStyle = ink;
  ctx.fillText(word, x, y);
}

export interface Level extends Span {
  value: number;
  /** What it is after this one, when it changes without a break. */
  next: number | null;
}

/** A limit over time as the stretches in which it is the same. */
export function levels(limit: Points): Level[] {
  const out: Level[] = [];
  for (const [first, end] of unbroken(limit.avg)) {
    let from = limit.x[first] ?? 0;
    let value = limit.avg[first] ?? 0;
    for (let i = first + 1; i < end; i++) {
      const next = limit.avg[i] ?? 0;
      const at = limit.x[i] ?? 0;
      // An average over a change lies between: the step is drawn where the new value is reached.
      if (next === value || (limit.min[i] !== limit.max[i] && i + 1 < end)) continue;
      out.push({ from, to: at, value, next });
      from = at;
      value = next;
    }
    out.push({ from, to: limit.x[end - 1] ?? from, value, next: null });
  }
  return out;
}

function hatch(
  ctx: CanvasRenderingContext2D,
  box: Box,
  left: number,
  right: number,
  word: string | null,
  look: Look,
): void {
  const from = Math.max(box.x, left);
  const to = Math.min(box.x + box.width, right);
  if (to - from < 1) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(from, box.y, to - from, box.height);
  ctx.clip();
  ctx.strokeStyle = look.grid;
  ctx.lineWidth = 1;
  ctx.beginPath();
  const start = Math.floor((from - box.height) / 8) * 8;
  for (let x = start; x < to; x += 8) {
    ctx.moveTo(x, box.y + box.height);
    ctx.lineTo(x + box.height, box.y);
  }
  ctx.stroke();
  if (word !== null && to - from > 96) {
    const size = ctx.measureText(word).width;
    ctx.fillStyle = look.text;
    writeOn(ctx, word, (from + to - size) / 2, box.y + box.height / 2, size, look);
  }
  ctx.restore();
}
