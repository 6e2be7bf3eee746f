//! Settings, module proxies, what Slipway keeps, diagnostics.

use super::AppState;
use crate::wire::number::safe;
use crate::wire::{
    EngineState, Fault, GoproxyFrom, ProxyTest, Settings, SettingsPage, SpokenLanguage, Storage, StorageKind,
};
use slipway_app::go::toolchain::{self, ProxySource};
use slipway_messages::Language;
use tokio_util::sync::CancellationToken;

/// The usual mirrors, beside Go's own default.
const MIRRORS: &[&str] = &[
    "https://proxy.golang.org,direct",
    "https://goproxy.cn,direct",
    "https://mirrors.aliyun.com/goproxy/,direct",
];

fn page(app: &slipway_app::App) -> SettingsPage {
    let settings = app.settings();
    let proxy = app.proxy();
    let (log_folder, log_bytes) = app.log_folder();
    let language = Language::of_setting(&settings.language);
    SettingsPage {
        settings: settings.into(),
        effective_language: match language {
            Language::En => SpokenLanguage::En,
            Language::ZhCn => SpokenLanguage::ZhCn,
        },
        effective_goproxy: proxy.shown(),
        goproxy_from: match proxy.source {
            ProxySource::Setting => GoproxyFrom::Setting,
            ProxySource::Environment => GoproxyFrom::Environment,
            ProxySource::GoEnv => GoproxyFrom::GoEnv,
            ProxySource::Default => GoproxyFrom::Default,
        },
        mirrors: MIRRORS.iter().map(|mirror| (*mirror).to_owned()).collect(),
        data_folder: app.paths().data().to_string_lossy().into_owned(),
        log_folder: log_folder.to_string_lossy().into_owned(),
        log_bytes: safe(log_bytes),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        os: std::env::consts::OS.to_owned(),
    }
}

/// The settings.
#[tauri::command]
#[specta::specta]
pub async fn settings(app: AppState<'_>) -> Result<SettingsPage, Fault> {
    Ok(page(&app))
}

/// Changes the settings, at once.
#[tauri::command]
#[specta::specta]
pub async fn settings_set(app: AppState<'_>, settings: Settings) -> Result<SettingsPage, Fault> {
    app.change_settings(|whole| settings.put_into(whole))?;
    Ok(page(&app))
}

/// Asks a module proxy.
#[tauri::command]
#[specta::specta]
pub async fn proxy_test(goproxy: String) -> Result<ProxyTest, Fault> {
    let test = toolchain::test_proxy(&goproxy, &CancellationToken::new()).await;
    Ok(ProxyTest {
        answers_ms: test.answers_ms.map(safe),
        toolchains: test.has_toolchains,
        checksum_database: test.has_sumdb,
        fault: test.fault.map(Into::into),
    })
}

/// What Slipway keeps.
#[tauri::command]
#[specta::specta]
pub async fn storage(app: AppState<'_>) -> Result<Storage, Fault> {
    let machine = app.storage_on_machine().await?;
    let engine = match app.engine() {
        Ok(engine) => app.storage_on_engine(&engine).await.unwrap_or_default(),
        Err(_) => Vec::new(),
    };
    Ok(Storage {
        machine: machine.into_iter().map(Into::into).collect(),
        engine: engine.into_iter().map(Into::into).collect(),
        engine_state: EngineState::of(&app),
    })
}

/// Removes all of a kind.
#[tauri::command]
#[specta::specta]
pub async fn storage_remove(app: AppState<'_>, kind: StorageKind) -> Result<Storage, Fault> {
    app.remove_storage(kind.into()).await?;
    storage(app).await
}

/// The text of "copy diagnostics".
#[tauri::command]
#[specta::specta]
pub async fn diagnostics_copy(app: AppState<'_>) -> Result<String, Fault> {
    Ok(app.diagnostics().await?)
}

/// Opens the folder of Slipway's own log.
#[tauri::command]
#[specta::specta]
pub async fn log_folder_open(window: tauri::WebviewWindow, app: AppState<'_>) -> Result<(), Fault> {
    super::projects::open_path(&window, &app.log_folder().0)
}
