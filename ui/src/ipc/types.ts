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
  ContainerList,
  ContainerPage,
  ContainerRow,
  CostBounds,
  CostRun,
  CostStep,
  DockerfileText,
  EngineInfo,
  EngineOverview,
  EngineState,
  EnvRead,
  EnvSetting as RunEnv,
  ExportFormat,
  Fault,
  LastLine,
  Latest,
  Line,
  LogGap,
  LogLine,
  LogPage,
  LogFieldTest,
  LineField,
  LogFlood,
  LogFormat,
  LogFrame,
  LogKept,
  LogLevel,
  LogNumbers,
  LogQuery,
  LogRates,
  LogRequests,
  LogStep,
  LogTrace,
  MachineNow,
  Mark,
  MarkKind,
  Metric,
  Need,
  Offer,
  Outcome,
  PathRequests,
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
  Recording,
  Remedy,
  RemedyResult,
  RunSettings,
  SavedLogFilter,
  SearchFound,
  StyleRun,
  SelfCost,
  Settings,
  SettingsPage,
  Severity,
  SharedImage,
  SharedImages,
  Stage,
  StageState,
  Storage,
  StorageItem,
  Stream,
  Template,
  TemplateSuggestion,
  Understanding,
  Verb,
  Verdict,
  Wake,
} from './bindings';

import type { Metric } from './bindings';

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
