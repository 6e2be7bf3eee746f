/** The page carries the theme that is shown, chosen or the system’s; tokens.css knows no other way. */
type Choice = 'system' | 'light' | 'dark';

/** Kept for `public/theme-first.js`, which runs before the settings are known. */
const KEPT = 'slipway.theme';

const system = globalThis.matchMedia?.('(prefers-color-scheme: dark)');
let choice: Choice = 'system';

function show(): void {
  const theme = choice === 'system' ? (system?.matches ? 'dark' : 'light') : choice;
  if (document.documentElement.dataset.theme !== theme) {
    document.documentElement.dataset.theme = theme;
  }
}

system?.addEventListener('change', show);

export function setTheme(chosen: Choice): void {
  choice = chosen;
  try {
    localStorage.setItem(KEPT, chosen);
  } catch {
    // It starts with the system’s theme next time.
  }
  show();
}
