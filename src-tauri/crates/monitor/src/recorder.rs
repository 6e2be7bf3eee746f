//! The recorder: samples of all containers, from the kernel's own files where they are here, from the engine's stream
//! where they are not.

use crate::columns::Columns;
use crate::metric::Metric;
use crate::rates::Sample;
use crate::reading::Reading;
use crate::recent::{KEPT_MS, Recent, Second};
use crate::sampler::{self, Control, Sink, Wanted};
use crate::stream;
use slipway_containers::{ContainerRow, LiveIndex};
use slipway_engine::{ContainerState, Engine};
use slipway_model::ContainerId;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Engine streams at a time.
pub const MAX_STREAMS: usize = 300;
/// Containers whose last minutes are kept in memory.
pub const MAX_CONTAINERS: usize = 1_000;

const TIDY_EVERY: Duration = Duration::from_secs(30);

/// What is being looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attention {
    /// Which containers.
    pub visible: Visible,
    /// Whether a window is there and not hidden.
    pub window_visible: bool,
}

/// Containers that are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visible {
    /// Every running one.
    All,
    /// These.
    Only(Vec<ContainerId>),
}

impl Default for Visible {
    fn default() -> Self {
        Self::Only(Vec::new())
    }
}

impl Attention {
    fn on(&self, id: &ContainerId) -> bool {
        self.window_visible
            && match &self.visible {
                Visible::All => true,
                Visible::Only(ids) => ids.contains(id),
            }
    }
}

/// Takes every second of every container, once it is over.
pub type SecondSink = Box<dyn FnMut(i64, &[(ContainerId, Second)]) + Send>;

/// Records what containers use. Cheap to clone.
#[derive(Clone)]
pub struct Recorder {
    shared: Arc<Shared>,
    index: LiveIndex,
}

pub(crate) struct Shared {
    recent: Mutex<HashMap<ContainerId, Recent>>,
    over: Mutex<Vec<(ContainerId, Second)>>,
    not_here: Mutex<HashSet<ContainerId>>,
    attention: watch::Sender<Attention>,
    changed: watch::Sender<u64>,
    missed: watch::Sender<u64>,
}

impl Shared {
    pub(crate) fn push(&self, readings: &mut dyn Iterator<Item = (&ContainerId, Reading)>) {
        let mut over = Vec::new();
        let mut is_new = false;
        {
            let mut recent = lock(&self.recent);
            for (id, reading) in readings {
                if !recent.contains_key(id) {
                    recent.insert(id.clone(), Recent::default());
                }
                let Some(one) = recent.get_mut(id) else { continue };
                let (took, second) = one.push(reading);
                is_new |= took;
                over.extend(second.map(|second| (id.clone(), second)));
            }
        }
        self.keep_over(over);
        if is_new {
            self.changed.send_modify(|version| *version += 1);
        }
    }

    pub(crate) fn end_run(&self, id: &ContainerId) {
        let second = lock(&self.recent).get_mut(id).and_then(Recent::end_run);
        self.keep_over(second.map(|second| (id.clone(), second)).into_iter().collect());
    }

    fn keep_over(&self, mut seconds: Vec<(ContainerId, Second)>) {
        // Where nobody takes them they do not pile up.
        const MOST: usize = 16 * MAX_CONTAINERS;
        let mut over = lock(&self.over);
        if over.len() < MOST {
            over.append(&mut seconds);
        }
    }

    /// Lets go of what nobody can see any more: too old, or of too many containers.
    fn tidy(&self, now_ms: i64) {
        let mut recent = lock(&self.recent);
        let newest = |recent: &Recent| recent.latest().map_or(i64::MIN, |sample| sample.time_ms);
        recent.retain(|_, one| newest(one) >= now_ms - KEPT_MS);
        let too_many = recent.len().saturating_sub(MAX_CONTAINERS);
        if too_many > 0 {
            let mut by_age: Vec<_> = recent.iter().map(|(id, one)| (newest(one), id.clone())).collect();
            by_age.sort_unstable();
            for (_, id) in by_age.iter().take(too_many) {
                recent.remove(id);
            }
        }
    }
}

