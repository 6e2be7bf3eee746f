//! A finer tier made into a coarser one.

use crate::table::{Cell, Column, Stretch, Table};
use crate::tier::Tier;
use std::collections::BTreeMap;

/// Puts rows together that end in the same ten seconds or minute. The least is the least of the rows, the most is the
/// most, and the average weighs each by the time that it knows. A new row stands from where the first of its rows
/// begins to where the last one ends; a gap of half its width or more divides it in two, a shorter one only lessens
/// what is known. The tables follow one another in time.
pub(crate) fn fold(parts: &[Table], tier: Tier) -> Table {
    let width_ms = tier.width_ms();
    let mut groups: Vec<Stretch> = Vec::new();
    // For each part, the group of each of its rows.
    let mut places: Vec<Vec<usize>> = Vec::new();
    let mut bucket = None;
    for part in parts {
        let mut places_of_part = Vec::with_capacity(part.rows.len());
        for row in &part.rows {
            let mine = row.end_ms.saturating_sub(1).div_euclid(width_ms);
            let gap_ms = groups.last().map_or(0, |last| row.start_ms().saturating_sub(last.end_ms));
            match groups.last_mut() {
                Some(last) if bucket == Some(mine) && gap_ms < width_ms / 2 => {
                    let start_ms = last.start_ms().min(row.start_ms());
                    let span = row.end_ms.saturating_sub(start_ms);
                    *last = Stretch { end_ms: row.end_ms, span_ms: u32::try_from(span).unwrap_or(u32::MAX) };
                }
                _ => groups.push(*row),
            }
            bucket = Some(mine);
            places_of_part.push(groups.len() - 1);
        }
        places.push(places_of_part);
    }
    let mut sums = BTreeMap::new();
    for (part, places) in parts.iter().zip(&places) {
        for column in &part.columns {
            let sums = sums.entry(column.metric).or_insert_with(|| vec![Sum::default(); groups.len()]);
            for (cell, place) in column.cells.iter().zip(places) {
                if cell.known_ms > 0 {
                    sums[*place].add(*cell, column.metric.kind.decode(cell.avg));
                }
            }
        }
    }
    let columns = sums.into_iter().map(|(metric, sums)| Column {
        metric,
        cells: sums.iter().map(|sum| sum.made(|value| metric.kind.encode(value))).collect(),
    });
    Table { columns: columns.collect(), rows: groups }
}

#[derive(Clone, Copy, Default)]
struct Sum {
    min: i64,
    max: i64,
    total: f64,
    known_ms: u32,
}

impl Sum {
    fn add(&mut self, cell: Cell, avg: f64) {
        let is_first = self.known_ms == 0;
        self.min = if is_first { cell.min } else { self.min.min(cell.min) };
        self.max = if is_first { cell.max } else { self.max.max(cell.max) };
        self.total += avg * f64::from(cell.known_ms);
        self.known_ms = self.known_ms.saturating_add(cell.known_ms);
    }

    fn made(&self, encode: impl Fn(f64) -> i64) -> Cell {
        if self.known_ms == 0 {
            return Cell::default();
        }
        let avg = encode(self.total / f64::from(self.known_ms)).clamp(self.min, self.max);
        Cell { min: self.min, avg, max: self.max, known_ms: self.known_ms }
    }
}
