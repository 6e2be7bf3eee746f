/** What can be set, and what Slipway keeps. */
export { default as SettingsPage } from './SettingsPage.svelte';
