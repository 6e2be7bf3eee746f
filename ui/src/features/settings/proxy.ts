/** The module proxy setting as text: what to save, how to call a mirror. */

/** What is saved for a text: nothing means "as Go does by itself". */
export function proxySetting(text: string): string | null {
  const clean = text
    .split(/([,|])/)
    .map((part) => part.trim())
    .join('');
  return clean === '' ? null : clean;
}

export function isGoDefault(goproxy: string): boolean {
  return goproxy.replace(/\s/g, '') === 'https://proxy.golang.org,direct';
}

/** The host and path of the first proxy: what a person calls it. */
export function mirrorName(goproxy: string): string {
  const first = goproxy.split(/[,|]/)[0] ?? goproxy;
  return first.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