struct Into {
    shared: Arc<Shared>,
    seconds: Option<SecondSink>,
}

impl Sink for Into {
    fn take(&mut self, readings: &mut Vec<(ContainerId, Reading)>) {
        self.shared.push(&mut readings.iter().map(|(id, reading)| (id, *reading)));
    }

    fn ended(&mut self, id: &ContainerId) {
        self.shared.end_run(id);
    }

    fn not_here(&mut self, id: &ContainerId) {
        lock(&self.shared.not_here).insert(id.clone());
        self.shared.missed.send_modify(|version| *version += 1);
    }

    fn second(&mut self, now_ms: i64) {
        let over = std::mem::take(&mut *lock(&self.shared.over));
        if let Some(seconds) = &mut self.seconds {
            seconds(now_ms, &over);
        }
    }
}

impl Recorder {
    /// A recorder and its loop. Every second that is over goes to `seconds`, on the sampler's thread. The loop ends
    /// with `stop`, and thread and streams with it.
    pub fn run(
        engine: Engine,
        index: LiveIndex,
        seconds: Option<SecondSink>,
        stop: CancellationToken,
    ) -> (Self, impl Future<Output = ()> + Send + 'static) {
        let shared = Arc::new(Shared {
            recent: Mutex::default(),
            over: Mutex::default(),
            not_here: Mutex::default(),
            attention: watch::Sender::default(),
            changed: watch::Sender::new(0),
            missed: watch::Sender::new(0),
        });
        let recorder = Self { shared: shared.clone(), index: index.clone() };
        (recorder, record(engine, index, shared, seconds, stop))
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
    pub fn window(
        &self,
        id: &ContainerId,
        metrics: &[Metric],
        from_ms: i64,
        to_ms: i64,
        columns: usize,
    ) -> Columns {
        let (bands, newest_ms) = {
            let recent = lock(&self.shared.recent);
            let none = Recent::default();
            let one = recent.get(id).unwrap_or(&none);
            let bands = metrics.iter().map(|metric| one.band(*metric, from_ms, to_ms, columns).made());
            (bands.collect(), one.latest().map(|sample| sample.time_ms))
        };
        let snapshot = self.index.snapshot();
        let row = snapshot.row(id);
        Columns {
            from_ms,
            to_ms,
            bands,
            cpu_limit: row.and_then(|row| row.cpu_limit_nanocores),
            memory_limit: row.and_then(|row| row.memory_limit_bytes),
            newest_ms,
        }
    }

    /// When the memory of the last minutes begins for a container; before that only a history knows.
    pub fn first_ms(&self, id: &ContainerId) -> Option<i64> {
        lock(&self.shared.recent).get(id)?.first_ms()
    }

    /// Lets go of what is in memory of a container that is gone.
    pub fn forget(&self, id: &ContainerId) {
        lock(&self.shared.recent).remove(id);
        lock(&self.shared.over).retain(|(over, _)| over != id);
    }

    /// The newest sample of a container. It may be old: see its time.
    pub fn latest(&self, id: &ContainerId) -> Option<Sample> {
        lock(&self.shared.recent).get(id)?.latest().copied()
    }

    /// Wakes at each new sample.
    pub fn changed(&self) -> watch::Receiver<u64> {
        self.shared.changed.subscribe()
    }
}

async fn record(
    engine: Engine,
    index: LiveIndex,
    shared: Arc<Shared>,
    seconds: Option<SecondSink>,
    stop: CancellationToken,
) {
    let control = Control::default();
    let sampling = {
        let (control, mut sink) = (control.clone(), Into { shared: shared.clone(), seconds });
        tokio::task::spawn_blocking(move || sampler::run(&control, &mut sink))
    };
    // The thread must end with this loop, also where the loop is dropped.
    let _ends = StopOnDrop(control.clone());
    let mut attention = shared.attention.subscribe();
    let mut missed = shared.missed.subscribe();
    let mut containers = index.changed();
    let mut streams = Streams::default();
    let mut told = Vec::new();
    let mut tidy = tokio::time::interval(TIDY_EVERY);
    tidy.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        containers.mark_unchanged();
        let looked_at = attention.borrow_and_update().clone();
        let snapshot = index.snapshot();
        let alive = alive(&snapshot.rows);
        let wanted = wanted(&looked_at, &alive);
        if wanted != told {
            told.clone_from(&wanted);
            control.want(wanted);
        }
        streams.follow(&engine, &shared, &looked_at, &alive, &stop);
        tokio::select! {
            () = stop.cancelled() => break,
            heard = attention.changed() => if heard.is_err() { break },
            heard = containers.changed() => if heard.is_err() { break },
            heard = missed.changed() => if heard.is_err() { break },
            () = streams.ended() => {}
            _ = tidy.tick() => shared.tidy(slipway_model::now().ms),
        }
    }
    streams.stop().await;
    control.stop();
    if sampling.await.is_err() {
        tracing::warn!("the sampler broke off");
    }
}

