import { fireEvent, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { locale } from '../../i18n';
import { useIpc, type LogLine, type LogPage } from '../../ipc';
import { Fake } from '../../ipc/fake';
import { searches } from '../../ipc/fake-logs';
import { measured } from '../../test/dom';
import LogView from './LogView.svelte';

measured();

const line = (seq: number, over: Partial<LogLine> = {}): LogLine => ({
  seq,
  time_ms: 1_700_000_000_000 + seq * 10,
  ns: 0,
  stream: 'stdout',
  text: `line ${seq}`,
  cut: false,
  gap: null,
  level: null,
  part: false,
  styles: [],
  parsed: null,
  origin: null,
  ...over,
});

let all: LogLine[];
let skipped: number;
let ended: boolean;
let flood: LogPage['flood'];
let fake: Fake;

function page(lines: LogLine[], lost = 0): LogPage {
  const last = all[all.length - 1];
  const next = (lines[lines.length - 1]?.seq ?? last?.seq ?? -1) + 1;
  return {
    lines,
    next,
    skipped: lost,
    first: 0,
    total: all.length,
    ended,
    generation: 0,
    soon: false,
    flood,
  };
}

beforeEach(() => {
  all = [];
  skipped = 0;
  ended = false;
  flood = null;
  fake = new Fake({ stepMs: null });
  useIpc({
    ...fake.ipc(),
    ...searches(async () => all),
    logsTail: async (_id, most) => page(all.slice(-most)),
    logsRead: async (_id, cursor) => {
      const lost = skipped;
      skipped = 0;
      return page(
        all.filter((one) => one.seq >= cursor),
        lost,
      );
    },
  });
  locale.set('en');
});

const come = async (...lines: LogLine[]) => {
  all.push(...lines);
  fake.wake('logs', 'c1');
};

describe('the log', () => {
  it('says that nothing was written yet, then shows what comes', async () => {
    render(LogView, { containerId: 'c1' });
    expect(await screen.findByText('This container has written nothing yet')).toBeInTheDocument();
    await come(line(0));
    expect(await screen.findByText('line 0')).toBeInTheDocument();
  });

  it('tells standard error by a word, not only by colour', async () => {
    all = [line(0), line(1, { stream: 'stderr', text: 'boom' })];
    render(LogView, { containerId: 'c1' });
    const rows = await screen.findAllByTestId('log-line');
    expect(rows[1]).toHaveTextContent('err');
    expect(rows[0]).not.toHaveTextContent('err');
  });

  it('shows hostile lines as text', async () => {
    all = [line(0, { text: '<img src=x onerror=alert(1)><b>x</b>' })];
    render(LogView, { containerId: 'c1' });
    const row = await screen.findByTestId('log-line');
    expect(row.querySelector('img, b')).toBeNull();
    expect(row).toHaveTextContent('<img src=x onerror=alert(1)><b>x</b>');
  });

  it('says exactly how many lines were skipped, and marks a cut one', async () => {
    all = [line(0)];
    render(LogView, { containerId: 'c1' });
    await screen.findByText('line 0');
    skipped = 12_431;
    await come(line(12_432, { cut: true }));
    expect(await screen.findByTestId('log-skipped')).toHaveTextContent('12,431 lines skipped');
    expect(screen.getByText(/longer than 64 kB/)).toBeInTheDocument();
  });

  it('says how many lines a flood leaves out, and counts those that are read back', async () => {
    all = [line(0)];
    flood = { lines_per_s: 250_000, left_out: 1_200_000, read_back: null };
    render(LogView, { containerId: 'c1' });
    const said = await screen.findByTestId('log-flood');
    expect(said).toHaveTextContent('250,000 lines a second');
    expect(said).toHaveTextContent('about 1,200,000 lines');
    flood = { ...flood, read_back: 340_017 };
    await come(line(1));
    await vi.waitFor(() => expect(said).toHaveTextContent('340,017 of about 1,200,000'));
    flood = null;
    await come(line(2));
    await vi.waitFor(() => expect(screen.queryByTestId('log-flood')).toBeNull());
  });

  it('lets go when scrolled up, counts, and leads back', async () => {
    all = Array.from({ length: 200 }, (_, i) => line(i));
    render(LogView, { containerId: 'c1' });
    await screen.findAllByTestId('log-line');
    const list = screen.getByTestId('log-view');
    list.scrollTop = 500;
    await fireEvent.scroll(list);
    expect(list).toHaveAttribute('data-following', 'false');
    await come(line(200), line(201));
    expect(await screen.findByText('2 new lines')).toBeInTheDocument();
    await userEvent.click(screen.getByTestId('log-to-end'));
    expect(list).toHaveAttribute('data-following', 'true');
  });

  it('is let go of by keyboard as well, and the keyboard stays in it', async () => {
    all = Array.from({ length: 100 }, (_, index) => line(index));
    render(LogView, { containerId: 'c1' });
    await screen.findAllByTestId('log-line');
    const list = screen.getByTestId('log-view');
    list.focus();
    await userEvent.keyboard('{PageUp}');
    expect(list).toHaveAttribute('data-following', 'false');
    await userEvent.tab();
    expect(screen.getByTestId('log-to-end')).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(list).toHaveAttribute('data-following', 'true');
    expect(list).toHaveFocus();
  });

  it('goes to the last error from the end, in all that is kept, and says which it is', async () => {
    const error = { level: 'error', text: 'level=ERROR' } as const;
    all = Array.from({ length: 5_000 }, (_, i) => line(i, i === 10 || i === 4_990 ? error : {}));
    render(LogView, { containerId: 'c1' });
    await screen.findAllByTestId('log-line');
    const place = screen.getByTestId('log-error-place');
    expect(place).toHaveTextContent('');
    screen.getByTestId('log-view').focus();
    await userEvent.keyboard('{F8}');
    await expect.poll(() => place.textContent).toBe('none after');
    expect(screen.getByTestId('log-view')).toHaveAttribute('data-following', 'true');
    await userEvent.keyboard('{Shift>}{F8}{/Shift}');
    await expect.poll(() => place.textContent).toBe('2 of 2');
    expect(screen.getByTestId('log-view')).toHaveAttribute('data-following', 'false');
  });

  it('says that there is no error', async () => {
    all = Array.from({ length: 10 }, (_, i) => line(i));
    render(LogView, { containerId: 'c1' });
    await screen.findAllByTestId('log-line');
    await userEvent.click(screen.getByTestId('log-error-before'));
    await expect.poll(() => screen.getByTestId('log-error-place').textContent).toBe('none');
  });

  it('shows only what matches of all that is kept, live, and everything again', async () => {
    all = [line(0, { text: 'GET /' }), line(1, { text: 'WARN slow' }), line(2, { text: 'GET /a' })];
    render(LogView, { containerId: 'c1' });
    await screen.findAllByTestId('log-line');
    await userEvent.type(screen.getByTestId('log-filter'), 'warn');
    expect(await screen.findByText('1 of 3 lines')).toBeInTheDocument();
    expect(screen.getAllByTestId('log-line')).toHaveLength(1);
    await come(line(3, { text: 'warn again' }), line(4, { text: 'GET /b' }));
    expect(await screen.findByText('2 of 5 lines')).toBeInTheDocument();
    await userEvent.click(screen.getByTestId('log-match-case'));
    expect(await screen.findByText('1 of 5 lines')).toBeInTheDocument();
    await userEvent.clear(screen.getByTestId('log-filter'));
    await screen.findByText('GET /b');
    expect(screen.getAllByTestId('log-line')).toHaveLength(5);
  });

  it('says what is no expression, and what matches nothing', async () => {
    all = [line(0), line(1, { stream: 'stderr', text: 'boom' })];
    render(LogView, { containerId: 'c1' });
    await screen.findAllByTestId('log-line');
    await userEvent.click(screen.getByTestId('log-regex'));
    await userEvent.type(screen.getByTestId('log-filter'), '(');
    expect(await screen.findByText('This is no regular expression')).toBeInTheDocument();
    await userEvent.clear(screen.getByTestId('log-filter'));
    await userEvent.type(screen.getByTestId('log-filter'), '^l.ne$');
    expect(await screen.findByText(/No kept line/)).toBeInTheDocument();
    await userEvent.clear(screen.getByTestId('log-filter'));
    await userEvent.selectOptions(screen.getByTestId('log-stream'), 'stderr');
    expect(await screen.findByText('1 of 2 lines')).toBeInTheDocument();
    expect(screen.getByTestId('log-line')).toHaveTextContent('boom');
  });

  it('says where lines are missing, and why', async () => {
    all = [line(0), line(1, { text: '', gap: { missing: 'rotated', lines: null } }), line(2)];
    render(LogView, { containerId: 'c1' });
    expect(await screen.findByTestId('log-gap')).toHaveTextContent('Lines are missing here');
    expect(screen.getByTitle(/had thrown them away/)).toBeInTheDocument();
  });

  it('says when the container has ended', async () => {
    all = [line(0)];
    ended = true;
    render(LogView, { containerId: 'c1' });
    expect(await screen.findByTestId('log-ended')).toBeInTheDocument();
  });

  it('copies everything on request, text only', async () => {
    all = [line(0), line(1, { stream: 'stderr' })];
    const user = userEvent.setup();
    render(LogView, { containerId: 'c1' });
    await screen.findAllByTestId('log-line');
    await user.click(screen.getByText('Copy all'));
    expect(await navigator.clipboard.readText()).toBe('line 0\nline 1');
  });
});
