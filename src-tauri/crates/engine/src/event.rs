//! What an engine reports by itself.

use slipway_model::{ContainerId, Timestamp};
use std::collections::BTreeMap;

/// One event.
#[derive(Debug, Clone, PartialEq)]
pub struct EngineEvent {
    /// When, by the engine's clock.
    pub time: Timestamp,
    /// What.
    pub kind: EventKind,
}

/// What an event is about.
#[derive(Debug, Clone, PartialEq)]
pub enum EventKind {
    /// A container.
    Container {
        /// Which.
        id: ContainerId,
        /// What happened.
        action: ContainerAction,
        /// Its name.
        name: String,
        /// Labels and more, as the engine gives them.
        attributes: BTreeMap<String, String>,
    },
    /// An image.
    Image {
        /// Its id or reference.
        id: String,
        /// `load`, `tag`, `untag`, `delete`, …
        action: String,
    },
    /// Anything else.
    Other,
}

/// What happened to a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContainerAction {
    /// Created.
    Create,
    /// Started.
    Start,
    /// Its program ended.
    Die {
        /// How.
        exit_code: i64,
    },
    /// The kernel killed something in it for memory.
    Oom,
    /// Stopped on request.
    Stop,
    /// Sent a signal.
    Kill {
        /// Which.
        signal: Option<String>,
    },
    /// Restarted on request.
    Restart,
    /// Paused.
    Pause,
    /// Unpaused.
    Unpause,
    /// Removed.
    Destroy,
    /// Renamed.
    Rename {
        /// The name before.
        old: String,
    },
    /// Its limits changed.
    Update,
    /// Its health check has a new verdict.
    HealthStatus(String),
    /// Anything else.
    Other(String),
}

/// Docker's and Podman's words for the same things.
fn action(word: &str, attributes: &BTreeMap<String, String>) -> ContainerAction {
    let text = |name: &str| attributes.get(name).cloned();
    match word {
        "create" => ContainerAction::Create,
        "start" => ContainerAction::Start,
        "die" | "died" => {
            let code = text("exitCode").or_else(|| text("containerExitCode"));
            ContainerAction::Die { exit_code: code.and_then(|code| code.parse().ok()).unwrap_or(0) }
        }
        "oom" => ContainerAction::Oom,
        "stop" => ContainerAction::Stop,
        "kill" => ContainerAction::Kill { signal: text("signal") },
        "restart" => ContainerAction::Restart,
        "pause" => ContainerAction::Pause,
        "unpause" => ContainerAction::Unpause,
        "destroy" | "remove" => ContainerAction::Destroy,
        "rename" => ContainerAction::Rename {
            old: text("oldName").unwrap_or_default().trim_start_matches('/').to_owned(),
        },
        "update" => ContainerAction::Update,
        "health_status" => ContainerAction::HealthStatus(text("health_status").unwrap_or_default()),
        other => match other.strip_prefix("health_status:") {
            Some(status) => ContainerAction::HealthStatus(status.trim().to_owned()),
            None => ContainerAction::Other(other.to_owned()),
        },
    }
}

impl EngineEvent {
    pub(crate) fn read(message: bollard::models::EventMessage) -> Self {
        use bollard::models::EventMessageTypeEnum as Type;
        let nanos = message.time_nano.unwrap_or(0);
        let nanos = if nanos > 0 { nanos } else { message.time.unwrap_or(0).saturating_mul(1_000_000_000) };
        let word = message.action.unwrap_or_default();
        let actor = message.actor.unwrap_or_default();
        let id = actor.id.unwrap_or_default();
        let attributes: BTreeMap<String, String> = actor.attributes.unwrap_or_default().into_iter().collect();
        let kind = match message.typ {
            Some(Type::CONTAINER) if !id.is_empty() => EventKind::Container {
                id: ContainerId::new(id),
                action: action(&word, &attributes),
                name: attributes
                    .get("name")
                    .map(|name| name.trim_start_matches('/').to_owned())
                    .unwrap_or_default(),
                attributes,
            },
            Some(Type::IMAGE) => EventKind::Image { id, action: word },
            _ => EventKind::Other,
        };
        Self { time: Timestamp::from_unix_nanos(nanos), kind }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn dockers_and_podmans_words_mean_the_same() {
        let none = with(&[]);
        assert_eq!(action("die", &with(&[("exitCode", "137")])), ContainerAction::Die { exit_code: 137 });
        assert_eq!(
            action("died", &with(&[("containerExitCode", "2")])),
            ContainerAction::Die { exit_code: 2 }
        );
        assert_eq!(action("destroy", &none), action("remove", &none));
        assert_eq!(action("health_status: healthy", &none), ContainerAction::HealthStatus("healthy".into()));
        assert_eq!(
            action("health_status", &with(&[("health_status", "healthy")])),
            ContainerAction::HealthStatus("healthy".into())
        );
        assert_eq!(
            action("rename", &with(&[("oldName", "/a")])),
            ContainerAction::Rename { old: "a".into() }
        );
        assert_eq!(action("exec_start: sh", &none), ContainerAction::Other("exec_start: sh".into()));
    }
}
