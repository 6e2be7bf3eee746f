import { fireEvent, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { locale } from '../../i18n';
import { useIpc, type Recording, type Stop } from '../../ipc';
import { Fake } from '../../ipc/fake';
import { session } from '../../shell/session.svelte';
import { measured } from '../../test/dom';
import { toasts } from '../../design';
import { limitOf } from './advice';
import { likely } from './compare.svelte';
import ContainerCharts from './ContainerCharts.svelte';
import { ticksOf } from './ticks';
import { axisOf, bare, label } from './units';

vi.setConfig({ testTimeout: 20_000 });
measured();
let fake: Fake;
let letGo: Stop;
afterEach(() => letGo());
const containerId = 'report-api-0123456789abcdef';

beforeEach(() => {
  localStorage.clear();
  fake = new Fake({ stepMs: null });
  useIpc(fake.ipc());
  // As the window's frame does.
  letGo = session.containers.hold();
  locale.set('en');
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(856);
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue({
    left: 0,
    top: 0,
    width: 856,
    height: 400,
  } as DOMRect);
});

async function shown() {
  const user = userEvent.setup();
  const made = render(ContainerCharts, { containerId });
  await expect.poll(() => screen.queryByTestId('mark-health')).not.toBeNull();
  return { user, ...made };
}

describe('the charts of a container', () => {
  it('say what they show, each in a sentence with its limit', async () => {
    await shown();
    await expect
      .poll(() => screen.getByTestId('chart-cpu').getAttribute('aria-label'))
      .toMatch(/^CPU, .* on average, .* at most.*limit is 0\.50 cores/);
    expect(screen.getByTestId('chart-network').getAttribute('aria-label')).toMatch(/out .*in /);
  });

  it('are opened and closed, and that is remembered', async () => {
    const { user, unmount } = await shown();
    expect(screen.queryByTestId('chart-pressure')).toBeNull();
    await user.click(screen.getByTestId('chart-pressure-open'));
    expect(screen.getByTestId('chart-pressure')).toBeInTheDocument();
    await user.click(screen.getByTestId('chart-disk-close'));
    expect(screen.queryByTestId('chart-disk')).toBeNull();
    unmount();
    expect(localStorage.getItem('slipway.charts.page')).toContain('pressure');
    expect(localStorage.getItem('slipway.charts.page')).not.toContain('disk');
    await user.click((await shown(), screen.getByTestId('chart-disk-open')));
    await user.click(screen.getByTestId('chart-pressure-close'));
  });

  it('are zoomed by dragging a stretch, and lead back to live', async () => {
    const { user } = await shown();
    const layer = screen.getByTestId('charts-layer');
    // jsdom knows no pointer events; a mouse event of that name carries what is read.
    const pointer = (name: string, clientX: number) =>
      fireEvent(layer, new MouseEvent(name, { bubbles: true, clientX }));
    await pointer('pointerdown', 100);
    await pointer('pointermove', 300);
    await pointer('pointerup', 300);
    // 200 of 800 pixels of five minutes.
    expect(screen.getByTestId('charts-zoomed')).toHaveTextContent('1 m 15 s');
    expect(screen.getByTestId('charts-to-live')).toHaveTextContent('ahead');
    await user.click(screen.getByTestId('charts-to-live'));
    expect(screen.queryByTestId('charts-zoomed')).toBeNull();
  });

  it('are moved with Shift, by wheel and by keys', async () => {
    await shown();
    const layer = screen.getByTestId('charts-layer');
    await fireEvent.keyDown(layer, { key: 'ArrowLeft', shiftKey: true });
    // Nothing is recorded before its start, so there is nowhere to go yet.
    await fireEvent.keyDown(layer, { key: '+' });
    expect(screen.getByTestId('charts-zoomed')).toBeInTheDocument();
    await fireEvent.keyDown(layer, { key: '0' });
    expect(screen.queryByTestId('charts-zoomed')).toBeNull();
    await fireEvent.wheel(layer, { deltaY: -200, ctrlKey: true, clientX: 400 });
    expect(screen.getByTestId('charts-zoomed')).toBeInTheDocument();
    await fireEvent.keyDown(layer, { key: 'l' });
    expect(screen.queryByTestId('charts-to-live')).toBeNull();
  });

  it('take a note at the cursor, show it as text, and give it back after it was removed', async () => {
    const { user } = await shown();
    await user.click(screen.getByTestId('note-add'));
    await user.type(screen.getByTestId('note-text'), '<b>after the change</b>');
    await user.click(screen.getByTestId('note-save'));
    await expect.poll(() => fake.notes.length).toBe(1);
    await user.click(screen.getByTestId('marks-toggle'));
    const list = await screen.findByTestId('marks-list');
    await expect.poll(() => list.textContent).toContain('<b>after the change</b>');
    expect(list.querySelector('b')).toBeNull();
    const mine = within(list).getByText('<b>after the change</b>').closest('li') as HTMLElement;
    await user.click(within(mine).getByTestId('note-remove'));
    await expect.poll(() => fake.notes.length).toBe(0);
  });

  it('are laid beside an earlier run, aligned at its start, and let go of it', async () => {
    const { user } = await shown();
    await user.click(screen.getByTestId('compare-open'));
    const [first] = await screen.findAllByTestId('compare-row');
    expect(first).toHaveAttribute('data-id', 'gone-run-13');
    await user.click(within(first as HTMLElement).getByRole('checkbox'));
    await user.click(screen.getByTestId('compare-done'));
    expect(screen.getByTestId('compared')).toHaveTextContent('B');
    expect(screen.getByRole('radio', { name: 'Their starts' })).toBeChecked();
    await user.click(screen.getByTestId('charts-table'));
    const table = screen.getByTestId('chart-table');
    expect(within(table).getByText('B CPU')).toBeInTheDocument();
    await expect
      .poll(() => table.querySelector('tbody tr:nth-child(3)')?.textContent)
      .toMatch(/0\.\d{3}.*0\.\d{3}/);
    await user.click(screen.getByTestId('compare-remove'));
    expect(screen.queryByTestId('compare-bar')).toBeNull();
  });

  it('are written to a file: what is shown, and where it went is said', async () => {
    const { user } = await shown();
    const wrote = vi.fn(fake.ipc().seriesExport);
    useIpc({ ...fake.ipc(), seriesExport: wrote });
    await user.click(screen.getByTestId('export-open'));
    await user.click(screen.getByTestId('export-csv'));
    const [ids, metrics, from, to, , format] = wrote.mock.calls[0] ?? [];
    expect([ids, format, (to ?? 0) - (from ?? 0)]).toEqual([[containerId], 'csv', 300_000]);
    expect(metrics).toContain('network_sent');
  });

  it('say what would do, until that is put away', async () => {
    const { user } = await shown();
    const [cpu, memory] = screen.getAllByTestId('advice');
    expect(cpu).toHaveTextContent(/38.% of the time.*0\.50 CPU.*0\.85 would do/);
    expect(memory).toHaveTextContent(/60.MiB of 64.MiB.*80.MiB would do/);
    await user.click(within(cpu as HTMLElement).getByRole('button', { name: 'Put this away' }));
    expect(screen.getAllByTestId('advice')).toHaveLength(1);
  });

  it('set the limit that would do in the project, and offer to ship again', async () => {
    const { user } = await shown();
    const before = structuredClone(fake.projects[0]?.settings);
    const [cpu, memory] = screen.getAllByTestId('advice').map((one) => within(one));
    const set = await memory?.findByTestId('advice-set');
    expect(set).toHaveTextContent(/Set limit to 80.MiB/);
    await user.click(set as HTMLElement);
    const ship = await memory?.findByTestId('advice-ship');
    expect(screen.getAllByTestId('advice')[1]).toHaveTextContent('from the next ship on');
    // Nothing else that is set there is another now.
    expect(fake.projects[0]?.settings).toEqual({ ...before, memory_bytes: 80 * 1024 ** 2 });
    await user.click(cpu?.getByTestId('advice-set') as HTMLElement);
    await expect.poll(() => fake.projects[0]?.settings.cpu_nanocores).toBe(850_000_000);
    expect(fake.projects[0]?.settings.memory_bytes).toBe(80 * 1024 ** 2);
    await user.click(ship as HTMLElement);
    await expect.poll(() => location.hash).toBe('#/project/p1');
    expect([...fake.actions.values()].map((one) => one.action.project)).toEqual(['p1']);
  });

  it('say why the limit could not be set, and can be pressed again', async () => {
    const { user } = await shown();
    useIpc({ ...fake.ipc(), projectSettingsSet: async () => Promise.reject(new Error('no')) });
    const [set] = await screen.findAllByTestId('advice-set');
    await user.click(set as HTMLElement);
    await expect.poll(() => toasts.list.length).toBeGreaterThan(0);
    expect(screen.getAllByTestId('advice-set')).toHaveLength(2);
    expect(screen.queryByTestId('advice-ship')).toBeNull();
  });

  it.each(['en', 'zh-CN'] as const)(
    'give a command for a container of somebody else (%s)',
    async (language) => {
      locale.set(language);
      const said = await fake.ipc().advice(containerId);
      useIpc({ ...fake.ipc(), advice: async () => said });
      render(ContainerCharts, { containerId: 'worker-1-0123456789abcdef' });
      await expect.poll(() => screen.queryAllByTestId('advice-command')).toHaveLength(2);
      const [cpu, memory] = screen.getAllByTestId('advice-command');
      expect(cpu).toHaveTextContent('docker update --cpus 0.85 worker-1');
      expect(memory).toHaveTextContent('docker update --memory 80m --memory-swap 160m worker-1');
      expect(within(memory as HTMLElement).getByRole('button')).toHaveTextContent(/Copy|复制/);
      expect(screen.queryByTestId('advice-set')).toBeNull();
    },
  );
});

describe('the limit that would do', () => {
  it('is none where a higher one would not help, or nothing is known', () => {
    const of = (code: string, params: Record<string, number | string>) => limitOf({ code, params });
    expect(of('advice-cpu-waits-machine', { enough_cores: 2 })).toBeNull();
    expect(of('advice-cpu-waits', { enough_cores: 'x' })).toBeNull();
    expect(of('advice-memory-full', {})).toBeNull();
    expect(of('advice-memory-full', { enough_bytes: 5 })).toEqual({ of: 'memory', bytes: 5 });
  });
});

describe('what to compare with', () => {
  const run = (id: string, over: Partial<Recording> = {}): Recording => ({
    id,
    name: id,
    image: '',
    project: null,
    project_name: null,
    program: null,
    started_ms: 1,
    ended_ms: null,
    exit_code: null,
    first_ms: 1,
    last_ms: 2,
    gone: false,
    values: true,
    lines: false,
    ...over,
  });
  it('begins with runs of the same program, the newest first, and never is the same one', () => {
    const own = run('own', { project: 'p', program: 'a' });
    const all = [
      run('stranger', { started_ms: 99 }),
      run('other-program', { project: 'p', program: 'b' }),
      run('never-measured', { project: 'p', program: 'a', values: false }),
      own,
      run('older', { project: 'p', program: 'a', started_ms: 2 }),
      run('newer', { project: 'p', program: 'a', started_ms: 3 }),
    ];
    expect(likely(all, own).map((one) => one.id)).toEqual([
      'newer',
      'older',
      'other-program',
      'stranger',
    ]);
  });
});

describe('an axis', () => {
  it('has one unit, and as many decimals as its steps need', () => {
    expect(label(2.5e8, 2.5e8, axisOf('cores', 1e9))).toBe('0.25');
    expect(label(5e8, 5e8, axisOf('cores', 1e9))).toBe('0.5');
    expect(axisOf('rate', 3e6).word).toBe('MB/s');
    expect(bare(3_400_000, axisOf('rate', 3e6))).toBe('3.40');
    expect(axisOf('memory', 20 * 2 ** 30).word).toBe('GiB');
    expect(bare(0.471, axisOf('share', 0.5))).toBe('47');
  });
  it('of time has round moments, at most one where a word has room', () => {
    const from = Date.UTC(2026, 10, 24, 10, 0, 3);
    const ticks = ticksOf({ from, to: from + 300_000 }, 800);
    expect(ticks.map((tick) => tick.ms % 60_000)).toEqual([0, 0, 0, 0, 0]);
    expect(ticksOf({ from, to: from + 14 * 86_400_000 }, 800)[0]?.word).toMatch(/Nov/);
    expect(ticksOf({ from: 5, to: 5 }, 800)).toEqual([]);
  });
});
