//! Several logs as one: where each of its lines is, and the order that is made as far as it is asked for.

use super::order::{Order, Spot};
use super::walk::{Stretch, Way, walk};
use crate::keep::block::Block;
use crate::keep::snapshot::Snapshot;
use crate::keep::{Kept, Origin};
use slipway_model::{Cursor, Page};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The number of the first line that came after it was begun.
pub(crate) const MIDDLE: u64 = 1 << 40;
/// So long newest lines are held: those of another container that were written before them may come later.
const HELD: Duration = Duration::from_millis(250);
/// A line that comes later than this among what is ordered already is put in its place by beginning anew.
const LATE_NS: i64 = 2_000_000_000;
/// Not sooner than this.
const ANEW_AFTER: Duration = Duration::from_secs(2);
/// Lines that are looked up at a time.
const CHUNK: i64 = 512;
/// What a line costs besides its text, where pages are measured.
const LINE_OVERHEAD: usize = 80;

/// The order of several logs' lines.
#[derive(Debug)]
pub(crate) struct Merged {
    order: Order,
    /// Of each source, the first line that lies after the middle.
    base: Vec<u64>,
    /// Of each source, its oldest line when it was begun.
    firsts: Vec<u64>,
    /// How often it was begun anew: numbers of before mean nothing now.
    generation: u64,
    began: Option<Instant>,
    /// The time of the last line that has its place.
    last_ns: i64,
    /// Something came too late for its place.
    late: bool,
    /// How far the sources were, when. What is held long enough gets its place.
    held: VecDeque<(Instant, Vec<u64>)>,
    unpacked: VecDeque<(usize, Arc<Block>)>,
}

/// How much of a log of several containers there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) first: u64,
    pub(crate) next: u64,
    pub(crate) generation: u64,
    /// Lines are held that will get their place in a moment.
    pub(crate) holds: bool,
}

impl Merged {
    pub(crate) fn new(sources: usize) -> Self {
        Self {
            order: Order::new(sources),
            base: vec![0; sources],
            firsts: vec![0; sources],
            generation: 0,
            began: None,
            last_ns: i64::MIN,
            late: false,
            held: VecDeque::new(),
            unpacked: VecDeque::new(),
        }
    }

    /// Gives the lines their place that have come. Where something turns out to lie among what has its place already,
    /// it is begun anew.
    pub(crate) fn update(&mut self, logs: &[Snapshot], now: Instant) {
        // What was put in front of a source may be later than what lies before the middle.
        let grew_in_front = logs.iter().zip(&self.firsts).any(|(log, first)| log.first < *first);
        // A log that was deleted and begun again.
        let fell = logs
            .iter()
            .zip(&self.base)
            .zip(self.order.above())
            .any(|((log, base), above)| log.next < base + above);
        let Some(began) = self.began else { return self.begin(logs, now) };
        let is_time = now.saturating_duration_since(began) >= ANEW_AFTER;
        if grew_in_front || fell || (self.late && is_time) {
            return self.begin(logs, now);
        }
        let nexts: Vec<u64> = logs.iter().map(|log| log.next).collect();
        let known = self.held.back().map(|(_, nexts)| nexts.clone()).unwrap_or_else(|| self.placed());
        if nexts != known {
            self.held.push_back((now, nexts));
        }
        let mut until = None;
        while let Some((_, nexts)) =
            self.held.pop_front_if(|(when, _)| now.saturating_duration_since(*when) >= HELD)
        {
            until = Some(nexts);
        }
        let Some(until) = until else { return };
        let stretches = self.placed().into_iter().zip(until).enumerate();
        let stretches = stretches
            .map(|(source, (from, until))| Stretch::new(source, from, until.saturating_sub(from)))
            .collect();
        let order = &mut self.order;
        let walked = walk(logs, stretches, Way::Up, u64::MAX, |source, lines| order.push(source, lines));
        if let Some((first, last)) = walked {
            self.late |= first < self.last_ns.saturating_sub(LATE_NS);
            self.last_ns = self.last_ns.max(last);
        }
    }

    fn begin(&mut self, logs: &[Snapshot], now: Instant) {
        self.order = Order::new(logs.len());
        self.base = logs.iter().map(|log| log.next).collect();
        self.firsts = logs.iter().map(|log| log.first).collect();
        self.generation += 1;
        self.began = Some(now);
        self.late = false;
        self.held.clear();
        self.unpacked.clear();
        let last_ns = |log: &Snapshot| {
            let last = log.next.checked_sub(1)?;
            let block = log.block_with(last)?;
            Some(block.time_of((last - block.first_seq) as usize))
        };
        self.last_ns = logs.iter().filter_map(last_ns).max().unwrap_or(i64::MIN);
    }

