//! From the first instruction to a window: files, locks, the app, plugins.

use crate::handover::{self, Listener, Request};
use crate::lifecycle::{self, Lifecycle};
use crate::refusal::say_and_fail;
use crate::{commands, logging, testing, tray};
use slipway_app::store::{Lock, Paths, lock};
use slipway_app::{App, AppError, Options, Role};
use slipway_model::ToFault as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use tauri::{AppHandle, Manager as _, WebviewUrl, WebviewWindowBuilder};

/// The one window's label.
pub(crate) const WINDOW: &str = "main";

/// Starts everything and runs until the end.
pub(crate) fn start(folder: Option<PathBuf>) -> ExitCode {
    match prepare(folder) {
        Ok(Some(prepared)) => prepared.run(),
        Ok(None) => ExitCode::SUCCESS,
        Err(error) => say_and_fail(&error),
    }
}

struct Prepared {
    app: Arc<App>,
    folder_project: Option<String>,
    listener: Option<Listener>,
    _window_lock: Lock,
    _log: Option<tracing_appender::non_blocking::WorkerGuard>,
}

/// `None` when another start took the folder.
fn prepare(folder: Option<PathBuf>) -> Result<Option<Prepared>, AppError> {
    let paths = Paths::of_this_user()?;
    let folder = folder.map(|folder| std::path::absolute(&folder).unwrap_or(folder));
    let Some(window_lock) = Lock::try_take(&paths, lock::name::WINDOW)? else {
        if handover::send(&paths, &Request { folder }) {
            return Ok(None);
        }
        return Err(slipway_model::Fault::new("machine-window-does-not-answer").into());
    };
    let log = logging::start(&paths);
    tauri::async_runtime::block_on(async {
        let app = App::start(Options { paths: paths.clone(), role: Role::Window }).await?;
        let folder_project = match folder {
            Some(folder) => open(&app, &folder).await,
            None => None,
        };
        let listener = Listener::bind(&paths)
            .inspect_err(|error| tracing::warn!(%error, "another start cannot reach this one"))
            .ok();
        Ok(Some(Prepared { app, folder_project, listener, _window_lock: window_lock, _log: log }))
    })
}

/// Opens a folder; one that cannot be opened is said in the window.
pub(crate) async fn open(app: &App, folder: &Path) -> Option<String> {
    match app.open_project(folder).await {
        Ok(id) => Some(id.to_string()),
        Err(error) => {
            app.say(error.to_fault());
            None
        }
    }
}

impl Prepared {
    fn run(self) -> ExitCode {
        let Self { app, folder_project, listener, _window_lock, _log } = self;
        let contract = commands::contract();
        let built = tauri::Builder::default()
            .plugin(tauri_plugin_dialog::init())
            .plugin(tauri_plugin_opener::init())
            .manage(app.clone())
            .manage(commands::AskedFor(Mutex::new(folder_project)))
            .invoke_handler(commands::handler(&contract))
            .on_page_load(lifecycle::page_loaded)
            .on_window_event(lifecycle::window_event)
            .setup(move |tauri| {
                contract.mount_events(tauri);
                let handle = tauri.handle().clone();
                tauri.manage(Lifecycle::start(&handle, listener));
                tray::make(&handle);
                open_window(&handle)?;
                Ok(())
            })
            .build(context());
        match built {
            Ok(tauri) => {
                tauri.run(lifecycle::run_event);
                ExitCode::SUCCESS
            }
            Err(error) => {
                tracing::error!(%error, "the window could not be made");
                say_and_fail(
                    &slipway_model::Fault::new("machine-no-display").detail(error.to_string()).into(),
                )
            }
        }
    }
}

/// Opens the window, or brings it to the front.
pub(crate) fn open_window(handle: &AppHandle) -> tauri::Result<()> {
    if let Some(window) = handle.get_webview_window(WINDOW) {
        window.show()?;
        window.unminimize()?;
        return window.set_focus();
    }
    let (width, height) = testing::window_size().unwrap_or((1280.0, 800.0));
    WebviewWindowBuilder::new(handle, WINDOW, WebviewUrl::default())
        .title("Slipway")
        .inner_size(width, height)
        .min_inner_size(800.0, 560.0)
        .build()?;
    Ok(())
}

/// What is built into the program: the page, its policy, what it may call.
#[allow(clippy::exit, reason = "Tauri's macro has one for a broken installation")]
pub(crate) fn context() -> tauri::Context {
    tauri::generate_context!()
}
