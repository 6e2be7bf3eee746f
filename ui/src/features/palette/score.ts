/** How well a text fits what was typed: every word of it must be found, whole or letter by letter. */

export type Fit = { score: number; at: number[] };

/** Lower case without moving any letter from its place. */
export function folded(text: string): string {
  return text.replace(/[\s\S]/g, (letter) => {
    const small = letter.toLowerCase();
    return small.length === 1 ? small : letter;
  });
}

const BREAK = /[\s\-_./:@,()（）“”]/;
/** Chinese is written without spaces: a word may begin at any letter of it. */
const HAN = /\p{Script=Han}/u;

function startsWord(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text[at - 1] ?? '';
  return BREAK.test(before) || HAN.test(text[at] ?? '') || HAN.test(before);
}

function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}

/** The word as it is, best at a word’s beginning. */
function whole(word: string, text: string): Fit | null {
  let found = text.indexOf(word);
  if (found < 0) return null;
  for (let next = found; next >= 0; next = text.indexOf(word, next + 1)) {
    if (startsWord(text, next)) {
      found = next;
      break;
    }
  }
  const ends = found + word.length;
  const complete = ends === text.length || BREAK.test(text[ends] ?? '');
  const begins = startsWord(text, found);
  const score = (found === 0 ? 120 : begins ? 100 : 60) + (begins && complete ? 20 : 0);
  return { score: score - Math.min(found, 40) * 0.1, at: range(found, word.length) };
}

/** Its letters in their order, the first at a word’s beginning: "rapi" is in report-api. */
function scattered(word: string, text: string): Fit | null {
  if (word.length < 2) return null;
  let best: Fit | null = null;
  for (
    let first = text.indexOf(word[0] ?? '');
    first >= 0;
    first = text.indexOf(word[0] ?? '', first + 1)
  ) {
    if (!startsWord(text, first)) continue;
    const at = [first];
    let score = 30;
    for (const letter of word.slice(1)) {
      const last = at[at.length - 1] ?? 0;
      const next = text.indexOf(letter, last + 1);
      if (next < 0) break;
      score += next === last + 1 ? 4 : startsWord(text, next) ? 3 : -Math.min(next - last, 6) * 0.5;
      at.push(next);
    }
    if (at.length === word.length && score > (best?.score ?? 0)) best = { score, at };
  }
  // Letters that lie about are no match.
  return best && best.score >= 30 ? best : null;
}

/** What a word that stands only in `also` counts: found, but behind all that say it. */
const ELSEWHERE = 10;

/**
 * All as `folded` gives them; null when it does not fit. A word may stand in `also` instead, as it is: what the text
 * does not show cannot be marked in it.
 */
export function fit(query: string, text: string, also = ''): Fit | null {
  const words = query.split(/\s+/).filter(Boolean);
  const at = new Set<number>();
  let score = 0;
  for (const word of words) {
    const found =
      whole(word, text) ??
      (also.includes(word) ? { score: ELSEWHERE, at: [] } : scattered(word, text));
    if (!found) return null;
    score += found.score;
    for (const place of found.at) at.add(place);
  }
  // Of two that fit as well, the shorter says less that was not asked for.
  return { score: score - text.length * 0.05, at: [...at].sort((a, b) => a - b) };
}

export type Part = { text: string; hit: boolean };

/** The text in pieces, those that were found apart from those between. */
export function parts(text: string, at: readonly number[]): Part[] {
  const hits = new Set(at);
  const made: Part[] = [];
  for (let index = 0; index < text.length; index++) {
    const hit = hits.has(index);
    const last = made[made.length - 1];
    if (last?.hit === hit) last.text += text[index];
    else made.push({ text: text[index] ?? '', hit });
  }
  return made;
}
