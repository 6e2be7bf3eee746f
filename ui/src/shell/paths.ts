/** A folder as a person writes it: the home folder is ~. */
export function homely(folder: string): string {
  return folder.replace(/^(\/home\/[^/]+|\/Users\/[^/]+|\/root)(?=\/|$)/, '~');
}

/** The path of `name` in `parent`, with the separator that `parent` uses. */
export function joined(parent: string, name: string): string {
  const separator = parent.includes('\\') && !parent.includes('/') ? '\\' : '/';
  return parent.replace(/[/\\]+$/, '') + separator + name;
}

/** The name can be a folder and a Go program. */
export function goodName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name);
}
