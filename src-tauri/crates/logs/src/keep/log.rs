//! All that is kept of one container's log.

use super::KeepError;
use super::block::Block;
use super::folder::{self, Listing};
use super::older::Older;
use super::record::{Kept, Record};
use super::segment::{self, BlockRef, ReadError, SEGMENT_BYTES, Segment};
use super::snapshot::Snapshot;
use super::tail::{self, TailFile};
use crate::columns::Columns;
use crate::numbers::{self, Numbers};
use crate::rates::{self, Rates};
use crate::resume::Place;
use crate::search::Search;
use slipway_model::{Cursor, Page};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The number of the first line that is kept of a container. Lines that were there before it can be put in front.
pub const FIRST_SEQ: u64 = 1 << 40;
/// Blocks that wait in memory for room on the disk.
const MOST_WAITING: usize = 8;
/// Blocks that stay unpacked for the next page.
const UNPACKED: usize = 3;
/// What a line costs besides its text, where pages are measured.
const LINE_OVERHEAD: usize = 80;

/// What was found when a log was opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeptReport {
    /// Bytes that were never finished and are cut off.
    pub torn_bytes: u64,
    /// Files of a newer Slipway, which are left alone.
    pub newer: Vec<PathBuf>,
    /// Files that are damaged and were put aside.
    pub damaged: Vec<PathBuf>,
}

/// A container's log on disk. One may write to it; anybody may read it meanwhile.
#[derive(Debug)]
pub struct KeptLog {
    /// Nothing: it lives in memory only, and keeps little.
    folder: Option<PathBuf>,
    cap_bytes: u64,
    sealed: Arc<Vec<BlockRef>>,
    /// Full, but not on disk.
    waiting: VecDeque<Arc<Block>>,
    /// Shared with who looks at it; who writes while they do gets one of its own.
    open: Arc<Block>,
    tail: Option<TailFile>,
    /// Tails whose lines are not all sealed.
    old_tails: Vec<PathBuf>,
    /// The segment that grows, and how far it is whole.
    growing: Option<(Arc<Path>, u64)>,
    bytes: u64,
    places: [Option<Place>; 2],
    unpacked: VecDeque<Arc<Block>>,
}

