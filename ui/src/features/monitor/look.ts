/** The tokens as they are now; a canvas knows no CSS variables. */
import type { Colour } from './catalog';

export interface Look {
  colour: (token: Colour) => string;
  grid: string;
  text: string;
  strong: string;
  waiting: string;
  bad: string;
  surface: string;
  font: string;
  family: string;
}

export function lookOf(element: HTMLElement): Look {
  const style = getComputedStyle(element);
  const known = new Map<string, string>();
  const read = (name: string) => {
    let value = known.get(name);
    if (value === undefined) known.set(name, (value = style.getPropertyValue(name).trim()));
    return value;
  };
  return {
    colour: read,
    grid: read('--line'),
    text: read('--text-3'),
    strong: read('--text'),
    waiting: read('--waiting'),
    bad: read('--bad'),
    surface: read('--surface'),
    font: `12px ${style.fontFamily}`,
    family: style.fontFamily,
  };
}
