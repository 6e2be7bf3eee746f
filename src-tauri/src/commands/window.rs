//! The window itself: ready, notices, links.

use super::AppState;
use crate::wire::Fault;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::sync::{Mutex, PoisonError};
use tauri_plugin_opener::OpenerExt as _;

/// The project that `slipway FOLDER` asked for, until the page takes it.
#[derive(Debug, Default)]
pub struct AskedFor(pub Mutex<Option<String>>);

/// What a page that is ready gets.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Ready {
    /// The project to open first.
    pub folder_project: Option<String>,
}

/// The page is mounted.
#[tauri::command]
#[specta::specta]
pub async fn ready(asked: tauri::State<'_, AskedFor>) -> Result<Ready, Fault> {
    Ok(Ready { folder_project: asked.0.lock().unwrap_or_else(PoisonError::into_inner).take() })
}

/// What has to be said once.
#[tauri::command]
#[specta::specta]
pub async fn start_notices(app: AppState<'_>) -> Result<Vec<Fault>, Fault> {
    Ok(app.notices.take().into_iter().map(Into::into).collect())
}

/// Ends Slipway, recording included.
#[tauri::command]
#[specta::specta]
pub async fn quit(handle: tauri::AppHandle) -> Result<(), Fault> {
    handle.exit(0);
    Ok(())
}

/// Opens a link to a program of the user's own machine in the browser; nothing else.
#[tauri::command]
#[specta::specta]
pub async fn open_url(window: tauri::WebviewWindow, url: String) -> Result<(), Fault> {
    let fault = || slipway_model::Fault::new("machine-cannot-open").with("path", url.as_str());
    if !is_local(&url) {
        return Err(fault().into());
    }
    window.opener().open_url(&url, None::<&str>).map_err(|error| fault().detail(error.to_string()).into())
}

fn is_local(url: &str) -> bool {
    tauri::Url::parse(url).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.username().is_empty()
            && url.password().is_none()
            && matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_opened() {
        for url in ["http://127.0.0.1:8080", "https://localhost:8443/x", "http://[::1]:80"] {
            assert!(is_local(url), "{url}");
        }
        for url in [
            "file:///etc/passwd",
            "https://example.com",
            "http://127.0.0.1@example.com",
            "http://127.0.0.1.example.com",
            "javascript:alert(1)",
            "http://me:pw@127.0.0.1/",
        ] {
            assert!(!is_local(url), "{url}");
        }
    }
}
