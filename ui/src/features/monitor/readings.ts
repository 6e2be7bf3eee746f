/** The values of one chart at a moment: for the tags at the cursor. */
import { format, t } from '../../i18n';
import type { ChartSpec, Colour } from './catalog';
import type { Beside } from './compare.svelte';
import type { ChartFeed } from './feed.svelte';
import { valueAt } from './series';
import { said } from './units';

export interface Reading {
  key: string;
  /** Where there are several. */
  name: string | null;
  text: string;
  tone?: 'warn';
  colour?: Colour;
}

export function readings(
  feed: ChartFeed,
  chart: ChartSpec,
  beside: readonly Beside[],
  ms: number,
  reachMs: number,
): Reading[] {
  const out: Reading[] = [];
  const several = chart.curves.length > 1;
  const text = (value: number) =>
    chart.id === 'cpu' ? format.cores(value) : said(chart.unit, value);
  for (const curve of chart.curves) {
    const value = valueAt(feed.of(curve.metric), ms, reachMs);
    if (value === null) continue;
    out.push({
      key: curve.metric,
      name: several ? t(`curve-${curve.metric}`) : null,
      text: text(value),
    });
  }
  if (chart.waits) {
    const share = valueAt(feed.of('waited'), ms, reachMs);
    if (share !== null && share > 0.005) {
      out.push({
        key: 'waited',
        name: null,
        text: t('charts-waits', { share: format.percent(share) }),
        tone: 'warn',
      });
    }
  }
  const [main] = chart.curves;
  for (const other of main ? beside : []) {
    const value = main ? valueAt(feed.of(main.metric, other.recording.id), ms, reachMs) : null;
    if (value === null) continue;
    out.push({
      key: other.recording.id,
      name: other.letter,
      text: text(value),
      colour: other.colour,
    });
  }
  return out;
}
