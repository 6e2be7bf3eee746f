// Before the first paint, so that nothing flashes: the theme chosen last time, else the system's. src/design/theme.ts
// takes over once the settings are read.
(() => {
  let kept = null;
  try {
    kept = localStorage.getItem('slipway.theme');
  } catch {
    // Not allowed to keep anything: the system's.
  }
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.dataset.theme = kept === 'light' || kept === 'dark' ? kept : system;
})();
