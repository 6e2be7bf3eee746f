/** What jsdom leaves out and the lists ask for: sizes, their observer, media queries, a canvas that draws nothing. */
import { afterEach, beforeEach, vi } from 'vitest';

class NoObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

/** For a test file whose screens measure themselves: every element is `height` high. */
export function measured(height = 400): void {
  beforeEach(() => {
    vi.stubGlobal('ResizeObserver', NoObserver);
    vi.stubGlobal('matchMedia', () => ({
      matches: false,
      addEventListener() {},
      removeEventListener() {},
    }));
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(height);
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  });
  afterEach(() => vi.unstubAllGlobals());
}
