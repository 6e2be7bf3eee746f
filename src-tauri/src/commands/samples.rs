//! Samples for drawing, in bytes: see `wire::columns`.

use super::AppState;
use super::saving::{png, saved};
use crate::wire::number::safe;
use crate::wire::{
    ExportFormat, Fault, FleetColumns, Mark, Metric, Recording, SelfCost, SeriesColumns, container_id,
};
use slipway_app::export::{self, Exported};
use slipway_app::monitor;
use slipway_model::{IdempotencyKey, now};
use std::collections::BTreeMap;
use tauri::ipc::Response;

/// The most columns that a chart may ask for.
const MOST_COLUMNS: u32 = 4096;
/// The most containers that one export holds.
const MOST_EXPORTED: usize = 8;

/// One container's samples over a time, by pixel column.
#[tauri::command]
pub async fn series_read(
    app: AppState<'_>,
    id: String,
    from_ms: i64,
    to_ms: i64,
    columns: u32,
    metrics: Vec<Metric>,
) -> Result<Response, Fault> {
    let columns = columns.clamp(1, MOST_COLUMNS) as usize;
    let metrics: Vec<_> = metrics.into_iter().take(monitor::METRICS).map(Into::into).collect();
    let (app, id) = (app.inner().clone(), container_id(&id));
    // The history is read from files.
    let reading = tokio::task::spawn_blocking(move || app.series(&id, &metrics, from_ms, to_ms, columns));
    let window = reading.await.map_err(slipway_app::AppError::from)??;
    Ok(Response::new(window.map_or_else(Vec::new, |window| SeriesColumns(&window).bytes())))
}

/// Every container's sparkline over the last `span_ms`.
#[tauri::command]
pub async fn fleet_read(app: AppState<'_>, span_ms: i64, columns: u32) -> Result<Response, Fault> {
    let Some(house) = app.house() else { return Ok(Response::new(FleetColumns(&[]).bytes())) };
    let columns = columns.clamp(1, 512) as usize;
    let to_ms = now().ms;
    let snapshot = house.index.snapshot();
    let metrics = [monitor::Metric::Cpu, monitor::Metric::Memory];
    let from_ms = to_ms - span_ms;
    let rows: Vec<_> = snapshot
        .rows
        .iter()
        .map(|row| (row.id.to_string(), house.recorder.window(&row.id, &metrics, from_ms, to_ms, columns)))
        .collect();
    Ok(Response::new(FleetColumns(&rows).bytes()))
}

/// What happened to a container in a stretch of time.
#[tauri::command]
#[specta::specta]
pub async fn marks_read(app: AppState<'_>, id: String, from_ms: i64, to_ms: i64) -> Result<Vec<Mark>, Fault> {
    Ok(app.marks(&container_id(&id), from_ms, to_ms)?.into_iter().filter_map(Mark::shown).collect())
}

/// Adds the user's words at a moment, once for each key.
#[tauri::command]
#[specta::specta]
pub async fn note_add(
    app: AppState<'_>,
    id: String,
    time_ms: i64,
    text: String,
    key: String,
) -> Result<(), Fault> {
    Ok(app.add_note(&container_id(&id), time_ms, &text, &IdempotencyKey::new(key))?)
}

/// Takes a note away.
#[tauri::command]
#[specta::specta]
pub async fn note_remove(app: AppState<'_>, mark_id: String) -> Result<(), Fault> {
    // What is no number is no note.
    Ok(app.remove_note(mark_id.parse().unwrap_or(0))?)
}

/// Containers whose series are kept, also those that are gone.
#[tauri::command]
#[specta::specta]
pub async fn recordings(app: AppState<'_>) -> Result<Vec<Recording>, Fault> {
    let app = app.inner().clone();
    let titles: BTreeMap<String, String> =
        app.recent_projects()?.into_iter().map(|record| (record.id.to_string(), record.title())).collect();
    let reading = tokio::task::spawn_blocking(move || app.recordings());
    let found = reading.await.map_err(slipway_app::AppError::from)??;
    let title = |recording: &slipway_app::Recording| {
        recording.seen.project.as_ref().and_then(|project| titles.get(project.as_str())).cloned()
    };
    Ok(found
        .into_iter()
        .map(|recording| {
            let title = title(&recording);
            Recording::new(recording, title)
        })
        .collect())
}

/// Deletes all that is kept of a container that is gone.
#[tauri::command]
#[specta::specta]
pub async fn recording_forget(app: AppState<'_>, id: String) -> Result<(), Fault> {
    let (app, id) = (app.inner().clone(), container_id(&id));
    // Files are written anew.
    let forgetting = tokio::task::spawn_blocking(move || app.forget_recording(&id));
    Ok(forgetting.await.map_err(slipway_app::AppError::from)??)
}

/// What can be said of a container's limits.
#[tauri::command]
#[specta::specta]
pub async fn advice(app: AppState<'_>, id: String) -> Result<Vec<Fault>, Fault> {
    Ok(app.advice(&container_id(&id)).iter().map(Fault::from).collect())
}

/// What Slipway itself uses.
#[tauri::command]
#[specta::specta]
pub async fn self_cost(app: AppState<'_>) -> Result<SelfCost, Fault> {
    let own = app.own.clone();
    let looking = tokio::task::spawn_blocking(move || own.latest());
    let cost = looking.await.map_err(slipway_app::AppError::from)?;
    Ok(SelfCost {
        cpu_percent: cost.cpu_nanocores.map(|nanocores| nanocores / 1e7),
        memory_bytes: safe(cost.memory_bytes),
        history_bytes: safe(app.history_bytes()),
    })
}

/// Writes what is shown into a file that the user chooses; its path, or none where they changed their mind.
#[tauri::command]
#[specta::specta]
#[allow(clippy::too_many_arguments, reason = "what is shown")]
pub async fn series_export(
    window: tauri::WebviewWindow,
    app: AppState<'_>,
    ids: Vec<String>,
    metrics: Vec<Metric>,
    from_ms: i64,
    to_ms: i64,
    columns: u32,
    format: ExportFormat,
) -> Result<Option<String>, Fault> {
    let columns = columns.clamp(1, MOST_COLUMNS) as usize;
    let metrics: Vec<monitor::Metric> = metrics.into_iter().take(monitor::METRICS).map(Into::into).collect();
    let names: BTreeMap<_, _> =
        app.recordings()?.into_iter().map(|recording| (recording.seen.id, recording.seen.name)).collect();
    let mut parts = Vec::new();
    for id in ids.iter().take(MOST_EXPORTED) {
        let id = container_id(id);
        let name = names.get(&id).cloned().unwrap_or_default();
        if let Some(columns) = app.series(&id, &metrics, from_ms, to_ms, columns)? {
            parts.push(Exported { id: id.to_string(), name, columns });
        }
    }
    let (text, ending) = match format {
        ExportFormat::Csv => (export::csv(&metrics, &parts), "csv"),
        ExportFormat::Json => (export::json(&metrics, &parts), "json"),
    };
    saved(&window, &format!("slipway-{}.{ending}", now().ms), text.into_bytes()).await
}

/// Saves a picture of what is shown: a PNG in base64.
#[tauri::command]
#[specta::specta]
pub async fn picture_save(window: tauri::WebviewWindow, picture: String) -> Result<Option<String>, Fault> {
    saved(&window, &format!("slipway-{}.png", now().ms), png(&picture)?).await
}
