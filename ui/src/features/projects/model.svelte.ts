/** A project's page: what is known of its code, its ship, and the container that runs it. */
import {
  asFault,
  ipc,
  Live,
  type ContainerPage,
  type ContainerRow,
  type Latest,
  type Project,
  type RunSettings,
  type Stop,
} from '../../ipc';
import { toasts } from '../../design';
import { attention } from '../../timeline';
import { session } from '../../shell/session.svelte';
import { cardsOf, type Card, type CardName } from './cards';
import { Ship } from './ship.svelte';

export class ProjectModel {
  readonly project: Live<Project>;
  readonly latest = new Live<Record<string, Latest>>(() => ipc.latestAll(), {
    topics: ['samples'],
    everyMs: 1000,
  });
  readonly ship = new Ship(() => void this.project.refresh());
  #picked = $state<CardName | null>(null);
  #saving: Promise<void> = Promise.resolve();

  /** The container that runs it now, as fresh as the list of containers is. */
  readonly container = $derived.by<ContainerRow | null>(() => {
    const known = this.#data?.container ?? null;
    const rows = session.containers.data?.rows;
    if (!rows) return known;
    const mine = rows.filter((row) => row.project === this.id);
    return (
      mine.find((row) => row.id === known?.id) ??
      mine.sort((a, b) => b.created_ms - a.created_ms)[0] ??
      known
    );
  });
  readonly now = $derived<Latest | null>(
    this.container ? (this.latest.data?.[this.container.id] ?? null) : null,
  );
  readonly cards = $derived<Card[]>(
    this.#data
      ? cardsOf({
          project: this.#data,
          ship: this.ship.state,
          container: this.container,
          latest: this.now,
        })
      : [],
  );
  /** The card whose detail is shown: the picked one, else the one that matters now. */
  readonly shown = $derived<CardName>(this.#picked ?? this.#matters());

  constructor(readonly id: string) {
    this.project = new Live(() => ipc.project(id), { topics: ['projects'], id });
  }

  hold(): Stop {
    const look = attention.look();
    const stopLooking = $effect.root(() => {
      $effect(() => look.set(this.container ? [this.container.id] : [], false));
      $effect(() => {
        const project = this.project.data;
        const id = project?.action ?? project?.last?.id;
        if (project && id && !this.ship.running) {
          void this.ship.follow(id, project.action ? null : project.last);
        }
      });
    });
    const stops = [this.project.hold(), this.latest.hold(), stopLooking, () => look.release()];
    return () => {
      stops.forEach((stop) => stop());
      this.ship.leave();
    };
  }

  get #data(): Project | undefined {
    return this.project.data;
  }

  pick(card: CardName): void {
    this.#picked = card;
  }

  async press(): Promise<void> {
    if (this.ship.running) return;
    this.#picked = null;
    await this.#saving;
    await this.ship.start(this.id);
  }

  /** Keeps changed settings, one change after the other. */
  save(settings: RunSettings): Promise<void> {
    this.#saving = this.#saving.then(async () => {
      try {
        this.project.set(await ipc.projectSettingsSet(this.id, settings));
      } catch (thrown) {
        toasts.fault(asFault(thrown));
      }
    });
    return this.#saving;
  }

  /** Keeps what the user decided about something that Slipway found. */
  decide({ settings }: Project, id: string, on: boolean): Promise<void> {
    const others = settings.offers.filter((one) => one.id !== id);
    return this.save({ ...settings, offers: [...others, { id, on }] });
  }

  /** Whether it went well; what went wrong is said. */
  async fix(code: string): Promise<boolean> {
    try {
      this.project.set(await ipc.projectFix(this.id, code));
      return true;
    } catch (thrown) {
      toasts.fault(asFault(thrown));
      return false;
    }
  }

  #matters(): CardName {
    const first = (state: Card['state']) => this.cards.find((card) => card.state === state)?.name;
    const working = first('working') ?? first('failed') ?? first('needs_you');
    if (working) return working;
    return this.container ? 'watch' : 'code';
  }
}

/** How the program ended, read while its container stands still. */
export function verdictOf(id: string): Live<ContainerPage> {
  return new Live(() => ipc.container(id), { topics: ['containers'], id, everyMs: 500 });
}
