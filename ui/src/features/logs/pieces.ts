/** A line's text in pieces for drawing: what is looked for marked, colours of a terminal as styles. */
import type { StyleRun } from '../../ipc';

export interface Piece {
  text: string;
  hit: boolean;
  style: string | undefined;
  classes: string | undefined;
}

/** What is looked for, as the page marks it. */
export interface Wanted {
  text: string;
  regex: boolean;
  matchCase: boolean;
}

const mostHits = 200;
const mostMarked = 5_000;
const mostMatched = 1_000;

/** Where a text has what is looked for. Rust finds the lines; this only marks within those that are drawn. */
export function hits(text: string, wanted: Wanted): [number, number][] {
  if (wanted.text === '' || text.length > (wanted.regex ? mostMatched : mostMarked)) return [];
  const expression = expressionOf(wanted);
  if (!expression) return [];
  const found: [number, number][] = [];
  expression.lastIndex = 0;
  for (
    let hit = expression.exec(text);
    hit && found.length < mostHits;
    hit = expression.exec(text)
  ) {
    if (hit[0] === '') expression.lastIndex++;
    else found.push([hit.index, hit.index + hit[0].length]);
  }
  return found;
}

let last: { key: string; expression: RegExp | null } | null = null;

/** Rust's expressions are not quite JavaScript's, and JavaScript's may take for ever: only simple ones are marked. */
function expressionOf({ text, regex, matchCase }: Wanted): RegExp | null {
  const key = `${regex} ${matchCase} ${text}`;
  if (last?.key === key) return last.expression;
  let expression: RegExp | null = null;
  const flags = matchCase ? 'gu' : 'giu';
  try {
    if (!regex) {
      expression = new RegExp(text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`), flags);
    } else if (isSimple(text)) {
      expression = new RegExp(text, flags);
    }
  } catch {
    expression = null;
  }
  last = { key, expression };
  return expression;
}

/** No repetition of a repetition, and few of them. */
const isSimple = (text: string) =>
  !/[+*}?]\)?[+*{]|\)[+*{]/.test(text) && (text.match(/[*+{]/g)?.length ?? 0) <= 2;

export function pieces(text: string, runs: readonly StyleRun[], wanted: Wanted): Piece[] {
  const marked = hits(text, wanted);
  if (runs.length === 0 && marked.length === 0) {
    return [{ text, hit: false, style: undefined, classes: undefined }];
  }
  const edges = [...new Set([0, text.length, ...marked.flat(), ...runs.map((run) => run.at)])]
    .filter((at) => at <= text.length)
    .sort((a, b) => a - b);
  const out: Piece[] = [];
  let run = -1;
  let mark = 0;
  for (let i = 0; i + 1 < edges.length; i++) {
    const from = edges[i] ?? 0;
    while (run + 1 < runs.length && (runs[run + 1]?.at ?? Infinity) <= from) run++;
    while (mark < marked.length && (marked[mark]?.[1] ?? 0) <= from) mark++;
    const hit = (marked[mark]?.[0] ?? Infinity) <= from;
    const { style, classes } = looks(runs[run]);
    out.push({ text: text.slice(from, edges[i + 1]), hit, style, classes });
  }
  return out;
}

const attributes = ['bold', 'dim', 'italic', 'underline', 'inverse', 'strike'];

/** The looks of a run. Colours are mixed with the page's own, so that they can be read on either theme. */
export function looks(run: StyleRun | undefined): Pick<Piece, 'style' | 'classes'> {
  if (!run) return { style: undefined, classes: undefined };
  const exchanged = (run.attributes & 16) !== 0;
  const [front, back] = exchanged
    ? [run.background, run.foreground]
    : [run.foreground, run.background];
  const styles: string[] = [];
  if (front !== null) styles.push(`color: ${letters(front)}`);
  else if (exchanged) styles.push('color: var(--surface)');
  if (back !== null) styles.push(`background: ${behind(back, exchanged)}`);
  else if (exchanged) styles.push('background: var(--text)');
  const classes = attributes.filter((_, bit) => (run.attributes & (1 << bit)) !== 0).join(' ');
  return { style: styles.join('; ') || undefined, classes: classes || undefined };
}

/** The eight names of a terminal, as this app has them. */
const named = [
  'var(--text-3)',
  'var(--bad)',
  'var(--good)',
  'var(--warn)',
  'var(--accent)',
  'var(--memory)',
  'var(--cpu)',
  'var(--text)',
];

function letters(colour: number): string {
  const name = colour < 16 ? named[colour % 8] : undefined;
  return name ?? `color-mix(in oklab, ${rgb(colour)} 55%, var(--text))`;
}

function behind(colour: number, strong: boolean): string {
  const name = colour < 16 ? named[colour % 8] : undefined;
  return `color-mix(in oklab, ${name ?? rgb(colour)} ${strong ? 45 : 30}%, var(--surface))`;
}

function rgb(colour: number): string {
  if (colour >= 0x1000000) return `#${(colour & 0xffffff).toString(16).padStart(6, '0')}`;
  if (colour >= 232) {
    const grey = 8 + (colour - 232) * 10;
    return `rgb(${grey} ${grey} ${grey})`;
  }
  const cube = colour - 16;
  const part = (of: number) => (of === 0 ? 0 : 55 + of * 40);
  return `rgb(${part(Math.floor(cube / 36))} ${part(Math.floor(cube / 6) % 6)} ${part(cube % 6)})`;
}
