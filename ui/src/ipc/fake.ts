/** The seam without a window: for tests, and for looking at the screens in a browser. */
import { docker, fault, firstSettings, manyRows, overview, projects, rows } from './fake-data';
import { FakeCosts } from './fake-costs';
import { adviceOf, goneRecordings, marksOf, recordedOfGone, recordingOf } from './fake-history';
import { logs, searches, requests } from './fake-logs';
import { latest, recordedOf, series, type Recorded } from './fake-monitor';
import { finish, newAction, script, type ShipScript, type Step } from './fake-ship';
import type { Commands, Drop, Host, Ipc } from './port';
import type * as t from './types';
import { zoomElement } from './zoom';

export type FakeOptions = {
  engine?: 'ready' | 'none' | 'permission' | 'connecting' | 'lost';
  /** How a ship goes. */
  ship?: ShipScript;
  /** Milliseconds between two steps of a ship; null waits for `step()`. */
  stepMs?: number | null;
  /** How long an answer takes. */
  delayMs?: number;
  empty?: boolean;
  settings?: Partial<t.Settings>;
  notices?: t.Fault[];
};

type Running = { action: t.ActionState; events: t.ActionEvent[]; steps: Step[] };

export class Fake {
  overview: t.EngineOverview;
  projects: t.Project[];
  rows: t.ContainerRow[];
  settings: t.Settings;
  machineLanguage: t.SettingsPage['effective_language'] = 'en';
  /** The names of the commands that were called, in order. */
  readonly calls: string[] = [];
  readonly actions = new Map<string, Running>();
  gone: t.Recording[];
  readonly costs: FakeCosts;
  readonly notes: { container: string; mark: t.Mark }[] = [];
  /** Where an export or a picture would be written; null is a user who changed their mind. */
  /** Logs that the user chose to keep. */
  readonly keptLogs = new Set<string>();
  exportedTo: string | null = '/home/mei/report-api.csv';
  picked: string | null = '/home/mei/src/report-api';
  #failures = new Map<keyof Commands, t.Fault>();
  #wakers = new Set<(wake: t.Wake) => void>();
  #droppers = new Set<(drop: Drop) => void>();
  #version = 1;
  #made = 0;

  constructor(readonly options: FakeOptions = {}) {
    this.overview = overview(options.engine ?? 'ready');
    this.projects = options.empty ? [] : structuredClone(projects);
    this.rows = options.empty ? [] : structuredClone(rows);
    this.gone = options.empty ? [] : goneRecordings(Date.now());
    this.settings = { ...firstSettings, ...options.settings };
    this.costs = new FakeCosts(options.empty ?? false, () => this.wake('costs'));
  }

