//! Wake-ups: "something about X changed, ask again". They carry no data and may be merged.

use tokio::sync::broadcast;

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Which engine there is and how it is.
    Engine,
    /// The index of containers.
    Containers,
    /// Samples of statistics.
    Samples,
    /// Lines of a log.
    Logs,
    /// A long action moved on.
    Actions,
    /// The list of projects or one of them.
    Projects,
    /// A measuring of what containers cost moved on.
    Costs,
    /// Something has to be said once.
    Notices,
    /// Settings.
    Settings,
    /// Another start asks this window to open a project.
    Open,
}

/// One wake-up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Wake {
    /// What changed.
    pub topic: Topic,
    /// Which one, where the topic has several (an action, a project).
    pub id: Option<String>,
}

/// The bounded channel of wake-ups. A reader that lags loses some and must then ask for everything again.
#[derive(Debug, Clone)]
pub(crate) struct Wakes(broadcast::Sender<Wake>);

impl Wakes {
    pub(crate) fn new() -> Self {
        Self(broadcast::channel(256).0)
    }

    pub(crate) fn send(&self, topic: Topic) {
        self.send_for(topic, None);
    }

    pub(crate) fn send_for(&self, topic: Topic, id: Option<String>) {
        // Nobody listening is no fault: the command line never does.
        let _ = self.0.send(Wake { topic, id });
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Wake> {
        self.0.subscribe()
    }
}
