/** The four cards of a project, told from its understanding, its ship and its container. */
import type {
  ActionState,
  ContainerRow,
  Latest,
  Project,
  RunSettings,
  Stage,
  StageState,
} from '../../ipc';
import { faultText, format, t } from '../../i18n';

export type CardName = 'code' | 'build' | 'run' | 'watch';
export type CardState =
  'waiting' | 'working' | 'good' | 'live' | 'needs_you' | 'failed' | 'cancelled';

export type Card = {
  name: CardName;
  state: CardState;
  line: string;
  detail: string;
  /** Where the program answers, to be pressed. */
  url: string | null;
  /** How long it took, or runs. */
  ms: number | null;
  /** Since when it runs: the time is counted on from here. */
  since: number | null;
  /** A share of 1 while something is fetched. */
  progress: number | null;
};

export type Known = {
  project: Project;
  ship: ActionState | null;
  container: ContainerRow | null;
  latest: Latest | null;
};

const STAGES: Record<'code' | 'build' | 'run', Stage[]> = {
  code: ['understand'],
  build: ['toolchain', 'build', 'image'],
  run: ['run', 'check'],
};

export function stagesOf(ship: ActionState | null, card: keyof typeof STAGES): StageState[] {
  return STAGES[card].flatMap((stage) => ship?.stages.find((one) => one.stage === stage) ?? []);
}

/** The one that tells how a card stands: what failed, else what works, else what needs the user. */
export function leading(stages: StageState[]): StageState | null {
  for (const state of ['failed', 'needs_you', 'working', 'cancelled'] as const) {
    const found = stages.find((one) => one.state === state);
    if (found) return found;
  }
  return stages.findLast((one) => one.state === 'good') ?? null;
}

function cardState(stages: StageState[]): CardState {
  const lead = leading(stages);
  if (!lead) return 'waiting';
  if (lead.state === 'skipped') return 'waiting';
  if (lead.state !== 'good') return lead.state;
  // Good so far, with more to come: still at work.
  const open = stages.some((one) => one.state === 'waiting');
  return open ? 'working' : stages.some((one) => one.state === 'skipped') ? 'waiting' : 'good';
}

function spent(stages: StageState[]): number | null {
  const known = stages.flatMap((one) => one.ms ?? []);
  return known.length ? known.reduce((sum, ms) => sum + ms, 0) : null;
}

function card(name: CardName, over: Partial<Card>): Card {
  return {
    name,
    state: 'waiting',
    line: '—',
    detail: '',
    url: null,
    ms: null,
    since: null,
    progress: null,
    ...over,
  };
}

/** 127.0.0.1:8080 for the first port that is published to this machine. */
export function urlOf(container: ContainerRow | null): string | null {
  if (container?.state !== 'running') return null;
  const port = container.ports.find((one) => one.host_port !== null && one.protocol === 'tcp');
  return port ? `http://127.0.0.1:${port.host_port}/` : null;
}

export function hostOf(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\/$/, '');
}

function code({ project, ship }: Known): Card {
  const { understanding: known } = project;
  const chosen = known.programs.find((one) => one.chosen);
  const port = known.ports[0];
  const stages = stagesOf(ship, 'code');
  const lead = leading(stages);
  const broken =
    known.problems.find((one) => one.fault.severity === 'error') ??
    known.problems.find((one) => one.fault.severity === 'warning');
  const line = broken
    ? faultText(broken.fault).title
    : known.programs.length > 1 && chosen
      ? t('code-chosen', { programs: known.programs.length, name: chosen.name })
      : t('code-summary', { programs: known.programs.length, packages: known.packages });
  const running = lead?.state === 'working' || lead?.state === 'failed' ? lead.state : null;
  const unsure = broken || known.programs.length === 0 || (known.tie && !chosen);
  return card('code', {
    state: running ?? (unsure ? 'needs_you' : 'good'),
    line: lead?.state === 'failed' && lead.note ? faultText(lead.note).title : line,
    detail: port
      ? t('code-port', { place: `${port.file}:${port.line}`, port: port.port })
      : t('code-no-port'),
  });
}

/** What will build it, before it is built. */
export function planLine({ understanding: { toolchain_plan: plan }, way }: Project): string {
  if (way?.way === 'dockerfile') return t('plan-dockerfile');
  return t(`plan-${plan.how}`, { version: plan.version });
}

