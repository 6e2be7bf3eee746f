//! Settings, module proxies, what Slipway keeps.

use super::{EngineState, Fault};
use serde::{Deserialize, Serialize};
use slipway_app::{settings, storage};
use specta::Type;

/// The settings that the window changes.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Settings {
    /// `system`, `en` or `zh-CN`.
    pub language: String,
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// 100, 150, 200 or 250.
    pub presenter_percent: u32,
    /// The chosen engine.
    pub engine_endpoint: Option<String>,
    /// The module proxies.
    pub goproxy: Option<String>,
    /// Closing the last window keeps recording.
    pub keep_running: bool,
    /// The editor's command.
    pub editor: Option<String>,
}

impl From<settings::Settings> for Settings {
    fn from(settings: settings::Settings) -> Self {
        Self {
            language: settings.language,
            theme: settings.theme,
            presenter_percent: settings.presenter_percent,
            engine_endpoint: settings.engine_endpoint,
            goproxy: settings.goproxy,
            keep_running: settings.keep_running,
            editor: settings.editor,
        }
    }
}

impl Settings {
    /// Puts them into the whole; a value that is none of the known ones is left as it was.
    pub fn put_into(self, whole: &mut settings::Settings) {
        if ["system", "en", "zh-CN"].contains(&self.language.as_str()) {
            whole.language = self.language;
        }
        if ["system", "light", "dark"].contains(&self.theme.as_str()) {
            whole.theme = self.theme;
        }
        if [100, 150, 200, 250].contains(&self.presenter_percent) {
            whole.presenter_percent = self.presenter_percent;
        }
        whole.engine_endpoint = self.engine_endpoint;
        whole.goproxy = self.goproxy.filter(|list| !list.trim().is_empty());
        whole.keep_running = self.keep_running;
        whole.editor = self.editor.filter(|command| !command.trim().is_empty());
    }
}

/// The settings and what follows from them.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SettingsPage {
    /// As set.
    pub settings: Settings,
    /// The language that is spoken: `en` or `zh-CN`.
    pub effective_language: String,
    /// The module proxies in force.
    pub effective_goproxy: String,
    /// `setting`, `environment`, `go_env` or `default`.
    pub goproxy_from: String,
    /// The usual mirrors.
    pub mirrors: Vec<String>,
    /// Where the data are.
    pub data_folder: String,
    /// Where the log is.
    pub log_folder: String,
    /// The log's bytes.
    pub log_bytes: u64,
    /// Slipway's version.
    pub version: String,
    /// The system.
    pub os: String,
}

/// How a module proxy answered.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ProxyTest {
    /// After how long.
    pub answers_ms: Option<u64>,
    /// It has Go toolchains.
    pub toolchains: bool,
    /// It serves the checksum database.
    pub checksum_database: bool,
    /// Why it did not.
    pub fault: Option<Fault>,
}

/// A kind of thing that Slipway keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StorageKind {
    /// Go toolchains.
    Toolchains,
    /// Build and module caches.
    Caches,
    /// Images.
    Images,
    /// Containers.
    Containers,
}

impl From<storage::Kind> for StorageKind {
    fn from(kind: storage::Kind) -> Self {
        match kind {
            storage::Kind::Toolchains => Self::Toolchains,
            storage::Kind::Caches => Self::Caches,
            storage::Kind::Images => Self::Images,
            storage::Kind::Containers => Self::Containers,
        }
    }
}

impl From<StorageKind> for storage::Kind {
    fn from(kind: StorageKind) -> Self {
        match kind {
            StorageKind::Toolchains => Self::Toolchains,
            StorageKind::Caches => Self::Caches,
            StorageKind::Images => Self::Images,
            StorageKind::Containers => Self::Containers,
        }
    }
}

/// How much of a kind there is.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct StorageItem {
    /// Which.
    pub kind: StorageKind,
    /// Bytes; 0 where that is not known.
    pub bytes: u64,
    /// How many.
    pub count: u64,
    /// The first ten names.
    pub names: Vec<String>,
}

impl From<storage::Item> for StorageItem {
    fn from(item: storage::Item) -> Self {
        Self {
            kind: item.kind.into(),
            bytes: super::number::safe(item.bytes),
            count: item.count,
            names: item.names,
        }
    }
}

/// What Slipway keeps.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Storage {
    /// On this machine.
    pub machine: Vec<StorageItem>,
    /// On the engine.
    pub engine: Vec<StorageItem>,
    /// The engine.
    pub engine_state: EngineState,
}
