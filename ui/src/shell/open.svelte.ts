/** Opening a folder, whichever way it came: the dialog, a drop, another start of the program. */
import { asFault, ipc, type Drop, type Fault } from '../ipc';
import { router } from './router.svelte';

type Said = { title: string; text: Record<string, number> };

class Opening {
  #over = $state(false);
  #busy = $state(false);
  #fault = $state.raw<Fault | null>(null);
  #said = $state.raw<Said | null>(null);

  /** Something is held over the window. */
  get over(): boolean {
    return this.#over;
  }
  get busy(): boolean {
    return this.#busy;
  }
  /** Why the last try failed. */
  get fault(): Fault | null {
    return this.#fault;
  }
  /** What was wrong with the last drop, as the id of a message and its params. */
  get said(): Said | null {
    return this.#said;
  }

  async pick(): Promise<void> {
    if (this.#busy) return;
    await this.#try(async () => {
      const folder = await ipc.projectFolderPick();
      return folder === null ? null : ipc.projectOpen(folder);
    });
  }

  async folder(folder: string): Promise<void> {
    await this.#try(() => ipc.projectOpen(folder));
  }

  drop(drop: Drop): void {
    this.#over = drop.kind === 'over';
    if (drop.kind !== 'dropped') return;
    const [only, ...more] = drop.paths;
    if (only !== undefined && more.length === 0) {
      void this.folder(only);
      return;
    }
    this.#fault = null;
    this.#said =
      only === undefined
        ? { title: 'drop-nothing', text: {} }
        : { title: 'drop-one-only', text: { count: drop.paths.length } };
    router.go({ screen: 'welcome' });
  }

  async #try(open: () => Promise<string | null>): Promise<void> {
    this.#busy = true;
    this.#fault = null;
    this.#said = null;
    try {
      const id = await open();
      if (id !== null) router.go({ screen: 'project', id });
    } catch (thrown) {
      this.#fault = asFault(thrown);
      router.go({ screen: 'welcome' });
    } finally {
      this.#busy = false;
    }
  }
}

export const opening = new Opening();
