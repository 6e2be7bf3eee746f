//! A search in several logs as one: each is searched, and what was found gets its place among the others'.

use super::merged::Merged;
use crate::keep::Origin;
use crate::keep::snapshot::Snapshot;
use crate::search::Search;
use crate::search::matches::Part;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Lines that get their place at a time; nobody who reads waits for longer.
const CHUNK: u64 = 1 << 15;

/// Looks at all lines that were not looked at. Returns when that is done, it was stopped, or the numbers of lines mean
/// something else now. Reads files, and takes the processors: for a thread that may be kept.
pub(crate) fn run(search: &Search, merged: &Mutex<Merged>, logs: &[Snapshot]) {
    let parts = search.parts(logs.len());
    for (source, (part, log)) in parts.iter().zip(logs).enumerate() {
        if search.matcher().wants(source) {
            part.run(log);
        }
    }
    let bounds = lock(merged).bounds(logs);
    search.of_generation(bounds.generation);
    let (known_first, known_next) = {
        let matches = search.matches();
        (matches.first_seq(), matches.next_seq())
    };
    let later = known_next.unwrap_or(bounds.first)..bounds.next;
    let earlier = bounds.first..known_first.unwrap_or(bounds.first);
    for chunk in chunks(later).chain(chunks(earlier)) {
        let origins: Vec<Origin> = {
            let mut merged = lock(merged);
            if search.is_stopped() || merged.bounds(logs).generation != bounds.generation {
                return;
            }
            merged.down_to(logs, chunk.start);
            merged.origins(chunk.start, chunk.end).collect()
        };
        if origins.len() as u64 != chunk.end - chunk.start {
            return;
        }
        search.insert(part_of(search, parts, &origins, chunk));
    }
}

/// Newest first.
fn chunks(range: Range<u64>) -> impl Iterator<Item = Range<u64>> {
    let Range { start, mut end } = range;
    std::iter::from_fn(move || {
        let chunk = end.saturating_sub(CHUNK).max(start)..end;
        end = chunk.start;
        (chunk.start < chunk.end).then_some(chunk)
    })
}

fn part_of(search: &Search, parts: &[Search], origins: &[Origin], chunk: Range<u64>) -> Part {
    let found: Vec<Option<Part>> = parts
        .iter()
        .enumerate()
        .map(|(source, part)| {
            let mut of_it = origins.iter().filter(|origin| origin.source == source).map(|origin| origin.seq);
            let first = of_it.next().filter(|_| search.matcher().wants(source))?;
            let last = of_it.next_back().unwrap_or(first);
            Some(part.matches().within(first, last + 1))
        })
        .collect();
    let mut all = Part::new(chunk.start, (chunk.end - chunk.start) as u32);
    for (at, Origin { source, seq }) in origins.iter().enumerate() {
        if let Some(Some(part)) = found.get(*source)
            && part.get((seq - part.first_seq) as usize)
        {
            all.set(at);
        }
    }
    all
}

fn lock(merged: &Mutex<Merged>) -> MutexGuard<'_, Merged> {
    merged.lock().unwrap_or_else(PoisonError::into_inner)
}
