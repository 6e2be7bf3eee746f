export { default as EngineBanner } from './EngineBanner.svelte';
export { default as EngineFoot } from './EngineFoot.svelte';
export { default as Mend } from './Mend.svelte';
