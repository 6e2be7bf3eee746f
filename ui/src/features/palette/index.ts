export { default as PaletteButton } from './PaletteButton.svelte';
export { default as PaletteHost } from './PaletteHost.svelte';
