import type { Candidate } from '../../ipc';

/** 28.5 of 28.5.1: what a person calls a version. */
export function shortVersion(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

/** The engine whose remedy is offered first: the one that Slipway would use. */
export function mendableOf(candidates: readonly Candidate[] | undefined): Candidate | undefined {
  return candidates?.find((one) => one.remedy && !one.engine);
}
