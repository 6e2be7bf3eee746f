/** What a chart shows now, ready to be painted. */
import { format, t } from '../../i18n';
import type { ChartSpec } from './catalog';
import type { Beside } from './compare.svelte';
import type { ChartFeed } from './feed.svelte';
import type { Chart, Drawn, Span } from './paint';
import { scaleFor } from './scale';
import { sumsOf, type Points } from './series';
import type { Tick } from './ticks';
import { axisOf } from './units';

export interface Around {
  ticks: readonly Tick[];
  off: readonly Span[];
  beside: readonly Beside[];
}

/** The limit at each time; where that is not recorded, the one of now. */
function limitOf(feed: ChartFeed, chart: ChartSpec): Points | null {
  if (!chart.limit) return null;
  const recorded = feed.of(chart.limit);
  if (recorded.avg.some((value) => value !== null)) return recorded;
  const now = feed.series?.[chart.limit] ?? null;
  if (now === null) return null;
  const values = [now, now];
  return { x: [feed.range.from, feed.range.to], avg: values, min: values, max: values };
}

function most(values: (number | null)[]): number | null {
  return values.reduce((a, b) => (a === null ? b : b === null ? a : Math.max(a, b)), null);
}

export function chartOf(feed: ChartFeed, chart: ChartSpec, around: Around): Chart {
  const [main] = chart.curves;
  const limit = limitOf(feed, chart);
  const curves: Drawn[] = chart.curves.map((curve) => ({
    points: feed.of(curve.metric),
    colour: curve.colour,
    dash: curve.dash,
    area: curve.area,
    stepped: curve.stepped,
  }));
  for (const other of around.beside) {
    if (!main) break;
    curves.push({
      points: feed.of(main.metric, other.recording.id),
      colour: other.colour,
      dash: other.dash,
      stepped: main.stepped,
    });
  }
  const seen = most([
    ...chart.curves.map((curve) => feed.sumsOf(curve.metric).max),
    ...curves.slice(chart.curves.length).map((curve) => sumsOf(curve.points).max),
  ]);
  // What holds now is said; where it was another before, a mark says so.
  const limits = limit?.avg.filter((value) => value !== null) ?? [];
  const newest = limits.at(-1) ?? null;
  // The lowest is the one that a curve can touch.
  const least = limits.length > 0 ? Math.min(...limits) : null;
  const highest = most(limits.filter((value) => value <= Math.max(seen ?? 0, chart.floor) * 12));
  const base = chart.unit === 'memory' ? 2 : 10;
  const scale = scaleFor(seen, highest ?? least, chart.floor, base, chart.large ? 3 : 2);
  const limitWord = (value: number) =>
    chart.unit === 'cores'
      ? t('charts-limit-cpu', { n: format.cores(value) })
      : t('charts-limit-memory', { n: format.memory(value) });
  return {
    range: feed.range,
    scale,
    axis: axisOf(chart.unit, scale.top),
    ticks: around.ticks,
    curves,
    limit,
    limitWord,
    limitAboveWord:
      newest === null ? null : `↑ ${t('charts-limit-above', { limit: limitWord(newest) })}`,
    waited: chart.waits ? feed.of('waited') : null,
    off: around.off,
    offWord: chart.id === 'cpu' ? t('charts-not-running') : null,
  };
}
