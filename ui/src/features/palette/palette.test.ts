import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { locale } from '../../i18n';
import { useIpc } from '../../ipc';
import { Fake, type FakeOptions } from '../../ipc/fake';
import { manyRows } from '../../ipc/fake-data';
import App from '../../shell/App.svelte';
import { router } from '../../shell/router.svelte';
import { session } from '../../shell/session.svelte';
import { measured } from '../../test/dom';
import { entries } from './entries';
import { palette } from './palette.svelte';
import { MOST, search } from './search';

vi.setConfig({ testTimeout: 20_000 });
measured();

async function start(options: FakeOptions = {}, many = 0): Promise<Fake> {
  const fake = new Fake({ stepMs: null, ...options });
  fake.rows.push(...manyRows(many));
  useIpc(fake.ipc());
  render(App);
  await screen.findByTestId('app-ready');
  await waitFor(() => expect(session.containers.data?.rows.length).toBe(fake.rows.length));
  return fake;
}
const user = () => userEvent.setup({ delay: null });
const lines = () => screen.getAllByTestId('palette-entry');
const first = () => lines()[0] as HTMLElement;
async function type(text: string) {
  const person = user();
  await person.keyboard('{Control>}k{/Control}');
  const input = await screen.findByTestId('palette-input');
  if (text) await person.type(input, text);
  return person;
}

beforeEach(() => router.go({ screen: 'welcome' }));
afterEach(() => {
  palette.close();
  locale.set('en');
});

