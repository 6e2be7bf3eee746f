//! What can be read of the logs that are followed: of one container's, or of several as one.

use crate::collector::{Collector, Log, lock};
use crate::columns::Columns;
use crate::keep::snapshot::Snapshot;
use crate::keep::{FIRST_SEQ, Kept};
use crate::merge::{self, LogId, Merged};
use crate::numbers::{self, Numbers};
use crate::rates::{self, Rates};
use crate::requests::{self, RequestSummary};
use crate::search::Search;
use slipway_model::{ContainerId, Cursor, Page};
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// Orders of several logs that are held; the one that was asked for least lately goes first.
const MOST_SEVERAL: usize = 8;

/// The order of several logs' lines, held as long as it is asked for.
pub(crate) struct Open {
    merged: Arc<Mutex<Merged>>,
    used: Instant,
}

/// How much of a container's log is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// The oldest line that is kept.
    pub first: Cursor,
    /// After the newest line.
    pub next: Cursor,
    /// The container ended, and everything it wrote was read. It may start again; then lines follow.
    pub ended: bool,
    /// Of several containers, how often their order was begun anew: numbers of before mean nothing now. Else 0.
    pub generation: u64,
    /// Lines have come that get their place in a moment.
    pub holds: bool,
}

impl Collector {
    /// Lines from a place on, about `max_bytes` of text. An id that was never followed has none. Reads files.
    pub fn read(&self, id: impl Into<LogId>, from: Cursor, max_bytes: usize) -> Page<Kept> {
        let id = id.into();
        let none = || Page { skipped: 0, items: Vec::new(), next: from, ended: false };
        let Some(one) = id.one() else {
            return self.in_several(&id, |merged, logs| {
                let page = merged.read(logs, from.0, max_bytes);
                let bounds = merged.bounds(logs);
                let ended = !bounds.holds && page.next.0 == bounds.next && self.all_ended(&id);
                Page { ended, ..page }
            });
        };
        let read = |log: &mut Log| {
            let mut page = log.kept.read(from, max_bytes);
            page.ended = log.ended && page.next.0 == log.kept.next();
            page
        };
        self.with(one, read).unwrap_or_else(none)
    }

    /// The last `n` lines. Reads files.
    pub fn tail(&self, id: impl Into<LogId>, n: usize) -> Page<Kept> {
        let id = id.into();
        let Some(one) = id.one() else {
            return self.in_several(&id, |merged, logs| {
                let bounds = merged.bounds(logs);
                let from = bounds.next.saturating_sub(n as u64).max(bounds.first);
                let page = merged.read(logs, from, usize::MAX);
                Page { ended: !bounds.holds && self.all_ended(&id), ..page }
            });
        };
        let none = || Page { skipped: 0, items: Vec::new(), next: Cursor(0), ended: false };
        self.with(one, |log| Page { ended: log.ended, ..log.kept.tail(n) }).unwrap_or_else(none)
    }

    /// The number of the first line that was not written before a moment. Reads files.
    pub fn seq_at(&self, id: impl Into<LogId>, time_ms: i64) -> Option<u64> {
        let (id, time_ns) = (id.into(), time_ms.saturating_mul(1_000_000));
        let of = |one: &ContainerId| self.with(one, |log| log.kept.seq_at(time_ns));
        match id.one() {
            Some(one) => of(one),
            None => {
                let seqs: Vec<u64> =
                    id.sources().iter().map(|source| of(source).unwrap_or(FIRST_SEQ)).collect();
                Some(self.in_several(&id, |merged, _| merged.number_of(&seqs)))
            }
        }
    }

    /// Lines by their numbers, which rise; those that are no longer kept are left out. Reads files.
    pub fn lines(&self, id: impl Into<LogId>, numbers: impl Iterator<Item = u64>) -> Vec<Kept> {
        let id = id.into();
        match id.one() {
            Some(one) => self
                .with(one, |log| numbers.filter_map(|seq| log.kept.line(seq)).collect())
                .unwrap_or_default(),
            None => self.in_several(&id, |merged, logs| merged.lines(logs, numbers)),
        }
    }

