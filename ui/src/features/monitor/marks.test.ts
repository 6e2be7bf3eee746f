import { beforeEach, describe, expect, it } from 'vitest';
import { locale } from '../../i18n';
import type { Mark, MarkKind } from '../../ipc';
import { grouped, leading, offSpans, wordsOf } from './marks';
import { levels, unbroken } from './paint';

const mark = (kind: MarkKind, time_ms: number, params: Mark['params'] = {}): Mark => ({
  id: `${kind}${time_ms}`,
  time_ms,
  kind,
  params,
  text: kind === 'note' ? '<b>mine</b>' : null,
});
const nothing = { startedMs: null, endedMs: null, firstSampleMs: null };

beforeEach(() => locale.set('en'));

describe('a mark', () => {
  it('says what happened, a note in the user’s own words', () => {
    expect(wordsOf(mark('ended', 1, { exit_code: 137 }))).toContain('137');
    expect(wordsOf(mark('health', 1, { status: 'unhealthy' }))).toBe('unhealthy');
    expect(wordsOf(mark('health', 1, { status: 'odd' }))).toContain('odd');
    expect(wordsOf(mark('limits', 1, { cpu_nanocores: 5e8, memory_bytes: 2 ** 26 }))).toMatch(
      /0\.50.*64/,
    );
    expect(wordsOf(mark('limits', 1))).toBe('no limits any more');
    expect(wordsOf(mark('note', 1))).toBe('<b>mine</b>');
  });

  it('that stands too near to another one is shown with it, as the worst of them', () => {
    const groups = grouped([mark('ended', 0), mark('oom', 5), mark('started', 40)], (ms) => ms);
    expect(groups.map((group) => group.marks.length)).toEqual([2, 1]);
    expect(leading(groups[0] as (typeof groups)[0]).kind).toBe('oom');
  });
});

describe('not running', () => {
  const range = { from: 0, to: 100 };
  it('is from an end to the next start, and from the last end on', () => {
    const marks = [mark('started', -50), mark('ended', 20), mark('started', 40), mark('ended', 90)];
    expect(offSpans(marks, range, nothing)).toEqual([
      { from: 20, to: 40 },
      { from: 90, to: 100 },
    ]);
  });
  it('is before the first start, unless something was recorded there', () => {
    const known = { ...nothing, startedMs: 30 };
    expect(offSpans([], range, known)).toEqual([{ from: 0, to: 30 }]);
    expect(
      offSpans([], { from: 0, to: 90_000 }, { ...known, startedMs: 30_000, firstSampleMs: 5 }),
    ).toEqual([]);
  });
  it('is not told twice of an end that is a mark and a fact', () => {
    expect(offSpans([mark('ended', 60)], range, { ...nothing, endedMs: 60 })).toEqual([
      { from: 60, to: 100 },
    ]);
  });
});

describe('what is drawn', () => {
  it('is broken where a sample is missing', () => {
    expect(unbroken([1, 2, null, 3, null, null, 4, 5])).toEqual([
      [0, 2],
      [3, 4],
      [6, 8],
    ]);
    expect(unbroken([])).toEqual([]);
  });
  it('of a limit is a step where it changes', () => {
    const values = [64, 64, 96, 96, null, 96];
    const limit = { x: [0, 1, 2, 3, 4, 5], avg: values, min: values, max: values };
    expect(levels(limit)).toEqual([
      { from: 0, to: 2, value: 64, next: 96 },
      { from: 2, to: 3, value: 96, next: null },
      { from: 5, to: 5, value: 96, next: null },
    ]);
  });
});