struct StopOnDrop(Control);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// Rows of containers that have a process. Where there are too many, Slipway's own come first.
fn alive(rows: &[ContainerRow]) -> Vec<&ContainerRow> {
    let is_alive =
        |row: &&ContainerRow| matches!(row.state, ContainerState::Running | ContainerState::Paused);
    let mut rows: Vec<_> = rows.iter().filter(is_alive).collect();
    rows.sort_by_key(|row| row.project.is_none());
    rows.truncate(MAX_CONTAINERS);
    rows
}

fn wanted(attention: &Attention, alive: &[&ContainerRow]) -> Vec<Wanted> {
    let wanted = alive.iter().filter_map(|row| {
        let (pid, started_ms) = (row.pid?, row.started_ms?);
        Some(Wanted { id: row.id.clone(), pid, started_ms, fast: attention.on(&row.id) })
    });
    wanted.collect()
}

/// Engine streams for what cannot be read here: one each for what is looked at, one that goes round the rest.
#[derive(Default)]
struct Streams {
    running: HashMap<ContainerId, CancellationToken>,
    round: Option<(BTreeSet<ContainerId>, CancellationToken)>,
    tasks: JoinSet<()>,
}

impl Streams {
    fn follow(
        &mut self,
        engine: &Engine,
        shared: &Arc<Shared>,
        attention: &Attention,
        alive: &[&ContainerRow],
        stop: &CancellationToken,
    ) {
        let mut elsewhere: BTreeSet<ContainerId> = BTreeSet::new();
        {
            let mut not_here = lock(&shared.not_here);
            not_here.retain(|id| alive.iter().any(|row| row.id == *id));
            elsewhere.extend(not_here.iter().cloned());
        }
        let (looked_at, rest): (BTreeSet<_>, BTreeSet<_>) =
            elsewhere.into_iter().partition(|id| attention.on(id));
        self.running.retain(|id, stop| {
            let stays = looked_at.contains(id);
            if !stays {
                stop.cancel();
                shared.end_run(id);
            }
            stays
        });
        for id in looked_at.into_iter().take(MAX_STREAMS) {
            self.running.entry(id.clone()).or_insert_with(|| {
                let stop = stop.child_token();
                self.tasks.spawn(stream::run(engine.clone(), id, shared.clone(), stop.clone()));
                stop
            });
        }
        if self.round.as_ref().map_or(!rest.is_empty(), |(ids, _)| *ids != rest) {
            if let Some((_, stop)) = self.round.take() {
                stop.cancel();
            }
            if !rest.is_empty() {
                let stop = stop.child_token();
                let ids: Vec<_> = rest.iter().cloned().collect();
                self.tasks.spawn(stream::round(engine.clone(), ids, shared.clone(), stop.clone()));
                self.round = Some((rest, stop));
            }
        }
    }

    /// One of them ended; never, where there is none.
    async fn ended(&mut self) {
        if self.tasks.is_empty() {
            std::future::pending::<()>().await;
        }
        self.tasks.join_next().await;
    }

    async fn stop(mut self) {
        self.running.values().for_each(CancellationToken::cancel);
        if let Some((_, stop)) = &self.round {
            stop.cancel();
        }
        while self.tasks.join_next().await.is_some() {}
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
