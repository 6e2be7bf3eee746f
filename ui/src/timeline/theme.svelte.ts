/** Canvases know no CSS variables: `theme.version` changes when the colours do, and whoever reads it draws anew. */
class Theme {
  #version = $state(0);

  constructor() {
    const changed = () => this.#version++;
    new MutationObserver(changed).observe(document.documentElement, {
      attributeFilter: ['data-theme'],
    });
  }

  get version(): number {
    return this.#version;
  }
}

export const theme = new Theme();
