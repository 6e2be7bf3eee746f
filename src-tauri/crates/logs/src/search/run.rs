//! A search over all that is kept of a log: newest first, on as many threads as there are processors, to be stopped at
//! any time, and to be taken up again when lines have come.

use super::matches::{Matches, Part};
use super::query::Matcher;
use crate::keep::block::Block;
use crate::keep::snapshot::Snapshot;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// More threads than this only heat the machine.
const MOST_THREADS: usize = 4;

/// One search. Many may read it while it runs.
#[derive(Debug)]
pub struct Search {
    matcher: Matcher,
    matches: Mutex<Matches>,
    stop: Arc<AtomicBool>,
    /// In a log of several containers, the searches in the log of each.
    parts: OnceLock<Vec<Search>>,
    /// Which beginning of such a log the numbers are of.
    generation: AtomicU64,
}

/// How far a search is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Lines that were looked at.
    pub lines: u64,
    /// Lines that match, as far as is known.
    pub matches: u64,
}

impl Search {
    /// A search that has looked at nothing yet.
    pub fn new(matcher: Matcher) -> Self {
        Self {
            matcher,
            matches: Mutex::default(),
            stop: Arc::default(),
            parts: OnceLock::new(),
            generation: AtomicU64::new(0),
        }
    }

    /// The searches in each of several logs.
    pub(crate) fn parts(&self, sources: usize) -> &[Search] {
        self.parts.get_or_init(|| {
            let part = || Self { stop: self.stop.clone(), ..Self::new(self.matcher.clone()) };
            std::iter::repeat_with(part).take(sources).collect()
        })
    }

    /// Forgets what was found where the numbers of lines mean something else now.
    pub(crate) fn of_generation(&self, generation: u64) {
        if self.generation.swap(generation, Ordering::AcqRel) != generation {
            *self.matches() = Matches::default();
        }
    }

