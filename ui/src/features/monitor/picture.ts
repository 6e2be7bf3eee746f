/** What is shown, as a picture: title, legends and axis with the same strokes as on the screen. */
import { format, t } from '../../i18n';
import type { Mark } from '../../ipc';
import type { ChartSpec } from './catalog';
import type { Beside } from './compare.svelte';
import { chartOf, type Around } from './drawn';
import type { ChartFeed } from './feed.svelte';
import type { Look } from './look';
import { wordsOf } from './marks';
import { axisBottom, axisRight, paint, paintTimes } from './paint';
import { scaleFor } from './scale';
import { ticksOf } from './ticks';
import { axisOf, bare } from './units';

const left = 190;
const edge = 16;
const head = 56;
const marksHigh = 22;

export interface Shown {
  name: string;
  feed: ChartFeed;
  rows: readonly { chart: ChartSpec; height: number }[];
  around: Around;
  marks: readonly Mark[];
  look: Look;
}

/** A canvas of twice the pixels, so that it is sharp in a document; null where there is none to draw on. */
export function pictureOf(shown: Shown, width = 1200): HTMLCanvasElement | null {
  const { feed, rows, look, around } = shown;
  const body = rows.reduce((sum, row) => sum + row.height, 0);
  const height = head + marksHigh + body + axisBottom + edge;
  const canvas = document.createElement('canvas');
  canvas.width = width * 2;
  canvas.height = height * 2;
  const ctx = canvas.getContext('2d');
  if (!ctx) return null;
  ctx.scale(2, 2);
  ctx.fillStyle = look.surface;
  ctx.fillRect(0, 0, width, height);
  ctx.textBaseline = 'middle';
  title(ctx, shown);
  const plotWidth = width - left - edge;
  const inner = plotWidth - axisRight;
  const ticks = ticksOf(feed.range, inner);
  let y = head;
  paintMarks(ctx, shown, { x: left, y, width: inner });
  y += marksHigh;
  for (const { chart, height: high } of rows) {
    ctx.save();
    legend(ctx, chart, feed, around.beside, look, y, high);
    ctx.restore();
    const box = { x: left, y, width: plotWidth, height: high };
    paint(ctx, box, chartOf(feed, chart, { ...around, ticks }), look);
    ctx.strokeStyle = look.grid;
    ctx.setLineDash([]);
    ctx.strokeRect(edge + 0.5, y + 0.5, width - 2 * edge - 1, high);
    y += high;
  }
  paintTimes(ctx, { x: left, y, width: plotWidth, height: axisBottom }, feed.range, ticks, look);
  return canvas;
}

export async function pngOf(canvas: HTMLCanvasElement): Promise<number[]> {
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  return blob ? [...new Uint8Array(await blob.arrayBuffer())] : [];
}

function title(ctx: CanvasRenderingContext2D, { name, feed, around, look }: Shown): void {
  ctx.textAlign = 'left';
  ctx.fillStyle = look.strong;
  ctx.font = `600 16px ${look.family}`;
  ctx.fillText(name, edge, 20);
  ctx.font = look.font;
  ctx.fillStyle = look.text;
  const { from, to } = feed.range;
  ctx.fillText(`${format.dateTime(from)} – ${format.dateTime(to)}`, edge, 42);
  let x = left + 160;
  for (const one of around.beside) {
    ctx.strokeStyle = look.colour(one.colour);
    ctx.lineWidth = 1.5;
    ctx.setLineDash([...one.dash]);
    ctx.beginPath();
    ctx.moveTo(x, 42);
    ctx.lineTo(x + 24, 42);
    ctx.stroke();
    ctx.setLineDash([]);
    const word = `${one.letter} ${one.recording.name}`;
    ctx.fillText(word, x + 30, 42);
    x += 30 + ctx.measureText(word).width + 16;
  }
}

function legend(
  ctx: CanvasRenderingContext2D,
  chart: ChartSpec,
  feed: ChartFeed,
  beside: readonly Beside[],
  look: Look,
  top: number,
  height: number,
): void {
  ctx.beginPath();
  ctx.rect(0, top, left - 4, height);
  ctx.clip();
  const max = Math.max(0, ...chart.curves.map((curve) => feed.sumsOf(curve.metric).max ?? 0));
  const axis = axisOf(chart.unit, scaleFor(max, null, chart.floor, 10).top);
  ctx.textAlign = 'left';
  ctx.font = `600 13px ${look.family}`;
  ctx.fillStyle = look.strong;
  const name = t(`charts-${chart.id}`);
  ctx.fillText(name, edge + 8, top + 14);
  const wide = ctx.measureText(name).width;
  ctx.font = look.font;
  ctx.fillStyle = look.text;
  ctx.fillText(axis.word, edge + 14 + wide, top + 14);
  let y = top + 31;
  const line = (colour: string, dash: readonly number[], word: string) => {
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.5;
    ctx.setLineDash([...dash]);
    ctx.beginPath();
    ctx.moveTo(edge + 8, y);
    ctx.lineTo(edge + 22, y);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.fillText(word, edge + 28, y);
    y += 16;
  };
  for (const curve of chart.curves) {
    const { avg, max: high } = feed.sumsOf(curve.metric);
    if (avg === null || high === null) continue;
    const numbers = { avg: bare(avg, axis), max: bare(high, axis) };
    const word =
      chart.curves.length === 1
        ? t('charts-sums', numbers)
        : t('charts-sums-named', { ...numbers, what: t(`curve-${curve.metric}`) });
    line(look.colour(curve.colour), curve.dash ?? [], word);
  }
  if (chart.waits && feed.waited >= 0.005) {
    line(look.waiting, [], t('charts-waited', { share: format.percent(feed.waited) }));
  }
  if (beside.length > 0 && chart.large) ctx.fillText(t('compare-picture'), edge + 28, y);
}

function paintMarks(
  ctx: CanvasRenderingContext2D,
  { feed, marks, look }: Shown,
  row: { x: number; y: number; width: number },
): void {
  const { from, to } = feed.range;
  let free = -Infinity;
  for (const mark of marks) {
    if (mark.time_ms < from || mark.time_ms > to) continue;
    const x = row.x + ((mark.time_ms - from) / Math.max(1, to - from)) * row.width;
    ctx.fillStyle = look.text;
    ctx.fillRect(x - 1, row.y + 6, 2, marksHigh - 6);
    if (x < free) continue;
    const word = wordsOf(mark).slice(0, 40);
    ctx.fillText(word, x + 5, row.y + 11);
    free = x + 12 + ctx.measureText(word).width;
  }
}
