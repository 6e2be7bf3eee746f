import { cleanup, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { locale } from '../i18n';
import CopyButton from './CopyButton.svelte';
import { copyText } from './clipboard';
import { toasts } from './toasts.svelte';

let command: ReturnType<typeof vi.fn>;

beforeEach(() => {
  locale.set('en');
  toasts.clear();
  command = vi.fn(() => true);
  Object.defineProperty(document, 'execCommand', { value: command, configurable: true });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function refused() {
  const writeText = vi.fn(() => Promise.reject(new Error('not allowed')));
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } });
}
const said = () => toasts.list.map((toast) => toast.text);

it('uses the clipboard where it may', async () => {
  const writeText = vi.fn(() => Promise.resolve());
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } });
  expect(await copyText('a')).toBe(true);
  expect(writeText).toHaveBeenCalledWith('a');
  expect(command).not.toHaveBeenCalled();
});

it('copies through a selection where it may not, and leaves the focus where it was', async () => {
  refused();
  const button = document.body.appendChild(document.createElement('button'));
  button.focus();
  command.mockImplementation(() => {
    expect((document.activeElement as HTMLTextAreaElement).value).toBe('two\nlines');
    return true;
  });
  expect(await copyText('two\nlines')).toBe(true);
  expect(document.activeElement).toBe(button);
  expect(document.querySelector('textarea')).toBeNull();
  button.remove();
  expect(said()).toEqual([]);
});

it.each([
  ['refuses', () => false],
  [
    'throws',
    () => {
      throw new Error('no');
    },
  ],
])('says so when the selection %s too', async (_, answer) => {
  refused();
  command.mockImplementation(answer);
  expect(await copyText('a')).toBe(false);
  expect(said()).toEqual(['This could not be copied']);
});

it('hands over text that is still to come while the press is handled', async () => {
  const write = vi.fn((items: { given: Record<string, Promise<Blob>> }[]) =>
    Promise.resolve(items[0]?.given['text/plain']).then(() => undefined),
  );
  vi.stubGlobal('navigator', { ...navigator, clipboard: { write } });
  vi.stubGlobal(
    'ClipboardItem',
    class {
      constructor(readonly given: Record<string, Promise<Blob>>) {}
    },
  );
  let come = (_: string) => {};
  const copied = copyText(new Promise<string>((resolve) => (come = resolve)));
  expect(write).toHaveBeenCalled();
  come('late');
  expect(await copied).toBe(true);
  expect(command).not.toHaveBeenCalled();
});

it('throws what kept the text from coming', async () => {
  refused();
  await expect(copyText(Promise.reject(new Error('gone')))).rejects.toThrow('gone');
});

it('says so on the button too', async () => {
  const user = userEvent.setup();
  refused();
  command.mockReturnValue(false);
  render(CopyButton, { text: 'a' });
  await user.click(screen.getByRole('button'));
  expect(await screen.findByRole('button', { name: 'Not copied' })).toBeInTheDocument();
});
