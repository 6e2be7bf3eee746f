/** The fleet and the page of one container. */
export { default as ContainersPage } from './ContainersPage.svelte';
export { default as ContainerPage } from './ContainerPage.svelte';
export { default as SeveralPage } from './SeveralPage.svelte';
export { default as Crumbs } from './Crumbs.svelte';
