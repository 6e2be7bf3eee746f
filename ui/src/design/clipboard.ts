import { t } from '../i18n';
import { toasts } from './toasts.svelte';

/**
 * Puts text on the clipboard, also where the page may not use the clipboard’s own interface. The only way to copy:
 * when nothing works it says so at the foot of the window, and answers false.
 *
 * Text that is still to come is given as a promise, and this is called while the press is handled: once an answer was
 * waited for, WebKit no longer takes it for the user’s wish. What the promise throws is thrown.
 */
export async function copyText(text: string | Promise<string>): Promise<boolean> {
  if (typeof text !== 'string') {
    if (await promised(text)) return true;
    text = await text;
  }
  if ((await written(text)) || selected(text)) return true;
  toasts.warn(t('copy-failed'), t('copy-failed-text'));
  return false;
}

async function promised(text: Promise<string>): Promise<boolean> {
  const type = 'text/plain';
  try {
    const blob = text.then((said) => new Blob([said], { type }));
    blob.catch(() => undefined);
    await navigator.clipboard.write([new ClipboardItem({ [type]: blob })]);
    return true;
  } catch {
    // Not there, not allowed, or there is no text: the last is thrown by who waits for it.
    return false;
  }
}

async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not allowed or not there.
    return false;
  }
}

/** The old way, through a selection. */
function selected(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  area.className = 'sr-only';
  const before = document.activeElement;
  // Inside an open dialog, else it cannot be focused.
  (document.querySelector('dialog[open]') ?? document.body).append(area);
  area.focus({ preventScroll: true });
  area.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    area.remove();
    if (before instanceof HTMLElement) before.focus();
  }
}
