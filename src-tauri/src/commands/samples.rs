//! Samples for drawing, in bytes: see `wire::columns`.

use super::AppState;
use crate::wire::{FleetColumns, Metric, SeriesColumns, container_id};
use slipway_app::monitor;
use slipway_model::now;
use tauri::ipc::Response;

/// The most columns that a chart may ask for.
const MOST_COLUMNS: u32 = 4096;

/// One container's samples over a time, by pixel column.
#[tauri::command]
pub async fn series_read(
    app: AppState<'_>,
    id: String,
    from_ms: i64,
    to_ms: i64,
    columns: u32,
    metrics: Vec<Metric>,
) -> Result<Response, crate::wire::Fault> {
    let Some(house) = app.house() else { return Ok(Response::new(Vec::new())) };
    let columns = columns.clamp(1, MOST_COLUMNS) as usize;
    let metrics: Vec<_> = metrics.into_iter().take(monitor::METRICS).map(Into::into).collect();
    let window = house.recorder.window(&container_id(&id), &metrics, from_ms, to_ms, columns);
    Ok(Response::new(SeriesColumns(&window).bytes()))
}

/// Every container's sparkline over the last `span_ms`.
#[tauri::command]
pub async fn fleet_read(
    app: AppState<'_>,
    span_ms: i64,
    columns: u32,
) -> Result<Response, crate::wire::Fault> {
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
