import { describe, expect, it } from 'vitest';
import { followed, following, type Follow } from './follow';

const after = (state: Follow, ...events: Parameters<typeof followed>[1][]) =>
  events.reduce(followed, state);

describe('follow and let go', () => {
  it('sticks to the end while lines come', () => {
    expect(after(following, { type: 'came', lines: 5 })).toEqual(following);
  });
  it('lets go when the user scrolls up and counts what comes', () => {
    expect(
      after(
        following,
        { type: 'scrolled', atEnd: false, byUser: true },
        { type: 'came', lines: 5 },
        { type: 'came', lines: 2 },
      ),
    ).toEqual({ following: false, unseen: 7 });
  });
  it('does not take its own scrolling for the user’s', () => {
    expect(after(following, { type: 'scrolled', atEnd: false, byUser: false })).toEqual(following);
  });
  it('sticks again at the end, by scrolling or by the pill', () => {
    const away: Follow = { following: false, unseen: 9 };
    expect(followed(away, { type: 'scrolled', atEnd: true, byUser: true })).toEqual(following);
    expect(followed(away, { type: 'to-end' })).toEqual(following);
  });
  it('pauses on request, without forgetting what is already counted', () => {
    expect(followed(following, { type: 'pause' })).toEqual({ following: false, unseen: 0 });
    const away: Follow = { following: false, unseen: 9 };
    expect(followed(away, { type: 'pause' })).toBe(away);
  });
});
