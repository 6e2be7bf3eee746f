/** Translating: `t('ship-button')`. Whoever calls it while rendering is drawn anew when the language changes. */
import type { Fault } from '../ipc';
import { lookUp, type Params } from './bundles';
import { languageOf, type Language } from './language';

export { isolate, type Params } from './bundles';
export type { Language } from './language';

class Locale {
  #language = $state<Language>(languageOf(globalThis.navigator?.language));

  get language(): Language {
    return this.#language;
  }

  set(language: Language): void {
    this.#language = language;
    document.documentElement.lang = language;
  }
}

export const locale = new Locale();

/** The sentence `id` in the language of now. A missing one shows its id, so that it is found. */
export function t(id: string, params?: Params): string {
  return lookUp(locale.language, id, null, params) ?? id;
}

/** An attribute of a message: `tAttr('template-worker', 'summary')`; null when there is none. */
export function tAttr(id: string, attribute: string, params?: Params): string | null {
  return lookUp(locale.language, id, attribute, params);
}

export type FaultText = { title: string; cause: string | null; fix: string | null };

/** A fault as sentences. A code that we do not know is shown as such, with its code. */
export function faultText(fault: Pick<Fault, 'code' | 'params'>): FaultText {
  const { code, params } = fault;
  const title = lookUp(locale.language, code, null, params);
  if (title === null) {
    return { title: t('fault-unknown', { code }), cause: null, fix: t('fault-unknown-fix') };
  }
  return { title, cause: tAttr(code, 'cause', params), fix: tAttr(code, 'fix', params) };
}
