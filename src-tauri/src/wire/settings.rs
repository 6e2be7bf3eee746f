//! Settings, module proxies, what Slipway keeps.

use super::number::safe;
use super::{EngineState, Fault, LogQuery};
use serde::{Deserialize, Serialize};
use slipway_app::{settings, storage};
use specta::Type;

/// The language of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub enum LanguageSetting {
    /// As the system has it.
    #[serde(rename = "system")]
    System,
    /// English.
    #[serde(rename = "en")]
    En,
    /// Simplified Chinese.
    #[serde(rename = "zh-CN")]
    ZhCn,
}

/// A language that is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub enum SpokenLanguage {
    /// English.
    #[serde(rename = "en")]
    En,
    /// Simplified Chinese.
    #[serde(rename = "zh-CN")]
    ZhCn,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// For whom the window speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Terms are explained where they stand.
    Beginner,
    /// None of that.
    Expert,
}

/// Who said which module proxies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum GoproxyFrom {
    /// The user, here.
    Setting,
    /// The environment.
    Environment,
    /// `go env -w`.
    GoEnv,
    /// Nobody: Go's own default.
    Default,
}

/// The settings that the window changes.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Settings {
    /// The language.
    pub language: LanguageSetting,
    /// The theme.
    pub theme: Theme,
    /// Beginner or expert.
    pub mode: Mode,
    /// 100, 150, 200 or 250.
    pub presenter_percent: u32,
    /// The chosen engine.
    pub engine_endpoint: Option<String>,
    /// The module proxies.
    pub goproxy: Option<String>,
    /// Closing the last window keeps recording.
    pub keep_running: bool,
    /// The most that the history may take on disk, in bytes.
    pub history_cap_bytes: u64,
    /// The most that the lines of one container may take, in bytes.
    pub log_cap_bytes: u64,
    /// The most that the lines of all containers may take.
    pub logs_cap_bytes: u64,
    /// The editor's command.
    pub editor: Option<String>,
    /// Filters of logs that the user saved.
    pub log_filters: Vec<SavedLogFilter>,
}

/// A filter of logs under a name.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SavedLogFilter {
    /// Its name.
    pub name: String,
    /// What is looked for.
    pub query: LogQuery,
}

/// More saved filters than this are a list that nobody reads.
const MOST_FILTERS: usize = 50;
const MOST_NAME_CHARS: usize = 80;

impl From<settings::Settings> for Settings {
    fn from(settings: settings::Settings) -> Self {
        Self {
            language: match settings.language.as_str() {
                "en" => LanguageSetting::En,
                "zh-CN" => LanguageSetting::ZhCn,
                _ => LanguageSetting::System,
            },
            theme: match settings.theme.as_str() {
                "light" => Theme::Light,
                "dark" => Theme::Dark,
                _ => Theme::System,
            },
            mode: if settings.mode == "expert" { Mode::Expert } else { Mode::Beginner },
            presenter_percent: settings.presenter_percent,
            engine_endpoint: settings.engine_endpoint,
            goproxy: settings.goproxy,
            keep_running: settings.keep_running,
            history_cap_bytes: safe(settings.history_cap_bytes),
            log_cap_bytes: safe(settings.log_cap_bytes),
            logs_cap_bytes: safe(settings.logs_cap_bytes),
            editor: settings.editor,
            // What a newer Slipway wrote and this one does not understand is left out.
            log_filters: settings
                .log_filters
                .into_iter()
                .filter_map(|filter| serde_json::from_value(filter).ok())
                .collect(),
        }
    }
}

impl Settings {
    /// Puts them into the whole; a size that is none of the known ones is left as it was.
    pub fn put_into(self, whole: &mut settings::Settings) {
        whole.language = match self.language {
            LanguageSetting::System => "system",
            LanguageSetting::En => "en",
            LanguageSetting::ZhCn => "zh-CN",
        }
        .to_owned();
        whole.theme = match self.theme {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
        .to_owned();
        whole.mode = match self.mode {
            Mode::Beginner => "beginner",
            Mode::Expert => "expert",
        }
        .to_owned();
        if [100, 150, 200, 250].contains(&self.presenter_percent) {
            whole.presenter_percent = self.presenter_percent;
        }
        whole.engine_endpoint = self.engine_endpoint;
        whole.goproxy = self.goproxy.filter(|list| !list.trim().is_empty());
        whole.keep_running = self.keep_running;
        // Less would not hold an hour of a class room.
        whole.history_cap_bytes = self.history_cap_bytes.clamp(20_000_000, 1_000_000_000_000);
        // A segment is of 8 MB: less than a few of them would throw away what was just read.
        whole.log_cap_bytes = self.log_cap_bytes.clamp(32_000_000, 1_000_000_000_000);
        whole.logs_cap_bytes = self.logs_cap_bytes.clamp(64_000_000, 10_000_000_000_000);
        let written = |mut filter: SavedLogFilter| {
            filter.name = filter.name.chars().take(MOST_NAME_CHARS).collect();
            serde_json::to_value(filter).ok()
        };
        whole.log_filters = self.log_filters.into_iter().take(MOST_FILTERS).filter_map(written).collect();
        whole.editor = self.editor.filter(|command| !command.trim().is_empty());
    }
}

/// The settings and what follows from them.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SettingsPage {
    /// As set.
    pub settings: Settings,
    /// The language that is spoken.
    pub effective_language: SpokenLanguage,
    /// The module proxies in force.
    pub effective_goproxy: String,
    /// Who said so.
    pub goproxy_from: GoproxyFrom,
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
