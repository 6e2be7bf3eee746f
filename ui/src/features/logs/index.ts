/** The log of a container. */
export { default as LogView } from './LogView.svelte';
export { default as InputLine } from './InputLine.svelte';
