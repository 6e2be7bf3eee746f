//! The history of one data folder: what is in memory, and appending to it.

use crate::SeriesError;
use crate::aside::Aside;
use crate::folder;
use crate::key::{Keys, SeriesKey};
use crate::log::Log;
use crate::log_file::{LogFile, Row};
use crate::segment::Segment;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A log is sealed after so many frames, or bytes, or containers, also where its time is not up.
const MAX_LOG_FRAMES: usize = 10_000;
const MAX_LOG_BYTES: u64 = 64 << 20;
const MAX_LOG_KEYS: usize = 10_000;
/// Where more logs wait to be sealed, nobody maintains, and appending does it.
const MAX_WAITING: usize = 6;

/// How a history is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// All files together are kept below this, except for the log that is being written.
    pub cap_bytes: u64,
    /// A log is sealed when it spans so much time.
    pub log_ms: i64,
}

impl Default for Options {
    fn default() -> Self {
        Self { cap_bytes: 640_000_000, log_ms: 10 * 60_000 }
    }
}

/// What became of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// It is in the log.
    Written,
    /// It is not, for the reason that an error before said; that reason still holds.
    NotWritten,
}

/// From when to when something is known of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The container.
    pub key: Arc<SeriesKey>,
    /// Where its first row begins.
    pub first_ms: i64,
    /// Where its last one ends; never before `first_ms`.
    pub last_ms: i64,
}

/// The history of one folder. It can be used from several threads at a time; files are read without holding up
/// whoever appends.
#[derive(Debug)]
pub struct History {
    pub(crate) folder: PathBuf,
    pub(crate) log_ms: i64,
    pub(crate) is_read_only: bool,
    cap_bytes: AtomicU64,
    /// Blocks that could not be read although their file's index could.
    pub(crate) damaged_blocks: AtomicU64,
    pub(crate) state: Mutex<State>,
    /// Held while files are made or deleted, never together with waiting for `state` the other way round.
    pub(crate) upkeep: Mutex<crate::maintain::Upkeep>,
}

/// What is known of the files.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// In the order of [`crate::segment::SegmentName`].
    pub(crate) segments: Vec<Arc<Segment>>,
    /// Logs that are not written any more, oldest first.
    pub(crate) waiting: Vec<Arc<WaitingLog>>,
    pub(crate) current: Option<LogFile>,
    /// What was put aside as damaged, oldest first.
    pub(crate) aside: Vec<Aside>,
    pub(crate) next_seq: u32,
    pub(crate) keys: Keys,
    /// Of these nothing is taken any more. An engine gives no id twice.
    pub(crate) forgotten: HashSet<SeriesKey>,
    /// The last append failed.
    is_failing: bool,
}

/// A log that waits to be sealed; in a reader, any log.
#[derive(Debug)]
pub(crate) struct WaitingLog {
    pub(crate) seq: u32,
    pub(crate) path: PathBuf,
    pub(crate) log: Log,
    /// Up to here it was read.
    pub(crate) bytes: u64,
}

impl State {
    /// Every log with its number, oldest first.
    pub(crate) fn logs(&self) -> impl Iterator<Item = (u32, &Log)> {
        let waiting = self.waiting.iter().map(|waiting| (waiting.seq, &waiting.log));
        waiting.chain(self.current.iter().map(|current| (current.seq, &current.log)))
    }

    pub(crate) fn bytes(&self) -> u64 {
        let segments: u64 = self.segments.iter().map(|segment| segment.bytes).sum();
        let waiting: u64 = self.waiting.iter().map(|log| log.bytes).sum();
        let aside: u64 = self.aside.iter().map(|aside| aside.bytes).sum();
        segments + waiting + aside + self.current.as_ref().map_or(0, |current| current.bytes)
    }
}

