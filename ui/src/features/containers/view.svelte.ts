/** How the user looks at the fleet: order, groups, what is chosen. Order and groups are remembered. */
import { SvelteSet } from 'svelte/reactivity';
import {
  fixedKeys,
  groupings,
  moreKeys,
  type Grouping,
  type MoreKey,
  type Sort,
  type SortKey,
} from './order';

const KEPT = 'slipway.fleet';

interface Kept {
  sort: Sort;
  more: MoreKey;
  grouping: Grouping;
}

function kept(): Kept {
  const usual: Kept = { sort: { key: 'name', down: false }, more: 'network', grouping: 'none' };
  try {
    const read = JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Kept>;
    const keys: readonly SortKey[] = [...fixedKeys, ...moreKeys];
    if (read.sort && keys.includes(read.sort.key)) {
      usual.sort = { key: read.sort.key, down: read.sort.down === true };
    }
    if (read.more && moreKeys.includes(read.more)) usual.more = read.more;
    if (read.grouping && groupings.includes(read.grouping)) usual.grouping = read.grouping;
  } catch {
    // Damaged or not allowed: as if it were the first time.
  }
  return usual;
}

export class FleetView {
  #kept = $state.raw(kept());
  filter = $state('');
  readonly chosen = new SvelteSet<string>();
  private readonly closed = new SvelteSet<string>();

  get sort(): Sort {
    return this.#kept.sort;
  }
  get more(): MoreKey {
    return this.#kept.more;
  }
  get grouping(): Grouping {
    return this.#kept.grouping;
  }

  /** Again by the same turns it around; numbers begin with the largest. */
  sortBy(key: SortKey): void {
    const { sort } = this;
    const words = key === 'name' || key === 'state';
    this.#set({ sort: { key, down: sort.key === key ? !sort.down : !words } });
  }
  showMore(more: MoreKey): void {
    this.#set({ more, sort: { key: more, down: true } });
  }
  groupBy(grouping: Grouping): void {
    this.#set({ grouping });
  }

  isClosed(group: string): boolean {
    return this.closed.has(group);
  }
  toggleGroup(group: string): void {
    if (!this.closed.delete(group)) this.closed.add(group);
  }

  choose(ids: Iterable<string>, on: boolean): void {
    for (const id of ids) {
      if (on) this.chosen.add(id);
      else this.chosen.delete(id);
    }
  }
  /** Those that are gone are not chosen any more. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of [...this.chosen]) if (!ids.has(id)) this.chosen.delete(id);
  }

  #set(changed: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...changed };
    try {
      localStorage.setItem(KEPT, JSON.stringify(this.#kept));
    } catch {
      // It begins as usual next time.
    }
  }
}