impl KeptLog {
    /// Opens a container's log for its one writer; the folder is made with the first line.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn open(folder: PathBuf, cap_bytes: u64) -> Result<(Self, KeptReport), KeepError> {
        let mut report = KeptReport::default();
        let log = Self::load(folder, cap_bytes, true, &mut report)?;
        Ok((log, report))
    }

    /// Opens it to read what is there now; nothing on disk is changed.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn read_only(folder: PathBuf) -> Result<Self, KeepError> {
        Self::load(folder, u64::MAX, false, &mut KeptReport::default())
    }

    /// A log that keeps its last lines in memory, and nothing on disk.
    pub fn in_memory() -> Self {
        Self {
            folder: None,
            cap_bytes: 0,
            sealed: Arc::default(),
            waiting: VecDeque::new(),
            open: Arc::new(Block::new(FIRST_SEQ)),
            tail: None,
            old_tails: Vec::new(),
            growing: None,
            bytes: 0,
            places: [None; 2],
            unpacked: VecDeque::new(),
        }
    }

    fn load(
        folder: PathBuf,
        cap_bytes: u64,
        writes: bool,
        report: &mut KeptReport,
    ) -> Result<Self, KeepError> {
        let Listing { segments, tails, unfinished, bytes } = folder::list(&folder)?;
        let mut log = Self { folder: Some(folder), cap_bytes, bytes, ..Self::in_memory() };
        if writes {
            unfinished.iter().for_each(folder::remove);
        }
        let mut sealed: Vec<BlockRef> = Vec::new();
        for path in segments {
            let segment = Segment::read(path)?;
            log.growing = None;
            if segment.newer {
                report.newer.push(segment.path.to_path_buf());
            } else if segment.torn_bytes > 0 {
                report.torn_bytes += segment.torn_bytes;
            }
            if !segment.newer && segment.whole_bytes < SEGMENT_BYTES {
                log.growing = Some((segment.path.clone(), segment.whole_bytes));
            }
            for block in segment.blocks {
                // A block that tells what another told already was written by somebody who should not have.
                if sealed.last().is_none_or(|last| last.head.next_seq() <= block.head.first_seq) {
                    sealed.push(block);
                }
            }
        }
        let next = sealed.last().map_or(FIRST_SEQ, |last| last.head.next_seq());
        log.sealed = Arc::new(sealed);
        log.open = Arc::new(Block::new(next));
        for path in tails {
            let bytes = std::fs::read(&path).map_err(KeepError::io(&path))?;
            match tail::read(&bytes) {
                tail::Read::Tail(tail) => {
                    report.torn_bytes += tail.torn_bytes;
                    log.places = tail.places.unwrap_or(log.places);
                    log.replay(tail, writes);
                    log.old_tails.push(path);
                }
                tail::Read::Newer => report.newer.push(path),
                tail::Read::Damage if writes => report.damaged.extend(folder::put_aside(&path)),
                tail::Read::Damage => {}
            }
        }
        Ok(log)
    }

    /// Takes in the lines of a tail that are not in a block yet.
    fn replay(&mut self, tail: tail::Tail, writes: bool) {
        for (at, record) in tail.records.iter().enumerate() {
            let seq = tail.first_seq + at as u64;
            if seq < self.open.next_seq() {
                continue;
            }
            if seq > self.open.next_seq() {
                self.close_block(seq);
            }
            Arc::make_mut(&mut self.open).push(record);
            if self.open.is_full() {
                self.close_block(seq + 1);
            }
        }
        if writes {
            // What cannot be written now is tried again with the next lines.
            let _ = self.seal_waiting();
        }
    }

    fn close_block(&mut self, next_seq: u64) {
        let full = std::mem::replace(&mut self.open, Arc::new(Block::new(next_seq)));
        if full.len() > 0 {
            self.waiting.push_back(full);
        }
    }

    /// Where the engine's log was left.
    pub(crate) fn places(&self) -> [Option<Place>; 2] {
        self.places
    }

    /// Takes lines, and the place up to which they tell the engine's log. They can be read from now on, also where
    /// they could not be written down; then that is tried again with the next ones.
    ///
    /// # Errors
    /// Where they could not be written down.
    pub fn append(&mut self, records: &[Record], places: [Option<Place>; 2]) -> Result<(), KeepError> {
        if records.is_empty() && places == self.places {
            return Ok(());
        }
        self.places = places;
        let written = self.write_tail(records);
        for record in records {
            Arc::make_mut(&mut self.open).push(record);
            if self.open.is_full() {
                self.close_block(self.open.next_seq());
            }
        }
        if self.waiting.is_empty() { written } else { written.and(self.seal()) }
    }

    /// Writes to the tail, or begins one with all that no block tells yet.
    fn write_tail(&mut self, records: &[Record]) -> Result<(), KeepError> {
        let Some(folder) = self.folder.clone() else { return Ok(()) };
        if let Some(tail) = &mut self.tail {
            let written = tail.write(records.iter(), &self.places);
            if written.is_err() {
                // A frame that is not whole hides all that would follow it.
                self.old_tails.extend(self.tail.take().map(|tail| tail.path().to_owned()));
            }
            return written;
        }
        std::fs::create_dir_all(&folder).map_err(KeepError::io(&folder))?;
        let first_seq = self.waiting.front().map_or(self.open.first_seq, |block| block.first_seq);
        let mut all: Vec<Record> = Vec::new();
        for block in self.waiting.iter().map(|block| &**block).chain([&*self.open]) {
            all.extend((0..block.len()).filter_map(|at| block.line(at)).map(|line| line.record));
        }
        all.extend_from_slice(records);
        // The old ones stay until the new one tells all that they do.
        let mut tail =
            TailFile::create(folder::tail_path(&folder, first_seq, self.next_number()), first_seq)?;
        let written = tail.write(all.iter(), &self.places);
        if written.is_ok() {
            self.old_tails.drain(..).for_each(|path| folder::remove(&path));
            self.tail = Some(tail);
        } else {
            folder::remove(&tail.path().to_path_buf());
        }
        written
    }

    /// A tail's number among those that begin with the same line.
    fn next_number(&self) -> u32 {
        let numbers = self.old_tails.iter().filter_map(|path| folder::tail_number(path));
        numbers.max().map_or(0, |number| number + 1)
    }

    /// Writes full blocks, and begins a tail behind them.
    fn seal(&mut self) -> Result<(), KeepError> {
        self.seal_waiting()?;
        self.old_tails.extend(self.tail.take().map(|tail| tail.path().to_owned()));
        let begun = self.write_tail(&[]);
        self.keep_cap();
        begun
    }

    fn seal_waiting(&mut self) -> Result<(), KeepError> {
        let Some(folder) = self.folder.clone() else {
            let too_many = self.waiting.len().saturating_sub(MOST_WAITING);
            self.waiting.drain(..too_many);
            return Ok(());
        };
        while let Some(block) = self.waiting.front().cloned() {
            if let Err(error) = self.seal_one(&folder, &block) {
                while self.waiting.len() > MOST_WAITING {
                    self.waiting.pop_front();
                }
                return Err(error);
            }
            self.waiting.pop_front();
        }
        Ok(())
    }

    fn seal_one(&mut self, folder: &Path, block: &Block) -> Result<(), KeepError> {
        std::fs::create_dir_all(folder).map_err(KeepError::io(folder))?;
        let (path, offset) = match self.growing.take().filter(|(_, bytes)| *bytes < SEGMENT_BYTES) {
            Some(growing) => growing,
            None => (folder::segment_path(folder, block.first_seq).into(), 0),
        };
        let appended = segment::append(&path, offset, block);
        let (sealed, end) = match appended {
            Ok(appended) => appended,
            Err(error) => {
                self.growing = Some((path, offset));
                return Err(error);
            }
        };
        self.growing = Some((path, end));
        self.bytes += end - offset;
        Arc::make_mut(&mut self.sealed).push(sealed);
        Ok(())
    }

    /// Deletes the oldest segments as long as there is more than the cap allows. The newest one stays.
    fn keep_cap(&mut self) {
        while self.bytes > self.cap_bytes && self.drop_oldest() {}
    }

    fn drop_oldest(&mut self) -> bool {
        let Some(oldest) = self.sealed.first().map(|block| block.path.clone()) else { return false };
        if self.growing.as_ref().is_some_and(|(growing, _)| *growing == oldest) {
            return false;
        }
        let bytes = std::fs::metadata(&oldest).map_or(0, |metadata| metadata.len());
        folder::remove(&oldest.to_path_buf());
        self.bytes = self.bytes.saturating_sub(bytes);
        Arc::make_mut(&mut self.sealed).retain(|block| block.path != oldest);
        true
    }

    /// Begins to take lines that are older than all that is kept; nothing, where nothing is kept on disk.
    pub(crate) fn older(&self) -> Option<Older> {
        let left = self.cap_bytes.saturating_sub(self.bytes);
        self.folder.clone().map(|folder| Older::new(folder, left))
    }

    /// Puts them in front.
    ///
    /// # Errors
    /// Where they could not be written; then only the newest of them may be there.
    pub(crate) fn put_in_front(&mut self, older: Older) -> Result<(), KeepError> {
        let (mut refs, bytes) = older.finish(self.first())?;
        refs.extend(self.sealed.iter().cloned());
        self.sealed = Arc::new(refs);
        self.bytes += bytes;
        Ok(())
    }

    /// The oldest line that is kept.
    pub(crate) fn oldest(&mut self) -> Option<Record> {
        self.read(Cursor(self.first()), 1).items.into_iter().next().map(|line| line.record)
    }

    /// The number of the oldest line that is kept, or of the next one where none is.
    pub fn first(&self) -> u64 {
        let sealed = self.sealed.first().map(|block| block.head.first_seq);
        let waiting = self.waiting.front().map(|block| block.first_seq);
        sealed.or(waiting).unwrap_or(self.open.first_seq)
    }

    /// The number that the next line will have.
    pub fn next(&self) -> u64 {
        self.open.next_seq()
    }

    /// Bytes on disk, without the tail.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Lines from a place on, about `max_bytes` of text and at least one where there is one.
    pub fn read(&mut self, from: Cursor, max_bytes: usize) -> Page<Kept> {
        let from_seq = from.0.min(self.next());
        let (mut at, mut left, mut items) = (from_seq, max_bytes, Vec::new());
        let mut skipped = 0;
        while at < self.next() {
            let Some((block, seq)) = self.block_from(at) else { break };
            if seq > at {
                // A hole in the middle is told by a page that begins behind it.
                if !items.is_empty() {
                    break;
                }
                skipped += seq - at;
                at = seq;
            }
            while let Some(line) = block.line((at - block.first_seq) as usize) {
                let bytes = line.record.text.len() + LINE_OVERHEAD;
                if !items.is_empty() && bytes > left {
                    return Page { skipped, items, next: Cursor(at), ended: false };
                }
                left = left.saturating_sub(bytes);
                items.push(line);
                at += 1;
            }
        }
        Page { skipped, items, next: Cursor(at), ended: false }
    }

    /// One line by its number.
    pub(crate) fn line(&mut self, seq: u64) -> Option<Kept> {
        let (block, found) = self.block_from(seq)?;
        (found == seq).then(|| block.line((seq - block.first_seq) as usize))?
    }

    /// The last `count` lines.
    pub fn tail(&mut self, count: usize) -> Page<Kept> {
        let from = self.next().saturating_sub(count as u64).max(self.first());
        let mut page = self.read(Cursor(from), usize::MAX);
        page.skipped = 0;
        page
    }

    /// The number of the first line that was not written before this moment.
    pub fn seq_at(&mut self, time_ns: i64) -> u64 {
        // Lines of the two streams may be a little out of order: the first block that reaches the moment decides.
        let sealed = self.sealed.clone();
        let found =
            sealed.iter().find(|block| block.head.last_ns >= time_ns).map(|block| block.head.first_seq);
        let block = match found {
            Some(seq) => self.block_from(seq).map(|(block, _)| block),
            None => {
                let mut unsealed = self.waiting.iter().cloned().chain([self.open.clone()]);
                unsealed.find(|block| (0..block.len()).any(|at| block.time_of(at) >= time_ns))
            }
        };
        let Some(block) = block else { return self.next() };
        let at = (0..block.len()).find(|at| block.time_of(*at) >= time_ns).unwrap_or(block.len());
        block.first_seq + at as u64
    }

    /// The block with a line, or the first one behind it, and the number of its line to begin with. A block that
    /// cannot be read counts as missing.
    fn block_from(&mut self, seq: u64) -> Option<(Arc<Block>, u64)> {
        let mut at = self.sealed.partition_point(|block| block.head.next_seq() <= seq);
        while let Some(sealed) = self.sealed.get(at).cloned() {
            let first = sealed.head.first_seq;
            if let Some(block) = self.unpacked.iter().find(|block| block.first_seq == first) {
                return Some((block.clone(), seq.max(first)));
            }
            match sealed.read() {
                Ok(block) => {
                    let block = Arc::new(block);
                    self.unpacked.truncate(UNPACKED - 1);
                    self.unpacked.push_front(block.clone());
                    return Some((block, seq.max(first)));
                }
                Err(ReadError::Gone | ReadError::Damaged) => at += 1,
            }
        }
        if let Some(block) = self.waiting.iter().find(|block| block.next_seq() > seq) {
            return Some((block.clone(), seq.max(block.first_seq)));
        }
        (self.open.next_seq() > seq).then(|| (self.open.clone(), seq.max(self.open.first_seq)))
    }

    /// Puts a search to the lines that it has not looked at.
    pub fn search(&self, search: &Search) {
        search.run(&self.snapshot());
    }

    /// How many lines were written when, from one moment to another, in milliseconds, in equal columns. Reads files.
    pub fn rates(&self, from_ms: i64, to_ms: i64, columns: usize) -> Rates {
        rates::rates(&[self.snapshot()], Columns::new(from_ms, to_ms, columns))
    }

    /// The values of a field of structured lines, from one moment to another, in milliseconds, in equal columns. Reads
    /// files.
    pub fn numbers(&self, key: &str, from_ms: i64, to_ms: i64, columns: usize) -> Numbers {
        numbers::numbers(&[self.snapshot()], key, Columns::new(from_ms, to_ms, columns))
    }

    /// All of it as it is now.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let mut unsealed: Vec<Arc<Block>> = self.waiting.iter().cloned().collect();
        if self.open.len() > 0 {
            unsealed.push(self.open.clone());
        }
        Snapshot { sealed: self.sealed.clone(), unsealed, first: self.first(), next: self.next() }
    }
}

#[cfg(test)]
#[path = "log_tests.rs"]
mod tests;
