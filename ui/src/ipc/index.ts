/** The seam. Screens import from here and never learn which host they run in. */
import type { Ipc } from './port';

export type * from './types';
export type { Commands, Drop, Host, Ipc, Stop } from './port';
export { asFault } from './fault';
export { Live } from './live.svelte';
export { onWake } from './wakes';

let host: Ipc | undefined;

/** Sets the implementation: once at the start, or a fresh fake for a test. */
export function useIpc(implementation: Ipc): void {
  host = implementation;
}

/** The host that is in use. Methods are looked up on every call, so a test may swap it. */
export const ipc: Ipc = new Proxy({} as Ipc, {
  get(_target, name) {
    if (!host) throw new Error('useIpc was not called');
    return host[name as keyof Ipc];
  },
});

/** A key that makes a changing command safe to send twice. */
export function newKey(): string {
  // randomUUID is there only where the page counts as secure.
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Chooses the window's implementation, or in a plain browser under `vite dev` the fake. */
export async function connect(): Promise<void> {
  if ('__TAURI_INTERNALS__' in window) {
    const { tauriIpc } = await import('./tauri');
    useIpc(tauriIpc());
  } else if (import.meta.env.DEV) {
    const { fakeFromLocation } = await import('./fake');
    useIpc(fakeFromLocation(window.location));
  } else {
    throw new Error('This page needs the Slipway window.');
  }
}
