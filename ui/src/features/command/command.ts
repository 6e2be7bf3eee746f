/** What Slipway does, as lines for a terminal. Names and folders are foreign: each is one word, whatever is in it. */
import type { BuildWay, LogQuery, Verb } from '../../ipc/types';

/** The same letters that the Rust side leaves unquoted. */
const PLAIN = /^[A-Za-z0-9\-_./:=@,+%]+$/;
/** What a terminal or a reader must not meet as it is: control characters and marks that turn the line around. */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;
const SHORT: Record<string, string> = { '\n': '\\n', '\t': '\\t', '\r': '\\r' };

function escaped(character: string): string {
  const bytes = [...new TextEncoder().encode(character)];
  return (
    SHORT[character] ?? bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
  );
}

/** A word as a POSIX shell reads it back. What cannot be seen is written as `$'…'`. */
export function quoted(word: string): string {
  if (PLAIN.test(word)) return word;
  if (word.search(UNSEEN) >= 0)
    return `$'${word.replace(/['\\]/g, '\\$&').replace(UNSEEN, escaped)}'`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** A word that stands for itself even where it looks like an option. */
function operand(word: string): string {
  return word.startsWith('-') ? `-- ${quoted(word)}` : quoted(word);
}

const VERBS: Record<Verb, string> = {
  start: 'docker start',
  stop: 'docker stop',
  restart: 'docker restart',
  pause: 'docker pause',
  unpause: 'docker unpause',
  kill: 'docker kill',
  // As Slipway does it: ended first, and its anonymous volumes go too.
  remove: 'docker rm -f -v',
};

export function actCommand(verb: Verb, name: string): string {
  return `${VERBS[verb]} ${operand(name)}`;
}

export function logsCommand(name: string): string {
  return `docker logs -f ${operand(name)}`;
}

/** Of a container that Docker does not have any more, or cannot be asked about. */
export function keptLogsCommand(name: string): string {
  return `slipway logs ${operand(name)}`;
}

/** What is looked for in a log, as far as the command line has it: see [`isBeyondCommand`]. */
export function foundLogsCommand(name: string, query: LogQuery, follow: boolean): string {
  const { pattern, regex, match_case, stream, from_ms } = query;
  const literal = regex ? pattern : pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return [
    'slipway logs',
    ...(follow ? ['--follow'] : []),
    // With "=": what is looked for may look like an option.
    ...(pattern === '' ? [] : [`--grep=${quoted((match_case ? '' : '(?i)') + literal)}`]),
    ...(stream === null ? [] : [`--stream ${stream}`]),
    ...(typeof from_ms === 'number' ? [`--since ${new Date(from_ms).toISOString()}`] : []),
    operand(name),
  ].join(' ');
}

/** Something is asked for that only the window can. */
export function isBeyondCommand({ level, fields, to_ms }: LogQuery): boolean {
  return level !== null || fields.length > 0 || typeof to_ms === 'number';
}

/** All of a compose project, or several containers beside each other: only the first are in one order then. */
export function severalLogsCommand(names: readonly string[], compose: string | null): string {
  if (compose !== null) return `docker compose -p ${quoted(compose)} logs -f -t`;
  return `${names.map((name) => `docker logs -f -t ${operand(name)} &`).join(' ')} wait`;
}

/** Swap stays at what Docker gives beside memory: as much again. Without it a limit above the old sum is refused. */
export function memoryCommand(name: string, bytes: number): string {
  const mib = Math.ceil(bytes / 1024 ** 2);
  return `docker update --memory ${mib}m --memory-swap ${2 * mib}m ${operand(name)}`;
}

export function cpuCommand(name: string, cores: number): string {
  return `docker update --cpus ${cores} ${operand(name)}`;
}

/** All containers, as the table shows them. */
export const LIST_COMMAND = 'docker ps -a';

export function inspectCommand(folder: string): string {
  return `slipway inspect ${operand(folder)}`;
}

export function shipCommand(folder: string, way: BuildWay = 'auto'): string {
  return `slipway ship ${operand(folder)}${way === 'auto' ? '' : ` --way ${way}`}`;
}

/** What a project's own Dockerfile is built with. */
export function dockerBuildCommand(folder: string, dockerfile: string, tag: string): string {
  const file = dockerfile === 'Dockerfile' ? '' : ` -f ${quoted(`${folder}/${dockerfile}`)}`;
  return `docker build -t ${quoted(tag)}${file} ${operand(folder)}`;
}
