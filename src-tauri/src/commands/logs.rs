//! What a container wrote: pages of lines, and looking for some.

use super::AppState;
use crate::wire::{Fault, LogLine, LogPage, LogQuery, SearchFound, container_id};
use slipway_model::Cursor;
use std::time::Duration;

/// The most bytes of lines that one answer holds.
const MOST_LOG_BYTES: u32 = 256 << 10;
/// The most lines of a search that one answer holds.
const MOST_FOUND: u32 = 500;
/// How long a page that reads no more is still followed.
const FOLLOWED_FOR: Duration = Duration::from_secs(10);

/// Lines of a container from a place on; following it begins with the first read.
#[tauri::command]
#[specta::specta]
pub async fn logs_read(app: AppState<'_>, id: String, cursor: u64, max_bytes: u32) -> Result<LogPage, Fault> {
    let house = app.house().ok_or_else(|| no_engine(&app))?;
    let id = container_id(&id);
    house.collector.follow_for(&id, FOLLOWED_FOR);
    let page = house.collector.read(&id, Cursor(cursor), max_bytes.min(MOST_LOG_BYTES) as usize);
    Ok(LogPage::new(page, house.collector.extent(&id)))
}

/// The last lines of a container.
#[tauri::command]
#[specta::specta]
pub async fn logs_tail(app: AppState<'_>, id: String, max_lines: u32) -> Result<LogPage, Fault> {
    let house = app.house().ok_or_else(|| no_engine(&app))?;
    let id = container_id(&id);
    house.collector.follow_for(&id, FOLLOWED_FOR);
    let page = house.collector.tail(&id, max_lines.min(20_000) as usize);
    Ok(LogPage::new(page, house.collector.extent(&id)))
}

/// Begins to look for something in all that is kept of a container's log. The number is for asking on.
#[tauri::command]
#[specta::specta]
pub async fn logs_search(app: AppState<'_>, id: String, query: LogQuery) -> Result<u32, Fault> {
    Ok(app.search_log(&container_id(&id), &query.into())?)
}

/// How far a search is, and how what it found is spread over the log.
#[tauri::command]
#[specta::specta]
pub async fn logs_found(app: AppState<'_>, search: u32, columns: u32) -> Result<SearchFound, Fault> {
    Ok(app.search_found(search, columns.min(4_096) as usize)?.into())
}

/// The last lines that a search found before a line, or the last of all, oldest first.
#[tauri::command]
#[specta::specta]
pub async fn logs_matches(
    app: AppState<'_>,
    search: u32,
    before: Option<u64>,
    count: u32,
) -> Result<Vec<LogLine>, Fault> {
    let (app, count) = (app.inner().clone(), count.min(MOST_FOUND) as usize);
    let read = tokio::task::spawn_blocking(move || app.search_lines(search, before, count));
    let lines = read.await.map_err(slipway_app::AppError::from)??;
    Ok(lines.into_iter().map(Into::into).collect())
}

/// Ends a search.
#[tauri::command]
#[specta::specta]
pub async fn logs_search_end(app: AppState<'_>, search: u32) -> Result<(), Fault> {
    app.end_search(search);
    Ok(())
}

fn no_engine(app: &slipway_app::App) -> Fault {
    match app.engine() {
        Err(error) => error.into(),
        Ok(_) => slipway_model::Fault::new("engine-lost").into(),
    }
}
