import { describe, expect, it } from 'vitest';
import { atEnd, rowWindow, scrollFor } from './rows';

describe('the window of rows', () => {
  it('covers the view and a few beyond', () => {
    expect(rowWindow(400, 200, 20, 300, 3)).toEqual({ first: 17, end: 33 });
  });
  it('stops at both ends', () => {
    expect(rowWindow(0, 200, 20, 300, 3)).toEqual({ first: 0, end: 13 });
    expect(rowWindow(99_999, 200, 20, 300, 3)).toEqual({ first: 287, end: 300 });
    expect(rowWindow(50, 200, 20, 4, 3)).toEqual({ first: 0, end: 4 });
  });
  it('is empty when there is nothing to see', () => {
    expect(rowWindow(0, 200, 20, 0, 3)).toEqual({ first: 0, end: 0 });
    expect(rowWindow(0, 0, 20, 9, 3)).toEqual({ first: 0, end: 0 });
  });
  it('knows the end with half a row of slack', () => {
    expect(atEnd(800, 200, 1000, 20)).toBe(true);
    expect(atEnd(791, 200, 1000, 20)).toBe(true);
    expect(atEnd(780, 200, 1000, 20)).toBe(false);
    expect(atEnd(0, 200, 50, 20)).toBe(true);
  });
  it('scrolls no more than it must', () => {
    expect(scrollFor(5, 0, 200, 20)).toBe(0);
    expect(scrollFor(12, 0, 200, 20)).toBe(60);
    expect(scrollFor(1, 100, 200, 20)).toBe(20);
  });
});
