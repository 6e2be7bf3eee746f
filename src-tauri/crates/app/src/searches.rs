//! Searches in logs: started by a window, worked at on threads of their own, read as they go, taken up again as lines
//! come.

use crate::{App, AppError};
use slipway_logs::LogId;
use slipway_logs::keep::Kept;
use slipway_logs::search::{Matcher, Progress, Query, Search};
use slipway_model::{Fault, ToFault as _};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Searches that are held at a time; the one that was begun first ends for another.
const MOST: usize = 8;

/// The searches of all windows.
#[derive(Debug, Default)]
pub(crate) struct Searches {
    running: Mutex<VecDeque<(u32, Arc<Running>)>>,
}

#[derive(Debug)]
struct Running {
    log: LogId,
    search: Search,
    /// A thread is at it.
    busy: AtomicBool,
}

/// How far a search is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Lines looked at, and those that match.
    pub progress: Progress,
    /// All lines that there are were looked at.
    pub done: bool,
    /// How the matches are spread over all lines, oldest first.
    pub columns: Vec<u32>,
    /// See [`slipway_logs::Extent::generation`].
    pub generation: u64,
}

/// A match beside a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The line that matches.
    pub seq: u64,
    /// How many that match lie before it, as far as is known.
    pub nth: u64,
}

impl App {
    /// Begins to look for something in all that is kept of a log; its number is for asking on.
    ///
    /// # Errors
    /// Where the query cannot be used, or there is no log to look in.
    pub fn search_log(self: &Arc<Self>, id: &LogId, query: &Query) -> Result<u32, AppError> {
        let matcher = Matcher::new(query).map_err(|error| error.to_fault())?;
        let running =
            Arc::new(Running { log: id.clone(), search: Search::new(matcher), busy: AtomicBool::new(false) });
        let number = {
            let mut held = self.searches.lock();
            let number = held.back().map_or(1, |(number, _)| number.wrapping_add(1));
            held.push_back((number, running.clone()));
            while held.len() > MOST {
                if let Some((_, oldest)) = held.pop_front() {
                    oldest.search.stop();
                }
            }
            number
        };
        self.go_on(&running)?;
        Ok(number)
    }

    /// How far a search is. Where lines have come since, it is taken up again.
    ///
    /// # Errors
    /// Where it was ended, or there is no log to look in.
    pub fn search_found(self: &Arc<Self>, number: u32, columns: usize) -> Result<Found, AppError> {
        let running = self.search(number)?;
        let extent = self.collector()?.extent(&running.log);
        let (first, next, generation) =
            extent.map_or((0, 0, 0), |extent| (extent.first.0, extent.next.0, extent.generation));
        let progress = running.search.progress();
        let done = !running.busy.load(Ordering::Acquire) && progress.lines >= next - first;
        if !done {
            self.go_on(&running)?;
        }
        let columns = running.search.columns(first, next, columns);
        Ok(Found { progress, done, columns, generation })
    }

    /// The last lines that match before a line, or the last of all, oldest first. Reads files.
    ///
    /// # Errors
    /// As for [`App::search_found`].
    pub fn search_lines(
        &self,
        number: u32,
        before: Option<u64>,
        count: usize,
    ) -> Result<Vec<Kept>, AppError> {
        let running = self.search(number)?;
        let collector = self.collector()?;
        let end =
            before.map_or_else(|| running.search.progress().matches, |before| running.search.before(before));
        let lines = (end.saturating_sub(count as u64)..end).map_while(|n| running.search.nth(n));
        Ok(collector.lines(&running.log, lines))
    }

    /// The next match after a line, or the last before it.
    ///
    /// # Errors
    /// Where the search was ended.
    pub fn search_step(&self, number: u32, from: u64, forward: bool) -> Result<Option<Step>, AppError> {
        let search = &self.search(number)?.search;
        let nth = if forward {
            Some(search.before(from.saturating_add(1)))
        } else {
            search.before(from).checked_sub(1)
        };
        Ok(nth.and_then(|nth| search.nth(nth).map(|seq| Step { seq, nth })))
    }

    /// Ends a search. Ending one that has ended changes nothing.
    pub fn end_search(&self, number: u32) {
        let mut held = self.searches.lock();
        if let Some(at) = held.iter().position(|(held, _)| *held == number)
            && let Some((_, running)) = held.remove(at)
        {
            running.search.stop();
        }
    }

    /// Ends all searches.
    pub(crate) fn end_searches(&self) {
        self.searches.lock().drain(..).for_each(|(_, running)| running.search.stop());
    }

    fn search(&self, number: u32) -> Result<Arc<Running>, AppError> {
        let held = self.searches.lock();
        let found = held.iter().find(|(held, _)| *held == number).map(|(_, running)| running.clone());
        found.ok_or_else(|| Fault::new("usage-search-ended").into())
    }

    /// Works at a search, unless somebody does already.
    fn go_on(self: &Arc<Self>, running: &Arc<Running>) -> Result<(), AppError> {
        let collector = self.collector()?;
        if running.busy.swap(true, Ordering::AcqRel) {
            return Ok(());
        }
        let running = running.clone();
        self.tasks.spawn(async move {
            let worker = running.clone();
            let worked = tokio::task::spawn_blocking(move || {
                collector.search(&worker.log, &worker.search);
            });
            if let Err(error) = worked.await {
                tracing::warn!(%error, "a search broke off");
            }
            running.busy.store(false, Ordering::Release);
        });
        Ok(())
    }
}

impl Searches {
    fn lock(&self) -> MutexGuard<'_, VecDeque<(u32, Arc<Running>)>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
