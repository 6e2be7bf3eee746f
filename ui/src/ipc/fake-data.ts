/** What the fake begins with: one machine with three projects and a dozen containers. */
import type * as t from './types';

export const NOW = Date.now();
const MINUTE = 60_000;
const MIB = 1024 * 1024;

export const docker: t.EngineInfo = {
  key: 'ENGINE-1',
  product: 'Docker',
  version: '28.5.1',
  api_version: '1.51',
  endpoint: 'unix:///var/run/docker.sock',
  os: 'linux',
  arch: 'amd64',
  cpus: 4,
  memory_bytes: 24 * 1024 * MIB,
  cgroup_version: 2,
  rootless: false,
  name: 'lab-7',
};

export function fault(
  code: string,
  params: t.Fault['params'] = {},
  severity: t.Severity = 'error',
  detail: string | null = null,
): t.Fault {
  return { code, params, detail, severity };
}

export function overview(
  kind: 'ready' | 'none' | 'permission' | 'connecting' | 'lost',
): t.EngineOverview {
  const ready: t.Candidate = {
    endpoint: docker.endpoint,
    origin: 'socket',
    label: 'Docker',
    state: 'ready',
    engine: docker,
    fault: null,
    in_use: true,
    remedy: null,
    remedy_command: null,
  };
  if (kind === 'ready')
    return {
      current: { state: 'ready', engine: docker },
      candidates: [ready],
      preflight: { state: 'good', took_ms: 412 },
    };
  if (kind === 'lost')
    return {
      current: {
        state: 'lost',
        engine: docker,
        since_ms: Date.now() - 7000,
        retry_in_ms: 2000,
        fault: fault('engine-lost', { endpoint: docker.endpoint }),
      },
      candidates: [ready],
      preflight: { state: 'good', took_ms: 412 },
    };
  if (kind === 'connecting')
    return { current: { state: 'connecting' }, candidates: [], preflight: { state: 'not_run' } };
  const problem =
    kind === 'permission'
      ? fault('engine-no-permission', { group: 'docker', endpoint: docker.endpoint })
      : fault('engine-not-running', { product: 'Docker', endpoint: docker.endpoint });
  return {
    current: { state: 'none', fault: problem },
    candidates: [
      {
        ...ready,
        state: kind === 'permission' ? 'no_permission' : 'not_running',
        engine: null,
        fault: problem,
        in_use: false,
        remedy: kind === 'permission' ? 'join_group' : 'start_service',
      },
    ],
    preflight: { state: 'not_run' },
  };
}

export function row(name: string, over: Partial<t.ContainerRow> = {}): t.ContainerRow {
  return {
    id: `${name}-0123456789abcdef`,
    name,
    image: `${name}:dev`,
    state: 'running',
    exit_code: null,
    out_of_memory: false,
    health: null,
    ports: [],
    created_ms: NOW - 5 * MINUTE,
    started_ms: NOW - 5 * MINUTE,
    finished_ms: null,
    restart_count: 0,
    memory_limit_bytes: null,
    cpu_limit_nanocores: null,
    project: null,
    program: null,
    run: null,
    compose_project: null,
    networks: ['bridge'],
    ...over,
  };
}

const publish = (container_port: number, host_port = container_port) => ({
  container_port,
  protocol: 'tcp',
  host_ip: '127.0.0.1',
  host_port,
});

