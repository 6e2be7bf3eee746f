import { describe, expect, it } from 'vitest';
import { fit, folded, parts } from './score';

/** Those that fit, the best first. */
function best(query: string, ...texts: string[]): string[] {
  return texts
    .flatMap((text) => {
      const found = fit(folded(query), folded(text));
      return found ? [{ text, score: found.score }] : [];
    })
    .sort((a, b) => b.score - a.score)
    .map((one) => one.text);
}

describe('what is typed', () => {
  it('fits at a word’s beginning better than inside a word', () => {
    expect(best('api', 'Open rapid', 'Open report-api', 'Open api')).toEqual([
      'Open api',
      'Open report-api',
      'Open rapid',
    ]);
  });
  it('fits whole better than scattered', () => {
    expect(best('rep', 'Open report', 'Restart e-p')).toEqual(['Open report', 'Restart e-p']);
  });
  it('fits letter by letter, from a word’s beginning', () => {
    expect(best('rapi', 'Open report-api')).toEqual(['Open report-api']);
    expect(best('eport', 'x-report')).toEqual(['x-report']);
    expect(best('zz', 'Open report-api')).toEqual([]);
    expect(best('nrp', 'Open report-api')).toEqual([]);
  });
  it('must be found word by word, in any order', () => {
    expect(best('web stop', 'Stop web', 'Start web', 'Stop db')).toEqual(['Stop web']);
  });
  it('fits Chinese without spaces', () => {
    expect(best('日志', '查看 web 的日志', '停止 web')).toEqual(['查看 web 的日志']);
    expect(best('停 web', '查看 web 的日志', '停止 web')).toEqual(['停止 web']);
  });
  it('does not care about capitals, nor loses a letter’s place', () => {
    expect(best('API', 'report-api')).toEqual(['report-api']);
    expect(folded('İX')).toHaveLength(2);
  });
  it('may stand elsewhere, as it is, and is not marked then', () => {
    expect(fit('stop web', '停止 web', 'stop web nginx')).toMatchObject({ at: [3, 4, 5] });
    expect(fit('nginx', '停止 web', 'stop web nginx')).toMatchObject({ at: [] });
    expect(fit('stp', '停止 web', 'stop web nginx')).toBeNull();
  });
  it('does not fit letters that lie about', () => {
    expect(best('stop', 'Start worker-1 of shop-api')).toEqual([]);
  });
  it('takes hostile signs as what they are', () => {
    expect(best('<img', 'Open <img src=x onerror=alert(1)>')).toHaveLength(1);
    expect(best('.*', 'Open web')).toEqual([]);
  });
});

describe('the found letters', () => {
  it('are told from the others', () => {
    expect(parts('Stop web', [5, 6])).toEqual([
      { text: 'Stop ', hit: false },
      { text: 'we', hit: true },
      { text: 'b', hit: false },
    ]);
    expect(parts('', [])).toEqual([]);
  });
});