  /** Makes the next call of `command` fail. */
  failNext(command: keyof Commands, problem: t.Fault): void {
    this.#failures.set(command, problem);
  }
  wake(topic: t.Wake['topic'], id: string | null = null): void {
    this.#version++;
    for (const listener of [...this.#wakers]) listener({ topic, id });
  }
  drop(drop: Drop): void {
    for (const listener of [...this.#droppers]) listener(drop);
  }
  get listening(): number {
    return this.#wakers.size;
  }

  /** The next change of every ship under way. */
  step(): boolean {
    let moved = false;
    for (const one of this.actions.values()) {
      const next = one.action.outcome ? undefined : one.steps.shift();
      if (!next) continue;
      moved = true;
      next(one.action, (text) =>
        one.events.push({ at_ms: Date.now() - one.action.started_ms, stage: 'build', text }),
      );
      if (one.action.outcome) this.#ended(one.action);
      this.wake('actions', one.action.id);
    }
    return moved;
  }

  #ended(action: t.ActionState): void {
    const project = this.#project(action.project);
    project.action = null;
    project.last = action;
    if (action.outcome?.ok) {
      project.container = this.rows[0] ?? null;
      this.wake('containers');
    }
    this.wake('projects', project.id);
  }

  #project(id: string): t.Project {
    const found = this.projects.find((one) => one.id === id);
    if (!found) throw fault('machine-no-such-project');
    return found;
  }
  #kept(id: string): t.LogKept {
    if (typeof this.rows.find((row) => row.id === id)?.project === 'string') return 'own';
    return this.keptLogs.has(id) ? 'chosen' : 'while_read';
  }

  #row(id: string): t.ContainerRow {
    const found = this.rows.find((one) => one.id === id);
    if (!found) throw fault('engine-not-found', { what: 'container', name: id });
    return found;
  }
  #recordings(): t.Recording[] {
    const kept = this.rows.filter((row) => row.started_ms !== null);
    return [...kept.map((row) => recordingOf(row, this.projects)), ...this.gone];
  }
  #recorded(id: string): Recorded {
    const gone = this.gone.find((one) => one.id === id);
    return gone ? recordedOfGone(gone) : recordedOf(this.#row(id));
  }
  #add(folder: string, name: string): string {
    const base = structuredClone(projects[0]) as t.Project;
    const id = `new${++this.#made}`;
    this.projects.push({ ...base, id, folder, name, container: null, last: null });
    this.wake('projects');
    return id;
  }
  #settingsPage(): t.SettingsPage {
    const { language } = this.settings;
    return {
      settings: this.settings,
      effective_language: language === 'system' ? this.machineLanguage : language,
      effective_goproxy: this.settings.goproxy ?? 'https://proxy.golang.org,direct',
      goproxy_from: this.settings.goproxy ? 'setting' : 'default',
      mirrors: ['https://proxy.golang.org,direct', 'https://goproxy.cn,direct'],
      data_folder: '/home/mei/.local/share/slipway',
      log_folder: '/home/mei/.local/state/slipway',
      log_bytes: 4_100_000,
      version: '0.1.0',
      os: 'Debian 12',
    };
  }
  #storage(): t.Storage {
    return {
      machine: [
        { kind: 'toolchains', bytes: 506e6, count: 2, names: ['1.25.4', '1.27.3'] },
        { kind: 'caches', bytes: 1.28e9, count: 3, names: [] },
      ],
      engine: [
        { kind: 'images', bytes: 72e6, count: 9, names: [] },
        { kind: 'containers', bytes: 3e6, count: 4, names: [] },
      ],
      engine_state: this.overview.current,
    };
  }

  private readonly commands: Commands = {
    engineOverview: async () => structuredClone(this.overview),
    engineLookAgain: async () => structuredClone(this.overview),
    engineChoose: async (endpoint) => {
      this.settings.engine_endpoint = endpoint;
      return this.overview;
    },
    enginePreflight: async () => (this.overview.preflight = { state: 'good', took_ms: 390 }),
    engineMend: async (_endpoint, remedy) => ({
      done: remedy === 'look_again',
      command:
        remedy === 'join_group' ? 'sudo usermod -aG docker mei' : 'sudo systemctl start docker',
    }),
    machineNow: async () => ({
      cores: 4,
      cpu_cores_used: 2.1,
      memory_total_bytes: docker.memory_bytes,
      memory_used_bytes: docker.memory_bytes * 0.4,
    }),
    projectsRecent: async () =>
      this.projects.map((one, index) => ({
        id: one.id,
        folder: one.folder,
        name: one.name,
        module: one.understanding.module,
        opened_ms: Date.now() - index * 5_400_000,
        missing: one.id === 'p3',
        container: one.container,
      })),
    projectOpen: async (folder) => {
      const found = this.projects.find((one) => one.folder === folder);
      return found?.id ?? this.#add(folder, folder.split('/').pop() ?? folder);
    },
    project: async (id) => structuredClone(this.#project(id)),
    projectForget: async (id) => {
      this.projects = this.projects.filter((one) => one.id !== id);
      this.wake('projects');
    },
    projectSettingsSet: async (id, changed) => {
      const project = this.#project(id);
      project.settings = structuredClone(changed);
      project.understanding.programs = project.understanding.programs.map((one) => ({
        ...one,
        chosen: one.import_path === changed.program,
      }));
      return structuredClone(project);
    },
    projectFixStop: async () => null,
    projectFix: async (id, code) => {
      const project = this.#project(id);
      const { understanding } = project;
      understanding.problems = understanding.problems.filter((one) => one.fault.code !== code);
      return structuredClone(project);
    },
    projectDockerfile: async () => ({
      path: null,
      text: '# Two stages.\nFROM golang:1.24 AS build\n',
    }),
    projectDockerfileSave: async (id) => structuredClone(this.#project(id)),
    projectFolderPick: async () => this.picked,
    templates: async () => [
      { id: 'env-printer' },
      { id: 'http-server' },
      { id: 'json-api' },
      { id: 'worker' },
      { id: 'crasher' },
    ],
    templateCreate: async (_template, parent, name) => this.#add(`${parent}/${name}`, name),
    templateSuggest: async (template) => ({ parent_folder: '/home/mei/slipway', name: template }),
    openInEditor: async () => undefined,
    openUrl: async () => undefined,
    openFolder: async () => undefined,
    shipStart: async (projectId) => {
      const project = this.#project(projectId);
      const action = newAction(`a${this.actions.size + 1}`, projectId);
      const steps = script(this.options.ship ?? 'good', project);
      this.actions.set(action.id, { action, events: [], steps });
      project.action = action.id;
      this.#run();
      return action.id;
    },
    actionRead: async (id, cursor) => {
      const one = this.actions.get(id);
      if (!one) throw fault('machine-no-such-action');
      const events = one.events.slice(cursor);
      return { state: structuredClone(one.action), events, next: one.events.length, skipped: 0 };
    },
    actionCancel: async (id) => {
      const one = this.actions.get(id);
      if (!one || one.action.outcome) return;
      finish(one.action, { cancelled: true });
      this.#ended(one.action);
      this.wake('actions', id);
    },
    containers: async () => ({
      version: this.#version,
      engine: this.overview.current,
      rows: structuredClone(this.rows),
      own_projects: Object.fromEntries(this.projects.map((one) => [one.id, one.name])),
    }),
    container: async (id) => {
      const row = this.#row(id);
      const tail = logs(row, 4000, 5);
      return {
        row,
        project_name: this.projects.find((one) => one.id === row.project)?.name ?? null,
        command: ['/app/report-api'],
        env: [
          { name: 'LOG_LEVEL', value: 'info' },
          { name: 'REPORT_DSN', value: null },
        ],
        labels: { 'slipway.project': row.project ?? '' },
        restart: 'on-failure',
        user: '65532',
        image_id: 'sha256:11',
        takes_input: false,
        verdict:
          row.state !== 'exited'
            ? null
            : {
                code: row.out_of_memory ? 'ended-out-of-memory' : 'ended-finished',
                params: { exit_code: row.exit_code ?? 0 },
                exit_code: row.exit_code,
                out_of_memory: row.out_of_memory,
                last_lines: tail.lines.map((line) => ({
                  stderr: line.stream === 'stderr',
                  text: line.text,
                })),
                evidence_line: null,
                panic: null,
                cause: null,
                evidence: [],
              },
        latest: row.state === 'running' ? latest(row) : null,
      };
    },
    containerAct: async (id, verb) => {
      const row = this.#row(id);
      if (verb === 'remove') this.rows = this.rows.filter((one) => one !== row);
      else if (verb === 'pause') row.state = 'paused';
      else if (verb === 'stop' || verb === 'kill') row.state = 'exited';
      else row.state = 'running';
      if (row.state === 'exited') row.finished_ms = Date.now();
      this.wake('containers');
    },
    containerWrite: async () => this.wake('logs'),
    attention: async () => undefined,
    fleetRead: async (spanMs, columns) => {
      const now = Date.now();
      return new Map(
        this.rows.map((row) => {
          const read = series(recordedOf(row), now - spanMs, now, columns, ['cpu', 'memory']);
          return [
            row.id,
            {
              cpu: Float32Array.from(read.bands.cpu?.max ?? []),
              memory: Float32Array.from(read.bands.memory?.max ?? []),
            },
          ];
        }),
      );
    },
    seriesRead: async (id, from, to, columns, metrics) =>
      series(this.#recorded(id), from, to, columns, metrics),
    marksRead: async (id, from, to) => {
      const one = this.#recordings().find((found) => found.id === id);
      const notes = this.notes.filter((note) => note.container === id).map((note) => note.mark);
      return [...(one ? marksOf(one) : []), ...notes]
        .filter((mark) => mark.time_ms >= from && mark.time_ms <= to)
        .sort((a, b) => a.time_ms - b.time_ms);
    },
    noteAdd: async (container, time_ms, text, key) => {
      const id = `note-${key}`;
      this.notes.push({ container, mark: { id, time_ms, kind: 'note', params: {}, text } });
    },
    noteRemove: async (markId) => {
      const at = this.notes.findIndex((note) => note.mark.id === markId);
      if (at >= 0) this.notes.splice(at, 1);
    },
    recordings: async () => this.#recordings(),
    recordingForget: async (id) => {
      if (this.rows.some((row) => row.id === id)) throw fault('usage-recording-in-use');
      this.gone = this.gone.filter((one) => one.id !== id);
      this.wake('containers');
    },
    advice: async (id) => adviceOf(this.rows.find((row) => row.id === id)),
    seriesExport: async () => this.exportedTo,
    pictureSave: async () => this.exportedTo,
    selfCost: async () => ({ cpu_percent: 0.4, memory_bytes: 92e6, history_bytes: 14e6 }),
    latestAll: async () =>
      Object.fromEntries(
        this.rows.filter((row) => row.state === 'running').map((row) => [row.id, latest(row)]),
      ),
    logsRead: async (id, cursor, maxBytes) => logs(this.#row(id), cursor, Math.ceil(maxBytes / 80)),
    logsTail: async (id, most) => {
      const { total } = logs(this.#row(id), 0, 0);
      return logs(this.#row(id), total - most, most);
    },
    logsSeek: async (id, ms) =>
      logs(this.#row(id), 0, 100_000).lines.find((line) => line.time_ms >= ms)?.seq ?? null,
    logsRates: async (id, from, to, columns) => {
      const lines = new Array<number>(columns).fill(0);
      const errors = [...lines];
      for (const line of logs(this.#row(id), 0, 100_000).lines) {
        const at = Math.floor(((line.time_ms - from) / (to - from)) * columns);
        if (at < 0 || at >= columns) continue;
        lines[at] = (lines[at] ?? 0) + 1;
        if (line.level === 'error') errors[at] = (errors[at] ?? 0) + 1;
      }
      return { lines, errors };
    },
    logsNumbers: async (id, key, from, to, columns) => {
      const max = new Array<number | null>(columns).fill(null);
      for (const line of logs(this.#row(id), 0, 100_000).lines) {
        const at = Math.floor(((line.time_ms - from) / (to - from)) * columns);
        const field = line.parsed?.fields.find((one) => one.key === key && one.number);
        if (at < 0 || at >= columns || !field) continue;
        max[at] = Math.max(max[at] ?? 0, Number(field.value));
      }
      return { min: max, avg: max, max, cut: false };
    },
    logsRequests: async () => requests,
    logsTrace: async () => ({ frames: [] }),
    logsExport: async () => this.exportedTo,
    logsKept: async (id) => this.#kept(id),
    logsKeep: async (id, keep) => {
      if (keep) this.keptLogs.add(id);
      else this.keptLogs.delete(id);
      return this.#kept(id);
    },
    ...searches(async (id) => logs(this.#row(id), 0, 100_000).lines),
    costsOffer: async () => this.costs.bounds,
    costs: async () => structuredClone(this.costs.run),
    costsStart: async (image, count, memoryBytes) =>
      this.costs.start(image, count, memoryBytes, this.options.stepMs ?? null),
    costsCancel: async () => this.costs.cancel(),
    imagesShared: async () => this.costs.images,
    settings: async () => this.#settingsPage(),
    settingsSet: async (changed) => {
      this.settings = { ...changed };
      this.wake('settings');
      return this.#settingsPage();
    },
    proxyTest: async (goproxy) => ({
      answers_ms: goproxy.includes('bad') ? null : 84,
      toolchains: true,
      checksum_database: true,
      fault: goproxy.includes('bad') ? fault('network-no-answer', { host: goproxy }) : null,
    }),
    storage: async () => this.#storage(),
    storageRemove: async () => this.#storage(),
    diagnosticsCopy: async () => 'Slipway 0.1.0, Debian 12',
    logFolderOpen: async () => undefined,
    ready: async () => ({ folder_project: null }),
    quit: async () => undefined,
    startNotices: async () => this.options.notices?.splice(0) ?? [],
  };

  #run(): void {
    const { stepMs } = this.options;
    if (stepMs === null || stepMs === undefined) return;
    const next = () => {
      if (this.step()) setTimeout(next, stepMs);
    };
    setTimeout(next, stepMs);
  }

  /** The seam over this fake: logs the call, waits, fails if told to. */
  ipc(): Ipc {
    const host: Host = {
      onWake: (listener) => {
        this.#wakers.add(listener);
        return () => void this.#wakers.delete(listener);
      },
      onDrop: (listener) => {
        this.#droppers.add(listener);
        return () => void this.#droppers.delete(listener);
      },
      zoom: zoomElement,
    };
    const wrapped = Object.entries(this.commands).map(([name, command]) => {
      const call = async (...args: unknown[]) => {
        this.calls.push(name);
        if (this.options.delayMs)
          await new Promise((done) => setTimeout(done, this.options.delayMs));
        const failure = this.#failures.get(name as keyof Commands);
        this.#failures.delete(name as keyof Commands);
        if (failure) throw failure;
        return (command as (...all: unknown[]) => Promise<unknown>)(...args);
      };
      return [name, call];
    });
    return { ...(Object.fromEntries(wrapped) as Commands), ...host };
  }
}

/**
 * For `vite dev`: ?engine=none&ship=compile-error&lang=zh-CN&theme=dark&size=200&delay=500&empty&notices&many, and
 * `&started=N` for a ship of p2 that is already N steps along. Wakes the samples once a second.
 */
export function fakeFromLocation(location: Location): Ipc {
  const query = new URLSearchParams(location.search);
  const fake = new Fake({
    engine: (query.get('engine') as FakeOptions['engine']) ?? 'ready',
    ship: (query.get('ship') as ShipScript | null) ?? 'good',
    stepMs: query.has('started') ? null : 600,
    delayMs: Number(query.get('delay') ?? 0),
    empty: query.has('empty'),
    notices: query.has('notices') ? [fault('recovered-undone', { name: 'shop-api' }, 'note')] : [],
    settings: {
      language: (query.get('lang') as t.Settings['language'] | null) ?? 'system',
      theme: (query.get('theme') as t.Settings['theme'] | null) ?? 'system',
      presenter_percent: Number(query.get('size') ?? 100) as t.Settings['presenter_percent'],
    },
  });
  if (query.has('many')) fake.rows.push(...manyRows(288));
  const ipc = fake.ipc();
  if (query.has('started')) {
    void ipc.shipStart(query.get('project') ?? 'p2', 'key').then(() => {
      for (let left = Number(query.get('started')); left > 0; left--) fake.step();
    });
  }
  setInterval(() => {
    fake.wake('samples');
    fake.wake('logs');
  }, 1000);
  return ipc;
}
