/** Which charts are open. The choice is the user's and is remembered, for pages and for the small view apart. */
import { SvelteSet } from 'svelte/reactivity';
import { charts, type ChartId, type ChartSpec } from './catalog';

const key = (compact: boolean) => `slipway.charts.${compact ? 'small' : 'page'}`;

class Open {
  private readonly ids: SvelteSet<ChartId>;

  constructor(private readonly compact: boolean) {
    this.ids = new SvelteSet(
      this.kept() ??
        charts.filter((chart) => (compact ? chart.large : chart.first)).map((chart) => chart.id),
    );
  }

  get shown(): ChartSpec[] {
    return charts.filter((chart) => chart.large || this.ids.has(chart.id));
  }
  get closed(): ChartSpec[] {
    return charts.filter((chart) => !chart.large && !this.ids.has(chart.id));
  }

  toggle(id: ChartId): void {
    if (!this.ids.delete(id)) this.ids.add(id);
    try {
      localStorage.setItem(key(this.compact), JSON.stringify([...this.ids]));
    } catch {
      // It begins with the usual ones next time.
    }
  }

  private kept(): ChartId[] | null {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(key(this.compact)) ?? 'null');
      if (!Array.isArray(kept)) return null;
      return charts.map((chart) => chart.id).filter((id) => kept.includes(id));
    } catch {
      return null;
    }
  }
}

export const onPage = new Open(false);
export const small = new Open(true);
export type { Open };
