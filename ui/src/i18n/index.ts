export { faultText, isolate, locale, t, tAttr } from './i18n.svelte';
export type { FaultText, Language, Params } from './i18n.svelte';
export * as format from './format';
export { normaliseNavigator } from './language';
