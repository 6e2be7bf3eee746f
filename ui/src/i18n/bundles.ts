/** The sentences: every .ftl file of both languages, as one Fluent bundle a language. */
import { FluentBundle, FluentNumber, FluentResource, type FluentVariable } from '@fluent/bundle';
import { LANGUAGES, type Language } from './language';

const files = import.meta.glob<string>('../../messages/*/*.ftl', {
  query: '?raw',
  import: 'default',
  eager: true,
});

function bundle(language: Language): FluentBundle {
  // Isolation marks are set by hand, only where a value needs them: they would show up in copied text.
  const made = new FluentBundle(language, { useIsolating: false });
  for (const [path, text] of Object.entries(files)) {
    if (path.includes(`/${language}/`)) made.addResource(new FluentResource(text));
  }
  return made;
}

const bundles = Object.fromEntries(LANGUAGES.map((one) => [one, bundle(one)])) as Record<
  Language,
  FluentBundle
>;

export type Params = Record<string, string | number>;

const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A foreign text that cannot turn the sentence around it: its marks become visible, its script is isolated. */
export function isolate(text: string): string {
  const plain = text.replace(DIRECTION_MARKS, '\ufffd');
  return RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain;
}

function variable(value: string | number): FluentVariable {
  // Ports, lines and exit codes are numbers too: no grouping. Quantities arrive formatted.
  if (typeof value === 'number') return new FluentNumber(value, { useGrouping: false });
  return isolate(value);
}

/** The message's text (or of its attribute), or null when there is none. English stands in for a missing one. */
export function lookUp(
  language: Language,
  id: string,
  attribute: string | null,
  params: Params = {},
): string | null {
  for (const one of language === 'en' ? [bundles.en] : [bundles[language], bundles.en]) {
    const message = one.getMessage(id);
    const pattern = attribute ? message?.attributes[attribute] : message?.value;
    if (!pattern) continue;
    const variables = Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, variable(value)]),
    );
    return one.formatPattern(pattern, variables, []);
  }
  return null;
}
