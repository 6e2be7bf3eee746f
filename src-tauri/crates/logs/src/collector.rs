//! The collector: which containers are followed, and what can be read of them.

use crate::flood::{Flood, LetGo};
use crate::follow;
use crate::frame::Joiner;
use crate::keep::{Gap, KeepError, KeptLog, KeptReport, Missing, Older, Record, Shelf};
use crate::merge::LogId;
use crate::older::Begins;
use crate::parse::Trace;
use crate::reading::Open;
use crate::resume::{Place, Resume};
use slipway_containers::LiveIndex;
use slipway_engine::{Engine, LogFrame, LogStream};
use slipway_model::{ContainerId, EngineKey, Fault, Timestamp, ToFault as _};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Logs that nobody follows any more and that stay open for a while.
const MAX_IDLE: usize = 32;

/// Collects the logs of the containers that are followed. Cheap to clone.
#[derive(Clone)]
pub struct Collector {
    pub(crate) shared: Arc<Shared>,
}

impl std::fmt::Debug for Collector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Collector").field("engine", &self.shared.engine).finish_non_exhaustive()
    }
}

pub(crate) struct Shared {
    /// Whose containers they are.
    engine: EngineKey,
    /// Nothing where no engine can be asked: then what is kept is read, and nothing is followed.
    source: Option<Source>,
    shelf: Arc<Shelf>,
    entries: Mutex<HashMap<ContainerId, Entry>>,
    pub(crate) several: Mutex<HashMap<LogId, Open>>,
    changed: watch::Sender<u64>,
    stop: CancellationToken,
    tasks: TaskTracker,
    runtime: Handle,
}

/// Where lines come from.
#[derive(Clone)]
pub(crate) struct Source {
    pub(crate) engine: Engine,
    pub(crate) index: LiveIndex,
}

struct Entry {
    log: Arc<Mutex<Log>>,
    /// Followed until [`Collector::unfollow`].
    pinned: bool,
    /// Followed until then in any case.
    until: Option<Instant>,
    stop: CancellationToken,
    task: Option<JoinHandle<()>>,
    /// When it was last asked for; the oldest of those that nobody follows goes first.
    used: Instant,
}

impl Entry {
    fn is_wanted(&self, now: Instant) -> bool {
        self.pinned || self.until.is_some_and(|until| now < until)
    }

    fn is_followed(&self) -> bool {
        !self.stop.is_cancelled() && self.task.as_ref().is_some_and(|task| !task.is_finished())
    }
}

/// One container's log.
pub(crate) struct Log {
    pub(crate) kept: KeptLog,
    joiner: Joiner,
    /// Of both streams, where a trace goes on.
    traces: [Trace; 2],
    pub(crate) resume: Resume,
    /// Up to where whole lines tell the engine's log.
    places: [Option<Place>; 2],
    pub(crate) ended: bool,
    /// Why lines are not written down now.
    disk: Option<Fault>,
    /// There is no such container any more.
    pub(crate) gone: bool,
    pub(crate) trouble: Option<Fault>,
    /// It writes so fast that it was let go of, and is read back later.
    pub(crate) flood: Option<LetGo>,
    /// Which of the tasks that ever followed may write: a task that was told to stop may still hold a frame.
    generation: u64,
}

impl Collector {
    /// A collector on this engine; call it within the runtime. All that it starts ends with `stop`, see
    /// [`Collector::closed`].
    pub fn new(engine: Engine, index: LiveIndex, shelf: Arc<Shelf>, stop: CancellationToken) -> Self {
        let key = engine.info().key.clone();
        Self::of(key, Some(Source { engine, index }), shelf, stop)
    }

    /// Reads what is kept of an engine's containers while that engine cannot be asked; call it within the runtime.
    /// Nothing is written, and no log ends: what came after what is kept is not known.
    pub fn at_rest(engine: EngineKey, shelf: Arc<Shelf>, stop: CancellationToken) -> Self {
        Self::of(engine, None, shelf, stop)
    }

