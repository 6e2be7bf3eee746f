/** The window's side of the seam: commands by name, events by subscription. */
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import { readFleet, readSeries } from './binary';
import { zoomElement } from './zoom';
import type { Drop, Ipc, Stop } from './port';
import type { Wake } from './types';

const ask = <T>(name: string, args?: Record<string, unknown>) => invoke<T>(name, args);
const bytes = (name: string, args: Record<string, unknown>) => invoke<ArrayBuffer>(name, args);

/** Listening lands later than it is asked for; stopping must work before that. */
function landing(subscribe: () => Promise<() => void>): Stop {
  let stopped = false;
  let unlisten: (() => void) | undefined;
  subscribe().then(
    (stop) => {
      if (stopped) stop();
      else unlisten = stop;
    },
    () => undefined,
  );
  return () => {
    stopped = true;
    unlisten?.();
    unlisten = undefined;
  };
}

export function tauriIpc(): Ipc {
  return {
    engineOverview: () => ask('engine_overview'),
    engineLookAgain: () => ask('engine_look_again'),
    engineChoose: (endpoint) => ask('engine_choose', { endpoint }),
    enginePreflight: () => ask('engine_preflight'),
    engineMend: (endpoint, remedy) => ask('engine_mend', { endpoint, remedy }),
    machineNow: () => ask('machine_now'),
    projectsRecent: () => ask('projects_recent'),
    projectOpen: (folder) => ask('project_open', { folder }),
    project: (id) => ask('project', { id }),
    projectForget: (id) => ask('project_forget', { id }),
    projectSettingsSet: (id, settings) => ask('project_settings_set', { id, settings }),
    projectFix: (id, code) => ask('project_fix', { id, code }),
    projectFolderPick: () => ask('project_folder_pick'),
    templates: () => ask('templates'),
    templateCreate: (template, parentFolder, name) =>
      ask('template_create', { template, parentFolder, name }),
    templateSuggest: (template) => ask('template_suggest', { template }),
    openInEditor: (projectId, file, line) => ask('open_in_editor', { projectId, file, line }),
    openUrl: (url) => ask('open_url', { url }),
    openFolder: (projectId) => ask('open_folder', { projectId }),
    shipStart: (projectId, key) => ask('ship_start', { projectId, key }),
    actionRead: (id, cursor) => ask('action_read', { id, cursor }),
    actionCancel: (id) => ask('action_cancel', { id }),
    containers: () => ask('containers'),
    container: (id) => ask('container', { id }),
    containerAct: (id, verb, key) => ask('container_act', { id, verb, key }),
    attention: (visible, fleet) => ask('attention', { visible, fleet }),
    fleetRead: async (spanMs, columns) => readFleet(await bytes('fleet_read', { spanMs, columns })),
    seriesRead: async (id, fromMs, toMs, columns) =>
      readSeries(await bytes('series_read', { id, fromMs, toMs, columns })),
    latestAll: () => ask('latest_all'),
    logsRead: (id, cursor, maxBytes) => ask('logs_read', { id, cursor, maxBytes }),
    logsTail: (id, maxLines) => ask('logs_tail', { id, maxLines }),
    settings: () => ask('settings'),
    settingsSet: (settings) => ask('settings_set', { settings }),
    proxyTest: (goproxy) => ask('proxy_test', { goproxy }),
    storage: () => ask('storage'),
    storageRemove: (kind) => ask('storage_remove', { kind }),
    diagnosticsCopy: () => ask('diagnostics_copy'),
    logFolderOpen: () => ask('log_folder_open'),
    ready: () => ask('ready'),
    startNotices: () => ask('start_notices'),

    onWake: (listener) => landing(() => listen<Wake>('wake', (event) => listener(event.payload))),
    onDrop: (listener) =>
      landing(() =>
        getCurrentWebview().onDragDropEvent(({ payload }) => {
          const drop: Drop =
            payload.type === 'drop'
              ? { kind: 'dropped', paths: payload.paths }
              : { kind: payload.type === 'leave' ? 'left' : 'over' };
          listener(drop);
        }),
      ),
    zoom: (percent) => {
      // The page's own zoom keeps pointer positions true; the element's is the fallback.
      getCurrentWebview()
        .setZoom(percent / 100)
        .catch(() => zoomElement(percent));
    },
  };
}
