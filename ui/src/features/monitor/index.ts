/** Live charts of a container. */
export { default as ContainerCharts } from './ContainerCharts.svelte';
export { askToCompare, mostOthers } from './compare.svelte';
