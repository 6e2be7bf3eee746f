/** The log of a container. */
export { default as LogView } from './LogView.svelte';
