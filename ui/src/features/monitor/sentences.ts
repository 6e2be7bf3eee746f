/** Each chart as a sentence, for those who hear it. */
import { format, t } from '../../i18n';
import type { ChartSpec } from './catalog';
import type { Beside } from './compare.svelte';
import type { ChartFeed } from './feed.svelte';
import { sumsOf } from './series';
import { said } from './units';

export function spokenOf(feed: ChartFeed, chart: ChartSpec, beside: readonly Beside[]): string {
  const span = format.duration(feed.range.to - feed.range.from);
  const name = t(`charts-${chart.id}`);
  const parts = chart.curves.flatMap((curve) => {
    const { avg, max } = feed.sumsOf(curve.metric);
    if (avg === null || max === null) return [];
    return t('charts-spoken-part', {
      what: t(`curve-${curve.metric}`),
      avg: said(chart.unit, avg),
      max: said(chart.unit, max),
    });
  });
  if (parts.length === 0) return t('charts-spoken-none', { name, span });
  if (chart.waits && feed.waited >= 0.005) {
    parts.push(t('charts-spoken-waited', { share: format.percent(feed.waited) }));
  }
  const limit = chart.limit ? (feed.series?.[chart.limit] ?? null) : null;
  if (limit !== null) parts.push(t('charts-spoken-limit', { limit: said(chart.unit, limit) }));
  const [main] = chart.curves;
  for (const other of beside) {
    const avg = main ? sumsOf(feed.of(main.metric, other.recording.id)).avg : null;
    if (avg === null) continue;
    parts.push(
      t('charts-spoken-other', { name: other.recording.name, avg: said(chart.unit, avg) }),
    );
  }
  return t('charts-spoken', { name, span, parts: parts.join(t('charts-spoken-join')) });
}
