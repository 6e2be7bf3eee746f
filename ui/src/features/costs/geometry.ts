/** Where points of a small chart lie: both axes begin at nothing, because costs are compared by their height. */

export type Point = { x: number; y: number };
export type Box = { width: number; height: number };

/** A round number that is not below `value`: 1, 2, 4 or 5 times a power of ten; of two for sizes in memory. */
export function roundTop(value: number, base: 2 | 10 = 10): number {
  if (!(value > 0)) return 1;
  if (base === 2) return 2 ** Math.ceil(Math.log2(value) - 1e-9);
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 5, 10].find((one) => one * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}

/** The places of points in a box, `x` up to `maxX` and `y` up to `top`. */
export function placed(points: readonly Point[], maxX: number, top: number, box: Box): Point[] {
  return points.map(({ x, y }) => ({
    x: (x / Math.max(maxX, 1)) * box.width,
    y: box.height - (Math.min(y, top) / top) * box.height,
  }));
}

/** As an SVG path of straight pieces. */
export function path(points: readonly Point[]): string {
  return points
    .map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join('');
}

/** Whole numbers on the axis of containers, few enough to be read: always the first and the last. */
export function counts(max: number): number[] {
  if (max <= 1) return [max];
  const step = [1, 2, 5, 10, 25].find((one) => max / one <= 5) ?? 50;
  const all = [];
  for (let at = step; at < max; at += step) all.push(at);
  // Not so near to the last that they touch.
  const last = all.at(-1);
  if (last !== undefined && max - last < step * 0.6) all.pop();
  return [...all, max];
}
