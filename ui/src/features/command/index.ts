/** The same as a command: the lines, and the strip that shows them. */
export { default as CommandStrip } from './CommandStrip.svelte';
export * from './command';
export { Pointed } from './pointed.svelte';
