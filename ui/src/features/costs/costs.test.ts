import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { locale } from '../../i18n';
import { useIpc } from '../../ipc';
import { Fake } from '../../ipc/fake';
import { fault } from '../../ipc/fake-data';
import { measured } from '../../test/dom';
import { shapeOf, usualImage } from './costs';
import CostsPage from './CostsPage.svelte';
import { counts, path, placed, roundTop } from './geometry';

measured();
let fake: Fake;

beforeEach(() => {
  fake = new Fake({ stepMs: null });
  useIpc(fake.ipc());
  locale.set('en');
});

describe('the axes', () => {
  it('end at a round number', () => {
    expect([0.3, 1, 7, 260, 1001].map((value) => roundTop(value))).toEqual([0.4, 1, 10, 400, 2000]);
    expect([3, 4, 1025].map((value) => roundTop(value, 2))).toEqual([4, 4, 2048]);
    expect(roundTop(0)).toBe(1);
    expect(roundTop(Number.NaN)).toBe(1);
  });
  it('name the last count, and few before it', () => {
    expect(counts(1)).toEqual([1]);
    expect(counts(10)).toEqual([2, 4, 6, 8, 10]);
    expect(counts(50)).toEqual([10, 20, 30, 40, 50]);
    expect(counts(26)).toEqual([10, 20, 26]);
    expect(counts(21)).toEqual([5, 10, 15, 21]);
  });
  it('begin at nothing', () => {
    const at = placed([{ x: 5, y: 50 }], 10, 100, { width: 200, height: 80 });
    expect(at).toEqual([{ x: 100, y: 40 }]);
    expect(path(at)).toBe('M100.0 40.0');
  });
});

describe('a cost', () => {
  it('has a shape', () => {
    expect(shapeOf(null, 1)).toBe('waiting');
    expect(shapeOf({ base: 0, each: 40, straight: 0.99 }, 400)).toBe('straight');
    expect(shapeOf({ base: 9e6, each: 0, straight: 1 }, 9e6)).toBe('level');
    expect(shapeOf({ base: 0, each: 40, straight: 0.4 }, 400)).toBe('crooked');
  });
  it('is of the newest image that Slipway built, where nobody chose one', () => {
    expect(usualImage(fake.costs.images.images)?.tags).toEqual(['slipway/shop-api:7']);
    expect(usualImage([])).toBeUndefined();
  });
});

describe('the page', () => {
  const start = async () => {
    render(CostsPage);
    await userEvent.click(await screen.findByTestId('costs-start'));
  };

  it('measures, says each cost, and that nothing is left', async () => {
    await start();
    expect(await screen.findByTestId('costs-phase')).toHaveTextContent('Starting 1 of 10');
    while (fake.costs.step());
    expect(
      await screen.findByText(/10 containers were started and are removed again/),
    ).toBeVisible();
    expect(screen.getByTestId('costs-time-said')).toHaveTextContent(/10 containers took 0\.41 s/);
    expect(screen.getByTestId('costs-memory-said')).toHaveTextContent(
      /use 20 MiB. One more adds 2 MiB/,
    );
    expect(screen.getByTestId('costs-disk-said')).toHaveTextContent(/9\.6 MB once.*96 MB/);
    expect(screen.getByTestId('command-text')).toHaveTextContent('docker run -d');
    await userEvent.click(screen.getByTestId('costs-view-table'));
    expect(screen.getByTestId('costs-table').querySelectorAll('tbody tr')).toHaveLength(10);
  });

  it('is stopped in the middle, and says that nothing is left', async () => {
    await start();
    fake.costs.step();
    await userEvent.click(await screen.findByTestId('costs-stop'));
    while (fake.costs.step());
    expect(await screen.findByText('Stopped. Nothing of it is left.')).toBeVisible();
  });

  it('says before what would be too much', async () => {
    fake.costs.bounds.most_memory_bytes = 300 * 1024 ** 2;
    render(CostsPage);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      '10 times 64 MiB is more than the 300 MiB',
    );
    expect(screen.getByTestId('costs-start')).toBeDisabled();
  });

  it('says why a container could not be started, and that removal goes on', async () => {
    await start();
    fake.costs.step();
    const { run } = fake.costs;
    if (run) {
      run.end = { kind: 'failed', fault: fault('engine-lost') };
      run.not_removed = fault('engine-lost');
      run.phase = 'removing';
    }
    fake.wake('costs');
    expect(await screen.findByText(/tries again until they are/)).toBeVisible();
    expect(screen.getAllByTestId('fault')).toHaveLength(2);
  });

  it('shows what images share', async () => {
    render(CostsPage);
    expect(await screen.findByTestId('costs-images-said')).toHaveTextContent(
      /5 images are 41\.6 MB.*28\.8 MB: 12\.8 MB less/,
    );
    expect(screen.getAllByTestId('costs-image-row')).toHaveLength(5);
  });

  it('says what to do where there is no image', async () => {
    fake = new Fake({ stepMs: null, empty: true });
    useIpc(fake.ipc());
    render(CostsPage);
    expect(await screen.findByText('No image on this engine yet')).toBeVisible();
  });
});
