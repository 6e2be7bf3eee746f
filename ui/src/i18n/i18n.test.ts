import { afterEach, describe, expect, it } from 'vitest';
import { faultText, format, locale, t } from '.';
import { isolate } from './bundles';
import { languageOf, normaliseNavigator } from './language';

afterEach(() => locale.set('en'));

const fault = (code: string, params: Record<string, string | number> = {}) => ({ code, params });

describe('a fault', () => {
  it('is told as title, cause and remedy', () => {
    const text = faultText(fault('machine-disk-full', { path: '/tmp/x' }));
    expect(text.title).toBe('The disk is full');
    expect(text.cause).toBe('There was no room left to write /tmp/x.');
    expect(text.fix).toMatch(/^Free some space/);
  });

  it('is told in Chinese as soon as the language changes', () => {
    locale.set('zh-CN');
    expect(faultText(fault('machine-disk-full', { path: '/tmp/x' })).title).toBe('磁盘已满');
  });

  it('with an unknown code shows the code instead of nothing', () => {
    expect(faultText(fault('engine-on-fire')).title).toContain('engine-on-fire');
  });

  it('shows a port as a port, without grouping', () => {
    const text = faultText(fault('note-port-moved', { port: 8080, free: 18081 }));
    expect(text.title).toContain('8080');
    expect(text.title).toContain('18081');
  });

  it('keeps a hostile name as it is: text, without direction marks', () => {
    const name = '<img src=x onerror=alert(1)>\u202e';
    const text = faultText(fault('recovered-undone', { name }));
    expect(text.title).toContain('<img src=x onerror=alert(1)>\ufffd');
  });
});

describe('a foreign text', () => {
  it('that runs from right to left is isolated', () => {
    expect(isolate('שלום')).toBe('\u2068שלום\u2069');
  });
  it('that does not is left alone', () => {
    expect(isolate('report-api 测试')).toBe('report-api 测试');
  });
});

describe('the language', () => {
  it('of the C locale is made usable', () => {
    const broken = { language: 'C', languages: ['C', 'zh-CN'] } as unknown as Navigator;
    normaliseNavigator(broken);
    expect(broken.language).toBe('zh-CN');
    expect(() => new Intl.NumberFormat(broken.language)).not.toThrow();
  });
  it('without any usable tag becomes English', () => {
    const broken = { language: undefined, languages: undefined } as unknown as Navigator;
    normaliseNavigator(broken);
    expect(broken.language).toBe('en');
  });
  it('of every Chinese is ours', () => {
    expect(['zh', 'zh-TW', 'zh-Hans-CN', 'de', undefined].map(languageOf)).toEqual([
      'zh-CN',
      'zh-CN',
      'zh-CN',
      'en',
      'en',
    ]);
  });
});

describe('a quantity', () => {
  const plain = (text: string) => text.replace(/\u202f/g, ' ');
  it('of bytes has three figures and its unit', () => {
    expect(plain(format.bytes(7_400_000))).toBe('7.4 MB');
    expect(plain(format.bytes(999))).toBe('999 B');
    expect(plain(format.memory(64 * 1024 * 1024))).toBe('64 MiB');
  });
  it('of time is told in the units that matter', () => {
    expect(
      [84, 270, 2100, 12_000, 252_000, 7_500_000, 100 * 3_600_000].map((ms) =>
        plain(format.duration(ms)),
      ),
    ).toEqual(['84 ms', '0.27 s', '2.1 s', '12 s', '4 m 12 s', '2 h 5 m', '4 d 4 h']);
  });
  it('selects its plural', () => {
    expect(t('watch-restarts', { count: 1 })).toBe('1 restart');
    expect(t('watch-restarts', { count: 3 })).toBe('3 restarts');
  });
});
