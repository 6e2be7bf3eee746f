import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { locale } from '../../i18n';
import { useIpc } from '../../ipc';
import { Fake } from '../../ipc/fake';
import { fault, manyRows } from '../../ipc/fake-data';
import { measured } from '../../test/dom';
import ContainersPage from './ContainersPage.svelte';

measured();
let fake: Fake;
const rows = () => screen.findAllByTestId('container-row');
const rowOf = async (name: string) =>
  (await rows()).find((row) => row.dataset.name === name) as HTMLElement;

beforeEach(() => {
  localStorage.clear();
  fake = new Fake({ stepMs: null });
  useIpc(fake.ipc());
  locale.set('en');
});

describe('the fleet', () => {
  it('shows each container with its state in a word', async () => {
    render(ContainersPage);
    expect(await rowOf('mailer')).toHaveTextContent('restarting ×14');
    expect(await rowOf('import-2026-11')).toHaveTextContent('out of memory');
    expect(await rowOf('hello-env')).toHaveTextContent('finished');
    expect(screen.getByText('9 running · 3 stopped')).toBeInTheDocument();
  });

  it('marks what Slipway shipped, and nothing else', async () => {
    render(ContainersPage);
    const ours = within(await rowOf('report-api'));
    expect(ours.getByRole('img')).toHaveAccessibleName('Shipped by Slipway, project report-api');
    expect(within(await rowOf('postgres')).queryByRole('img')).toBeNull();
  });

  it('shows a hostile name as text', async () => {
    render(ContainersPage);
    const row = await rowOf('<img src=x onerror=alert(1)>');
    expect(row.querySelector('img')).toBeNull();
    const link = within(row).getByRole('link');
    expect(link).toHaveTextContent('<img src=x onerror=alert(1)>');
    expect(link.querySelector('bdi')).not.toBeNull();
  });

  it('draws a few rows of three hundred, and says how many there are', async () => {
    fake.rows.push(...manyRows(288));
    render(ContainersPage);
    await expect.poll(() => screen.getByRole('table').getAttribute('aria-rowcount')).toBe('301');
    expect((await rows()).length).toBeLessThan(30);
  });

  it('filters by plain words and says when nothing matches', async () => {
    const user = userEvent.setup();
    render(ContainersPage);
    await rows();
    const box = screen.getByTestId('fleet-filter');
    await user.type(box, 'worker');
    expect((await rows()).map((row) => row.dataset.name)).toEqual(['worker-1', 'worker-2']);
    await user.type(box, ' nothing');
    expect(screen.getByText('No container matches “worker nothing”')).toBeInTheDocument();
    await user.click(screen.getByText('Show all'));
    expect((await rows()).length).toBe(12);
  });

  it('stops what is ours at once, and asks before touching what is not', async () => {
    const user = userEvent.setup();
    render(ContainersPage);
    await user.click(within(await rowOf('report-api')).getByTestId('row-menu'));
    await user.click(screen.getByTestId('action-stop'));
    expect(fake.calls).toContain('containerAct');

    fake.calls.length = 0;
    await user.click(within(await rowOf('postgres')).getByTestId('row-menu'));
    await user.click(screen.getByTestId('action-stop'));
    expect(screen.getByTestId('confirm')).toHaveTextContent('Stop postgres?');
    expect(screen.getByTestId('confirm')).toHaveTextContent('not Slipway’s');
    await user.click(screen.getByTestId('confirm-cancel'));
    expect(fake.calls).not.toContain('containerAct');
  });

  it('removes after a question that names the container', async () => {
    const user = userEvent.setup();
    render(ContainersPage);
    await user.click(within(await rowOf('hello-env')).getByTestId('row-menu'));
    await user.click(screen.getByTestId('action-remove'));
    expect(screen.getByTestId('confirm')).toHaveTextContent('Remove hello-env?');
    await user.click(screen.getByTestId('confirm-ok'));
    await expect.poll(() => screen.getAllByTestId('container-row').length).toBe(11);
  });

  it('works by keyboard: the menu opens, moves and closes, and gives the focus back', async () => {
    const user = userEvent.setup();
    render(ContainersPage);
    const button = within(await rowOf('postgres')).getByTestId('row-menu');
    button.focus();
    await user.keyboard('{Enter}');
    expect(screen.getByTestId('action-stop')).toHaveFocus();
    await user.keyboard('{ArrowDown}');
    expect(screen.getByTestId('action-restart')).toHaveFocus();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('menu')).toBeNull();
    expect(button).toHaveFocus();
  });

  it('is sorted by any metric, and shows the one that was chosen', async () => {
    const user = userEvent.setup();
    render(ContainersPage);
    await rows();
    await user.click(screen.getByTestId('fleet-sort-name'));
    expect((await rows())[0]?.dataset.name).toBe('zh-测试容器');
    await user.selectOptions(screen.getByTestId('fleet-sort'), 'restarts');
    expect((await rows())[0]?.dataset.name).toBe('mailer');
    expect(await rowOf('mailer')).toHaveTextContent('14');
    await user.selectOptions(screen.getByTestId('fleet-sort'), 'network');
    await expect.poll(async () => (await rowOf('web')).textContent).toMatch(/\d.[kM]B/);
  });

  it('is grouped, with what each group uses together', async () => {
    const user = userEvent.setup();
    render(ContainersPage);
    await rows();
    await user.selectOptions(screen.getByTestId('fleet-group'), 'compose');
    const [shop, rest] = screen.getAllByTestId('fleet-group-row');
    expect(shop).toHaveTextContent('shop');
    expect(shop).toHaveTextContent('2 containers');
    expect(rest).toHaveTextContent('No compose project');
    await expect.poll(() => shop?.textContent).toMatch(/\d\.\d\d cores/);
    await user.click(within(shop as HTMLElement).getByRole('button'));
    expect((await rows()).map((row) => row.dataset.name)).not.toContain('worker-1');
  });

  it('says of a row close to its limit why', async () => {
    const ipc = fake.ipc();
    const id = (fake.rows.find((row) => row.name === 'orders') as { id: string }).id;
    useIpc({
      ...ipc,
      latestAll: async () => {
        const all = await ipc.latestAll();
        return { ...all, [id]: { ...all[id], throttled_ratio: 0.38 } } as typeof all;
      },
    });
    render(ContainersPage);
    const row = await rowOf('orders');
    await expect
      .poll(() => within(row).queryByTestId('near-chip')?.textContent)
      .toMatch(/waits 38.% of the time/);
  });

  it('removes several after one question that names each, and says how many are not ours', async () => {
    const user = userEvent.setup();
    render(ContainersPage);
    for (const name of ['hello-env', 'import-2026-11']) {
      await user.click(within(await rowOf(name)).getByTestId('fleet-select'));
    }
    expect(screen.getByTestId('bulk-bar')).toHaveTextContent('2 chosen');
    expect(screen.getByTestId('bulk-stop')).toBeDisabled();
    await user.click(screen.getByTestId('bulk-remove'));
    expect(screen.getByTestId('bulk-names')).toHaveTextContent('hello-env');
    expect(screen.getByTestId('bulk-names')).toHaveTextContent('import-2026-11');
    expect(screen.getByTestId('bulk-confirm')).toHaveTextContent('One of them is not Slipway’s');
    await user.click(screen.getByTestId('bulk-ok'));
    await expect.poll(() => screen.getAllByTestId('container-row').length).toBe(10);
    expect(screen.queryByTestId('bulk-bar')).toBeNull();
  });

  it('chooses only what is shown, and forgets what is gone', async () => {
    const user = userEvent.setup();
    render(ContainersPage);
    await rows();
    await user.type(screen.getByTestId('fleet-filter'), 'worker');
    await user.click(screen.getByTestId('fleet-select-all'));
    expect(screen.getByTestId('bulk-bar')).toHaveTextContent('2 chosen');
    fake.rows = fake.rows.filter((row) => row.name !== 'worker-2');
    fake.wake('containers');
    await expect.poll(() => screen.getByTestId('bulk-bar').textContent).toContain('1 chosen');
    await user.click(screen.getByTestId('bulk-clear'));
    expect(screen.queryByTestId('bulk-bar')).toBeNull();
  });

  it('stops the others though one of them cannot be', async () => {
    const user = userEvent.setup();
    render(ContainersPage);
    await rows();
    await user.type(screen.getByTestId('fleet-filter'), 'worker');
    await user.click(screen.getByTestId('fleet-select-all'));
    fake.failNext('containerAct', fault('engine-lost', { endpoint: 'x' }));
    await user.click(screen.getByTestId('bulk-stop'));
    await user.click(screen.getByTestId('bulk-ok'));
    await expect
      .poll(
        () => fake.rows.filter((row) => /worker/.test(row.name) && row.state === 'exited').length,
      )
      .toBe(1);
    expect((await rows()).length).toBe(2);
  });

  it('lists what is gone and still recorded, and says what Slipway itself costs', async () => {
    const user = userEvent.setup();
    render(ContainersPage);
    await user.click(await screen.findByTestId('gone-toggle'));
    expect(screen.getAllByTestId('gone-row')).toHaveLength(3);
    const list = screen.getByTestId('gone-list');
    expect(list).toHaveTextContent('nightly-<b>import</b>');
    expect(list.querySelector('b')).toBeNull();
    expect(screen.getByTestId('self-cost')).toHaveTextContent(/0\.4.% of a core/);
  });

  it('keeps the table and says so when the engine is gone', async () => {
    fake = new Fake({ stepMs: null, engine: 'lost' });
    useIpc(fake.ipc());
    render(ContainersPage);
    expect(await screen.findByTestId('fleet-lost')).toHaveTextContent('how things were');
    expect((await rows()).length).toBe(12);
  });

  it('teaches when there is nothing, and says what failed', async () => {
    fake = new Fake({ stepMs: null, empty: true });
    useIpc(fake.ipc());
    render(ContainersPage);
    expect(await screen.findByText('No containers yet')).toBeInTheDocument();
    fake.failNext('containers', fault('machine-no-home'));
    fake.wake('containers');
    expect(await screen.findByText('This user has no home folder')).toBeInTheDocument();
  });

  it('lets go of everything when it leaves', async () => {
    const before = fake.listening;
    const { unmount } = render(ContainersPage);
    await rows();
    unmount();
    expect(fake.listening).toBe(before);
  });
});
