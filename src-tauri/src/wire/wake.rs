//! Wake-ups: the only thing that is pushed to the UI.

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Which engine there is and how it is.
    Engine,
    /// The index of containers.
    Containers,
    /// Samples.
    Samples,
    /// Log lines.
    Logs,
    /// A long action.
    Actions,
    /// Projects.
    Projects,
    /// A measuring of what containers cost.
    Costs,
    /// Something has to be said once.
    Notices,
    /// Settings.
    Settings,
    /// A project to be opened.
    Open,
}

/// Something changed: ask again. It carries no data and may stand for several changes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Type, Event)]
pub struct Wake {
    /// What.
    pub topic: Topic,
    /// Which one, where there are several.
    pub id: Option<String>,
}

impl From<slipway_app::Wake> for Wake {
    fn from(wake: slipway_app::Wake) -> Self {
        use slipway_app::Topic as From;
        let topic = match wake.topic {
            From::Engine => Topic::Engine,
            From::Containers => Topic::Containers,
            From::Samples => Topic::Samples,
            From::Logs => Topic::Logs,
            From::Actions => Topic::Actions,
            From::Projects => Topic::Projects,
            From::Costs => Topic::Costs,
            From::Notices => Topic::Notices,
            From::Settings => Topic::Settings,
            From::Open => Topic::Open,
        };
        Self { topic, id: wake.id }
    }
}
