/** What crosses the border. Kept equal to `src-tauri/src/wire`; becomes the generated bindings' types. */

export type Param = number | string;
export type Severity = 'note' | 'warning' | 'error';
export type Fault = {
  code: string;
  params: Record<string, Param>;
  detail: string | null;
  severity: Severity;
};

export type Wake = {
  topic:
    'engine' | 'containers' | 'samples' | 'logs' | 'actions' | 'projects' | 'settings' | 'open';
  id: string | null;
};

export type EngineState =
  | { state: 'connecting' }
  | { state: 'ready'; engine: EngineInfo }
  | { state: 'lost'; engine: EngineInfo; since_ms: number; retry_in_ms: number; fault: Fault }
  | { state: 'none'; fault: Fault }; // nothing usable: the fault says what and how
export type EngineInfo = {
  key: string;
  product: string;
  version: string;
  api_version: string;
  endpoint: string;
  os: string;
  arch: string;
  cpus: number;
  memory_bytes: number;
  cgroup_version: number;
  rootless: boolean;
  name: string;
};
export type Candidate = {
  endpoint: string;
  origin: 'docker_host' | 'context' | 'socket' | 'setting';
  label: string /* context name or product */;
  state:
    | 'ready'
    | 'not_installed'
    | 'not_running'
    | 'no_permission'
    | 'no_answer'
    | 'too_old'
    | 'not_supported';
  engine: EngineInfo | null;
  fault: Fault | null;
  in_use: boolean;
  remedy: Remedy | null;
};
export type Remedy = 'start_service' | 'join_group' | 'look_again' | 'install'; // the button that mends it; command shown with it
export type EngineOverview = {
  current: EngineState;
  candidates: Candidate[];
  preflight: Preflight;
};
export type Preflight =
  | { state: 'not_run' }
  | { state: 'running' }
  | { state: 'good'; took_ms: number }
  | { state: 'bad'; fault: Fault };
export type RemedyResult = { done: boolean; command: string }; // done=false: shows the command to run in a terminal (copied), since it needs root

export type MachineNow = {
  cores: number;
  cpu_cores_used: number | null;
  memory_total_bytes: number;
  memory_used_bytes: number;
};

export type Template = { id: 'env-printer' | 'http-server' | 'worker' | 'crasher' }; // titles: ftl template-ID, .summary
export type ProjectSummary = {
  id: string;
  folder: string;
  name: string;
  module: string | null;
  opened_ms: number;
  missing: boolean;
  container: ContainerRow | null;
};
export type Program = {
  folder: string;
  import_path: string;
  name: string;
  kind: 'server' | 'tool' | 'example' | 'generator' | 'test_helper';
  chosen: boolean;
};
export type PortGuess = {
  port: number;
  protocol: string;
  file: string;
  line: number;
  confidence: 'certain' | 'likely' | 'guess';
  address: string | null;
};
export type Problem = { fault: Fault; file: string | null; line: number | null; can_fix: boolean }; // can_fix: projectFix(id, code) mends it (e.g. writes a go.mod)
export type Understanding = {
  module: string | null;
  go: string | null;
  toolchain: string | null;
  packages: number;
  programs: Program[];
  tie: boolean;
  ports: PortGuess[];
  env: { name: string; file: string; line: number }[];
  problems: Problem[];
  toolchain_plan: { how: 'host' | 'kept' | 'fetch'; version: string; bytes: number | null };
};
export type RunSettings = {
  name: string;
  program: string;
  publish: { container_port: number; host_port: number | null }[];
  env: { name: string; value: string | null; secret: boolean }[];
  args: string[];
  memory_bytes: number | null;
  cpu_nanocores: number | null;
  restart: 'no' | 'on_failure' | 'unless_stopped' | 'always';
};
export type Project = {
  id: string;
  folder: string;
  name: string;
  understanding: Understanding;
  settings: RunSettings;
  container: ContainerRow | null;
  action: string | null /* running ship */;
  last: ActionState | null /* last ship */;
  editor: string | null;
};

