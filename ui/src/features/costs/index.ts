export { default as CostsPage } from './CostsPage.svelte';
