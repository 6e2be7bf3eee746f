import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../ipc';
import { copied, drawnChars } from './copy';
import { LogModel } from './model';
import { looks, pieces } from './pieces';
import { clockText, difference, momentOf, placeOf, stamp } from './stamp';

const line = (seq: number, text = `line ${seq}`, over: Partial<LogLine> = {}): LogLine => ({
  seq,
  time_ms: 1000 + seq * 10,
  ns: 0,
  stream: 'stdout',
  text,
  cut: false,
  gap: null,
  level: null,
  part: false,
  styles: [],
  parsed: null,
  origin: null,
  ...over,
});
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => line(from + i));

describe('the lines that are kept', () => {
  it('come once, though they are read twice', () => {
    const model = new LogModel();
    expect(model.append({ lines: lines(0, 3), skipped: 0 })).toEqual({ came: 3, went: 0 });
    expect(model.append({ lines: lines(1, 4), skipped: 0 })).toEqual({ came: 1, went: 0 });
    expect(model.entries.map((e) => e.key)).toEqual([0, 1, 2, 3]);
  });

  it('say exactly how many were skipped, where it happened', () => {
    const model = new LogModel();
    model.append({ lines: lines(0, 1), skipped: 0 });
    model.append({ lines: lines(12_432, 12_434), skipped: 12_431 });
    expect(model.entries[1]).toEqual({ kind: 'skipped', key: 12_431.5, count: 12_431 });
    expect(model.lines).toBe(3);
  });

  it('are never more than the most, and the view is told what went', () => {
    const model = new LogModel(10);
    model.append({ lines: lines(0, 8), skipped: 0 });
    expect(model.append({ lines: lines(8, 15), skipped: 0 })).toEqual({ came: 7, went: 5 });
    expect(model.firstSeq()).toBe(5);
    expect(model.lastSeq()).toBe(14);
  });

  it('stand for lines that nobody has any more, in their place', () => {
    const model = new LogModel();
    const gap = { missing: 'rotated', lines: null } as const;
    model.append({ lines: [line(0), line(1, '', { gap }), line(2)], skipped: 0 });
    expect(model.entries[1]).toEqual({ kind: 'gap', key: 1, gap });
    expect(model.text()).toBe('line 0\nline 2');
    model.clear();
    expect([model.entries, model.lastSeq()]).toEqual([[], -1]);
  });

  it('take older ones in front', () => {
    const model = new LogModel(6);
    model.append({ lines: lines(4, 8), skipped: 0 });
    expect(model.prepend(lines(0, 6), true)).toEqual({ front: 2, dropped: 0 });
    expect(model.entries.map((e) => e.key)).toEqual([2, 3, 4, 5, 6, 7]);
  });

  it('are found by their moment', () => {
    const model = new LogModel();
    model.append({ lines: lines(0, 5), skipped: 0 });
    expect(model.rowAt(999)).toBe(-1);
    expect(model.rowAt(1025)).toBe(2);
    expect(model.rowAt(9999)).toBe(4);
  });
});

describe('copying', () => {
  const model = new LogModel();
  model.append({ lines: [line(0, 'alpha'), line(1, '\tbeta  '), line(2, 'gamma')], skipped: 0 });
  model.append({ lines: [line(9, 'x'.repeat(drawnChars + 5))], skipped: 6 });

  it('gives exactly the text between the ends, whichever was first', () => {
    const a = { row: 0, offset: 2 };
    const b = { row: 2, offset: 3 };
    expect(copied(model, a, b)).toBe('pha\n\tbeta  \ngam');
    expect(copied(model, b, a)).toBe('pha\n\tbeta  \ngam');
  });

  it('gives the whole of a line of which only the beginning is drawn', () => {
    const text = copied(model, { row: 4, offset: 0 }, { row: 4, offset: drawnChars });
    expect(text).toHaveLength(drawnChars + 5);
  });

  it('leaves out what is not text of the container', () => {
    expect(model.text(2, 4).split('\n')).toEqual(['gamma', 'x'.repeat(drawnChars + 5)]);
  });
});

