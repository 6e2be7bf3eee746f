/** Everything that can be done or gone to, as lines of the palette. */
import { copyText, toasts, type IconName } from '../../design';
import { lookUp } from '../../i18n/bundles';
import { locale, t, type Params } from '../../i18n';
import { asFault, ipc, type ContainerRow, type ProjectSummary, type Verb } from '../../ipc';
import { shown } from '../../shell/keys';
import { opening } from '../../shell/open.svelte';
import { homely } from '../../shell/paths';
import { router } from '../../shell/router.svelte';
import { session } from '../../shell/session.svelte';
import { wanted } from '../../shell/wanted.svelte';
import { chipOf, verbsOf } from '../containers/state';
import { folded } from './score';

export type Group = 'go' | 'projects' | 'containers' | 'settings' | 'more';

export type Entry = {
  id: string;
  group: Group;
  icon: IconName;
  label: string;
  /** Beside it: where, or in which state. */
  hint: string;
  keys: string;
  /** It is so already. */
  on: boolean;
  /** Shown before anything is typed. */
  first: boolean;
  run: () => void;
  /** What is searched in: the label, then what else it answers to. */
  text: string;
  also: string;
};

type Given = Pick<Entry, 'id' | 'group' | 'icon' | 'run'> &
  Partial<Pick<Entry, 'hint' | 'keys' | 'on' | 'first'>> & { also?: string };

/** A line; in Chinese it is found by its English words too. */
function entry(given: Given, message: string, params?: Params): Entry {
  const label = t(message, params);
  const english = locale.language === 'en' ? '' : (lookUp('en', message, null, params) ?? '');
  const hint = given.hint ?? '';
  return {
    keys: '',
    on: false,
    first: true,
    ...given,
    label,
    hint,
    text: folded(label),
    also: folded([english, hint, given.also ?? ''].join(' ')),
  };
}

async function tried(what: () => Promise<unknown>): Promise<void> {
  try {
    await what();
  } catch (thrown) {
    toasts.fault(asFault(thrown));
  }
}

function screens(): Entry[] {
  const go = { group: 'go' } as const;
  const all = [
    ['welcome', 'projects'],
    ['containers', 'containers'],
    ['costs', 'containers'],
    ['settings', 'settings'],
  ] as const;
  return [
    ...all.map(([screen, icon]) =>
      entry(
        { ...go, id: `go-${screen}`, icon, run: () => router.go({ screen }) },
        `palette-go-${screen}`,
      ),
    ),
    entry(
      {
        ...go,
        id: 'open-folder',
        icon: 'folder',
        keys: shown('O'),
        run: () => void opening.pick(),
      },
      'open-folder',
    ),
  ];
}

function project({ id, name, folder }: ProjectSummary): Entry[] {
  const to = (what?: 'ship' | 'run') => () => {
    router.go({ screen: 'project', id });
    if (what) wanted.ask(id, what);
  };
  const about = { group: 'projects', hint: homely(folder) } as const;
  return [
    entry({ ...about, id: `project-${id}`, icon: 'projects', run: to() }, 'palette-open', { name }),
    entry({ ...about, id: `ship-${id}`, icon: 'play', run: to('ship') }, 'palette-ship', { name }),
    entry(
      { ...about, id: `run-${id}`, icon: 'settings', first: false, run: to('run') },
      'palette-run-settings',
      { name },
    ),
  ];
}

const ICONS: Record<Verb, IconName> = {
  start: 'play',
  stop: 'stop',
  restart: 'refresh',
  pause: 'pause',
  unpause: 'play',
  kill: 'cross',
  remove: 'trash',
};

export type Act = (row: ContainerRow, verb: Verb) => void;

function container(row: ContainerRow, act: Act): Entry[] {
  const { id, name } = row;
  const chip = chipOf(row);
  const also = `${row.image} ${id.slice(0, 12)}`;
  const about = {
    group: 'containers',
    hint: t(`fleet-state-${chip.kind}`, chip.params),
    also,
  } as const;
  const to = (log: boolean) => () => {
    router.go({ screen: 'container', id });
    if (log) wanted.ask(id, 'log');
  };
  return [
    entry({ ...about, id: `container-${id}`, icon: 'containers', run: to(false) }, 'palette-open', {
      name,
    }),
    entry(
      { ...about, id: `log-${id}`, icon: 'terminal', first: false, run: to(true) },
      'palette-log',
      { name },
    ),
    ...verbsOf(row).map((verb) =>
      entry(
        {
          ...about,
          id: `${verb}-${id}`,
          icon: ICONS[verb],
          first: false,
          run: () => act(row, verb),
        },
        `palette-${verb}`,
        { name },
      ),
    ),
  ];
}

function settings(): Entry[] {
  const now = session.settings.data?.settings;
  if (!now) return [];
  const one = { group: 'settings', icon: 'settings' } as const;
  const themes = ['system', 'light', 'dark'] as const;
  const languages = ['system', 'en', 'zh-CN'] as const;
  const modes = ['beginner', 'expert'] as const;
  return [
    ...themes.map((theme) =>
      entry(
        {
          ...one,
          id: `theme-${theme}`,
          on: now.theme === theme,
          run: () => void session.change({ theme }),
        },
        `palette-theme-${theme}`,
      ),
    ),
    ...languages.map((language) =>
      entry(
        {
          ...one,
          id: `language-${language}`,
          on: now.language === language,
          also: `${language} ${{ system: '', en: '英文', 'zh-CN': 'Chinese 简体' }[language]}`,
          run: () => void session.change({ language }),
        },
        `palette-language-${language}`,
      ),
    ),
    ...modes.map((mode) =>
      entry(
        {
          ...one,
          id: `mode-${mode}`,
          on: now.mode === mode,
          run: () => void session.change({ mode }),
        },
        `palette-mode-${mode}`,
      ),
    ),
    entry(
      {
        ...one,
        id: 'presenter',
        keys: `${shown('⇧')}P`,
        run: () => session.nextPresenterSize(),
      },
      'palette-presenter',
    ),
  ];
}

function rest(): Entry[] {
  const more = { group: 'more' } as const;
  return [
    entry(
      {
        ...more,
        id: 'engine-look',
        icon: 'refresh',
        run: () => void tried(async () => session.engine.set(await ipc.engineLookAgain())),
      },
      'palette-engine-look',
    ),
    entry(
      {
        ...more,
        id: 'engine-choose',
        icon: 'settings',
        run: () => router.go({ screen: 'settings' }),
      },
      'palette-engine-choose',
    ),
    entry(
      {
        ...more,
        id: 'diagnostics',
        icon: 'copy',
        run: () =>
          void tried(async () => {
            if (await copyText(await ipc.diagnosticsCopy()))
              toasts.say(t('settings-diagnostics-copied'));
          }),
      },
      'settings-diagnostics-copy',
    ),
    entry(
      {
        ...more,
        id: 'log-folder',
        icon: 'folder',
        run: () => void tried(() => ipc.logFolderOpen()),
      },
      'settings-diagnostics-open',
    ),
    entry(
      {
        ...more,
        id: 'quit',
        icon: 'cross',
        keys: shown('Q'),
        run: () => void tried(() => ipc.quit()),
      },
      'palette-quit',
    ),
  ];
}

/** All of it, in the order in which it stands before anything is typed. */
export function entries(act: Act): Entry[] {
  return [
    ...screens(),
    ...session.recent.flatMap(project),
    ...settings(),
    ...rest(),
    ...(session.containers.data?.rows ?? []).flatMap((row) => container(row, act)),
  ];
}