    /// Of each source, the line after the last that has its place.
    fn placed(&self) -> Vec<u64> {
        self.base.iter().zip(self.order.above()).map(|(base, above)| base + above).collect()
    }

    pub(crate) fn bounds(&self, logs: &[Snapshot]) -> Bounds {
        let older: u64 = logs
            .iter()
            .zip(self.base.iter().zip(self.order.below()))
            .map(|(log, (base, below))| (base - below).saturating_sub(log.first))
            .sum();
        Bounds {
            first: (self.number(self.order.first())).saturating_sub(older),
            next: self.number(self.order.next()),
            generation: self.generation,
            holds: !self.held.is_empty(),
        }
    }

    fn number(&self, place: i64) -> u64 {
        MIDDLE.saturating_add_signed(place)
    }

    /// Gives older lines their place, down to a number. Reads files.
    pub(crate) fn down_to(&mut self, logs: &[Snapshot], number: u64) {
        let most = self.number(self.order.first()).saturating_sub(number);
        if most == 0 {
            return;
        }
        let ends = self.base.iter().zip(self.order.below()).zip(logs).enumerate();
        let stretches = ends
            .map(|(source, ((base, below), log))| {
                let end = base - below;
                Stretch::new(source, end.saturating_sub(1), end.saturating_sub(log.first))
            })
            .collect();
        let order = &mut self.order;
        walk(logs, stretches, Way::Down, most, |source, lines| order.push_front(source, lines));
    }

    /// Where the lines from one number to another are. Those before the first that has its place are left out.
    pub(crate) fn origins(&self, from: u64, to: u64) -> impl Iterator<Item = Origin> {
        let place = |number: u64| number as i64 - MIDDLE as i64;
        self.order.spots(place(from), place(to)).into_iter().map(|spot| self.origin(spot))
    }

    fn origin(&self, Spot { source, rank }: Spot) -> Origin {
        let base = self.base.get(source).copied().unwrap_or_default();
        Origin { source, seq: base.saturating_add_signed(rank) }
    }

    /// Lines from a number on, about `max_bytes` of text. Reads files.
    pub(crate) fn read(&mut self, logs: &[Snapshot], from: u64, max_bytes: usize) -> Page<Kept> {
        let Bounds { first, next, .. } = self.bounds(logs);
        let start = from.clamp(first, next);
        self.down_to(logs, start);
        let (mut at, mut left, mut items) = (start, max_bytes, Vec::new());
        while at < next && left > 0 {
            let to = next.min(at.saturating_add_signed(CHUNK));
            for origin in self.origins(at, to).collect::<Vec<_>>() {
                let number = at;
                at += 1;
                // What is not kept any more leaves its number.
                let Some(line) = self.line(logs, origin, number) else { continue };
                left = left.saturating_sub(line.record.text.len() + LINE_OVERHEAD);
                items.push(line);
                if left == 0 {
                    break;
                }
            }
        }
        Page { skipped: start.saturating_sub(from), items, next: Cursor(at), ended: false }
    }

    /// Lines by their numbers, which rise. Reads files.
    pub(crate) fn lines(&mut self, logs: &[Snapshot], numbers: impl Iterator<Item = u64>) -> Vec<Kept> {
        let mut lines = Vec::new();
        for number in numbers {
            self.down_to(logs, number);
            let origin = self.origins(number, number + 1).next();
            lines.extend(origin.and_then(|origin| self.line(logs, origin, number)));
        }
        lines
    }

    /// The number of the first line that none of the given ones of each source lies before.
    pub(crate) fn number_of(&self, seqs: &[u64]) -> u64 {
        let past = seqs.iter().zip(&self.base).map(|(seq, base)| *seq as i64 - *base as i64).sum();
        self.number(self.order.next().min(past))
    }

    fn line(&mut self, logs: &[Snapshot], origin: Origin, number: u64) -> Option<Kept> {
        let Origin { source, seq } = origin;
        let with = |block: &Block| block.first_seq <= seq && seq < block.next_seq();
        let held = self.unpacked.iter().find(|(of, block)| *of == source && with(block));
        let block = match held {
            Some((_, block)) => block.clone(),
            None => {
                let block = logs.get(source)?.block_with(seq)?;
                self.unpacked.truncate(self.base.len());
                self.unpacked.push_front((source, block.clone()));
                block
            }
        };
        let line = block.line((seq - block.first_seq) as usize)?;
        Some(Kept { seq: number, origin: Some(origin), record: line.record })
    }
}

#[cfg(test)]
#[path = "merged_tests.rs"]
mod tests;
