import { afterEach, beforeEach, expect, it, vi } from 'vitest';

let dark = false;
let changed: (() => void) | undefined;

beforeEach(() => {
  vi.resetModules();
  dark = false;
  vi.stubGlobal('matchMedia', () => ({
    get matches() {
      return dark;
    },
    addEventListener: (_: string, told: () => void) => (changed = told),
  }));
});
afterEach(() => vi.unstubAllGlobals());

const shown = () => document.documentElement.dataset.theme;

it('shows the chosen theme, and keeps it for the next start', async () => {
  const { setTheme } = await import('./theme');
  setTheme('dark');
  expect(shown()).toBe('dark');
  expect(localStorage.getItem('slipway.theme')).toBe('dark');
});

it('follows the system only while nothing is chosen', async () => {
  const { setTheme } = await import('./theme');
  setTheme('system');
  expect(shown()).toBe('light');
  dark = true;
  changed?.();
  expect(shown()).toBe('dark');
  setTheme('light');
  changed?.();
  expect(shown()).toBe('light');
});
