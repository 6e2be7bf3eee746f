import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { locale } from '../../i18n';
import { useIpc } from '../../ipc';
import { Fake } from '../../ipc/fake';
import { measured } from '../../test/dom';
import CommandStrip from './CommandStrip.svelte';
import { ContainerPage, ContainersPage } from '../containers';
import { ProjectPage } from '../projects';

vi.setConfig({ testTimeout: 20_000 });
measured();
let fake: Fake;
const id = (name: string) => `${name}-0123456789abcdef`;
const command = () => screen.getByTestId('command-text');

beforeEach(() => {
  fake = new Fake({ stepMs: null });
  useIpc(fake.ipc());
  locale.set('en');
});

describe('the same as a command, on a container’s page', () => {
  it('is its log, and the action that the keyboard is at', async () => {
    render(ContainerPage, { id: id('report-api') });
    const stop = await screen.findByTestId('action-stop');
    expect(command()).toHaveTextContent('docker logs -f report-api');
    stop.focus();
    await waitFor(() => expect(command()).toHaveTextContent('docker stop report-api'));
    screen.getByTestId('action-restart').focus();
    await waitFor(() => expect(command()).toHaveTextContent('docker restart report-api'));
  });

  it('is the action that is pointed at, for long enough to copy it', async () => {
    const user = userEvent.setup();
    render(ContainerPage, { id: id('report-api') });
    await user.hover(await screen.findByTestId('action-stop'));
    await waitFor(() => expect(command()).toHaveTextContent('docker stop report-api'));
    const strip = screen.getByTestId('command-strip');
    await user.click(within(strip).getByRole('button', { name: 'Copy' }));
    expect(await navigator.clipboard.readText()).toBe('docker stop report-api');
  });

  it('is the question that is asked', async () => {
    const user = userEvent.setup();
    render(ContainerPage, { id: id('report-api') });
    await user.click(await screen.findByTestId('page-menu'));
    await user.click(screen.getByTestId('action-remove'));
    await waitFor(() => expect(command()).toHaveTextContent('docker rm -f -v report-api'));
  });

  it('falls back when the action does not fit any more', async () => {
    render(ContainerPage, { id: id('report-api') });
    (await screen.findByTestId('action-stop')).focus();
    await waitFor(() => expect(command()).toHaveTextContent('docker stop'));
    fake.rows = fake.rows.map((row) => ({ ...row, state: 'exited' as const }));
    fake.wake('containers');
    await screen.findByTestId('action-start', {}, { timeout: 3000 });
    expect(command()).toHaveTextContent('docker logs -f report-api');
  });
});

describe('the same as a command, on the table', () => {
  it('is the list, then the row that has the focus, then the action in its menu', async () => {
    const user = userEvent.setup();
    render(ContainersPage);
    const rows = await screen.findAllByTestId('container-row');
    expect(command()).toHaveTextContent('docker ps -a');
    const row = rows.find((one) => one.dataset.name === 'postgres') as HTMLElement;
    within(row).getByRole('link').focus();
    await waitFor(() => expect(command()).toHaveTextContent('docker logs -f postgres'));
    await user.click(within(row).getByTestId('row-menu'));
    await waitFor(() => expect(command()).toHaveTextContent('docker stop postgres'));
    await user.keyboard('{ArrowDown}');
    await waitFor(() => expect(command()).toHaveTextContent('docker restart postgres'));
  });

  it('takes a hostile name as one word of text', async () => {
    render(ContainersPage);
    const rows = await screen.findAllByTestId('container-row');
    const row = rows.find((one) => one.dataset.name?.startsWith('<img')) as HTMLElement;
    within(row).getByRole('link').focus();
    await waitFor(() =>
      expect(command()).toHaveTextContent("docker logs -f '<img src=x onerror=alert(1)>'"),
    );
    expect(document.querySelector('img')).toBeNull();
  });
});

describe('the same as a command, on a project', () => {
  it('says for each stage what does it, and where docker cannot', async () => {
    const user = userEvent.setup();
    render(ProjectPage, { id: 'p1' });
    const stage = async (name: string) =>
      user.click(within(await screen.findByTestId(`stage-${name}`)).getByRole('tab'));
    await stage('run');
    expect(command()).toHaveTextContent('docker run -d --name report-api');
    expect(command()).not.toHaveTextContent('hunter2');
    expect(screen.getByTestId('command-note')).toHaveTextContent('from your terminal');
    await stage('build');
    expect(command()).toHaveTextContent('slipway ship /home/mei/src/report-api');
    expect(screen.getByTestId('command-note')).toHaveTextContent('Docker has no command');
    await stage('code');
    expect(command()).toHaveTextContent('slipway inspect /home/mei/src/report-api');
  });

  it('says so where there is no program yet', async () => {
    const user = userEvent.setup();
    for (const project of fake.projects) project.run_command = null;
    render(ProjectPage, { id: 'p1' });
    await user.click(within(await screen.findByTestId('stage-run')).getByRole('tab'));
    expect(screen.queryByTestId('command-text')).toBeNull();
    expect(screen.getByTestId('command-note')).toHaveTextContent('which program to run');
  });
});

describe('a long command', () => {
  it('says how many lines there are beyond two, and shows them', async () => {
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(100);
    const user = userEvent.setup();
    render(CommandStrip, { command: 'docker run '.repeat(40) });
    const more = await screen.findByTestId('command-more');
    expect(more).toHaveTextContent('3 more lines');
    expect(more).toHaveAttribute('aria-expanded', 'false');
    await user.click(more);
    expect(more).toHaveAttribute('aria-expanded', 'true');
  });
});
