import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../ipc';
import { copied, drawnChars } from './copy';
import { LogModel, parts, stamp } from './model';

const line = (seq: number, text = `line ${seq}`, over: Partial<LogLine> = {}): LogLine => ({
  seq,
  time_ms: 1000 + seq * 10,
  ns: 0,
  stream: 'stdout',
  text,
  cut: false,
  gap: null,
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
    expect(model.prepend(lines(0, 6))).toBe(2);
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

describe('matches', () => {
  it('are marked without regard to case and without meaning of signs', () => {
    expect(parts('a.B a.b axb', 'A.b')).toEqual([
      { text: 'a.B', hit: true },
      { text: ' ', hit: false },
      { text: 'a.b', hit: true },
      { text: ' axb', hit: false },
    ]);
  });
  it('lie nowhere when lower-casing changes the length', () => {
    expect(parts('İİ a', 'a')).toEqual([{ text: 'İİ a', hit: false }]);
  });
  it('of an empty text are one empty part', () => {
    expect(parts('', 'a')).toEqual([{ text: '', hit: false }]);
  });
});

it('a stamp has milliseconds', () => {
  expect(stamp(new Date(2026, 0, 2, 3, 4, 5, 67).getTime())).toBe('03:04:05.067');
});
