/** Which language tags may be handed to Intl, and which of ours is meant. */

export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Ours for a tag of the system: every Chinese is zh-CN, all else English. */
export function languageOf(tag: string | undefined): Language {
  return tag?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

function usable(tag: unknown): tag is string {
  if (typeof tag !== 'string' || tag === '') return false;
  try {
    return Intl.getCanonicalLocales(tag).length > 0 && tag.length > 1;
  } catch {
    return false;
  }
}

/**
 * Under LANG=C a WebView's `navigator.language` may be "C", and everything that hands it to Intl throws, a chart
 * library even while it is imported. Call before anything else.
 */
export function normaliseNavigator(target: Navigator = navigator): void {
  if (usable(target.language)) return;
  const known = (target.languages ?? []).filter(usable);
  const language = known[0] ?? 'en';
  Object.defineProperty(target, 'language', { value: language, configurable: true });
  Object.defineProperty(target, 'languages', {
    value: known.length ? known : [language],
    configurable: true,
  });
}
