import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { locale } from '../i18n';
import { useIpc, type Project } from '../ipc';
import { Fake, type FakeOptions } from '../ipc/fake';
import { fault } from '../ipc/fake-data';
import App from './App.svelte';
import { hrefOf, router, routeOf } from './router.svelte';

async function start(options: FakeOptions = {}): Promise<Fake> {
  const fake = new Fake({ stepMs: null, ...options });
  useIpc(fake.ipc());
  render(App);
  await screen.findByTestId('app-ready');
  return fake;
}
beforeEach(() => router.go({ screen: 'welcome' }));
afterEach(() => locale.set('en'));

describe('the window', () => {
  it('marks itself ready once the first answers are in, and tells the host', async () => {
    const fake = await start();
    expect(fake.calls).toContain('ready');
    expect(screen.getByTestId('engine-state')).toHaveAttribute('data-state', 'ready');
    expect(screen.getByTestId('nav-welcome')).toHaveTextContent('3');
  });

  it('says so where a page cannot be drawn, and the others work', async () => {
    const fake = new Fake({ stepMs: null });
    useIpc({ ...fake.ipc(), project: () => Promise.resolve({} as Project) });
    render(App);
    await screen.findByTestId('app-ready');
    router.go({ screen: 'project', id: 'p1' });
    expect(await screen.findByTestId('page-broken')).toBeInTheDocument();
    router.go({ screen: 'containers' });
    expect(await screen.findByRole('table')).toBeInTheDocument();
    expect(screen.queryByTestId('page-broken')).toBeNull();
  });

  it('opens a folder with Ctrl+O and shows its project', async () => {
    const user = userEvent.setup();
    await start();
    await user.keyboard('{Control>}o{/Control}');
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent('report-api');
  });

  it('opens a dropped folder', async () => {
    const fake = await start();
    fake.drop({ kind: 'over' });
    expect(await screen.findByTestId('drop-over')).toBeInTheDocument();
    fake.drop({ kind: 'dropped', paths: ['/home/mei/src/shop-api'] });
    await waitFor(() => expect(router.route).toEqual({ screen: 'project', id: 'p2' }));
    expect(screen.queryByTestId('drop-over')).toBeNull();
  });

  it('says so when more than one thing is dropped, and opens none', async () => {
    const fake = await start();
    fake.drop({ kind: 'dropped', paths: ['/a', '/b'] });
    expect(await screen.findByTestId('drop-said')).toHaveTextContent('2 things were dropped');
    expect(fake.calls).not.toContain('projectOpen');
  });

  it('says why a dropped file cannot be opened', async () => {
    const fake = await start();
    fake.failNext('projectOpen', fault('machine-cannot-write', { path: '/a.txt' }));
    fake.drop({ kind: 'dropped', paths: ['/a.txt'] });
    expect(await screen.findByTestId('open-failed')).toHaveTextContent('/a.txt');
  });

  it('shows the engine’s loss while it lasts', async () => {
    const fake = await start({ engine: 'lost' });
    expect(screen.getByTestId('engine-lost')).toHaveTextContent('Docker stopped answering');
    fake.overview = new Fake().overview;
    fake.wake('engine');
    await waitFor(() => expect(screen.queryByTestId('engine-lost')).toBeNull());
  });

  it('offers what mends an engine, and shows the command that needs root', async () => {
    const user = userEvent.setup();
    await start({ engine: 'permission' });
    const [mend] = screen.getAllByRole('button', { name: 'Add me to the group…' });
    if (mend) await user.click(mend);
    expect(await screen.findByText('sudo usermod -aG docker mei')).toBeInTheDocument();
  });

  it('takes a project off the list, and puts it back', async () => {
    const user = userEvent.setup();
    const fake = await start();
    await user.click(screen.getByRole('button', { name: 'Take shop-api off the list' }));
    await waitFor(() => expect(screen.getAllByTestId('recent-project')).toHaveLength(2));
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(screen.getAllByTestId('recent-project')).toHaveLength(3));
    expect(fake.calls).not.toContain('projectForget');
    await user.click(screen.getByRole('button', { name: 'Take shop-api off the list' }));
    await user.click(await screen.findByRole('button', { name: 'Close' }));
    await waitFor(() => expect(fake.calls).toContain('projectForget'));
    expect(screen.getAllByTestId('recent-project')).toHaveLength(2);
  });

  it('makes a project from a template, after a name that works', async () => {
    const user = userEvent.setup();
    const fake = await start();
    await user.click(await screen.findByTestId('template-worker'));
    const name = await screen.findByTestId('template-name');
    await waitFor(() => expect(name).toHaveValue('worker'));
    expect(screen.getByTestId('template-path')).toHaveTextContent('/home/mei/slipway/worker');
    await user.clear(name);
    await user.type(name, 'no/slash');
    await user.click(screen.getByTestId('template-create'));
    expect(fake.calls).not.toContain('templateCreate');
    await user.clear(name);
    await user.type(name, 'mine');
    await user.click(screen.getByTestId('template-create'));
    await waitFor(() => expect(router.route.screen).toBe('project'));
  });

  it('goes where another start of the program asks', async () => {
    const fake = await start();
    fake.wake('open', 'p2');
    await waitFor(() => expect(router.route).toEqual({ screen: 'project', id: 'p2' }));
  });

  it('speaks the language of the settings, and changes it live', async () => {
    const fake = await start({ settings: { language: 'zh-CN' } });
    expect(await screen.findByTestId('open-folder')).toHaveTextContent('打开文件夹');
    expect(document.documentElement.lang).toBe('zh-CN');
    fake.settings.language = 'en';
    fake.wake('settings');
    await waitFor(() => expect(screen.getByTestId('open-folder')).toHaveTextContent('Open folder'));
  });

  it('wears the theme of the settings', async () => {
    await start({ settings: { theme: 'dark' } });
    await waitFor(() => expect(document.documentElement.dataset.theme).toBe('dark'));
  });

  it('goes through the presenter sizes with Ctrl+Shift+P', async () => {
    const user = userEvent.setup();
    const fake = await start();
    await user.keyboard('{Control>}{Shift>}p{/Shift}{/Control}');
    await waitFor(() => expect(fake.settings.presenter_percent).toBe(150));
  });

  it('says once what happened at the start, until it is put away', async () => {
    const user = userEvent.setup();
    await start({ notices: [fault('recovered-undone', { name: 'shop-api' }, 'note')] });
    expect(await screen.findByTestId('notice')).toHaveTextContent('shop-api');
    await user.click(screen.getByRole('button', { name: 'Put away' }));
    expect(screen.queryByTestId('notice')).toBeNull();
  });
});

describe('what has to be said later', () => {
  it('stands beside what was said at the start', async () => {
    const user = userEvent.setup();
    const notices = [fault('recovered-undone', { name: 'shop-api' }, 'note')];
    const fake = await start({ notices });
    expect(await screen.findAllByTestId('notice')).toHaveLength(1);
    notices.push(fault('machine-disk-full', { path: '/history' }));
    fake.wake('notices');
    await waitFor(() => expect(screen.getAllByTestId('notice')).toHaveLength(2));
    for (const button of screen.getAllByRole('button', { name: 'Put away' }))
      await user.click(button);
    expect(screen.queryByTestId('notice')).toBeNull();
  });
});

describe('an address', () => {
  it('names each screen and leads back to it', () => {
    for (const route of [
      { screen: 'welcome' },
      { screen: 'project', id: 'a/b ü' },
      { screen: 'container', id: 'c1' },
      { screen: 'costs' },
      { screen: 'settings' },
    ] as const)
      expect(routeOf(hrefOf(route))).toEqual(route);
  });
  it('that makes no sense leads to the projects', () => {
    expect(routeOf('#/project/%E0%A4%A')).toEqual({ screen: 'welcome' });
    expect(routeOf('')).toEqual({ screen: 'welcome' });
  });
});