    fn of(engine: EngineKey, source: Option<Source>, shelf: Arc<Shelf>, stop: CancellationToken) -> Self {
        let shared = Shared {
            engine,
            source,
            shelf,
            entries: Mutex::default(),
            several: Mutex::default(),
            changed: watch::Sender::new(0),
            stop,
            tasks: TaskTracker::new(),
            runtime: Handle::current(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Follows a container's log until [`Collector::unfollow`], beginning with its last lines. Following what is
    /// followed already changes nothing. It ends by itself when the container is removed, not when it stops.
    pub fn follow(&self, id: &ContainerId) {
        self.want(id, |entry| entry.pinned = true);
    }

    /// Follows it for so long, or longer where it is followed already. For readers that come again and again and
    /// do not say when they leave.
    pub fn follow_for(&self, id: &ContainerId, time: Duration) {
        let until = Instant::now() + time;
        self.want(id, |entry| entry.until = entry.until.max(Some(until)));
    }

    /// Follows it no more, unless [`Collector::follow_for`] still does. The lines stay readable for a while.
    pub fn unfollow(&self, id: &ContainerId) {
        let mut entries = lock(&self.shared.entries);
        if let Some(entry) = entries.get_mut(id) {
            entry.pinned = false;
            if !entry.is_wanted(Instant::now()) {
                entry.stop.cancel();
            }
        }
        forget_idle(&mut entries);
    }

    fn want(&self, id: &ContainerId, want: impl FnOnce(&mut Entry)) {
        if self.shared.stop.is_cancelled() {
            return;
        }
        let mut entries = lock(&self.shared.entries);
        let now = Instant::now();
        let entry = entries.entry(id.clone()).or_insert_with(|| Entry {
            log: Arc::new(Mutex::new(self.shared.open(id))),
            pinned: false,
            until: None,
            stop: CancellationToken::new(),
            task: None,
            used: now,
        });
        entry.used = now;
        want(entry);
        if entry.is_followed() {
            return;
        }
        let Some(source) = self.shared.source.clone() else {
            forget_idle(&mut entries);
            return;
        };
        let generation = {
            let mut log = lock(&entry.log);
            if log.gone {
                return;
            }
            log.generation += 1;
            log.generation
        };
        entry.stop = self.shared.stop.child_token();
        let writer = Arc::new(Writer {
            shared: self.shared.clone(),
            source,
            log: entry.log.clone(),
            generation,
            id: id.clone(),
            stop: entry.stop.clone(),
        });
        entry.task = Some(self.shared.tasks.spawn_on(follow::run(writer), &self.shared.runtime));
        forget_idle(&mut entries);
    }

    /// Deletes all that is kept of a container's log; what follows it ends.
    ///
    /// # Errors
    /// Where a file cannot be deleted.
    pub fn forget(&self, id: &ContainerId) -> Result<(), KeepError> {
        let entry = lock(&self.shared.entries).remove(id);
        if let Some(entry) = entry {
            entry.stop.cancel();
            // Whoever still holds the log writes to it no more.
            let mut log = lock(&entry.log);
            log.generation += 1;
            log.kept = KeptLog::in_memory();
        }
        self.shared.shelf.forget(&self.shared.engine, id)
    }

    /// Why a log cannot be read right now, where that is so. It is tried again by itself.
    pub fn trouble(&self, id: &ContainerId) -> Option<Fault> {
        self.with(id, |log| log.trouble.clone()).flatten()
    }

    /// Why its lines are not written down right now, where that is so. Reading goes on.
    pub fn not_kept(&self, id: &ContainerId) -> Option<Fault> {
        self.with(id, |log| log.disk.clone()).flatten()
    }

    /// A flood that was let go of; it is read back when it is over. Of several containers the first one's.
    pub fn flood(&self, id: impl Into<LogId>) -> Option<Flood> {
        let told = |log: &mut Log| log.flood?.told(log.kept.next());
        id.into().sources().iter().find_map(|source| self.with(source, told).flatten())
    }

    /// Whether somebody may write to a container's log.
    pub fn is_open(&self, id: &ContainerId) -> bool {
        lock(&self.shared.entries).contains_key(id)
    }

    /// Wakes when any followed log has changed.
    pub fn changed(&self) -> watch::Receiver<u64> {
        self.shared.changed.subscribe()
    }

    /// Returns when everything that was started here has ended. For after the token was cancelled.
    pub async fn closed(&self) {
        self.shared.tasks.close();
        self.shared.tasks.wait().await;
    }

    pub(crate) fn with<T>(&self, id: &ContainerId, look: impl FnOnce(&mut Log) -> T) -> Option<T> {
        let log = lock(&self.shared.entries).get(id).map(|entry| entry.log.clone())?;
        let mut log = lock(&log);
        Some(look(&mut log))
    }
}

/// Lets the logs go that nobody has followed for longest.
fn forget_idle(entries: &mut HashMap<ContainerId, Entry>) {
    let mut idle: Vec<_> = entries
        .iter()
        .filter(|(_, entry)| !entry.is_followed())
        .map(|(id, entry)| (entry.used, id.clone()))
        .collect();
    idle.sort_unstable();
    for (_, id) in idle.iter().take(idle.len().saturating_sub(MAX_IDLE)) {
        entries.remove(id);
    }
}

/// One task's hand on its container's log.
pub(crate) struct Writer {
    shared: Arc<Shared>,
    pub(crate) source: Source,
    pub(crate) id: ContainerId,
    pub(crate) stop: CancellationToken,
    log: Arc<Mutex<Log>>,
    generation: u64,
}

impl Writer {
    /// Changes the log and wakes who waits; false once another task has taken over.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Log)) -> bool {
        {
            let mut log = lock(&self.log);
            if log.generation != self.generation {
                return false;
            }
            change(&mut log);
        }
        self.shared.changed.send_modify(|version| *version += 1);
        true
    }

    /// Looks at the log, and wakes nobody; nothing once another task has taken over.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&mut Log) -> T) -> Option<T> {
        let mut log = lock(&self.log);
        (log.generation == self.generation).then(|| look(&mut log))
    }

    /// Whether anybody wants this log now.
    pub(crate) fn is_wanted(&self) -> bool {
        lock(&self.shared.entries).get(&self.id).is_some_and(|entry| entry.is_wanted(Instant::now()))
    }

    /// Takes frames and writes their lines down, away from who must not wait; false once another task has taken over.
    pub(crate) async fn take(self: &Arc<Self>, frames: Vec<LogFrame>) -> bool {
        let writer = self.clone();
        let taken = tokio::task::spawn_blocking(move || {
            writer.change(|log| {
                log.take(frames);
                log.ended = false;
                log.trouble = None;
            })
        });
        taken.await.unwrap_or(false)
    }

    /// Everything was read that will be, for now or, where there is no such container any more, for good.
    pub(crate) async fn end(self: &Arc<Self>, gone: bool) -> bool {
        let writer = self.clone();
        let ended = tokio::task::spawn_blocking(move || {
            writer.change(|log| {
                if gone && log.flood.is_some() {
                    // Whatever was left out went with it.
                    let time = Timestamp::from_ms(slipway_model::now().ms);
                    log.write(&[Record { time, ..Record::gap_of(LogStream::Stdout, Gap::rotated()) }]);
                }
                log.end();
                log.gone |= gone;
            })
        });
        ended.await.unwrap_or(false)
    }
}

impl Shared {
    /// A container's log as it was left. One that cannot be read lives in memory.
    fn open(&self, id: &ContainerId) -> Log {
        let opened = match self.source {
            Some(_) => self.shelf.open(&self.engine, id),
            None => self.shelf.read(&self.engine, id).map(|kept| (kept, KeptReport::default())),
        };
        let (kept, disk) = match opened {
            Ok((kept, report)) => {
                if report != KeptReport::default() {
                    tracing::warn!(container = id.short(), ?report, "kept lines were not whole");
                }
                (kept, None)
            }
            Err(error) => (KeptLog::in_memory(), Some(error.to_fault())),
        };
        let places = kept.places();
        Log {
            kept,
            joiner: Joiner::default(),
            traces: Default::default(),
            resume: Resume::at(places),
            places,
            ended: false,
            disk,
            gone: false,
            trouble: None,
            flood: None,
            generation: 0,
        }
    }
}

impl Log {
    /// Takes frames; what was had before is left out.
    fn take(&mut self, frames: Vec<LogFrame>) {
        let mut records = Vec::new();
        for frame in frames {
            if self.resume.missed(&frame) {
                records.push(Record::gap(&frame, Gap::rotated()));
            }
            let Some(frame) = self.resume.admit(frame) else { continue };
            let incomplete =
                self.joiner.push(&frame, |line| records.push(Record::after(line, &mut self.traces)));
            let place = self.resume.place(frame.stream);
            if let (Some(incomplete), Some(place)) = (incomplete, place) {
                let bytes = place.bytes.saturating_sub(incomplete);
                self.places[crate::frame::place(frame.stream)] = Some(Place { bytes, ..place });
                for (at, stream) in [LogStream::Stdout, LogStream::Stderr].into_iter().enumerate() {
                    self.places[at] = self.places[at].or(self.resume.silent(stream));
                }
            }
        }
        self.write(&records);
    }

