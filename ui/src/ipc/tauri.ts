/** The window's side of the seam: the generated commands, the two binary answers, and events by subscription. */
import { invoke } from '@tauri-apps/api/core';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import { readFleet, readSeries } from './binary';
import { commands, events } from './bindings';
import { zoomElement } from './zoom';
import type { Commands, Drop, Ipc, Stop } from './port';

/** What is generated fits what the screens ask: a change in Rust that does not fails the check here. */
type Generated = Omit<Commands, 'fleetRead' | 'seriesRead'>;
const generated = { ...commands, ...recorded() } as unknown as Generated;

const bytes = (name: string, args: Record<string, unknown>) => invoke<ArrayBuffer>(name, args);
/** Rust takes whole milliseconds and pixels. */
const whole = Math.round;

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

/** Not in the generated bindings yet. */
function recorded(): Partial<Commands> {
  return {
    marksRead: (id, fromMs, toMs) =>
      invoke('marks_read', { id, fromMs: whole(fromMs), toMs: whole(toMs) }),
    noteAdd: (id, timeMs, text, key) =>
      invoke('note_add', { id, timeMs: whole(timeMs), text, key }),
    noteRemove: (markId) => invoke('note_remove', { markId }),
    recordings: () => invoke('recordings'),
    advice: (id) => invoke('advice', { id }),
    seriesExport: (ids, metrics, fromMs, toMs, columns, format) =>
      invoke('series_export', {
        ids,
        metrics,
        fromMs: whole(fromMs),
        toMs: whole(toMs),
        columns: whole(columns),
        format,
      }),
    pictureSave: (name, png) => invoke('picture_save', { name, png }),
    selfCost: () => invoke('self_cost'),
  };
}

export function tauriIpc(): Ipc {
  return {
    ...generated,
    fleetRead: async (spanMs, columns) =>
      readFleet(await bytes('fleet_read', { spanMs: whole(spanMs), columns: whole(columns) })),
    seriesRead: async (id, fromMs, toMs, columns, metrics) =>
      readSeries(
        await bytes('series_read', {
          id,
          fromMs: whole(fromMs),
          toMs: whole(toMs),
          columns: whole(columns),
          metrics,
        }),
        metrics,
      ),
    onWake: (listener) => landing(() => events.wake.listen((event) => listener(event.payload))),
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
