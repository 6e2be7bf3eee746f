//! What a container wrote: pages of lines, and looking for some.

use super::AppState;
use super::saving::place;
use crate::wire::{
    Fault, LogFormat, LogKept, LogLine, LogNumbers, LogPage, LogQuery, LogRates, LogRequests, LogStep,
    LogTrace, SearchFound, container_id,
};
use slipway_app::diagnose::stack;
use slipway_app::lines_export::LineFormat;
use slipway_app::logs::{Collector, LogId};
use slipway_model::{Cursor, now};
use std::time::Duration;

/// The most bytes of lines that one answer holds.
const MOST_LOG_BYTES: u32 = 256 << 10;
/// The most lines of a search that one answer holds.
const MOST_FOUND: u32 = 500;
/// The most columns of one answer.
const MOST_COLUMNS: u32 = 4_096;
/// A longer stack is read up to here.
const MOST_TRACE_LINES: u64 = 400;
/// How long a page that reads no more is still followed.
const FOLLOWED_FOR: Duration = Duration::from_secs(10);

/// Lines of a container, or of several whose ids are joined by `+`, from a place on; following begins with the first
/// read.
#[tauri::command]
#[specta::specta]
pub async fn logs_read(app: AppState<'_>, id: String, cursor: u64, max_bytes: u32) -> Result<LogPage, Fault> {
    let collector = collector(&app)?;
    let id = LogId::new(&id);
    id.sources().iter().for_each(|source| collector.follow_for(source, FOLLOWED_FOR));
    let bytes = max_bytes.min(MOST_LOG_BYTES) as usize;
    reading(move || {
        let page = collector.read(&id, Cursor(cursor), bytes);
        LogPage::new(page, collector.extent(&id), collector.flood(&id))
    })
    .await
}

/// The last lines of a container.
#[tauri::command]
#[specta::specta]
pub async fn logs_tail(app: AppState<'_>, id: String, max_lines: u32) -> Result<LogPage, Fault> {
    let collector = collector(&app)?;
    let id = LogId::new(&id);
    id.sources().iter().for_each(|source| collector.follow_for(source, FOLLOWED_FOR));
    reading(move || {
        let page = collector.tail(&id, max_lines.min(20_000) as usize);
        LogPage::new(page, collector.extent(&id), collector.flood(&id))
    })
    .await
}

/// Begins to look for something in all that is kept of a container's log. The number is for asking on.
#[tauri::command]
#[specta::specta]
pub async fn logs_search(app: AppState<'_>, id: String, query: LogQuery) -> Result<u32, Fault> {
    Ok(app.search_log(&LogId::new(&id), &query.into())?)
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
    let lines = reading(move || app.search_lines(search, before, count)).await??;
    Ok(lines.into_iter().map(Into::into).collect())
}

/// The next match of a search after a line, or the last before it.
#[tauri::command]
#[specta::specta]
pub async fn logs_step(
    app: AppState<'_>,
    search: u32,
    from: u64,
    forward: bool,
) -> Result<Option<LogStep>, Fault> {
    Ok(app.search_step(search, from, forward)?.map(Into::into))
}

/// The first line that was not written before a moment.
#[tauri::command]
#[specta::specta]
pub async fn logs_seek(app: AppState<'_>, id: String, time_ms: i64) -> Result<Option<u64>, Fault> {
    let collector = collector(&app)?;
    reading(move || collector.seq_at(LogId::new(&id), time_ms)).await
}

/// How many lines a container wrote when, from one moment to another.
#[tauri::command]
#[specta::specta]
pub async fn logs_rates(
    app: AppState<'_>,
    id: String,
    from_ms: i64,
    to_ms: i64,
    columns: u32,
) -> Result<LogRates, Fault> {
    let collector = collector(&app)?;
    let columns = columns.clamp(1, MOST_COLUMNS) as usize;
    let rates = reading(move || collector.rates(LogId::new(&id), from_ms, to_ms, columns)).await?;
    Ok(rates.map(Into::into).unwrap_or_default())
}

/// The values of a field of structured lines, from one moment to another.
#[tauri::command]
#[specta::specta]
pub async fn logs_numbers(
    app: AppState<'_>,
    id: String,
    key: String,
    from_ms: i64,
    to_ms: i64,
    columns: u32,
) -> Result<LogNumbers, Fault> {
    let collector = collector(&app)?;
    let columns = columns.clamp(1, MOST_COLUMNS) as usize;
    let read = move || collector.numbers(LogId::new(&id), &key, (from_ms, to_ms), columns);
    Ok(reading(read).await?.map(Into::into).unwrap_or_default())
}

/// What an HTTP server was asked for, by path, from one moment to another.
#[tauri::command]
#[specta::specta]
pub async fn logs_requests(
    app: AppState<'_>,
    id: String,
    from_ms: i64,
    to_ms: i64,
) -> Result<LogRequests, Fault> {
    let collector = collector(&app)?;
    Ok(reading(move || collector.requests(LogId::new(&id), (from_ms, to_ms))).await?.into())
}

/// The places of a stack that a line begins.
#[tauri::command]
#[specta::specta]
pub async fn logs_trace(app: AppState<'_>, id: String, seq: u64) -> Result<LogTrace, Fault> {
    let collector = collector(&app)?;
    let lines = reading(move || collector.lines(LogId::new(&id), seq..seq + MOST_TRACE_LINES)).await?;
    let trace = lines.iter().enumerate().take_while(|(at, line)| *at == 0 || line.record.part);
    Ok(stack(trace.map(|(_, line)| line.record.text.as_str())).into())
}

/// Writes the lines that match into a file that the user chooses; its path, or none where they changed their mind.
#[tauri::command]
#[specta::specta]
pub async fn logs_export(
    window: tauri::WebviewWindow,
    app: AppState<'_>,
    id: String,
    query: LogQuery,
    format: LogFormat,
    times: bool,
) -> Result<Option<String>, Fault> {
    let (format, ending) = match format {
        LogFormat::Text => (LineFormat::Text, "log"),
        LogFormat::Json => (LineFormat::Json, "jsonl"),
    };
    let Some(path) = place(&window, &format!("slipway-{}.{ending}", now().ms)).await else { return Ok(None) };
    let shown = path.to_string_lossy().into_owned();
    let app = app.inner().clone();
    let written = reading(move || app.export_lines(&LogId::new(&id), &query.into(), (format, times), &path));
    written.await??;
    Ok(Some(shown))
}

/// Whether a container's log is kept while nobody reads it.
#[tauri::command]
#[specta::specta]
pub async fn logs_kept(app: AppState<'_>, id: String) -> Result<LogKept, Fault> {
    Ok(app.log_kept(&container_id(&id))?.into())
}

/// Keeps a container's log from now on, or no more.
#[tauri::command]
#[specta::specta]
pub async fn logs_keep(app: AppState<'_>, id: String, keep: bool) -> Result<LogKept, Fault> {
    let id = container_id(&id);
    app.keep_log(&id, keep)?;
    Ok(app.log_kept(&id)?.into())
}

async fn reading<T: Send + 'static>(read: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    Ok(tokio::task::spawn_blocking(read).await.map_err(slipway_app::AppError::from)?)
}

/// Ends a search.
#[tauri::command]
#[specta::specta]
pub async fn logs_search_end(app: AppState<'_>, search: u32) -> Result<(), Fault> {
    app.end_search(search);
    Ok(())
}

fn collector(app: &slipway_app::App) -> Result<Collector, Fault> {
    Ok(app.collector()?)
}