export const rows: t.ContainerRow[] = [
  row('report-api', {
    ports: [publish(8080)],
    project: 'p1',
    program: 'example.com/report-api',
    started_ms: NOW - 252_000,
    health: 'healthy',
    memory_limit_bytes: 64 * MIB,
    cpu_limit_nanocores: 5e8,
  }),
  row('web', {
    image: 'shop-web:dev',
    ports: [publish(8080, 8081)],
    memory_limit_bytes: 128 * MIB,
  }),
  row('orders', { image: 'orders:1.4', cpu_limit_nanocores: 5e8, memory_limit_bytes: 128 * MIB }),
  row('postgres', {
    image: 'postgres:17',
    ports: [publish(5432)],
    started_ms: NOW - 3 * 24 * 60 * MINUTE,
  }),
  row('mailer', { state: 'restarting', exit_code: 2, restart_count: 14 }),
  row('worker-1', { image: 'worker:dev', compose_project: 'shop', networks: ['shop_default'] }),
  row('worker-2', { image: 'worker:dev', compose_project: 'shop', networks: ['shop_default'] }),
  row('import-2026-11', {
    image: 'import:dev',
    state: 'exited',
    exit_code: 137,
    out_of_memory: true,
    memory_limit_bytes: 256 * MIB,
    started_ms: NOW - 24 * 60 * MINUTE - 192_000,
    finished_ms: NOW - 24 * 60 * MINUTE,
  }),
  row('cache', { image: 'valkey:8', state: 'paused', ports: [publish(6379)] }),
  row('hello-env', { state: 'exited', exit_code: 0, finished_ms: NOW - 5 * MINUTE, project: 'p3' }),
  row('<img src=x onerror=alert(1)>', { image: '\u202egnp.elif:latest', state: 'created' }),
  row('zh-测试容器', {
    image: 'registry.example.com/team/very/long/path/to/an/image-name:2026-11-24',
  }),
];

/** Enough to need the virtual list; every tenth has the longest name that an engine takes. */
export function manyRows(count: number): t.ContainerRow[] {
  return Array.from({ length: count }, (_, i) =>
    row(i % 10 === 3 ? `load-${i}-${'very-long-name-'.repeat(13)}`.slice(0, 200) : `load-${i}`, {
      image: 'load:dev',
      cpu_limit_nanocores: i % 3 ? null : 3e8,
      memory_limit_bytes: i % 2 ? 32 * MIB : 16 * 1024 * MIB,
      state: i % 17 === 5 ? 'exited' : 'running',
      exit_code: i % 17 === 5 ? i % 3 : null,
      finished_ms: i % 17 === 5 ? NOW - i * MINUTE : null,
    }),
  );
}

const program = (
  folder: string,
  name: string,
  chosen: boolean,
  kind: t.Program['kind'] = 'server',
) => ({
  folder,
  import_path: folder === '.' ? `example.com/${name}` : `example.com/shop-api/${folder}`,
  name,
  kind,
  because: 'program-because-only',
  chosen,
});

const settings = (name: string, over: Partial<t.RunSettings> = {}): t.RunSettings => ({
  name,
  program: '.',
  publish: [{ container_port: 8080, host_port: null }],
  publish_set: false,
  env: [],
  args: [],
  memory_bytes: null,
  cpu_nanocores: null,
  restart: 'no',
  offers: [],
  way: 'auto',
  builder_here: false,
  ...over,
});

const read = (
  name: string,
  file: string,
  line: number,
  over: Partial<t.EnvRead> = {},
): t.EnvRead => ({
  name,
  file,
  line,
  required: false,
  default: null,
  secret: false,
  from_file: false,
  suggested: null,
  ...over,
});

