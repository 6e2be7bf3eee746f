//! A stretch of time of one container as so many columns, whatever the number of rows in it.

use crate::SeriesError;
use crate::history::{History, State};
use crate::key::SeriesKey;
use crate::log::Rows;
use crate::metric::{Kind, Metric, MinAvgMax};
use crate::segment::{BlockPlace, Segment};
use crate::table::{Cell, FirstRow, Stretch, Table};
use crate::tier::Tier;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// More columns than this are never given.
pub const MAX_COLUMNS: usize = 8_192;

/// A file that vanishes while it is read has been replaced by another; so often the files are looked at anew.
const ATTEMPTS: usize = 5;

/// A stretch of time of one container.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// Where the first column begins.
    pub from_ms: i64,
    /// Where the last one ends.
    pub to_ms: i64,
    /// For each metric that was asked for, in that order, its columns.
    pub metrics: Vec<Vec<MinAvgMax>>,
    /// The end of the newest row there is, inside or outside of the stretch.
    pub newest_ms: Option<i64>,
}

/// Rows of one container in one file.
enum Source {
    Log { rows: Rows, metrics: Vec<Metric> },
    Block { segment: Arc<Segment>, place: BlockPlace },
}

/// Rows, where they begin, where they end.
struct Part {
    source: Source,
    first: FirstRow,
    last_ms: i64,
    /// What ends before this is told by another part.
    after_ms: Option<i64>,
}

impl History {
    /// A stretch of time as columns. Each part of it is read from the coarsest tier whose rows are not wider than a
    /// column, or from the nearest that is there. A row stands for its whole span, so that columns narrower than rows
    /// have no holes between them; what is not known stays a gap.
    ///
    /// # Errors
    /// [`SeriesError::Io`] where a file cannot be read. A damaged block is a gap and counted
    /// ([`History::damaged_blocks`]).
    pub fn window(
        &self,
        key: &SeriesKey,
        metrics: &[u16],
        from_ms: i64,
        to_ms: i64,
        columns: usize,
    ) -> Result<Window, SeriesError> {
        let mut attempt = 1;
        loop {
            self.refresh()?;
            match self.try_window(key, metrics, from_ms, to_ms, columns.min(MAX_COLUMNS)) {
                Err(error) if error.is_gone() && attempt < ATTEMPTS => attempt += 1,
                done => return done,
            }
        }
    }

    fn try_window(
        &self,
        key: &SeriesKey,
        metrics: &[u16],
        from_ms: i64,
        to_ms: i64,
        count: usize,
    ) -> Result<Window, SeriesError> {
        let grid = Grid {
            from_ms,
            width_ms: to_ms.saturating_sub(from_ms).max(0) as f64 / count.max(1) as f64,
            count,
        };
        let parts = parts(&self.state(), key, Tier::for_columns(grid.width_ms));
        let newest_ms = parts.last().map(|part| part.last_ms);
        let mut sums = vec![vec![Sum::default(); count]; metrics.len()];
        let mut later: Option<FirstRow> = None;
        for part in parts.into_iter().rev() {
            let is_inside = part.last_ms >= from_ms && part.first.start_ms <= to_ms;
            if is_inside && let Some(mut table) = self.load(part.source, metrics)? {
                if let Some(after_ms) = part.after_ms {
                    table.start_after(after_ms);
                }
                if let Some(later) = later {
                    table.give_way(later);
                }
                grid.add(&table, metrics, &mut sums);
            }
            later = Some(part.first.before(later));
        }
        let made = sums.iter().map(|sums| sums.iter().map(Sum::made).collect());
        Ok(Window { from_ms, to_ms, metrics: made.collect(), newest_ms })
    }

    fn load(&self, source: Source, wanted: &[u16]) -> Result<Option<Table>, SeriesError> {
        let wanted = |id| wanted.contains(&id);
        match source {
            Source::Log { rows, metrics } => Ok(Some(rows.table(&metrics, wanted))),
            Source::Block { segment, place } => {
                let table = segment.read(&mut segment.file()?, place, wanted)?;
                if table.is_none() {
                    self.damaged_blocks.fetch_add(1, Ordering::Relaxed);
                }
                Ok(table)
            }
        }
    }
}

