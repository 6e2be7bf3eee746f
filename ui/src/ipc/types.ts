/**
 * What crosses the border, as the screens name it. The shapes are generated from Rust (`bindings.ts`); only what has
 * no place in the generated contract, the two binary answers, is written here.
 */
export type {
  ActionEvent,
  ActionPage,
  ActionState,
  BuildWay,
  Candidate,
  DockerfileText,
  EngineInfo,
  EngineOverview,
  EngineState,
  EnvRead,
  EnvSetting as RunEnv,
  Fault,
  LastLine,
  LogLine,
  LogPage,
  MachineNow,
  Need,
  Offer,
  Outcome,
  Param,
  PortGuess,
  Preflight,
  Problem,
  ProblemAt,
  Program,
  Project,
  ProjectSummary,
  ProxyTest,
  PublishSetting as Publish,
  Ready,
  Remedy,
  RemedyResult,
  RunSettings,
  Severity,
  Stage,
  StageState,
  Storage,
  StorageItem,
  Template,
  TemplateSuggestion,
  Understanding,
  Verb,
  Verdict,
  Wake,
} from './bindings';

import type * as made from './bindings';

/** What is measured; units as in `monitor::Metric`. */
export type Metric =
  | 'cpu'
  | 'cpu_user'
  | 'cpu_system'
  | 'waited'
  | 'waited_time'
  | 'memory'
  | 'memory_usage'
  | 'memory_anon'
  | 'memory_file'
  | 'memory_kernel'
  | 'memory_swap'
  | 'processes'
  | 'network_received'
  | 'network_sent'
  | 'disk_read'
  | 'disk_written'
  | 'disk_reads'
  | 'disk_writes'
  | 'pressure_cpu'
  | 'pressure_memory'
  | 'pressure_io'
  | 'oom_kills'
  | 'cpu_limit'
  | 'memory_limit';

export type MarkKind = 'started' | 'ended' | 'oom' | 'health' | 'limits' | 'rebuilt' | 'note';
/** Something that happened at a moment. */
export type Mark = {
  id: string;
  time_ms: number;
  kind: MarkKind;
  params: Record<string, made.Param>;
  /** The user's words, of a note. */
  text: string | null;
};
/** A container whose series are kept, also after it is gone. */
export type Recording = {
  id: string;
  name: string;
  image: string;
  project: string | null;
  project_name: string | null;
  program: string | null;
  started_ms: number | null;
  ended_ms: number | null;
  exit_code: number | null;
  first_ms: number;
  last_ms: number;
  gone: boolean;
};
export type ExportFormat = 'csv' | 'json';
/** What Slipway itself takes of the machine. */
export type SelfCost = { cpu_percent: number; memory_bytes: number; history_bytes: number };

export type ContainerRow = made.ContainerRow & { networks?: string[] };
export type ContainerList = Omit<made.ContainerList, 'rows'> & { rows: ContainerRow[] };
export type Latest = made.Latest & {
  network: number | null;
  disk: number | null;
  pressure_cpu: number | null;
};
export type ContainerPage = Omit<made.ContainerPage, 'row' | 'latest'> & {
  row: ContainerRow;
  latest: Latest | null;
};
export type Settings = made.Settings & { history_cap_bytes: number };
export type SettingsPage = Omit<made.SettingsPage, 'settings'> & { settings: Settings };

/** Recorded columns of many containers, for small charts. NaN is a gap. */
export type Fleet = Map<string, { cpu: Float32Array; memory: Float32Array }>;
export type Band = { min: Float64Array; avg: Float64Array; max: Float64Array };
/** A window of time, one min/avg/max a pixel column of each metric that was asked for. NaN is a gap. */
export type Series = {
  from_ms: number;
  to_ms: number;
  /** The limits of now; null is none. */
  cpu_limit: number | null;
  memory_limit: number | null;
  newest_ms: number | null;
  bands: Partial<Record<Metric, Band>>;
};