    /// What it looks for.
    pub fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// Ends it; what was found stays.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let Progress { lines, matches } = {
            let matches = self.matches();
            Progress { lines: matches.lines(), matches: matches.count() }
        };
        // What was found in each of several logs gets its place at the end.
        let parts = self.parts.get().filter(|_| lines == 0);
        parts.into_iter().flatten().map(Self::progress).fold(Progress { lines, matches }, |sum, part| {
            Progress { lines: sum.lines + part.lines, matches: sum.matches + part.matches }
        })
    }

    /// The line of the nth match, from 0 at the oldest that is known.
    pub fn nth(&self, n: u64) -> Option<u64> {
        self.matches().nth(n)
    }

    /// How many matches lie before a line.
    pub fn before(&self, seq: u64) -> u64 {
        self.matches().before(seq)
    }

    /// How many matches lie in each of `columns` equal stretches of the lines from one to another.
    pub fn columns(&self, first_seq: u64, next_seq: u64, columns: usize) -> Vec<u32> {
        self.matches().columns(first_seq, next_seq, columns)
    }

    /// Looks at all lines that it has not looked at, newest first. Returns when that is done, or it was stopped.
    /// Reads files, and takes the processors: for a thread that may be kept.
    pub(crate) fn run(&self, log: &Snapshot) {
        let (known_first, known) = {
            let mut matches = self.matches();
            if let Some(first) = log.first_seq() {
                matches.drop_before(first);
            }
            (matches.first_seq().unwrap_or(u64::MAX), matches.next_seq().unwrap_or(0))
        };
        for block in log.unsealed.iter().rev() {
            if self.is_stopped() || block.next_seq() <= known {
                break;
            }
            self.look(block, known);
        }
        // Older lines may have been put in front.
        let older = log.sealed.partition_point(|block| block.head.next_seq() <= known_first.min(known));
        let fresh = log.sealed.partition_point(|block| block.head.next_seq() <= known);
        let blocks: Vec<_> = log.sealed[..older].iter().chain(&log.sealed[fresh..]).collect();
        let next = AtomicUsize::new(0);
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
        let work = || {
            while !self.is_stopped() {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(block) = blocks.len().checked_sub(at + 1).and_then(|at| blocks.get(at)) else {
                    return;
                };
                let head = &block.head;
                // Of an older one nothing is known.
                let known = if head.first_seq < known_first { 0 } else { known };
                if head.first_seq < known || self.matcher.needs_more_than_text() {
                    if !self.matcher.may_match(head) {
                        self.insert(Part::new(head.first_seq, head.lines));
                    } else if let Ok(block) = block.read() {
                        self.look(&block, known);
                    }
                } else if let Ok(text) = block.text() {
                    let mut part = Part::new(head.first_seq, head.lines);
                    self.matcher.in_text(&text, |at| part.set(at));
                    self.insert(part);
                }
            }
        };
        if blocks.len() < 4 || threads == 1 {
            work();
        } else {
            std::thread::scope(|scope| {
                for _ in 0..threads {
                    scope.spawn(work);
                }
            });
        }
    }

    /// Looks at the lines of a block from one on.
    fn look(&self, block: &Block, from_seq: u64) {
        let from = from_seq.saturating_sub(block.first_seq) as usize;
        let lines = block.len().saturating_sub(from) as u32;
        let mut part = Part::new(block.first_seq + from as u64, lines);
        self.matcher.in_block(block, |at| {
            if at >= from {
                part.set(at - from);
            }
        });
        self.insert(part);
    }

    pub(crate) fn insert(&self, part: Part) {
        self.matches().insert(part);
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    pub(crate) fn matches(&self) -> MutexGuard<'_, Matches> {
        self.matches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keep::{FIRST_SEQ, KeptLog, Record};
    use crate::search::Query;
    use slipway_engine::LogStream;
    use slipway_model::Timestamp;

    fn lines(numbers: std::ops::Range<u64>) -> Vec<Record> {
        numbers
            .map(|number| Record {
                time: Timestamp::from_ms(number as i64),
                stream: if number % 10 == 0 { LogStream::Stderr } else { LogStream::Stdout },
                level: (number % 7) as u8,
                truncated: false,
                part: false,
                text: format!("line {number} is here and says hello to line {}", number * 7),
                styles: Vec::new(),
                gap: None,
            })
            .collect()
    }

    fn search(query: Query) -> Search {
        Search::new(Matcher::new(&query).unwrap())
    }

    fn text(pattern: &str) -> Query {
        Query { pattern: pattern.to_owned(), match_case: true, ..Query::default() }
    }

    fn found(search: &Search) -> Vec<u64> {
        (0..search.progress().matches).map(|n| search.nth(n).unwrap() - FIRST_SEQ).collect()
    }

    #[test]
    fn it_goes_on_where_lines_have_come() {
        let folder = tempfile::tempdir().unwrap();
        let (mut log, _) = KeptLog::open(folder.path().to_owned(), u64::MAX).unwrap();
        let search = search(text("line 12345 is"));
        let all = search_all();
        log.append(&lines(0..12_000), [None; 2]).unwrap();
        for one in [&search, &all] {
            one.run(&log.snapshot());
        }
        assert_eq!(search.progress(), Progress { lines: 12_000, matches: 0 });
        log.append(&lines(12_000..300_000), [None; 2]).unwrap();
        for one in [&search, &all] {
            one.run(&log.snapshot());
        }
        assert_eq!((search.progress().lines, found(&search)), (300_000, vec![12_345]));
        assert_eq!(all.progress().matches, 300_000);
        log.append(&lines(12_345..12_346), [None; 2]).unwrap();
        search.run(&log.snapshot());
        assert_eq!(found(&search), [12_345, 300_000]);
        assert_eq!(search.before(FIRST_SEQ + 12_346), 1);
    }

    fn search_all() -> Search {
        search(Query::default())
    }

    #[test]
    fn stream_level_and_time_are_looked_at_too() {
        let folder = tempfile::tempdir().unwrap();
        let (mut log, _) = KeptLog::open(folder.path().to_owned(), u64::MAX).unwrap();
        log.append(&lines(0..100_000), [None; 2]).unwrap();
        let search = search(Query {
            stream: Some(LogStream::Stderr),
            least_level: 5,
            from_ms: Some(90_000),
            to_ms: Some(90_100),
            ..text("hello")
        });
        search.run(&log.snapshot());
        let expected: Vec<u64> = (90_000..90_100).filter(|n| n % 10 == 0 && n % 7 >= 5).collect();
        assert_eq!((found(&search), search.progress().lines), (expected, 100_000));
    }

    #[test]
    fn it_stops_when_told() {
        let folder = tempfile::tempdir().unwrap();
        let (mut log, _) = KeptLog::open(folder.path().to_owned(), u64::MAX).unwrap();
        log.append(&lines(0..100_000), [None; 2]).unwrap();
        let search = search_all();
        search.stop();
        search.run(&log.snapshot());
        assert_eq!(search.progress(), Progress::default());
    }
}