/// Where to read a container from, oldest first.
fn parts(state: &State, key: &SeriesKey, wanted: Tier) -> Vec<Part> {
    let mut parts: Vec<(u32, Part)> = Vec::new();
    for Chosen { segment, first_seq, is_whole } in chosen(&state.segments, wanted) {
        if let Some(place) = segment.blocks.get(key) {
            let source = Source::Block { segment: segment.clone(), place: *place };
            let after_ms = (!is_whole).then_some(i64::MIN);
            parts.push((first_seq, Part { source, first: place.first, last_ms: place.last_ms, after_ms }));
        }
    }
    for (seq, log) in state.logs() {
        if let Some(rows) = log.rows(key)
            && let Some((first, last_ms)) = rows.bounds()
        {
            let source = Source::Log { rows: rows.clone(), metrics: log.metrics.clone() };
            parts.push((seq, Part { source, first, last_ms, after_ms: None }));
        }
    }
    parts.sort_by_key(|(seq, _)| *seq);
    let mut before_ms = i64::MIN;
    for (_, part) in &mut parts {
        if part.after_ms.is_some() {
            part.after_ms = Some(before_ms);
            part.first.start_ms = part.first.start_ms.max(before_ms);
            part.first.end_ms = part.first.end_ms.max(before_ms.saturating_add(1));
        }
        before_ms = part.last_ms;
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

/// A segment, or a part of it, from this log on.
struct Chosen<'a> {
    segment: &'a Arc<Segment>,
    first_seq: u32,
    is_whole: bool,
}

/// Segments that together tell of all logs once, each log in the tier that is wanted or the nearest there is, a finer
/// one before a coarser one.
fn chosen(segments: &[Arc<Segment>], wanted: Tier) -> Vec<Chosen<'_>> {
    let finer = Tier::ALL.into_iter().rev().filter(|tier| *tier <= wanted);
    let coarser = Tier::ALL.into_iter().filter(|tier| *tier > wanted);
    let (mut taken, mut told) = (Vec::new(), Told::default());
    for tier in finer.chain(coarser) {
        for segment in segments.iter().filter(|segment| segment.name.tier == tier) {
            let (first, last) = (segment.name.first_seq, segment.name.last_seq);
            for range in told.missing(first, last) {
                taken.push(Chosen { segment, first_seq: range.0, is_whole: range == (first, last) });
            }
            told.add(first, last);
        }
    }
    taken
}

/// Numbers of logs, as ranges that do not touch, in order.
#[derive(Default)]
struct Told(Vec<(u32, u32)>);

impl Told {
    /// The parts of a range that are not in it.
    fn missing(&self, mut first: u32, last: u32) -> Vec<(u32, u32)> {
        let mut missing = Vec::new();
        let near = self.0.partition_point(|range| range.1 < first);
        for range in self.0.iter().skip(near).take_while(|range| range.0 <= last) {
            if first < range.0 {
                missing.push((first, range.0 - 1));
            }
            if range.1 >= last {
                return missing;
            }
            first = range.1 + 1;
        }
        missing.push((first, last));
        missing
    }

    fn add(&mut self, mut first: u32, mut last: u32) {
        let from = self.0.partition_point(|range| range.1.saturating_add(1) < first);
        let to = self.0.partition_point(|range| range.0 <= last.saturating_add(1));
        for range in self.0.drain(from..to.max(from)) {
            (first, last) = (first.min(range.0), last.max(range.1));
        }
        self.0.insert(from, (first, last));
    }
}

/// The columns.
struct Grid {
    from_ms: i64,
    width_ms: f64,
    count: usize,
}

/// Where a row lies in the columns.
struct Place {
    first: usize,
    last: usize,
    start: f64,
    end: f64,
    span: f64,
}

