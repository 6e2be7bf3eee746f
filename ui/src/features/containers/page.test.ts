import { fireEvent, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { locale } from '../../i18n';
import { useIpc } from '../../ipc';
import { Fake } from '../../ipc/fake';
import { fault } from '../../ipc/fake-data';
import { measured } from '../../test/dom';
import ContainerPage from './ContainerPage.svelte';

measured();
let fake: Fake;
const id = (name: string) => `${name}-0123456789abcdef`;

beforeEach(() => {
  fake = new Fake({ stepMs: null });
  useIpc(fake.ipc());
  locale.set('en');
});

describe('a container’s page', () => {
  it('shows what runs: actions, numbers now, log lines', async () => {
    render(ContainerPage, { id: id('report-api') });
    expect(await screen.findByTestId('action-stop')).toBeInTheDocument();
    await expect.poll(() => screen.getByTestId('chart-cpu-now').textContent).toMatch(/0\.\d\d/);
    expect(screen.getByTestId('chart-memory-now')).toHaveTextContent(/MiB/);
    expect((await screen.findAllByTestId('log-line')).length).toBeGreaterThan(5);
    expect(screen.queryByTestId('verdict')).toBeNull();
  });

  it('says why an ended one stopped', async () => {
    render(ContainerPage, { id: id('import-2026-11') });
    const verdict = await screen.findByTestId('verdict');
    expect(verdict).toHaveAttribute('data-code', 'ended-out-of-memory');
    expect(screen.getByTestId('verdict-exit-code')).toHaveTextContent('137');
    expect(screen.getByTestId('action-start')).toBeInTheDocument();
  });

  it('never shows a value that looks secret', async () => {
    render(ContainerPage, { id: id('report-api') });
    const facts = await screen.findByTestId('facts');
    expect(facts).toHaveTextContent('REPORT_DSN');
    expect(facts).toHaveTextContent('hidden: looks like a secret');
  });

  it('says the command of what is looked for in its log', async () => {
    render(ContainerPage, { id: id('report-api') });
    const filter = await screen.findByTestId('log-filter');
    const command = screen.getByTestId('command-text');
    expect(command).toHaveTextContent('docker logs -f report-api');
    await fireEvent.input(filter, { target: { value: 'GET /' } });
    expect(command).toHaveTextContent("slipway logs --follow --grep='(?i)GET /' report-api");
    expect(screen.queryByTestId('command-note')).toBeNull();
    await fireEvent.change(screen.getByTestId('log-level'), { target: { value: 'error' } });
    expect(screen.getByTestId('command-note')).toHaveTextContent('in the window only');
    await fireEvent.change(screen.getByTestId('log-level'), { target: { value: '' } });
    await fireEvent.input(filter, { target: { value: '' } });
    expect(command).toHaveTextContent('docker logs -f report-api');
  });

  it('says that a container is gone, with the way back', async () => {
    render(ContainerPage, { id: 'nobody' });
    expect(await screen.findByText('This container is gone')).toBeInTheDocument();
    expect(screen.getByText('Back to all containers')).toBeInTheDocument();
  });

  it('shows what was recorded of one that is gone, with nothing to press that could not work', async () => {
    render(ContainerPage, { id: 'gone-run-12' });
    expect(await screen.findByTestId('gone-facts')).toHaveTextContent('ended with 137');
    await expect.poll(() => screen.queryByTestId('mark-oom')).not.toBeNull();
    await expect
      .poll(() => screen.getByTestId('chart-memory').getAttribute('aria-label'))
      .toMatch(/Memory.*on average/);
    expect(screen.queryByTestId('action-start')).toBeNull();
    expect(screen.getByTestId('export-open')).toBeInTheDocument();
  });

  it('shows what was recorded of one that the engine cannot be asked about, and goes on by itself', async () => {
    const user = userEvent.setup();
    const down = fault('engine-no-answer', { endpoint: 'unix:///var/run/docker.sock' });
    const real = fake.ipc();
    let failing = true;
    useIpc({
      ...real,
      container: async (one) => (failing ? Promise.reject(down) : real.container(one)),
    });
    render(ContainerPage, { id: id('report-api') });
    expect(await screen.findByTestId('gone-facts')).toHaveTextContent('last seen');
    expect(screen.getByText(/The engine cannot be asked about this container now/)).toBeVisible();
    expect((await screen.findAllByTestId('log-line')).length).toBeGreaterThan(5);
    expect(screen.queryByTestId('recording-forget')).toBeNull();
    expect(screen.queryByTestId('action-stop')).toBeNull();
    failing = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByTestId('action-stop')).toBeInTheDocument();
  });

  it('says why, where nothing was recorded either', async () => {
    const down = fault('engine-no-answer', { endpoint: 'unix:///var/run/docker.sock' });
    useIpc({ ...fake.ipc(), container: async () => Promise.reject(down) });
    render(ContainerPage, { id: 'nobody' });
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeInTheDocument();
    expect(screen.queryByTestId('gone-facts')).toBeNull();
  });

  it('shows the log of one that ended before it was measured, without empty charts', async () => {
    fake.gone = fake.gone.map((one) => ({ ...one, values: false }));
    render(ContainerPage, { id: 'gone-run-12' });
    expect(await screen.findByTestId('log-view')).toBeInTheDocument();
    expect(screen.queryByTestId('charts')).toBeNull();
  });

  it('deletes what was recorded of one that is gone, once that was said twice', async () => {
    const user = userEvent.setup();
    render(ContainerPage, { id: 'gone-run-12' });
    await user.click(await screen.findByTestId('recording-forget'));
    expect(screen.getByTestId('forget-confirm')).toHaveTextContent(
      'Delete the recording of report-api?',
    );
    await user.click(screen.getByTestId('forget-cancel'));
    expect(screen.queryByTestId('forget-confirm')).toBeNull();
    expect(fake.gone.map((one) => one.id)).toContain('gone-run-12');
    await user.click(screen.getByTestId('recording-forget'));
    await user.click(screen.getByTestId('forget-ok'));
    await expect.poll(() => location.hash).toBe('#/containers');
    expect(fake.gone.map((one) => one.id)).toEqual(['gone-run-13', 'gone-nightly']);
  });

  it('says why a recording could not be deleted, and keeps its page', async () => {
    const user = userEvent.setup();
    const full = fault('machine-disk-full', { path: '/x' });
    useIpc({ ...fake.ipc(), recordingForget: async () => Promise.reject(full) });
    location.hash = '#/container/gone-run-12';
    render(ContainerPage, { id: 'gone-run-12' });
    await user.click(await screen.findByTestId('recording-forget'));
    await user.click(screen.getByTestId('forget-ok'));
    await expect.poll(() => screen.queryByTestId('forget-confirm')).toBeNull();
    expect(location.hash).toBe('#/container/gone-run-12');
    expect(screen.getByTestId('gone-facts')).toBeInTheDocument();
  });

  it('offers no deleting of a recording while the container is there', async () => {
    render(ContainerPage, { id: id('import-2026-11') });
    await screen.findByTestId('verdict');
    expect(screen.queryByTestId('recording-forget')).toBeNull();
  });

  it('has the charts as a table too', async () => {
    render(ContainerPage, { id: id('report-api') });
    (await screen.findByText('Table')).click();
    const table = await screen.findByTestId('chart-table');
    await expect.poll(() => table.querySelectorAll('tbody tr').length).toBeGreaterThan(20);
    expect(table).toHaveTextContent('CPU as docker says it');
  });

  it('stops listening when it leaves', async () => {
    const before = fake.listening;
    const { unmount } = render(ContainerPage, { id: id('report-api') });
    await screen.findAllByTestId('log-line');
    unmount();
    expect(fake.listening).toBe(before);
  });
});
