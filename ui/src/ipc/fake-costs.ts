/** A measuring without an engine: forty milliseconds, two mebibytes and nothing on the disk for each container. */
import { fault } from './fake-data';
import type * as t from './types';

const mib = 1024 ** 2;

function image(
  id: string,
  tags: string[],
  own: boolean,
  layers: number,
  shared: number,
): t.SharedImage {
  const bytes = 3.2e6 * layers;
  const shared_bytes = 3.2e6 * shared;
  return {
    id,
    tags,
    own,
    bytes,
    shared_bytes,
    layers,
    shared_layers: shared,
    sum_bytes: 0,
    unique_bytes: 0,
  };
}

function summed(images: t.SharedImage[]): t.SharedImage[] {
  let [sum, unique] = [0, 0];
  return images.map((one) => ({
    ...one,
    sum_bytes: (sum += one.bytes),
    unique_bytes: (unique += one.bytes - one.shared_bytes),
  }));
}

export class FakeCosts {
  run: t.CostRun | null = null;
  images: t.SharedImages;
  bounds: t.CostBounds = {
    most_count: 50,
    longest_ms: 120_000,
    cpu_nanocores: 5e8,
    usual_memory_bytes: 64 * mib,
    most_memory_bytes: 2048 * mib,
  };

  constructor(
    empty: boolean,
    private readonly changed: () => void,
  ) {
    const all = [
      image('sha256:01aa', ['alpine:3.22'], false, 1, 0),
      image('sha256:02bb', ['golang:1.25-alpine'], false, 5, 1),
      image('sha256:03cc', ['slipway/report-api:1'], true, 2, 0),
      image('sha256:04dd', [], false, 2, 1),
      image('sha256:05ee', ['slipway/shop-api:7'], true, 3, 2),
    ];
    this.images = { images: empty ? [] : summed(all), left_out: 0 };
  }

  start(image: string, count: number, memory_limit_bytes: number, stepMs: number | null): string {
    if (this.run && this.run.phase !== 'ended') throw fault('usage-costs-running');
    this.run = {
      id: 'costs1',
      image,
      count,
      memory_limit_bytes,
      image_bytes: 9.6e6,
      started_ms: Date.now(),
      phase: 'starting',
      end: null,
      steps: [],
      time_line: null,
      memory_line: null,
      disk_line: null,
      removed: 0,
      not_removed: null,
      remove_ms: null,
      command: `docker run -d --name slipway-costs-1 -m ${memory_limit_bytes / mib}m --cpus 0.5 ${image}`,
    };
    this.changed();
    if (stepMs !== null) {
      const next = () => this.step() && setTimeout(next, stepMs / 2);
      setTimeout(next, stepMs / 2);
    }
    return this.run.id;
  }

  cancel(): void {
    if (!this.run || this.run.end) return;
    this.run.end = { kind: 'cancelled' };
    this.run.phase = 'removing';
    this.changed();
  }

  /** The next container started, or removed. */
  step(): boolean {
    const { run } = this;
    if (!run || run.phase === 'ended') return false;
    const { steps } = run;
    if (run.phase === 'starting') {
      const count = steps.length + 1;
      const start_ms = 40 + (count % 3);
      steps.push({
        count,
        start_ms,
        total_ms: (steps.at(-1)?.total_ms ?? 0) + start_ms,
        running: count,
        memory_bytes: count * 2 * mib,
        disk_bytes: run.image_bytes,
      });
      if (count >= 3) {
        run.time_line = { base: 0, each: 41, straight: 0.999 };
        run.memory_line = { base: 0, each: 2 * mib, straight: 1 };
        run.disk_line = { base: run.image_bytes, each: 0, straight: 1 };
      }
      if (count === run.count) {
        run.end = { kind: 'done' };
        run.phase = 'removing';
      }
    } else if (run.removed < steps.length) run.removed++;
    else {
      run.remove_ms = 900;
      run.phase = 'ended';
    }
    this.changed();
    return true;
  }
}