impl History {
    pub(crate) fn over(folder: &Path, options: Options, is_read_only: bool, state: State) -> Self {
        Self {
            folder: folder.to_owned(),
            log_ms: options.log_ms.max(1),
            is_read_only,
            cap_bytes: AtomicU64::new(options.cap_bytes),
            damaged_blocks: AtomicU64::new(0),
            state: Mutex::new(state),
            upkeep: Mutex::default(),
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Appends the rows of one moment. When this returns, killing the process loses nothing of them.
    ///
    /// # Errors
    /// [`SeriesError::Full`] or [`SeriesError::Io`] where the frame is not written, once: until a frame is written
    /// again, the same trouble is [`Appended::NotWritten`]. What was there before is whole in either case.
    pub fn append(&self, time_ms: i64, rows: &[Row<'_>]) -> Result<Appended, SeriesError> {
        if self.is_read_only {
            return Err(SeriesError::ReadOnly { path: self.folder.clone() });
        }
        let mut state = self.state();
        let written = self.append_to(&mut state, time_ms, rows);
        let was_failing = std::mem::replace(&mut state.is_failing, written.is_err());
        let too_many_wait = state.waiting.len() > MAX_WAITING;
        drop(state);
        match written {
            Ok(()) => {
                if too_many_wait {
                    // Its trouble is told to whoever maintains; this frame is written.
                    let _ = self.maintain(time_ms);
                }
                Ok(Appended::Written)
            }
            Err(_) if was_failing => Ok(Appended::NotWritten),
            Err(error) => Err(error),
        }
    }

    fn append_to(&self, state: &mut State, time_ms: i64, rows: &[Row<'_>]) -> Result<(), SeriesError> {
        if state.current.as_ref().is_none_or(|current| self.is_finished(current, time_ms)) {
            let path = folder::log_path(&self.folder, state.next_seq);
            let next = LogFile::create(path, state.next_seq)?;
            state.next_seq = state.next_seq.saturating_add(1);
            if let Some(LogFile { seq, path, log, bytes, .. }) = state.current.replace(next) {
                state.waiting.push(Arc::new(WaitingLog { seq, path, log, bytes }));
            }
        }
        let State { current, keys, forgotten, .. } = state;
        let Some(current) = current else { return Ok(()) };
        if rows.iter().any(|row| forgotten.contains(row.key)) {
            let rows: Vec<_> = rows.iter().filter(|row| !forgotten.contains(row.key)).copied().collect();
            return current.append(time_ms, &rows, keys);
        }
        current.append(time_ms, rows, keys)
    }

    fn is_finished(&self, current: &LogFile, time_ms: i64) -> bool {
        let log = &current.log;
        let spans_ms = log.first_ms.map_or(0, |first_ms| first_ms.abs_diff(time_ms));
        current.is_torn
            || spans_ms >= self.log_ms.unsigned_abs()
            || log.frames >= MAX_LOG_FRAMES
            || current.bytes >= MAX_LOG_BYTES
            || log.keys.len() >= MAX_LOG_KEYS
    }

    /// From when to when each container is known, in the order of their keys.
    ///
    /// # Errors
    /// [`SeriesError::Io`] where another process's files are read and cannot be.
    pub fn spans(&self) -> Result<Vec<Span>, SeriesError> {
        self.refresh()?;
        let state = self.state();
        let mut spans: BTreeMap<&Arc<SeriesKey>, (i64, i64)> = BTreeMap::new();
        let mut segments: Vec<_> = state.segments.iter().collect();
        segments.sort_by_key(|segment| segment.name.last_seq);
        // The newest file says where a container ends, also where the clock was set back since.
        let mut add = |key, first_ms: i64, last_ms: i64| {
            let span = spans.entry(key).or_insert((first_ms, last_ms));
            *span = (span.0.min(first_ms), last_ms);
        };
        for segment in segments {
            for (key, place) in &segment.blocks {
                add(key, place.first.start_ms, place.last_ms);
            }
        }
        for (_, log) in state.logs() {
            for (key, rows) in log.each() {
                if let Some((first, last_ms)) = rows.bounds() {
                    add(key, first.start_ms, last_ms);
                }
            }
        }
        let made =
            spans.into_iter().map(|(key, (first_ms, last_ms))| Span { key: key.clone(), first_ms, last_ms });
        Ok(made.collect())
    }

    /// How much all files have together, also those that were put aside as damaged; those of a newer Slipway not.
    pub fn bytes(&self) -> u64 {
        self.state().bytes()
    }

    /// The cap on [`History::bytes`].
    pub fn cap_bytes(&self) -> u64 {
        self.cap_bytes.load(Ordering::Relaxed)
    }

    /// Sets the cap; [`History::maintain`] then keeps it.
    pub fn set_cap_bytes(&self, cap_bytes: u64) {
        self.cap_bytes.store(cap_bytes, Ordering::Relaxed);
    }

    /// How often a block could not be read since this was opened; its time is a gap.
    pub fn damaged_blocks(&self) -> u64 {
        self.damaged_blocks.load(Ordering::Relaxed)
    }
}
