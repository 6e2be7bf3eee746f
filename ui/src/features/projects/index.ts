export { default as ProjectPage } from './ProjectPage.svelte';
