//! The tray, where there is one: open the window again, quit.

use crate::start;
use slipway_app::App;
use slipway_messages::{Catalog, Language};
use std::collections::BTreeMap;
use std::sync::Arc;
use tauri::menu::{Menu, MenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager as _};

/// Makes the tray. Without a desktop session that could show one there is none: a second start of Slipway opens the
/// window again.
pub(crate) fn make(handle: &AppHandle) {
    if !session_has_tray() {
        return;
    }
    if let Err(error) = try_make(handle) {
        tracing::info!(%error, "no tray");
    }
}

fn try_make(handle: &AppHandle) -> tauri::Result<()> {
    let settings = handle.state::<Arc<App>>().settings();
    let language = Language::of_setting(&settings.language);
    let catalog = Catalog::new(language);
    let text = |id: &str| catalog.text(id, &BTreeMap::new());
    let open = MenuItem::with_id(handle, "open", text("tray-open"), true, None::<&str>)?;
    let quit = MenuItem::with_id(handle, "quit", text("tray-quit"), true, None::<&str>)?;
    let mut tray = TrayIconBuilder::with_id("slipway")
        .menu(&Menu::with_items(handle, &[&open, &quit])?)
        .tooltip("Slipway")
        .on_menu_event(|handle, event| match event.id().as_ref() {
            "quit" => handle.exit(0),
            _ => {
                if let Err(error) = start::open_window(handle) {
                    tracing::error!(%error, "the window could not be opened");
                }
            }
        });
    if let Some(icon) = handle.default_window_icon() {
        tray = tray.icon(icon.clone());
    }
    tray.build(handle)?;
    Ok(())
}

/// On Linux a tray needs a desktop session's bus; the library would panic without its shared object.
#[cfg(target_os = "linux")]
fn session_has_tray() -> bool {
    const LIBRARIES: &[&str] = &["libayatana-appindicator3.so.1", "libappindicator3.so.1"];
    const FOLDERS: &[&str] = &[
        "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu",
        "/usr/lib64",
        "/usr/lib",
        "/lib/x86_64-linux-gnu",
    ];
    std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
        && std::env::var_os("XDG_CURRENT_DESKTOP").is_some()
        && FOLDERS
            .iter()
            .any(|folder| LIBRARIES.iter().any(|library| std::path::Path::new(folder).join(library).exists()))
}

#[cfg(not(target_os = "linux"))]
fn session_has_tray() -> bool {
    true
}
