/** What the fleet shows of every container: small curves and the newest sample, read on a wake, twice a second at most. */
import {
  ipc,
  onWake,
  type ContainerRow,
  type Fleet,
  type Latest,
  type MachineNow,
} from '../../ipc';
import { attention } from '../../timeline';
import { Serial } from '../../timeline';
import { bridged } from './raster';

const everyMs = 500;
const spanMs = 120_000;
const columns = 60;
/** Nothing moved for so long: the table rests. */
const stillMs = 120;
const mostWaitMs = 1_000;
/** A hole up to this wide is the sampling period, not a gap. */
const bridgeMs = 5_000;

export class FleetFeed {
  /** Grows with every reading; samples are never reactive. */
  version = $state(0);
  machine = $state.raw<MachineNow | null>(null);
  // Samples are not reactive on purpose; `version` is.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  private curves: Fleet = new Map();
  private latest: Record<string, Latest> = {};
  private gone = false;
  private movedAt = -Infinity;
  private readonly look = attention.look();
  private readonly serial = new Serial(() => this.read());
  private readonly stop: () => void;

  constructor() {
    this.look.set([], true);
    this.stop = onWake('samples', () => void this.serial.ask(), { everyMs });
    void this.serial.ask();
  }

  /** The rows on screen. */
  show(ids: string[]): void {
    this.look.set(ids, true);
  }

  /** The table scrolls: what is read meanwhile waits for it, a second at most, so that no frame is dropped. */
  moved(): void {
    this.movedAt = performance.now();
  }

  private async rests(): Promise<void> {
    const begun = performance.now();
    while (performance.now() - this.movedAt < stillMs && performance.now() - begun < mostWaitMs) {
      await new Promise((resolve) => setTimeout(resolve, stillMs / 2));
    }
  }

  curve(id: string): { cpu: Float32Array; memory: Float32Array } | undefined {
    return this.curves.get(id);
  }

  /** The newest sample of a container that runs. */
  now(row: ContainerRow): Latest | null {
    return row.state === 'running' || row.state === 'paused' ? (this.latest[row.id] ?? null) : null;
  }

  sums(rows: readonly ContainerRow[]): { cpu: number; memory: number } {
    let cpu = 0;
    let memory = 0;
    for (const row of rows) {
      const now = this.now(row);
      cpu += now?.cpu_nanocores ?? 0;
      memory += now?.memory_bytes ?? 0;
    }
    return { cpu, memory };
  }

  dispose(): void {
    this.gone = true;
    this.serial.end();
    this.stop();
    this.look.release();
  }

  private async read(): Promise<void> {
    await this.rests();
    if (this.gone) return;
    // The list says it when the engine is gone; here the old picture just stays.
    const [curves, latest, machine] = await Promise.allSettled([
      ipc.fleetRead(spanMs, columns),
      ipc.latestAll(),
      ipc.machineNow(),
    ]);
    if (this.gone) return;
    const bridge = Math.ceil(bridgeMs / (spanMs / columns));
    if (curves.status === 'fulfilled') {
      // eslint-disable-next-line svelte/prefer-svelte-reactivity
      this.curves = new Map(
        [...curves.value].map(([id, { cpu, memory }]) => [
          id,
          { cpu: bridged(cpu, bridge), memory: bridged(memory, bridge) },
        ]),
      );
    }
    if (latest.status === 'fulfilled') this.latest = latest.value;
    if (machine.status === 'fulfilled') this.machine = machine.value;
    this.version++;
  }
}
