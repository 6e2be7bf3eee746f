/** Which charts there are, what each one draws, and in which unit. */
import type { Metric } from '../../ipc';

export type ChartId =
  'cpu' | 'memory' | 'network' | 'disk' | 'processes' | 'pressure' | 'parts' | 'operations';

export type Unit = 'cores' | 'memory' | 'rate' | 'operations' | 'count' | 'share';

/** A token of the design, which the painter looks up. */
export type Colour = `--${string}`;

export interface Curve {
  metric: Metric;
  colour: Colour;
  /** Lengths of line and hole in pixels; solid without. */
  dash?: readonly number[];
  /** Filled down to zero. */
  area?: boolean;
  /** Drawn in steps: a number that holds until it changes. */
  stepped?: boolean;
}

export interface ChartSpec {
  id: ChartId;
  /** The first is the one that others are compared by. */
  curves: readonly Curve[];
  unit: Unit;
  /** The least that the axis shows, so that noise near zero does not fill it. */
  floor: number;
  limit?: 'cpu_limit' | 'memory_limit';
  /** Has a lane for the time it was made to wait. */
  waits?: boolean;
  /** Open unless the user closed it. */
  first: boolean;
  /** Of the two that are always seen large. */
  large?: boolean;
}

const mib = 1024 * 1024;
const dots = [1.5, 3] as const;
const dashes = [5, 3] as const;

export const charts: readonly ChartSpec[] = [
  {
    id: 'cpu',
    curves: [{ metric: 'cpu', colour: '--cpu', area: true }],
    unit: 'cores',
    floor: 5e7,
    limit: 'cpu_limit',
    waits: true,
    first: true,
    large: true,
  },
  {
    id: 'memory',
    curves: [{ metric: 'memory', colour: '--memory', area: true }],
    unit: 'memory',
    floor: 4 * mib,
    limit: 'memory_limit',
    first: true,
    large: true,
  },
  {
    id: 'network',
    curves: [
      { metric: 'network_sent', colour: '--aux', area: true },
      { metric: 'network_received', colour: '--text', dash: dots },
    ],
    unit: 'rate',
    floor: 1000,
    first: true,
  },
  {
    id: 'disk',
    curves: [
      { metric: 'disk_written', colour: '--aux', area: true },
      { metric: 'disk_read', colour: '--text', dash: dots },
    ],
    unit: 'rate',
    floor: 1000,
    first: true,
  },
  {
    id: 'processes',
    curves: [{ metric: 'processes', colour: '--aux', stepped: true }],
    unit: 'count',
    floor: 4,
    first: true,
  },
  {
    id: 'pressure',
    curves: [
      { metric: 'pressure_cpu', colour: '--cpu', area: true },
      { metric: 'pressure_memory', colour: '--memory', dash: dashes },
      { metric: 'pressure_io', colour: '--text', dash: dots },
    ],
    unit: 'share',
    floor: 0.1,
    first: false,
  },
  {
    id: 'parts',
    curves: [
      { metric: 'memory_anon', colour: '--memory', area: true },
      { metric: 'memory_file', colour: '--series-3', dash: dashes },
      { metric: 'memory_kernel', colour: '--aux', dash: [8, 3, 2, 3] },
      { metric: 'memory_swap', colour: '--text', dash: dots },
    ],
    unit: 'memory',
    floor: 4 * mib,
    first: false,
  },
  {
    id: 'operations',
    curves: [
      { metric: 'disk_writes', colour: '--aux', area: true },
      { metric: 'disk_reads', colour: '--text', dash: dots },
    ],
    unit: 'operations',
    floor: 5,
    first: false,
  },
];

/** What is read for these charts, each metric once. */
export function metricsOf(shown: readonly ChartSpec[]): Metric[] {
  const all = new Set<Metric>();
  for (const chart of shown) {
    for (const curve of chart.curves) all.add(curve.metric);
    if (chart.limit) all.add(chart.limit);
    if (chart.waits) all.add('waited');
    // For its legend: how much of it is the kernel's.
    if (chart.id === 'cpu') all.add('cpu_user').add('cpu_system');
  }
  return [...all];
}

/** Pixels of one chart; a small one is as high as its legend needs. */
export function heightOf(chart: ChartSpec, tall: boolean): number {
  if (chart.id === 'cpu') return tall ? 124 : 112;
  if (chart.id === 'memory') return tall ? 96 : 88;
  return 28 + 16 * chart.curves.length;
}

/** Its name is a term that a beginner may look up. */
export function termOf(id: ChartId): `chart-${ChartId}` {
  return `chart-${id}`;
}
