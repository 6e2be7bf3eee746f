import { describe, expect, it } from 'vitest';
import { sought, tookText } from './requests';

describe('requests', () => {
  it('are looked for by what is the same each time', () => {
    expect(sought('/report')).toBe('/report');
    expect(sought('/users/…/orders/…')).toBe('/orders/');
  });

  it('say how long they took', () => {
    expect([null, 0.354, 18.4, 60_500].map(tookText)).toEqual(['–', '0.35 ms', '18 ms', '60.5 s']);
  });
});
