import { describe, expect, it } from 'vitest';
import { mostSources, severalId, sourcesOf } from './sources';

describe('the containers of a log of several', () => {
  it('are told apart by letter and name, also when one is gone', () => {
    const sources = sourcesOf('0123456789abcdef+b', (id) => (id === 'b' ? 'web' : undefined));
    expect(sources.map(({ letter, name }) => [letter, name])).toEqual([
      ['A', '0123456789ab'],
      ['B', 'web'],
    ]);
  });

  it('are those of the address, once each, and not too many', () => {
    expect(sourcesOf(severalId(['a', 'b', 'a']), () => undefined)).toHaveLength(2);
    expect(sourcesOf('', () => undefined)).toEqual([]);
    const many = Array.from({ length: 100 }, (_, at) => String(at));
    expect(sourcesOf(severalId(many), () => undefined)).toHaveLength(mostSources);
  });
});
