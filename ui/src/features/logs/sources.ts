/** The containers of a log of several, told apart by name, letter and colour. */
export interface LogSource {
  id: string;
  /** Hostile. */
  name: string;
  letter: string;
  colour: string;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ123456';
const colours = [
  '--accent',
  '--series-3',
  '--good',
  '--waiting',
  '--aux',
  '--bad',
  '--text-2',
  '--cpu',
] as const;
const join = '+';

/** More are not one log. */
export const mostSources = letters.length;

/** The id of the log of these containers; their order tells them apart. */
export const severalId = (ids: readonly string[]) => ids.slice(0, mostSources).join(join);

/** The containers of a log, with what they are called. */
export function sourcesOf(id: string, nameOf: (id: string) => string | undefined): LogSource[] {
  const ids = [...new Set(id.split(join).filter((one) => one !== ''))].slice(0, mostSources);
  return ids.map((one, at) => ({
    id: one,
    name: nameOf(one) ?? one.slice(0, 12),
    letter: letters[at] ?? '?',
    colour: colours[at % colours.length] ?? '--text-2',
  }));
}
