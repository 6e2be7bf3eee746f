/** What every screen stands on: the engine, the settings, how many projects and containers there are. */
import {
  asFault,
  ipc,
  Live,
  type ContainerList,
  type EngineOverview,
  type EngineState,
  type Fault,
  type ProjectSummary,
  type Settings,
  type SettingsPage,
  type Stop,
} from '../ipc';
import { SvelteSet } from 'svelte/reactivity';
import { mode, setTheme, toasts } from '../design';
import { locale } from '../i18n';

const SIZES = [100, 150, 200, 250];

class Session {
  readonly engine = new Live<EngineOverview>(() => ipc.engineOverview(), { topics: ['engine'] });
  readonly projects = new Live<ProjectSummary[]>(() => ipc.projectsRecent(), {
    topics: ['projects', 'containers'],
    everyMs: 1000,
  });
  readonly containers = new Live<ContainerList>(() => ipc.containers(), {
    topics: ['containers', 'engine'],
    everyMs: 500,
  });
  readonly settings = new Live<SettingsPage>(() => ipc.settings(), { topics: ['settings'] });
  #notices = $state.raw<Fault[]>([]);
  readonly #hidden = new SvelteSet<string>();

  /** The projects of the list, without those that were just taken off it. */
  get recent(): ProjectSummary[] {
    return (this.projects.data ?? []).filter((one) => !this.#hidden.has(one.id));
  }
  isHidden(projectId: string): boolean {
    return this.#hidden.has(projectId);
  }
  hide(projectId: string, hidden: boolean): void {
    if (hidden) this.#hidden.add(projectId);
    else this.#hidden.delete(projectId);
  }

  get engineState(): EngineState {
    return this.engine.data?.current ?? { state: 'connecting' };
  }
  /** Said once at the start, until they are put away. */
  get notices(): readonly Fault[] {
    return this.#notices;
  }
  /** The first answers are in, good or not. */
  get loaded(): boolean {
    return [this.engine, this.projects, this.settings].every(
      (live) => live.data !== undefined || live.fault !== null,
    );
  }

  hold(): Stop {
    const stops = [this.engine, this.projects, this.containers, this.settings].map((live) =>
      live.hold(),
    );
    return () => stops.forEach((stop) => stop());
  }

  async readNotices(): Promise<void> {
    try {
      // Each is given out once: what stands already stays until it is put away.
      const given = await ipc.startNotices();
      this.#notices = [...this.#notices, ...given];
    } catch (thrown) {
      this.#notices = [...this.#notices, asFault(thrown)];
    }
  }

  dismissNotice(notice: Fault): void {
    this.#notices = this.#notices.filter((one) => one !== notice);
  }

  /** Changes a few settings; the rest stays. */
  async change(changed: Partial<Settings>): Promise<void> {
    const page = this.settings.data;
    if (!page) return;
    // At once on the page: what is kept is what comes back.
    this.settings.set({ ...page, settings: { ...page.settings, ...changed } });
    try {
      this.settings.set(await ipc.settingsSet({ ...page.settings, ...changed }));
    } catch (thrown) {
      this.settings.set(page);
      toasts.fault(asFault(thrown));
    }
  }

  nextPresenterSize(): void {
    const now = this.settings.data?.settings.presenter_percent ?? 100;
    const next = SIZES[(SIZES.indexOf(now) + 1) % SIZES.length] ?? 100;
    void this.change({ presenter_percent: next });
  }

  /** Puts language, theme and size onto the page. Runs again whenever the settings change. */
  apply(): void {
    const page = this.settings.data;
    if (!page) return;
    locale.set(page.effective_language);
    const { theme, presenter_percent } = page.settings;
    setTheme(theme);
    mode.set(page.settings.mode);
    ipc.zoom(presenter_percent);
  }
}

export const session = new Session();
