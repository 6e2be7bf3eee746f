/** Live charts of a container. */
export { default as ContainerCharts } from './ContainerCharts.svelte';
export { default as SelfCost } from './SelfCost.svelte';
export { askToCompare, mostOthers } from './compare.svelte';
