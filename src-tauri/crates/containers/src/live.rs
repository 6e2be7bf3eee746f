//! The index of a real engine, kept true by one loop.

mod session;

use crate::{Change, ContainerRow, Index};
use session::Session;
use slipway_engine::Engine;
use slipway_model::{ContainerId, Fault, ToFault as _, now};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, broadcast, watch};
use tokio_util::sync::CancellationToken;

/// The first pause after the link broke; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// How many changes a slow listener may be behind before it misses some and is told how many.
const CHANGES_KEPT: usize = 1024;

/// How the link to the engine is.
#[derive(Debug, Clone, PartialEq)]
pub enum LinkState {
    /// The first list has not come yet.
    Connecting,
    /// Rows are true.
    Live,
    /// Rows are as they last were.
    Lost {
        /// Since when.
        since_ms: i64,
        /// Why.
        fault: Fault,
        /// How long until the next attempt, from when this was published.
        retry_in_ms: u64,
    },
}

/// The index at one moment.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Rises with every difference.
    pub version: u64,
    /// How the link is.
    pub link: LinkState,
    /// The containers, by name.
    pub rows: Arc<Vec<ContainerRow>>,
}

impl Snapshot {
    /// One container.
    pub fn row(&self, id: &ContainerId) -> Option<&ContainerRow> {
        self.rows.iter().find(|row| &row.id == id)
    }

    /// Whether the rows are true now.
    pub fn is_live(&self) -> bool {
        self.link == LinkState::Live
    }
}

/// The one index of an engine's containers. Cheap to clone; its loop is the future that [`LiveIndex::run`] returns.
#[derive(Debug, Clone)]
pub struct LiveIndex {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    snapshot: watch::Sender<Snapshot>,
    version: watch::Sender<u64>,
    changes: broadcast::Sender<Change>,
    poke: Notify,
}

impl LiveIndex {
    /// The index, and the loop that keeps it true until `stop`.
    pub fn run(engine: Engine, stop: CancellationToken) -> (Self, impl Future<Output = ()> + Send) {
        let first = Snapshot { version: 0, link: LinkState::Connecting, rows: Arc::default() };
        let shared = Arc::new(Shared {
            snapshot: watch::Sender::new(first),
            version: watch::Sender::new(0),
            changes: broadcast::Sender::new(CHANGES_KEPT),
            poke: Notify::new(),
        });
        let index = Self { shared: Arc::clone(&shared) };
        (index, async move {
            stop.run_until_cancelled(keep(engine, shared)).await;
        })
    }

    /// What is known now.
    pub fn snapshot(&self) -> Snapshot {
        self.shared.snapshot.borrow().clone()
    }

    /// Wakes with each new version.
    pub fn changed(&self) -> watch::Receiver<u64> {
        self.shared.version.subscribe()
    }

    /// What happens from now on. A listener that is too slow misses some, and reads the snapshot instead.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.shared.changes.subscribe()
    }

    /// Asks for a fresh list, or for an attempt to connect, now.
    pub fn poke(&self) {
        self.shared.poke.notify_one();
    }
}

impl Shared {
    /// Publishes the rows, then tells what happened, so that who hears of it finds it in the snapshot.
    fn publish(&self, rows: Option<Vec<ContainerRow>>, link: Option<LinkState>, changes: &mut Vec<Change>) {
        let mut version = 0;
        self.snapshot.send_modify(|snapshot| {
            snapshot.version += 1;
            version = snapshot.version;
            if let Some(rows) = rows {
                snapshot.rows = Arc::new(rows);
            }
            if let Some(link) = link {
                snapshot.link = link;
            }
        });
        self.version.send_replace(version);
        for change in changes.drain(..) {
            // Nobody may be listening.
            drop(self.changes.send(change));
        }
    }
}

/// Connects again and again; a session lasts as long as its link.
async fn keep(engine: Engine, shared: Arc<Shared>) {
    let mut index = Index::default();
    let mut lost_since: Option<i64> = None;
    let mut pause = FIRST_PAUSE;
    loop {
        let (error, was_live) = Session::new(&engine, &mut index, &shared).run().await;
        if was_live {
            lost_since = None;
            pause = FIRST_PAUSE;
        }
        let since_ms = *lost_since.get_or_insert_with(|| now().ms);
        tracing::info!(endpoint = engine.endpoint().url(), %error, ?pause, "the link to the engine is lost");
        let link =
            LinkState::Lost { since_ms, fault: error.to_fault(), retry_in_ms: pause.as_millis() as u64 };
        let rows = index.take_different().then(|| index.rows());
        shared.publish(rows, Some(link), &mut Vec::new());
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = shared.poke.notified() => {}
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}