    /// The container ended and everything was read.
    pub(crate) fn end(&mut self) {
        let mut records = Vec::new();
        self.joiner.flush(|line| records.push(Record::after(line, &mut self.traces)));
        self.places = [LogStream::Stdout, LogStream::Stderr].map(|stream| self.resume.place(stream));
        self.write(&records);
        self.ended = true;
        self.flood = None;
        self.trouble = None;
    }

    /// The engine keeps none of its lines: said once, by a row.
    pub(crate) fn not_kept(&mut self) {
        if self.kept.next() == self.kept.first() {
            let gap = Gap { missing: Missing::NotKept, lines: None };
            let time = Timestamp::from_ms(slipway_model::now().ms);
            self.write(&[Record { time, ..Record::gap_of(LogStream::Stdout, gap) }]);
        }
        self.trouble = None;
    }

    pub(crate) fn begins(&mut self) -> Begins {
        Begins { first: self.kept.oldest(), older: self.kept.older() }
    }

    pub(crate) fn put_in_front(&mut self, older: Older) -> Result<(), KeepError> {
        self.kept.put_in_front(older)
    }

    fn write(&mut self, records: &[Record]) {
        match self.kept.append(records, self.places) {
            Ok(()) => self.disk = None,
            Err(error) => self.disk = Some(error.to_fault()),
        }
    }
}

/// A poisoned lock still guards sound values here: nothing panics halfway through a change.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
#[path = "collector_tests.rs"]
mod tests;