describe('the palette', () => {
  it('opens with its keys and with its button, and gives the focus back', async () => {
    const person = user();
    await start();
    const folder = screen.getByTestId('open-folder');
    folder.focus();
    await person.keyboard('{Control>}k{/Control}');
    expect(await screen.findByTestId('palette-input')).toHaveFocus();
    await person.keyboard('{Tab}');
    expect(screen.getByTestId('palette-input')).toHaveFocus();
    await person.keyboard('{Escape}');
    expect(screen.queryByTestId('palette')).toBeNull();
    expect(folder).toHaveFocus();
    await person.click(screen.getByTestId('palette-button'));
    expect(screen.getByTestId('palette')).toBeInTheDocument();
    await person.keyboard('{Control>}k{/Control}');
    expect(screen.queryByTestId('palette')).toBeNull();
  });

  it('does not open over a dialog', async () => {
    const person = user();
    await start();
    await person.click(await screen.findByTestId('template-worker'));
    await screen.findByTestId('template-dialog');
    await person.keyboard('{Control>}k{/Control}');
    expect(screen.queryByTestId('palette')).toBeNull();
  });

  it('goes to a screen, a project, a container', async () => {
    await start();
    const person = await type('settings');
    expect(first()).toHaveTextContent('Go to Settings');
    await person.keyboard('{Enter}');
    await waitFor(() => expect(router.route).toEqual({ screen: 'settings' }));
    await type('open shop-api');
    await person.keyboard('{Enter}');
    await waitFor(() => expect(router.route).toEqual({ screen: 'project', id: 'p2' }));
    await type('open postgres');
    await person.keyboard('{Enter}');
    await waitFor(() => expect(router.route).toMatchObject({ screen: 'container' }));
  });

  it('moves with the arrows, round the ends, and says which line it is at', async () => {
    await start();
    const person = await type('');
    const input = screen.getByTestId('palette-input');
    expect(input).toHaveAttribute('aria-activedescendant', first().id);
    await person.keyboard('{ArrowDown}');
    expect(lines()[1]).toHaveAttribute('aria-selected', 'true');
    expect(input).toHaveAttribute('aria-activedescendant', lines()[1]?.id);
    await person.keyboard('{ArrowUp}{ArrowUp}');
    expect(lines().at(-1)).toHaveAttribute('aria-selected', 'true');
    expect(screen.getByTestId('palette').querySelectorAll('[aria-selected=true]')).toHaveLength(1);
  });

  it('ships a project, and shows how it runs', async () => {
    const fake = await start();
    const person = await type('ship shop-api');
    await person.keyboard('{Enter}');
    await waitFor(() => expect(fake.calls).toContain('shipStart'), { timeout: 5000 });
    expect(router.route).toEqual({ screen: 'project', id: 'p2' });
    await type('change how report-api');
    await person.keyboard('{Enter}');
    expect(await screen.findByTestId('run-form')).toBeInTheDocument();
    expect(fake.calls.filter((call) => call === 'shipStart')).toHaveLength(1);
  });

  it('stops what is ours at once, and asks before touching what is not', async () => {
    const fake = await start();
    let person = await type('stop report-api');
    await person.keyboard('{Enter}');
    await waitFor(() => expect(fake.calls).toContain('containerAct'));
    fake.calls.length = 0;
    person = await type('stop postgres');
    await person.keyboard('{Enter}');
    expect(await screen.findByTestId('confirm')).toHaveTextContent('Stop postgres?');
    expect(fake.calls).not.toContain('containerAct');
    await person.click(screen.getByTestId('confirm-cancel'));
  });

  it('changes the look, the language and the mode, and marks what is so already', async () => {
    const fake = await start();
    let person = await type('theme dark');
    await person.keyboard('{Enter}');
    await waitFor(() => expect(fake.settings.theme).toBe('dark'));
    person = await type('expert');
    await person.keyboard('{Enter}');
    await waitFor(() => expect(fake.settings.mode).toBe('expert'));
    await type('theme dark');
    expect(first()).toHaveTextContent('in use');
    await person.keyboard('{Escape}');
    await type('中文');
    await person.keyboard('{Enter}');
    await waitFor(() => expect(fake.settings.language).toBe('zh-CN'));
  });

  it('copies the diagnostics', async () => {
    await start();
    const person = await type('diagnostics');
    await person.keyboard('{Enter}');
    await waitFor(async () => expect(await navigator.clipboard.readText()).toContain('Slipway'));
  });

  it('shows a hostile name as text, found letters and all', async () => {
    await start();
    await type('<img src');
    expect(first()).toHaveTextContent('Open <img src=x onerror=alert(1)>');
    expect(screen.getByTestId('palette').querySelector('img')).toBeNull();
    expect(within(first()).getAllByText(/<img/)[0]?.tagName).toBe('B');
  });

  it('says that nothing matches, and Enter does nothing then', async () => {
    await start();
    const person = await type('qqqq');
    expect(screen.getByText('Nothing matches “qqqq”')).toBeInTheDocument();
    expect(screen.getByTestId('palette-input')).not.toHaveAttribute('aria-activedescendant');
    await person.keyboard('{Enter}');
    expect(screen.getByTestId('palette')).toBeInTheDocument();
  });

  it('speaks Chinese, and is found by the English word too', async () => {
    await start({ settings: { language: 'zh-CN' } });
    await type('停止 postgres');
    expect(first()).toHaveTextContent('停止 postgres');
    await user().clear(screen.getByTestId('palette-input'));
    await user().type(screen.getByTestId('palette-input'), 'stop postgres');
    expect(first()).toHaveTextContent('停止 postgres');
    await user().clear(screen.getByTestId('palette-input'));
    await user().type(screen.getByTestId('palette-input'), 'settings');
    expect(first()).toHaveTextContent('前往设置');
  });

  it('stays quick with 300 containers, and draws few lines', async () => {
    await start({}, 288);
    await type('load');
    expect(lines().length).toBeLessThanOrEqual(MOST);
    expect(screen.getByTestId('palette-more')).toBeInTheDocument();
    const all = entries(() => undefined);
    expect(all.length).toBeGreaterThan(900);
    const from = performance.now();
    for (const query of ['w', 'wo', 'stop', 'stop wrk', 'open e']) search(all, query);
    expect((performance.now() - from) / 5).toBeLessThan(100);
  });
});