impl Grid {
    fn add(&self, table: &Table, metrics: &[u16], sums: &mut [Vec<Sum>]) {
        let begin = table.rows.partition_point(|row| row.end_ms <= self.from_ms);
        let places: Vec<_> = table.rows.iter().skip(begin).map(|row| self.place(*row)).collect();
        for column in &table.columns {
            for (_, sums) in metrics.iter().zip(&mut *sums).filter(|(id, _)| **id == column.metric.id) {
                for (place, cell) in places.iter().zip(column.cells.iter().skip(begin)) {
                    if let Some(place) = place
                        && cell.known_ms > 0
                    {
                        self.add_cell(place, *cell, column.metric.kind, sums);
                    }
                }
            }
        }
    }

    fn place(&self, row: Stretch) -> Option<Place> {
        let width = self.width_ms;
        let end = row.end_ms.saturating_sub(self.from_ms) as f64;
        let span = f64::from(row.span_ms.max(1));
        let start = end - span;
        if width <= 0.0 || end <= 0.0 || start >= width * self.count as f64 {
            return None;
        }
        let first = (start / width).max(0.0) as usize;
        // A span that ends where a column begins does not reach into it.
        let last = ((end / width).ceil() as usize).saturating_sub(1).max(first);
        Some(Place { first, last: last.min(self.count.saturating_sub(1)), start, end, span })
    }

    fn add_cell(&self, place: &Place, cell: Cell, kind: Kind, sums: &mut [Sum]) {
        let avg = kind.decode(cell.avg);
        let value = if cell.min == cell.max {
            MinAvgMax::only(avg)
        } else {
            MinAvgMax { min: kind.decode(cell.min), avg, max: kind.decode(cell.max) }
        };
        let known = f64::from(cell.known_ms) / place.span;
        for (column, sum) in sums.iter_mut().enumerate().take(place.last + 1).skip(place.first) {
            let left = place.start.max(column as f64 * self.width_ms);
            let right = place.end.min((column + 1) as f64 * self.width_ms);
            sum.add(value, (right - left).max(1e-3) * known);
        }
    }
}

#[derive(Clone, Copy)]
struct Sum {
    min: f64,
    max: f64,
    total: f64,
    weight: f64,
}

impl Default for Sum {
    fn default() -> Self {
        Self { min: f64::INFINITY, max: f64::NEG_INFINITY, total: 0.0, weight: 0.0 }
    }
}

impl Sum {
    fn add(&mut self, value: MinAvgMax, weight: f64) {
        self.min = self.min.min(value.min);
        self.max = self.max.max(value.max);
        self.total += value.avg * weight;
        self.weight += weight;
    }

    fn made(&self) -> MinAvgMax {
        if self.weight > 0.0 {
            // Rounding must not push the average out of its own bounds.
            let avg = (self.total / self.weight).max(self.min).min(self.max);
            MinAvgMax { min: self.min, avg, max: self.max }
        } else {
            MinAvgMax::GAP
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_missing_is_what_was_not_told(
            ranges in proptest::collection::vec((0_u32..60, 0_u32..9), 0..12), first in 0_u32..60, length in 0_u32..20,
        ) {
            let mut told = Told::default();
            for (first, length) in &ranges {
                told.add(*first, first + length);
            }
            let is_told = |seq: u32| ranges.iter().any(|(first, length)| (*first..=first + length).contains(&seq));
            let expected: Vec<u32> = (first..=first + length).filter(|seq| !is_told(*seq)).collect();
            let missing = told.missing(first, first + length);
            prop_assert!(missing.windows(2).all(|pair| pair[0].1 + 1 < pair[1].0));
            prop_assert_eq!(missing.into_iter().flat_map(|range| range.0..=range.1).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn the_last_number_is_no_overflow() {
        let mut told = Told::default();
        told.add(u32::MAX, u32::MAX);
        told.add(0, 3);
        assert_eq!(told.missing(0, u32::MAX), [(4, u32::MAX - 1)]);
    }
}