export type Stage = 'understand' | 'toolchain' | 'build' | 'image' | 'run' | 'check';
export type StageState = {
  stage: Stage;
  state: 'waiting' | 'working' | 'good' | 'needs_you' | 'failed' | 'cancelled' | 'skipped';
  ms: number | null;
  done: number | null;
  total: number | null /*progress bytes*/;
  note: Fault | null;
};
export type ActionState = {
  id: string;
  project: string;
  kind: 'ship';
  started_ms: number;
  ended_ms: number | null;
  stages: StageState[];
  outcome: Outcome | null;
};
export type Outcome = {
  ok: boolean;
  cancelled: boolean;
  rolled_back: boolean;
  url: string | null;
  container: { id: string; name: string } | null;
  image: { id: string; tag: string; bytes: number } | null;
  notes: Fault[] /* neutral: port moved… */;
  problems: ProblemAt[];
};
export type ProblemAt = {
  fault: Fault;
  file: string | null;
  line: number | null;
  column: number | null;
  text: string | null;
};
export type ActionEvent = { at_ms: number; stage: Stage; text: string }; // a line of build output
export type ActionPage = {
  state: ActionState;
  events: ActionEvent[];
  next: number;
  skipped: number;
};

export type ContainerRow = {
  id: string;
  name: string;
  image: string;
  state: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
  exit_code: number | null;
  out_of_memory: boolean;
  health: string | null;
  ports: {
    container_port: number;
    protocol: string;
    host_ip: string | null;
    host_port: number | null;
  }[];
  created_ms: number;
  started_ms: number | null;
  finished_ms: number | null;
  restart_count: number;
  memory_limit_bytes: number | null;
  cpu_limit_nanocores: number | null;
  project: string | null;
  program: string | null;
  run: string | null;
  compose_project: string | null;
};
export type ContainerList = {
  version: number;
  engine: EngineState;
  rows: ContainerRow[];
  own_projects: Record<string /*project id*/, string /*name*/>;
};
export type Verb = 'start' | 'stop' | 'restart' | 'pause' | 'unpause' | 'kill' | 'remove';
export type ContainerPage = {
  row: ContainerRow;
  command: string[];
  env: { name: string; value: string | null /* masked: null when it looks secret */ }[];
  labels: Record<string, string>;
  restart: string;
  user: string;
  image_id: string;
  verdict: Verdict | null;
  latest: Latest | null;
};
export type Verdict = {
  code: string;
  params: Record<string, Param>;
  exit_code: number | null;
  out_of_memory: boolean;
  last_lines: LogLine[];
  evidence_seq: number | null;
  panic: { message: string; file: string | null; line: number | null } | null;
};
export type Latest = {
  time_ms: number;
  cpu_nanocores: number | null;
  cpu_percent_docker: number | null;
  memory_bytes: number;
  throttled_ratio: number | null;
  processes: number | null;
};

export type LogLine = {
  seq: number;
  time_ms: number;
  ns: number;
  stream: 'stdout' | 'stderr';
  text: string;
  cut: boolean;
};
export type LogPage = {
  lines: LogLine[];
  next: number;
  skipped: number;
  first: number /* oldest kept seq */;
  total: number;
  ended: boolean;
};

export type Settings = {
  language: 'system' | 'en' | 'zh-CN';
  theme: 'system' | 'light' | 'dark';
  presenter_percent: 100 | 150 | 200 | 250;
  engine_endpoint: string | null;
  goproxy: string | null;
  keep_running: boolean;
  editor: string | null;
};
export type SettingsPage = {
  settings: Settings;
  effective_language: 'en' | 'zh-CN';
  effective_goproxy: string;
  goproxy_from: 'setting' | 'environment' | 'go_env' | 'default';
  mirrors: string[];
  data_folder: string;
  log_folder: string;
  log_bytes: number;
  version: string;
  os: string;
};
export type Storage = { machine: StorageItem[]; engine: StorageItem[]; engine_state: EngineState };
export type StorageItem = {
  kind: 'toolchains' | 'caches' | 'history' | 'images' | 'containers';
  bytes: number;
  count: number;
  names: string[];
};

export type RunEnv = RunSettings['env'][number];
export type Publish = RunSettings['publish'][number];
export type TemplateSuggestion = { parent_folder: string; name: string };
export type Ready = { folder_project: string | null };
export type ProxyTest = {
  answers_ms: number | null;
  toolchains: boolean;
  checksum_database: boolean;
  fault: Fault | null;
};

/** Recorded columns of many containers, for small charts. NaN is a gap. */
export type Fleet = Map<string, { cpu: Float32Array; memory: Float32Array }>;
export type Band = { min: Float64Array; avg: Float64Array; max: Float64Array };
/** A window of time, one min/avg/max a pixel column. NaN is a gap. */
export type Series = {
  from_ms: number;
  to_ms: number;
  cpu: Band;
  memory: Band;
  throttled: Float64Array;
  cpu_limit: number | null;
  memory_limit: number | null;
  newest_ms: number | null;
};
