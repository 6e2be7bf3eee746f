/** Where an axis ends and in which steps it is labelled. */

/** Steps of an axis from zero: `base` 10 gives 1, 2, 2.5, 5 times ten; `base` 2 powers of two. */
export function stepFor(top: number, ticks: number, base: 2 | 10): number {
  const raw = top / ticks;
  if (base === 2) return 2 ** Math.ceil(Math.log2(raw));
  const power = 10 ** Math.floor(Math.log10(raw));
  const found = [1, 2, 2.5, 5, 10].find((m) => m * power >= raw * 0.999) ?? 10;
  return found * power;
}

export interface Scale {
  top: number;
  step: number;
  /** The limit lies above what is drawn: it is named, not drawn as a line. */
  limitAbove: boolean;
}

/** An axis that shows the limit as long as the curve still has a shape below it. */
export function scaleFor(
  max: number | null,
  limit: number | null,
  floor: number,
  base: 2 | 10,
  ticks = 3,
): Scale {
  const seen = Math.max(max ?? 0, floor);
  const limitAbove = limit !== null && limit > seen * 12;
  const top =
    (limit !== null && !limitAbove ? Math.max(limit * 1.12, seen * 1.1) : seen * 1.25) || 1;
  return { top, step: stepFor(top, ticks, base), limitAbove };
}

/** The labelled values, without zero. */
export function splitsOf(scale: Scale): number[] {
  const out: number[] = [];
  for (let i = 1; i * scale.step <= scale.top * 1.0001; i++) out.push(i * scale.step);
  return out;
}