    /// How many lines were written when; nothing where it was never followed. Reads files.
    pub fn rates(&self, id: impl Into<LogId>, from_ms: i64, to_ms: i64, columns: usize) -> Option<Rates> {
        let logs = self.snapshots(&id.into());
        (!logs.is_empty()).then(|| rates::rates(&logs, Columns::new(from_ms, to_ms, columns)))
    }

    /// The values of a field of structured lines; nothing where it was never followed. Reads files, and takes its time.
    pub fn numbers(
        &self,
        id: impl Into<LogId>,
        key: &str,
        (from_ms, to_ms): (i64, i64),
        columns: usize,
    ) -> Option<Numbers> {
        let logs = self.snapshots(&id.into());
        (!logs.is_empty()).then(|| numbers::numbers(&logs, key, Columns::new(from_ms, to_ms, columns)))
    }

    /// What an HTTP server was asked for from one moment to another, by path. Reads files, and takes its time.
    pub fn requests(&self, id: impl Into<LogId>, (from_ms, to_ms): (i64, i64)) -> RequestSummary {
        requests::requests(&self.snapshots(&id.into()), Columns::new(from_ms, to_ms, 1))
    }

    /// Puts a search to the lines that it has not looked at. Holds up nobody who reads or writes; takes its time.
    pub fn search(&self, id: impl Into<LogId>, search: &Search) {
        let id = id.into();
        match id.one() {
            Some(one) => {
                if let Some(snapshot) = self.with(one, |log| log.kept.snapshot()) {
                    search.run(&snapshot);
                }
            }
            None => {
                let (merged, logs) = self.several(&id);
                merge::search(search, &merged, &logs);
            }
        }
    }

    /// How much is kept of a log; nothing where it was never followed.
    pub fn extent(&self, id: impl Into<LogId>) -> Option<Extent> {
        let id = id.into();
        let Some(one) = id.one() else {
            let ended = self.all_ended(&id);
            return Some(self.in_several(&id, |merged, logs| {
                let bounds = merged.bounds(logs);
                Extent {
                    first: Cursor(bounds.first),
                    next: Cursor(bounds.next),
                    ended: ended && !bounds.holds,
                    generation: bounds.generation,
                    holds: bounds.holds,
                }
            }));
        };
        self.with(one, |log| Extent {
            first: Cursor(log.kept.first()),
            next: Cursor(log.kept.next()),
            ended: log.ended,
            generation: 0,
            holds: false,
        })
    }

    fn all_ended(&self, id: &LogId) -> bool {
        id.sources().iter().all(|source| self.with(source, |log| log.ended).unwrap_or(false))
    }

    /// The logs that were ever followed, as they are now.
    fn snapshots(&self, id: &LogId) -> Vec<Snapshot> {
        id.sources().iter().filter_map(|source| self.with(source, |log| log.kept.snapshot())).collect()
    }

    /// The order of several logs as they are now, brought up to what came.
    fn in_several<T>(&self, id: &LogId, look: impl FnOnce(&mut Merged, &[Snapshot]) -> T) -> T {
        let (merged, logs) = self.several(id);
        let mut merged = lock(&merged);
        look(&mut merged, &logs)
    }

    fn several(&self, id: &LogId) -> (Arc<Mutex<Merged>>, Vec<Snapshot>) {
        let now = Instant::now();
        let merged = {
            let mut several = lock(&self.shared.several);
            if several.len() >= MOST_SEVERAL && !several.contains_key(id) {
                let oldest = several.iter().min_by_key(|(_, open)| open.used).map(|(id, _)| id.clone());
                oldest.and_then(|oldest| several.remove(&oldest));
            }
            let new = || Open { merged: Arc::new(Mutex::new(Merged::new(id.sources().len()))), used: now };
            let open = several.entry(id.clone()).or_insert_with(new);
            open.used = now;
            open.merged.clone()
        };
        // Those of one moment only, and in the order of their moments: who comes second waits.
        let mut guard = lock(&merged);
        let of = |source| self.with(source, |log| log.kept.snapshot()).unwrap_or_else(Snapshot::none);
        let logs: Vec<Snapshot> = id.sources().iter().map(of).collect();
        guard.update(&logs, now);
        drop(guard);
        (merged, logs)
    }
}
