import { render, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { locale } from '../../i18n';
import { useIpc } from '../../ipc';
import { Fake } from '../../ipc/fake';
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

  it('says that a container is gone, with the way back', async () => {
    render(ContainerPage, { id: 'nobody' });
    expect(await screen.findByText('This container is gone')).toBeInTheDocument();
    expect(screen.getByText('Back to all containers')).toBeInTheDocument();
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
