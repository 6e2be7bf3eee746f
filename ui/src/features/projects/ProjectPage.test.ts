import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { locale } from '../../i18n';
import { useIpc } from '../../ipc';
import { Fake, type FakeOptions } from '../../ipc/fake';
import ProjectPage from './ProjectPage.svelte';

function open(id: string, options: FakeOptions = {}, change?: (fake: Fake) => void): Fake {
  const fake = new Fake({ stepMs: null, ...options });
  change?.(fake);
  useIpc(fake.ipc());
  render(ProjectPage, { id });
  return fake;
}
async function finish(fake: Fake): Promise<void> {
  while (fake.step());
  await waitFor(() => expect(screen.getByTestId('ship-result')).toBeInTheDocument());
}
afterEach(() => locale.set('en'));

describe('the project page', () => {
  it('shows hostile names as text', async () => {
    open('p2', {}, (fake) => {
      const project = fake.projects[1];
      if (!project) return;
      project.name = '<img src=x onerror=alert(1)>';
      project.understanding.programs.forEach((one) => (one.name = '<b>bold</b>'));
    });
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent(
      '<img src=x onerror=alert(1)>',
    );
    expect(document.querySelector('img')).toBeNull();
    expect(screen.getAllByText('<b>bold</b>').length).toBeGreaterThan(0);
  });

  it('ships with Ctrl+Enter and shows the address as a link that opens the browser', async () => {
    const user = userEvent.setup();
    const fake = open('p2');
    await screen.findByTestId('ship-button');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() =>
      expect(screen.getByTestId('ship-button')).toHaveAttribute('data-state', 'running'),
    );
    await finish(fake);
    expect(screen.getByTestId('ship-result')).toHaveAttribute('data-state', 'good');
    await user.click(screen.getByTestId('result-url'));
    expect(fake.calls).toContain('openUrl');
    expect(screen.getByTestId('stage-build')).toHaveAttribute('data-state', 'good');
  });

  it('turns Ship it into Cancel, and says afterwards that it was stopped', async () => {
    const user = userEvent.setup();
    const fake = open('p1');
    await user.click(await screen.findByTestId('ship-button'));
    await user.click(await screen.findByRole('button', { name: 'Cancel' }));
    expect(await screen.findByText(/The version before still serves/)).toBeInTheDocument();
    expect(fake.calls).toContain('actionCancel');
  });

  it('lists compile errors at their place, and a press opens the editor there', async () => {
    const user = userEvent.setup();
    const fake = open('p2', { ship: 'compile-error' });
    await user.click(await screen.findByTestId('ship-button'));
    await finish(fake);
    const errors = await screen.findByTestId('compile-errors');
    await user.click(within(errors).getByText('api/routes.go:12:2'));
    expect(fake.calls).toContain('openInEditor');
    expect(screen.getByTestId('stage-build')).toHaveAttribute('data-state', 'failed');
  });

  it('says that the old version serves again when the new one was undone', async () => {
    const user = userEvent.setup();
    const fake = open('p1', { ship: 'rolled-back' });
    await user.click(await screen.findByTestId('ship-button'));
    await finish(fake);
    expect(screen.getByTestId('ship-left')).toHaveAttribute('data-rolled-back', 'true');
    expect(screen.getByTestId('ship-left')).toHaveTextContent('report-api');
  });

  it('keeps a changed setting when its field is left, and not while it is wrong', async () => {
    const user = userEvent.setup();
    const fake = open('p1');
    await user.click(within(await screen.findByTestId('stage-run')).getByRole('tab'));
    const memory = screen.getByTestId('run-memory');
    await user.clear(memory);
    await user.type(memory, 'much');
    await user.tab();
    expect(screen.getByRole('alert')).toHaveTextContent('64m');
    expect(fake.calls).not.toContain('projectSettingsSet');
    await user.clear(memory);
    await user.type(memory, '128m');
    await user.tab();
    await waitFor(() => expect(fake.projects[0]?.settings.memory_bytes).toBe(128 * 1024 * 1024));
  });

  it('hides secret values until they are asked for', async () => {
    const user = userEvent.setup();
    open('p1');
    await user.click(within(await screen.findByTestId('stage-run')).getByRole('tab'));
    const value = screen.getAllByTestId('env-value')[0];
    expect(value).toHaveAttribute('type', 'password');
    await user.click(screen.getByRole('button', { name: 'Show the value of REPORT_DSN' }));
    expect(value).toHaveAttribute('type', 'text');
  });

  it('puts aside what is not so, keeps that, and brings it back', async () => {
    const user = userEvent.setup();
    const fake = open('p1');
    await user.click(within(await screen.findByTestId('stage-code')).getByRole('tab'));
    const before = screen.getAllByTestId('need').length;
    await user.click(screen.getByRole('button', { name: /leave out templates/ }));
    await waitFor(() => expect(screen.queryAllByTestId('need')).toHaveLength(before - 1));
    expect(fake.projects[0]?.settings.offers).toContainEqual({
      id: 'need:reads:templates/*.html',
      on: false,
    });
    await user.click(screen.getByTestId('needs-back'));
    await waitFor(() => expect(screen.getAllByTestId('need')).toHaveLength(before));
  });

  it('mends a problem that it can mend', async () => {
    const user = userEvent.setup();
    const fake = open('p2');
    await user.click(await screen.findByTestId('problem-fix'));
    await waitFor(() => expect(screen.queryByTestId('problem-list')).toBeNull());
    expect(fake.calls).toContain('projectFix');
  });

  it('moves between its cards with the arrow keys', async () => {
    const user = userEvent.setup();
    open('p2');
    within(await screen.findByTestId('stage-code'))
      .getByRole('tab')
      .focus();
    await user.keyboard('{ArrowRight}');
    const build = within(screen.getByTestId('stage-build')).getByRole('tab');
    expect(build).toHaveFocus();
    expect(build).toHaveAttribute('aria-selected', 'true');
  });

  it('changes its language while it is open', async () => {
    open('p2');
    await screen.findByTestId('ship-button');
    locale.set('zh-CN');
    await waitFor(() => expect(screen.getByTestId('ship-button')).toHaveTextContent('一键运行'));
  });

  it('says why when the project cannot be read, and offers to try again', async () => {
    open('nowhere');
    expect(await screen.findByTestId('fault')).toHaveTextContent(
      'That project is no longer in the list',
    );
    expect(screen.getByRole('button', { name: 'Try again' })).toBeInTheDocument();
  });

  it('stops listening when it is left', async () => {
    const fake = new Fake({ stepMs: null });
    useIpc(fake.ipc());
    const { unmount } = render(ProjectPage, { id: 'p2' });
    await screen.findByTestId('ship-button');
    unmount();
    expect(fake.listening).toBe(0);
  });
});
