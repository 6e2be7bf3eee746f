import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { locale } from '../../i18n';
import { useIpc } from '../../ipc';
import { Fake } from '../../ipc/fake';
import { measured } from '../../test/dom';
import { isGoDefault, mirrorName, proxySetting } from './proxy';
import SettingsPage from './SettingsPage.svelte';

measured();
let fake: Fake;

beforeEach(() => {
  fake = new Fake({ stepMs: null });
  useIpc(fake.ipc());
  locale.set('en');
});

describe('a proxy', () => {
  it('is saved without stray blanks, and empty means Go’s own way', () => {
    expect(proxySetting(' https://a , direct ')).toBe('https://a,direct');
    expect(proxySetting('a | b')).toBe('a|b');
    expect(proxySetting('   ')).toBeNull();
  });
  it('is called by its host', () => {
    expect(mirrorName('https://mirrors.aliyun.com/goproxy/,direct')).toBe(
      'mirrors.aliyun.com/goproxy',
    );
    expect(isGoDefault('https://proxy.golang.org,direct')).toBe(true);
    expect(isGoDefault('https://goproxy.cn,direct')).toBe(false);
  });
});

describe('settings', () => {
  it('take effect at once', async () => {
    render(SettingsPage);
    await userEvent.click(await screen.findByTestId('settings-theme-dark'));
    expect(fake.settings.theme).toBe('dark');
    await userEvent.click(screen.getByTestId('settings-language-zh-CN'));
    expect(fake.settings.language).toBe('zh-CN');
    await userEvent.click(screen.getByTestId('settings-mode-expert'));
    expect(fake.settings.mode).toBe('expert');
    await userEvent.click(screen.getByRole('switch'));
    expect(fake.settings.keep_running).toBe(false);
  });

  it('hold the history to a size that the user sets, and show what Slipway itself costs', async () => {
    fake.settings.history_cap_bytes = 777 * 1024 ** 2;
    render(SettingsPage);
    fake.wake('settings');
    const cap = await screen.findByTestId<HTMLSelectElement>('settings-history-cap');
    await expect.poll(() => cap.value).toBe(String(777 * 1024 ** 2));
    await userEvent.selectOptions(cap, String(2 * 1024 ** 3));
    expect(fake.settings.history_cap_bytes).toBe(2 * 1024 ** 3);
    expect(await screen.findByTestId('self-cost')).toHaveTextContent(/0\.4.% of a core/);
  });

  it('show each engine with its state, and the button that mends it', async () => {
    fake = new Fake({ stepMs: null, engine: 'permission' });
    useIpc(fake.ipc());
    render(SettingsPage);
    const engine = await screen.findByTestId('engine-candidate');
    await expect
      .poll(() => screen.getByTestId('engine-candidate').dataset.state)
      .toBe('no_permission');
    expect(within(engine).getByTestId('engine-mend')).toBeInTheDocument();
  });

  it('test the proxy and every mirror, each with its own answer', async () => {
    render(SettingsPage);
    await userEvent.click(await screen.findByTestId('proxy-test'));
    expect(await screen.findByText(/Answers in 84.ms, with toolchains/)).toBeInTheDocument();
    for (const mirror of screen.getAllByTestId('proxy-mirror')) {
      expect(mirror).toHaveTextContent(/84.ms/);
    }
  });

  it('take a mirror by one press', async () => {
    render(SettingsPage);
    const mirrors = await screen.findAllByTestId('proxy-mirror');
    await userEvent.click(mirrors[1] as HTMLElement);
    expect(fake.settings.goproxy).toBe('https://goproxy.cn,direct');
  });

  it('remove what is kept only after a question', async () => {
    render(SettingsPage);
    await userEvent.click(await screen.findByTestId('storage-remove-caches'));
    expect(fake.calls).not.toContain('storageRemove');
    expect(screen.getByText('Remove the build and module caches?')).toBeInTheDocument();
    await userEvent.click(screen.getByTestId('confirm-ok'));
    expect(fake.calls).toContain('storageRemove');
  });

  it('copy the diagnostics', async () => {
    const user = userEvent.setup();
    render(SettingsPage);
    await user.click(await screen.findByTestId('diagnostics-copy'));
    await expect.poll(() => navigator.clipboard.readText()).toContain('Slipway');
  });
});