function build({ project, ship }: Known): Card {
  const stages = stagesOf(ship, 'build');
  const lead = leading(stages);
  const state = cardState(stages);
  const plan = planLine(project);
  const base = card('build', { state, ms: state === 'waiting' ? null : spent(stages), line: plan });
  if (state === 'working' && lead) {
    const { done, total } = lead;
    const fetching = lead.stage === 'toolchain' && done !== null && total !== null && total > 0;
    return {
      ...base,
      line: t(`build-now-${lead.state === 'working' ? lead.stage : 'build'}`),
      detail: fetching
        ? t('build-bytes', { done: format.bytes(done), total: format.bytes(total) })
        : plan,
      progress: fetching ? done / total : null,
    };
  }
  if ((state === 'failed' || state === 'needs_you') && lead) {
    return {
      ...base,
      line: lead.note ? faultText(lead.note).title : t('build-failed'),
      detail: ship?.outcome?.problems[0]?.text ?? t('build-changed-nothing'),
    };
  }
  if (state === 'cancelled') return { ...base, line: t('stage-cancelled') };
  if (state === 'good') {
    const image = ship?.outcome?.image;
    return {
      ...base,
      line: image
        ? t('build-image', { tag: image.tag, size: format.bytes(image.bytes) })
        : t('build-done'),
      detail: plan,
    };
  }
  return {
    ...base,
    detail: t(project.way?.way === 'dockerfile' ? 'build-by-dockerfile' : 'build-to-image'),
  };
}

/** 0.50 CPU · 64 MiB · restart on failure. */
export function limitsLine(settings: RunSettings): string {
  const parts = [
    settings.cpu_nanocores === null
      ? t('run-no-cpu-limit')
      : t('run-cpu', { cores: format.cores(settings.cpu_nanocores) }),
    settings.memory_bytes === null
      ? t('run-no-memory-limit')
      : t('run-memory', { size: format.memory(settings.memory_bytes) }),
    t(`restart-${settings.restart}`),
  ];
  return parts.join(' · ');
}

function run({ project, ship, container }: Known): Card {
  const stages = stagesOf(ship, 'run');
  const lead = leading(stages);
  const state = cardState(stages);
  const going = ship !== null && ship.outcome === null;
  const serving = container?.state === 'running';
  const detail = limitsLine(project.settings);
  const since = serving ? container.started_ms : null;
  const kept = serving ? t('run-old-serves') : detail;
  const base = card('run', { state, detail, since });
  if (going && state === 'waiting')
    return { ...base, line: t('run-waits'), detail: kept, since: null };
  if (state === 'working')
    return {
      ...base,
      line: t(`run-now-${lead?.stage === 'run' && lead.state === 'working' ? 'run' : 'check'}`),
      since: null,
    };
  if (state === 'failed' || state === 'needs_you')
    return {
      ...base,
      line: lead?.note ? faultText(lead.note).title : t('run-failed'),
      detail: kept,
      since: null,
    };
  const url = urlOf(container);
  const failed = ship?.outcome && !ship.outcome.ok;
  if (serving)
    return {
      ...base,
      state: 'live',
      url,
      line: url ? healthWord(container) : t('run-running-no-port'),
      detail: failed ? t('run-old-serves') : detail,
    };
  if (container?.state === 'exited' || container?.state === 'dead')
    return {
      ...base,
      state: container.exit_code === 0 ? 'good' : 'failed',
      line: exitLine(container),
    };
  if (container) return { ...base, state: 'live', line: t(`container-${container.state}`) };
  const name = missing(project);
  if (name !== null) return { ...base, state: 'needs_you', line: t('run-needs', { name }) };
  return { ...base, state: 'waiting', line: t('run-waits') };
}

/** The variable that the program does not start without, and that has no value yet. */
function missing({ understanding, settings }: Project): string | null {
  const given = (name: string) => settings.env.some((one) => one.name === name && one.value);
  const open = understanding.env.find(
    (read) => read.required && !read.from_file && !given(read.name),
  );
  return open?.name ?? null;
}

function healthWord({ health }: ContainerRow): string {
  return health === 'healthy' || health === 'unhealthy' || health === 'starting'
    ? t(`health-${health}`)
    : '';
}

function exitLine({ exit_code, out_of_memory }: ContainerRow): string {
  if (out_of_memory) return t('run-out-of-memory');
  return exit_code === null ? t('container-exited') : t('run-exited', { code: exit_code });
}

function watch({ container, latest, project }: Known): Card {
  if (!container || container.state === 'created')
    return card('watch', { line: t('watch-nothing') });
  const detail = t('watch-restarts', { count: container.restart_count });
  if (container.state !== 'running')
    return card('watch', {
      state: container.exit_code === 0 || container.exit_code === null ? 'waiting' : 'needs_you',
      line: container.state === 'exited' ? exitLine(container) : t(`container-${container.state}`),
      detail,
    });
  const waiting = latest?.throttled_ratio ?? 0;
  const line = !latest
    ? t('watch-starting')
    : waiting >= 0.05
      ? t('watch-throttled', { share: format.percent(waiting) })
      : t('watch-now', {
          cores: latest.cpu_nanocores === null ? '—' : format.cores(latest.cpu_nanocores),
          memory: format.memory(latest.memory_bytes),
        });
  const strained = waiting >= 0.05 && project.settings.cpu_nanocores !== null;
  return card('watch', { state: strained ? 'needs_you' : 'live', line, detail });
}

export function cardsOf(known: Known): Card[] {
  return [code(known), build(known), run(known), watch(known)];
}
