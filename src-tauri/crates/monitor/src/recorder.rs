//! The recorder: a stream for each container that somebody looks at, and what came of them.

use crate::columns::Columns;
use crate::rates::Sample;
use crate::series::{KEPT_MS, Series};
use crate::stream;
use slipway_containers::{ContainerRow, LiveIndex};
use slipway_engine::{ContainerState, Engine, StatsSample};
use slipway_model::ContainerId;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Streams at a time, and containers whose samples are kept.
pub const MAX_CONTAINERS: usize = 300;

const TIDY_EVERY: Duration = Duration::from_secs(30);

/// What is being looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attention {
    /// Which containers.
    pub visible: Visible,
    /// Whether a window is there and not hidden. Without one nothing is sampled.
    pub window_visible: bool,
}

/// Containers that are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visible {
    /// Every running one, at most [`MAX_CONTAINERS`].
    All,
    /// These.
    Only(Vec<ContainerId>),
}

impl Default for Visible {
    fn default() -> Self {
        Self::Only(Vec::new())
    }
}

/// Records what containers use while somebody looks. Cheap to clone.
#[derive(Clone)]
pub struct Recorder {
    shared: Arc<Shared>,
    index: LiveIndex,
}

pub(crate) struct Shared {
    series: Mutex<HashMap<ContainerId, Series>>,
    attention: watch::Sender<Attention>,
    changed: watch::Sender<u64>,
}

impl Shared {
    pub(crate) fn push(&self, id: &ContainerId, sample: StatsSample) {
        let is_new = lock(&self.series).entry(id.clone()).or_default().push(sample);
        if is_new {
            self.changed.send_modify(|version| *version += 1);
        }
    }

    /// Lets go of what nobody can see any more: too old, or of too many containers.
    fn tidy(&self, now_ms: i64) {
        let mut series = lock(&self.series);
        let newest = |series: &Series| series.latest().map_or(i64::MIN, |sample| sample.time_ms);
        series.retain(|_, series| newest(series) >= now_ms - KEPT_MS);
        let too_many = series.len().saturating_sub(MAX_CONTAINERS);
        if too_many > 0 {
            let mut by_age: Vec<_> = series.iter().map(|(id, series)| (newest(series), id.clone())).collect();
            by_age.sort_unstable();
            for (_, id) in by_age.iter().take(too_many) {
                series.remove(id);
            }
        }
    }
}

impl Recorder {
    /// A recorder and its loop. Nobody looks at first. The loop ends with `stop`, and all its streams with it.
    pub fn run(
        engine: Engine,
        index: LiveIndex,
        stop: CancellationToken,
    ) -> (Self, impl Future<Output = ()> + Send + 'static) {
        let shared = Arc::new(Shared {
            series: Mutex::default(),
            attention: watch::Sender::default(),
            changed: watch::Sender::new(0),
        });
        let recorder = Self { shared: shared.clone(), index: index.clone() };
        (recorder, record(engine, index, shared, stop))
    }

    /// Says what is looked at now.
    pub fn set_attention(&self, attention: Attention) {
        self.shared.attention.send_if_modified(|known| {
            let differs = *known != attention;
            *known = attention;
            differs
        });
    }

    /// A stretch of time of one container as columns; all gaps where nothing is known.
    pub fn window(&self, id: &ContainerId, from_ms: i64, to_ms: i64, columns: usize) -> Columns {
        let mut made = match lock(&self.shared.series).get(id) {
            Some(series) => series.window(from_ms, to_ms, columns),
            None => Series::default().window(from_ms, to_ms, columns),
        };
        let snapshot = self.index.snapshot();
        if let Some(row) = snapshot.rows.iter().find(|row| row.id == *id) {
            made.cpu_limit = row.cpu_limit_nanocores;
            made.memory_limit = row.memory_limit_bytes;
        }
        made
    }

    /// The newest sample of a container. It may be old: see its time.
    pub fn latest(&self, id: &ContainerId) -> Option<Sample> {
        lock(&self.shared.series).get(id)?.latest()
    }

    /// Wakes at each new sample.
    pub fn changed(&self) -> watch::Receiver<u64> {
        self.shared.changed.subscribe()
    }
}

async fn record(engine: Engine, index: LiveIndex, shared: Arc<Shared>, stop: CancellationToken) {
    let mut attention = shared.attention.subscribe();
    let mut containers = index.changed();
    let mut running: HashMap<ContainerId, CancellationToken> = HashMap::new();
    let mut tasks = JoinSet::new();
    let mut tidy = tokio::time::interval(TIDY_EVERY);
    tidy.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        containers.mark_unchanged();
        let wanted = wanted(&attention.borrow_and_update(), &index.snapshot().rows);
        running.retain(|id, stop| {
            let stays = wanted.contains(id);
            if !stays {
                stop.cancel();
            }
            stays
        });
        for id in wanted {
            running.entry(id.clone()).or_insert_with(|| {
                let stop = stop.child_token();
                tasks.spawn(stream::run(engine.clone(), id, shared.clone(), stop.clone()));
                stop
            });
        }
        tokio::select! {
            () = stop.cancelled() => break,
            heard = attention.changed() => if heard.is_err() { break },
            heard = containers.changed() => if heard.is_err() { break },
            Some(_) = tasks.join_next(), if !tasks.is_empty() => {}
            _ = tidy.tick() => shared.tidy(engine.clock().ms),
        }
    }
    for stop in running.values() {
        stop.cancel();
    }
    while tasks.join_next().await.is_some() {}
}

/// Which containers need a stream.
fn wanted(attention: &Attention, rows: &[ContainerRow]) -> BTreeSet<ContainerId> {
    if !attention.window_visible {
        return BTreeSet::new();
    }
    let mut rows: Vec<_> = rows
        .iter()
        .filter(|row| matches!(row.state, ContainerState::Running | ContainerState::Paused))
        .filter(|row| match &attention.visible {
            Visible::All => true,
            Visible::Only(ids) => ids.contains(&row.id),
        })
        .collect();
    // Where there are too many, Slipway's own come first.
    rows.sort_by_key(|row| row.project.is_none());
    rows.into_iter().take(MAX_CONTAINERS).map(|row| row.id.clone()).collect()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
