import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** Runes everywhere; styles are emitted as a file, because the window's policy allows no inline style. */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true, css: 'external' },
};
