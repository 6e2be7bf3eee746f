/** What is asked for, and what is said of what was measured. */
import { format, t } from '../../i18n';
import type { CostBounds, CostRun, Line, SharedImage } from '../../ipc';

export const memoryChoices = [16, 32, 64, 128, 256, 512].map((mib) => mib * 1024 ** 2);

/** What an image is called; one without a name by the beginning of its id. */
export function imageName(image: SharedImage): string {
  const [tag] = image.tags;
  return tag ?? image.id.replace(/^sha256:/, '').slice(0, 12);
}

/** What the engine finds an image by. */
export function imageReference(image: SharedImage): string {
  return image.tags[0] ?? image.id;
}

/** The image that is measured where nobody chose one: the newest that Slipway built, else the newest with a name. */
export function usualImage(images: readonly SharedImage[]): SharedImage | undefined {
  const named = images.filter((image) => image.tags.length > 0);
  return named.findLast((image) => image.own) ?? named.at(-1) ?? images.at(-1);
}

/** Why it cannot be started so; null where it can. */
export function tooMuch(bounds: CostBounds, count: number, memoryBytes: number): string | null {
  const most = bounds.most_memory_bytes;
  if (most === 0 || count * memoryBytes <= most) return null;
  return t('costs-too-much', {
    count: format.number(count),
    each: format.memory(memoryBytes),
    most: format.memory(most),
  });
}

export type Shape = 'straight' | 'level' | 'crooked' | 'waiting';

/** How a cost grows. A level is what grows by less than a hundredth of itself for each container. */
export function shapeOf(line: Line | null, last: number): Shape {
  if (!line) return 'waiting';
  if (Math.abs(line.each) < Math.abs(last) * 0.001) return 'level';
  return line.straight >= 0.9 ? 'straight' : 'crooked';
}

/** Whether something of it still runs or is removed. */
export function isBusy(run: CostRun | null | undefined): boolean {
  return !!run && run.phase !== 'ended';
}

/** Where it is, in a sentence. */
export function phaseText(run: CostRun): string {
  const done = run.steps.length;
  if (run.phase === 'starting')
    return t('costs-starting', { count: Math.min(done + 1, run.count), all: run.count });
  if (run.phase === 'removing') return t('costs-removing', { removed: run.removed, all: done });
  if (run.end?.kind === 'cancelled') return t('costs-cancelled');
  if (run.end?.kind === 'time_up') return t('costs-time-up', { count: done });
  const last = run.steps.at(-1);
  const time = (last?.total_ms ?? 0) + (run.remove_ms ?? 0);
  return t('costs-done', { count: done, time: format.duration(time) });
}