describe('pieces', () => {
  const seen = (text: string, wanted: string, regex = false, matchCase = false) =>
    pieces(text, [], { text: wanted, regex, matchCase }).map((one) => [one.text, one.hit]);

  it('are marked without regard to case and without meaning of signs', () => {
    expect(seen('a.B a.b axb', 'A.b')).toEqual([
      ['a.B', true],
      [' ', false],
      ['a.b', true],
      [' axb', false],
    ]);
    expect(seen('a A', 'a', false, true)).toEqual([
      ['a', true],
      [' A', false],
    ]);
    expect(seen('', 'a')).toEqual([['', false]]);
  });
  it('are marked by an expression, unless it might never end', () => {
    expect(seen('id=17 x', '\\d+', true)[1]).toEqual(['17', true]);
    expect(seen('aaa', '(a+)+b', true)).toEqual([['aaa', false]]);
    expect(seen('aaa', '(', true)).toEqual([['aaa', false]]);
  });
  it('have colours, and marks within them', () => {
    const red = { at: 2, foreground: 1, background: null, attributes: 1 };
    const plain = { at: 5, foreground: null, background: null, attributes: 0 };
    const drawn = pieces('a red b', [red, plain], { text: 'ed b', regex: false, matchCase: false });
    expect(drawn.map((one) => [one.text, one.hit, one.classes])).toEqual([
      ['a ', false, undefined],
      ['r', false, 'bold'],
      ['ed', true, 'bold'],
      [' b', true, undefined],
    ]);
    expect(drawn[1]?.style).toBe('color: var(--bad)');
  });
  it('mix what is no name with the colours of the page', () => {
    const run = { at: 0, foreground: 0x1ff0001, background: 232, attributes: 0 };
    expect(looks(run).style).toBe(
      'color: color-mix(in oklab, #ff0001 55%, var(--text)); background: color-mix(in oklab, rgb(8 8 8) 30%, var(--surface))',
    );
  });
});

describe('a panic', () => {
  const trace = [
    line(1, 'before'),
    line(2, 'panic: x', { stream: 'stderr' }),
    line(3, 'goroutine 1 [running]:', { stream: 'stderr', part: true }),
    line(4, 'between'),
    line(5, 'main.main()', { stream: 'stderr', part: true }),
  ];

  it('is one row with what belongs to it, shown and hidden again', () => {
    const model = new LogModel();
    model.append({ lines: trace, skipped: 0 });
    expect(model.entries.map((entry) => entry.key)).toEqual([1, 2, 4]);
    expect(model.lastSeq()).toBe(5);
    model.toggle(2);
    expect(model.entries.map((entry) => entry.key)).toEqual([1, 2, 3, 5, 4]);
    model.toggle(2);
    expect(model.entries.map((entry) => entry.key)).toEqual([1, 2, 4]);
  });

  it('finds what came before its head did', () => {
    const model = new LogModel();
    model.append({ lines: trace.slice(2, 3), skipped: 0 });
    expect(model.prepend(trace.slice(0, 2))).toEqual({ front: 1, dropped: 0 });
    expect(model.entries.map((entry) => entry.key)).toEqual([1, 2]);
    expect(model.text()).toBe('before\npanic: x\ngoroutine 1 [running]:');
  });

  it('is copied whole', () => {
    const model = new LogModel();
    model.append({ lines: trace, skipped: 0 });
    expect(copied(model, { row: 1, offset: 7 }, { row: 2, offset: 3 })).toBe(
      'x\ngoroutine 1 [running]:\nmain.main()\nbet',
    );
  });
});

it('a window that slides back lets go of the newest', () => {
  const model = new LogModel(4);
  model.append({ lines: lines(10, 14), skipped: 0 });
  expect(model.prepend(lines(7, 10))).toEqual({ front: 3, dropped: 3 });
  expect([model.firstSeq(), model.lastSeq()]).toEqual([7, 10]);
  model.append({ lines: lines(11, 13), skipped: 0 });
  expect([model.firstSeq(), model.lastSeq()]).toEqual([9, 12]);
});

describe('times', () => {
  it('have milliseconds', () => {
    expect(stamp(new Date(2026, 0, 2, 3, 4, 5, 67).getTime())).toBe('03:04:05.067');
    expect(stamp(Date.UTC(2026, 0, 2, 3, 4, 5, 67), true)).toBe('03:04:05.067');
  });
  it('read as the user wants', () => {
    expect(clockText('delta', 1_500, 1_000, 0)).toBe('+500 ms');
    expect(clockText('ago', 1_000, null, 66_000)).toBe('−1:05');
    expect([difference(1_234), difference(-3_723_000)]).toEqual(['+1.23 s', '−1:02:03']);
  });
  it('are understood, and what is none is not', () => {
    const now = new Date(2026, 0, 2, 12, 0, 0).getTime();
    expect(momentOf('11:30', now)).toBe(new Date(2026, 0, 2, 11, 30).getTime());
    expect(momentOf('13:00:01.5', now)).toBe(new Date(2026, 0, 1, 13, 0, 1, 500).getTime());
    expect(momentOf('2026-01-01 10:00', now)).toBe(new Date(2026, 0, 1, 10).getTime());
    for (const text of ['', '25:00', '1:2', 'noon', '2026-99-99'])
      expect(momentOf(text, now)).toBeNull();
  });
  it('is a line where it is only a number', () => {
    const now = new Date(2026, 0, 2, 12).getTime();
    expect(placeOf('1234', now)).toEqual({ line: 1234 });
    expect(placeOf(' #12,345 ', now)).toEqual({ line: 12345 });
    expect(placeOf('0', now)).toEqual({ line: 1 });
    expect(placeOf('11:30', now)).toEqual({ ms: new Date(2026, 0, 2, 11, 30).getTime() });
    for (const text of ['', '#', '1e3', '-5', '1234567890123', 'noon'])
      expect(placeOf(text, now)).toBeNull();
  });
});
