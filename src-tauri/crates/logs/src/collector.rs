//! The collector: which containers are followed, and what can be read of them.

use crate::follow;
use crate::frame::Joiner;
use crate::resume::Resume;
use crate::ring::{Line, MAX_RING_BYTES, Ring};
use slipway_containers::LiveIndex;
use slipway_engine::{Engine, LogFrame};
use slipway_model::{ContainerId, Cursor, Fault, Page};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Memory for the lines of all containers together; each has its share, at most [`MAX_RING_BYTES`].
const MAX_ALL_BYTES: usize = 256 * 1024 * 1024;
/// The least share of a container.
const MIN_RING_BYTES: usize = 256 * 1024;
/// Logs that nobody follows any more and that are kept for a while.
const MAX_IDLE: usize = 32;

/// How much of a container's log is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// The oldest line that is kept.
    pub first: Cursor,
    /// After the newest line.
    pub next: Cursor,
    /// The container ended, and everything it wrote was read. It may start again; then lines follow.
    pub ended: bool,
}

/// Collects the logs of the containers that are followed. Cheap to clone.
#[derive(Clone)]
pub struct Collector {
    shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) engine: Engine,
    pub(crate) index: LiveIndex,
    entries: Mutex<HashMap<ContainerId, Entry>>,
    changed: watch::Sender<u64>,
    stop: CancellationToken,
    tasks: TaskTracker,
    runtime: Handle,
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
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) ring: Ring,
    joiner: Joiner,
    pub(crate) resume: Resume,
    pub(crate) ended: bool,
    /// There is no such container any more.
    pub(crate) gone: bool,
    pub(crate) trouble: Option<Fault>,
    /// Which of the tasks that ever followed may write: a task that was told to stop may still hold a frame.
    generation: u64,
}

impl Collector {
    /// A collector on this engine; call it within the runtime. All that it starts ends with `stop`, see
    /// [`Collector::closed`].
    pub fn new(engine: Engine, index: LiveIndex, stop: CancellationToken) -> Self {
        let shared = Shared {
            engine,
            index,
            entries: Mutex::default(),
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
            log: Arc::default(),
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
        let generation = {
            let mut log = lock(&entry.log);
            if log.gone {
                return;
            }
            log.generation += 1;
            log.generation
        };
        entry.stop = self.shared.stop.child_token();
        let writer = Writer {
            shared: self.shared.clone(),
            log: entry.log.clone(),
            generation,
            id: id.clone(),
            stop: entry.stop.clone(),
        };
        entry.task = Some(self.shared.tasks.spawn_on(follow::run(writer), &self.shared.runtime));
        forget_idle(&mut entries);
    }

    /// Lines from a place on, about `max_bytes` of text. An id that was never followed has none.
    pub fn read(&self, id: &ContainerId, from: Cursor, max_bytes: usize) -> Page<Line> {
        self.with(id, |log| {
            let mut page = log.ring.read(from, max_bytes);
            page.ended = log.ended && page.next.0 == log.ring.next();
            page
        })
        .unwrap_or(Page { skipped: 0, items: Vec::new(), next: from, ended: false })
    }

    /// The last `n` lines.
    pub fn tail(&self, id: &ContainerId, n: usize) -> Page<Line> {
        self.with(id, |log| Page { ended: log.ended, ..log.ring.tail(n) }).unwrap_or(Page {
            skipped: 0,
            items: Vec::new(),
            next: Cursor(0),
            ended: false,
        })
    }

    /// How much is kept of a container's log; nothing where it was never followed.
    pub fn extent(&self, id: &ContainerId) -> Option<Extent> {
        self.with(id, |log| Extent {
            first: Cursor(log.ring.first()),
            next: Cursor(log.ring.next()),
            ended: log.ended,
        })
    }

    /// Why a log cannot be read right now, where that is so. It is tried again by itself.
    pub fn trouble(&self, id: &ContainerId) -> Option<Fault> {
        self.with(id, |log| log.trouble.clone()).flatten()
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

    fn with<T>(&self, id: &ContainerId, look: impl FnOnce(&Log) -> T) -> Option<T> {
        let log = lock(&self.shared.entries).get(id).map(|entry| entry.log.clone())?;
        let log = lock(&log);
        Some(look(&log))
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
    pub(crate) shared: Arc<Shared>,
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

    /// Whether anybody wants this log now.
    pub(crate) fn is_wanted(&self) -> bool {
        lock(&self.shared.entries).get(&self.id).is_some_and(|entry| entry.is_wanted(Instant::now()))
    }

    /// The memory that this container may take now.
    pub(crate) fn share(&self) -> usize {
        let logs = lock(&self.shared.entries).len().max(1);
        (MAX_ALL_BYTES / logs).clamp(MIN_RING_BYTES, MAX_RING_BYTES)
    }
}

impl Log {
    /// Takes frames; what was had before is left out.
    pub(crate) fn take(&mut self, frames: impl IntoIterator<Item = LogFrame>, share: usize) {
        let Self { ring, joiner, resume, .. } = self;
        for frame in frames {
            if let Some(frame) = resume.admit(frame) {
                joiner.push(&frame, |line| ring.push(line, share));
            }
        }
    }

    /// The container ended and everything was read.
    pub(crate) fn end(&mut self, share: usize) {
        let Self { ring, joiner, .. } = self;
        joiner.flush(|line| ring.push(line, share));
        self.ended = true;
        self.trouble = None;
    }
}

/// A poisoned lock still guards sound values here: nothing panics halfway through a change.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
