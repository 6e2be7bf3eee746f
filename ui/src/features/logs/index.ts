/** The log of a container. */
export { default as LogView } from './LogView.svelte';
export { mostSources, severalId, sourcesOf } from './sources';
export { default as InputLine } from './InputLine.svelte';
