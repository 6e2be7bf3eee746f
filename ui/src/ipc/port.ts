/** What the screens may ask of the host. One interface; the window and the fake are its two implementations. */
import type * as t from './types';

/** It is done; the answer says nothing. */
export type Done = Promise<unknown>;

export interface Commands {
  engineOverview(): Promise<t.EngineOverview>;
  engineLookAgain(): Promise<t.EngineOverview>;
  engineChoose(endpoint: string): Promise<t.EngineOverview>;
  enginePreflight(): Promise<t.Preflight>;
  engineMend(endpoint: string, remedy: t.Remedy): Promise<t.RemedyResult>;

  machineNow(): Promise<t.MachineNow>;

  projectsRecent(): Promise<t.ProjectSummary[]>;
  projectOpen(folder: string): Promise<string>;
  project(id: string): Promise<t.Project>;
  projectForget(id: string): Done;
  projectSettingsSet(id: string, settings: t.RunSettings): Promise<t.Project>;
  projectFix(id: string, code: string): Promise<t.Project>;
  projectFixStop(id: string): Promise<null>;
  projectDockerfile(id: string): Promise<t.DockerfileText>;
  projectDockerfileSave(id: string): Promise<t.Project>;
  projectFolderPick(): Promise<string | null>;
  templates(): Promise<t.Template[]>;
  templateCreate(template: string, parentFolder: string, name: string): Promise<string>;
  templateSuggest(template: string): Promise<t.TemplateSuggestion>;
  openInEditor(projectId: string, file: string, line: number): Done;
  openUrl(url: string): Done;
  openFolder(projectId: string): Done;

  shipStart(projectId: string, key: string): Promise<string>;
  actionRead(id: string, cursor: number): Promise<t.ActionPage>;
  actionCancel(id: string): Done;

  containers(): Promise<t.ContainerList>;
  container(id: string): Promise<t.ContainerPage>;
  containerAct(id: string, verb: t.Verb, key: string): Done;
  containerWrite(id: string, line: string, key: string): Done;
  attention(visible: string[], fleet: boolean): Done;
  fleetRead(spanMs: number, columns: number): Promise<t.Fleet>;
  seriesRead(
    id: string,
    fromMs: number,
    toMs: number,
    columns: number,
    metrics: t.Metric[],
  ): Promise<t.Series>;
  marksRead(id: string, fromMs: number, toMs: number): Promise<t.Mark[]>;
  noteAdd(id: string, timeMs: number, text: string, key: string): Done;
  noteRemove(markId: string): Done;
  /** Containers whose series are kept, also removed ones. */
  recordings(): Promise<t.Recording[]>;
  /** Deletes all that is kept of a container that is gone. */
  recordingForget(id: string): Done;
  /** Sentences about a container's limits. */
  advice(id: string): Promise<t.Fault[]>;
  /** Asks for a file and writes what is shown; its path, or null when the user changed their mind. */
  seriesExport(
    ids: string[],
    metrics: t.Metric[],
    fromMs: number,
    toMs: number,
    columns: number,
    format: t.ExportFormat,
  ): Promise<string | null>;
  /** A PNG in base64; its path likewise. */
  pictureSave(picture: string): Promise<string | null>;
  selfCost(): Promise<t.SelfCost>;
  latestAll(): Promise<Record<string, t.Latest>>;

  costsOffer(): Promise<t.CostBounds>;
  /** The newest measuring, also one that is over. */
  costs(): Promise<t.CostRun | null>;
  costsStart(image: string, count: number, memoryBytes: number, key: string): Promise<string>;
  costsCancel(): Done;
  /** The engine's images, the oldest first, and the layers that they share. */
  imagesShared(): Promise<t.SharedImages>;

  logsRead(id: string, cursor: number, maxBytes: number): Promise<t.LogPage>;
  logsTail(id: string, maxLines: number): Promise<t.LogPage>;
  logsSearch(id: string, query: t.LogQuery): Promise<number>;
  logsFound(search: number, columns: number): Promise<t.SearchFound>;
  logsMatches(search: number, before: number | null, count: number): Promise<t.LogLine[]>;
  logsSearchEnd(search: number): Promise<null>;
  /** The next match of a search after a line, or the last before it. */
  logsStep(search: number, from: number, forward: boolean): Promise<t.LogStep | null>;
  /** The first line that was not written before a moment. */
  logsSeek(id: string, timeMs: number): Promise<number | null>;
  logsRates(id: string, fromMs: number, toMs: number, columns: number): Promise<t.LogRates>;
  /** The values of a field over time. */
  logsNumbers(
    id: string,
    key: string,
    fromMs: number,
    toMs: number,
    columns: number,
  ): Promise<t.LogNumbers>;
  /** What an HTTP server was asked for, by path. */
  logsRequests(id: string, fromMs: number, toMs: number): Promise<t.LogRequests>;
  /** The places of the stack that a line begins. */
  logsTrace(id: string, seq: number): Promise<t.LogTrace>;
  /** Whether the log is kept while nobody reads it. */
  logsKept(id: string): Promise<t.LogKept>;
  logsKeep(id: string, keep: boolean): Promise<t.LogKept>;
  /** The path; null when the user changed their mind. */
  logsExport(
    id: string,
    query: t.LogQuery,
    format: t.LogFormat,
    times: boolean,
  ): Promise<string | null>;

  settings(): Promise<t.SettingsPage>;
  settingsSet(settings: t.Settings): Promise<t.SettingsPage>;
  proxyTest(goproxy: string): Promise<t.ProxyTest>;
  storage(): Promise<t.Storage>;
  storageRemove(kind: t.StorageItem['kind']): Promise<t.Storage>;
  diagnosticsCopy(): Promise<string>;
  logFolderOpen(): Done;
  ready(): Promise<t.Ready>;
  startNotices(): Promise<t.Fault[]>;
  quit(): Promise<unknown>;
}

/** Files held over the window (`over`), gone again (`left`) or let go (`dropped`). */
export type Drop = { kind: 'over' | 'left' } | { kind: 'dropped'; paths: string[] };

/** Stops listening. Safe to call twice, and before the subscription has landed. */
export type Stop = () => void;

export interface Host {
  onWake(listener: (wake: t.Wake) => void): Stop;
  onDrop(listener: (drop: Drop) => void): Stop;
  /** Scales everything, for a projector. */
  zoom(percent: number): void;
}

export type Ipc = Commands & Host;
