//! What happens between the first window and the end: wake-ups, other starts, closing, quitting.

use crate::handover::Listener;
use crate::start::{self, WINDOW};
use crate::wire::{Topic, Wake};
use slipway_app::{App, Attention};
use slipway_model::{Fault, ProjectId};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;
use tauri::async_runtime::JoinHandle;
use tauri::webview::{PageLoadEvent, PageLoadPayload};
use tauri::{AppHandle, Manager as _, RunEvent, Webview, Window, WindowEvent};
use tauri_specta::Event as _;
use tokio::sync::broadcast::error::RecvError;

/// Wake-ups that come within this time become one.
const MERGE: Duration = Duration::from_millis(40);

/// The window program's own tasks; they end with it.
#[derive(Debug)]
pub(crate) struct Lifecycle {
    tasks: Vec<JoinHandle<()>>,
}

impl Lifecycle {
    pub(crate) fn start(handle: &AppHandle, listener: Option<Listener>) -> Self {
        let mut tasks = vec![tauri::async_runtime::spawn(forward_wakes(handle.clone()))];
        if let Some(listener) = listener {
            tasks.push(tauri::async_runtime::spawn(hear_other_starts(handle.clone(), listener)));
        }
        Self { tasks }
    }

    fn end(&self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

/// Hands wake-ups to the page, merged. One that lagged asks for everything.
async fn forward_wakes(handle: AppHandle) {
    let mut wakes = handle.state::<Arc<App>>().subscribe();
    let mut waiting: HashSet<Wake> = HashSet::new();
    loop {
        match wakes.recv().await {
            Ok(wake) => drop(waiting.insert(wake.into())),
            Err(RecvError::Lagged(_)) => waiting.extend(everything()),
            Err(RecvError::Closed) => return,
        }
        tokio::time::sleep(MERGE).await;
        while let Ok(wake) = wakes.try_recv() {
            waiting.insert(wake.into());
        }
        for wake in waiting.drain() {
            if let Err(error) = wake.emit(&handle) {
                tracing::debug!(%error, "no page hears");
            }
        }
    }
}

fn everything() -> impl Iterator<Item = Wake> {
    const ALL: [Topic; 9] = [
        Topic::Engine,
        Topic::Containers,
        Topic::Samples,
        Topic::Logs,
        Topic::Actions,
        Topic::Projects,
        Topic::Costs,
        Topic::Notices,
        Topic::Settings,
    ];
    ALL.into_iter().map(|topic| Wake { topic, id: None })
}

async fn hear_other_starts(handle: AppHandle, listener: Listener) {
    while let Some(request) = listener.next().await {
        let app = handle.state::<Arc<App>>().inner().clone();
        let project = match request.folder {
            Some(folder) => start::open(&app, &folder).await,
            None => None,
        };
        let had_window = handle.get_webview_window(WINDOW).is_some();
        if let Some(project) = &project {
            if had_window {
                app.ask_to_open(&ProjectId::new(project.clone()));
            } else {
                let asked = handle.state::<crate::commands::AskedFor>();
                *asked.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(project.clone());
            }
        }
        let opening = handle.clone();
        let opened = handle.run_on_main_thread(move || {
            if let Err(error) = start::open_window(&opening) {
                tracing::error!(%error, "the window could not be opened again");
            }
        });
        if let Err(error) = opened {
            tracing::error!(%error, "the main thread is gone");
        }
    }
}

/// A page that loads has forgotten what it looked at.
pub(crate) fn page_loaded(webview: &Webview, payload: &PageLoadPayload<'_>) {
    if payload.event() == PageLoadEvent::Started {
        webview.state::<Arc<App>>().attend(webview.label(), Attention::default());
    }
}

/// A window that goes looks at nothing any more.
pub(crate) fn window_event(window: &Window, event: &WindowEvent) {
    if matches!(event, WindowEvent::Destroyed) {
        window.state::<Arc<App>>().attend(window.label(), Attention::default());
    }
}

/// Closing the last window keeps recording where the setting says so; quitting ends everything in order.
pub(crate) fn run_event(handle: &AppHandle, event: RunEvent) {
    match event {
        RunEvent::ExitRequested { code: None, api, .. } => {
            let app = handle.state::<Arc<App>>();
            let settings = app.settings();
            if settings.keep_running {
                api.prevent_exit();
                if !settings.keep_running_said {
                    app.say(Fault::new("note-keeps-running"));
                    if let Err(error) = app.change_settings(|settings| settings.keep_running_said = true) {
                        tracing::warn!(%error, "it will be said again");
                    }
                }
            }
        }
        RunEvent::Exit => {
            handle.state::<Lifecycle>().end();
            let app = handle.state::<Arc<App>>().inner().clone();
            tauri::async_runtime::block_on(app.shut_down());
        }
        _ => {}
    }
}
