/** 28.5 of 28.5.1: what a person calls a version. */
export function shortVersion(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
