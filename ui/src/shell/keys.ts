/** The keys that work on every screen. */
import { asFault, ipc } from '../ipc';
import { toasts } from '../design';
import { palette } from '../features/palette/palette.svelte';
import { opening } from './open.svelte';
import { session } from './session.svelte';

const MAC = /Mac/.test(globalThis.navigator?.platform ?? '');

/** The command key of this system is held, and no other but those named. */
export function chord(event: KeyboardEvent, shift = false): boolean {
  return (MAC ? event.metaKey : event.ctrlKey) && event.shiftKey === shift && !event.altKey;
}

/** How a chord is shown: ⌃O, on a Mac ⌘O. */
export function shown(key: string): string {
  return (MAC ? '⌘' : '⌃') + key;
}

export function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const key = event.key.toLowerCase();
  if (key === 'o' && chord(event)) {
    event.preventDefault();
    void opening.pick();
  } else if (key === 'k' && chord(event)) {
    event.preventDefault();
    palette.toggle();
  } else if (key === 'p' && chord(event, true)) {
    event.preventDefault();
    session.nextPresenterSize();
  } else if (key === 'q' && chord(event)) {
    // With no tray this is the way to end it: closing the window keeps it running.
    event.preventDefault();
    ipc.quit().catch((thrown: unknown) => toasts.fault(asFault(thrown)));
  }
}
