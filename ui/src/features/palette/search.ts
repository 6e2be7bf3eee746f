/** Which lines of the palette fit what was typed, the best first. */
import type { Entry } from './entries';
import { fit, folded } from './score';

export type Hit = { entry: Entry; at: number[] };

/** More are not drawn: who has so many types another letter. */
export const MOST = 60;

export type Found = { hits: Hit[]; count: number };

export function search(all: readonly Entry[], typed: string): Found {
  const query = folded(typed.normalize('NFKC').trim());
  if (query === '') {
    const first = all.filter((entry) => entry.first);
    return {
      hits: first.slice(0, MOST).map((entry) => ({ entry, at: [] })),
      count: first.length,
    };
  }
  const fits = all.flatMap((entry, order) => {
    const found = fit(query, entry.text, entry.also);
    if (!found) return [];
    // Opening comes before doing, of those that fit as well.
    return [{ entry, at: found.at, score: found.score + (entry.first ? 4 : 0), order }];
  });
  fits.sort((a, b) => b.score - a.score || a.order - b.order);
  return { hits: fits.slice(0, MOST).map(({ entry, at }) => ({ entry, at })), count: fits.length };
}
