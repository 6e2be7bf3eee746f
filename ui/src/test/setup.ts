import '@testing-library/jest-dom/vitest';

// What jsdom lacks and the screens use.
class NothingObserved {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver ??= NothingObserved as unknown as typeof ResizeObserver;
globalThis.IntersectionObserver ??= NothingObserved as unknown as typeof IntersectionObserver;
window.matchMedia ??= (query: string) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as unknown as MediaQueryList;
HTMLCanvasElement.prototype.getContext = (() => null) as never;
