/**
 * What this page looks at, summed over all who look, told to Rust once a change. The recorder opens
 * a stream only for what somebody sees, so a hidden window asks for nothing.
 */
export type Tell = (visible: string[], fleet: boolean) => void;

export interface Look {
  set(ids: readonly string[], fleet: boolean): void;
  release(): void;
}

export class Attention {
  private readonly looks = new Set<{ ids: readonly string[]; fleet: boolean }>();
  private told = '';
  private planned = false;
  private hidden = false;

  constructor(
    private readonly tell: Tell,
    private readonly soon: (run: () => void) => void = (run) => queueMicrotask(run),
  ) {}

  look(): Look {
    const entry: { ids: readonly string[]; fleet: boolean } = { ids: [], fleet: false };
    this.looks.add(entry);
    return {
      set: (ids, fleet) => {
        entry.ids = ids;
        entry.fleet = fleet;
        this.plan();
      },
      release: () => {
        if (this.looks.delete(entry)) this.plan();
      },
    };
  }

  setHidden(hidden: boolean): void {
    this.hidden = hidden;
    this.plan();
  }

  private plan(): void {
    if (this.planned) return;
    this.planned = true;
    this.soon(() => {
      this.planned = false;
      this.send();
    });
  }

  private send(): void {
    const ids = new Set<string>();
    let fleet = false;
    if (!this.hidden) {
      for (const look of this.looks) {
        look.ids.forEach((id) => ids.add(id));
        fleet ||= look.fleet;
      }
    }
    const visible = [...ids].sort();
    const now = `${fleet} ${visible.join(' ')}`;
    if (now === this.told) return;
    this.told = now;
    this.tell(visible, fleet);
  }
}