export const projects: t.Project[] = [
  {
    id: 'p1',
    folder: '/home/mei/src/report-api',
    name: 'report-api',
    understanding: {
      module: 'example.com/report-api',
      go: '1.26',
      toolchain: null,
      packages: 14,
      programs: [program('.', 'report-api', true)],
      tie: false,
      ports: [
        {
          port: 8080,
          protocol: 'tcp',
          file: 'main.go',
          line: 12,
          confidence: 'certain',
          address: null,
          program: '.',
        },
      ],
      env: [
        read('REPORT_DSN', 'internal/db/db.go', 21, { required: true, secret: true }),
        read('LOG_LEVEL', 'main.go', 30, { default: 'info' }),
      ],
      needs: [
        {
          kind: 'dials',
          value: 'localhost:5432',
          sentence: 'need-dials-itself',
          file: 'internal/db/db.go',
          line: 25,
          confidence: 'likely',
        },
        {
          kind: 'reads',
          value: 'templates/*.html',
          sentence: 'need-reads',
          file: 'main.go',
          line: 18,
          confidence: 'certain',
        },
      ],
      offers: [
        {
          id: 'volume:/home/nonroot/data',
          value: '/home/nonroot/data',
          because: 'offer-because-writes',
          file: 'internal/store/store.go',
          line: 14,
          on: true,
        },
      ],
      problems: [],
      toolchain_plan: { how: 'host', version: '1.26.3' },
    },
    settings: settings('report-api', {
      env: [
        {
          name: 'REPORT_DSN',
          value: 'postgres://report:hunter2@db/report',
          secret: true,
          keep: false,
        },
        { name: 'LOG_LEVEL', value: 'info', secret: false, keep: false },
      ],
      memory_bytes: 64 * MIB,
      cpu_nanocores: 5e8,
      restart: 'on_failure',
    }),
    container: rows[0] ?? null,
    action: null,
    last: null,
    editor: 'code',
    way: { way: 'native', because: 'cli-because-native', dockerfile: null },
    run_command:
      'docker run -d --name report-api -p 127.0.0.1:8080:8080 -e REPORT_DSN -e LOG_LEVEL=info -m 64m --cpus 0.5 slipway/report-api:1',
  },
  {
    id: 'p2',
    folder: '/home/mei/src/shop-api',
    name: 'shop-api',
    understanding: {
      module: 'example.com/shop-api',
      go: '1.27',
      toolchain: null,
      packages: 31,
      programs: [program('cmd/api', 'api', true), program('cmd/migrate', 'migrate', false, 'tool')],
      tie: true,
      ports: [
        {
          port: 8080,
          protocol: 'tcp',
          file: 'cmd/api/main.go',
          line: 31,
          confidence: 'likely',
          address: 'localhost',
          program: 'cmd/api',
        },
      ],
      env: [read('PORT', 'cmd/api/main.go', 18, { default: '8080' })],
      needs: [],
      offers: [],
      problems: [
        {
          fault: fault(
            'project-run-only-itself',
            { address: 'localhost:8080', port: 8080 },
            'warning',
          ),
          file: 'cmd/api/main.go',
          line: 31,
          can_fix: true,
        },
      ],
      toolchain_plan: { how: 'fetch', version: '1.27.3' },
    },
    settings: settings('shop-api'),
    container: null,
    action: null,
    last: null,
    editor: null,
    way: { way: 'native', because: 'cli-because-native', dockerfile: null },
    run_command:
      'docker run -d --name report-api -p 127.0.0.1:8080:8080 -e REPORT_DSN -e LOG_LEVEL=info -m 64m --cpus 0.5 slipway/report-api:1',
  },
  {
    id: 'p3',
    folder: '/home/mei/lab/hello-env',
    name: 'hello-env',
    understanding: {
      module: 'hello-env',
      go: '1.26',
      toolchain: null,
      packages: 1,
      programs: [program('.', 'hello-env', true, 'tool')],
      tie: false,
      ports: [],
      env: [],
      needs: [],
      offers: [],
      problems: [],
      toolchain_plan: { how: 'kept', version: '1.26.3' },
    },
    settings: settings('hello-env', { publish: [] }),
    container: rows.find((one) => one.name === 'hello-env') ?? null,
    action: null,
    last: null,
    editor: null,
    way: { way: 'native', because: 'cli-because-native', dockerfile: null },
    run_command:
      'docker run -d --name report-api -p 127.0.0.1:8080:8080 -e REPORT_DSN -e LOG_LEVEL=info -m 64m --cpus 0.5 slipway/report-api:1',
  },
];

export const firstSettings: t.Settings = {
  language: 'system',
  theme: 'system',
  mode: 'beginner',
  presenter_percent: 100,
  engine_endpoint: null,
  goproxy: null,
  keep_running: true,
  editor: null,
  history_cap_bytes: 1024 ** 3,
  log_cap_bytes: 512 * 1024 ** 2,
  logs_cap_bytes: 4 * 1024 ** 3,
  log_filters: [],
};
