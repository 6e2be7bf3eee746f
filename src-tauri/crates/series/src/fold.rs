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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::{Kind, Metric};
    use proptest::prelude::*;
    use std::collections::HashMap;

    const METRIC: Metric = Metric { id: 7, kind: Kind::Exact };

    /// Rows of any steps and spans, some without a value.
    fn any_table() -> impl Strategy<Value = Table> {
        let row =
            (1_i64..20_000, 1_u32..15_000, prop::option::of((0_i64..1_000_000, 0_i64..1000, 0_i64..1000)));
        proptest::collection::vec(row, 0..200).prop_map(|rows| {
            let (mut table, mut columns) = (Table::default(), HashMap::new());
            let column = table.column(METRIC, &mut columns);
            let mut end_ms = 1_764_000_000_000;
            for (step, span_ms, value) in rows {
                end_ms += step;
                table.begin_row(Stretch { end_ms, span_ms });
                if let Some((avg, below, above)) = value {
                    let cell = Cell { min: avg - below, avg, max: avg + above, known_ms: span_ms };
                    *table.columns[column].cells.last_mut().unwrap() = cell;
                }
            }
            table
        })
    }

    fn known(tables: &[Table]) -> Vec<Cell> {
        let cells = tables.iter().flat_map(|table| &table.columns).flat_map(|column| &column.cells);
        cells.filter(|cell| cell.known_ms > 0).copied().collect()
    }

    /// Least, most, known time and the sum of value by time.
    fn totals(tables: &[Table]) -> (Option<i64>, Option<i64>, u64, f64) {
        let cells = known(tables);
        let time = cells.iter().map(|cell| u64::from(cell.known_ms)).sum();
        let sum = cells.iter().map(|cell| METRIC.kind.decode(cell.avg) * f64::from(cell.known_ms)).sum();
        (cells.iter().map(|cell| cell.min).min(), cells.iter().map(|cell| cell.max).max(), time, sum)
    }

    proptest! {
        #[test]
        fn tiers_agree_on_least_most_time_and_sum(table in any_table(), cut in any::<prop::sample::Index>()) {
            let fine = totals(std::slice::from_ref(&table));
            let mut second = table.clone();
            let at = cut.index(table.rows.len() + 1);
            let mut first = table;
            if let Some(row) = first.rows.get(at) {
                second.start_after(row.end_ms);
                let end_ms = row.end_ms;
                first.truncate(at + 1);
                prop_assert!(second.rows.iter().all(|row| row.end_ms > end_ms));
            } else {
                second.truncate(0);
            }
            // What the cut takes from a row that straddles it is not folding's.
            let parts = [first, second];
            let fine = if at < parts[0].rows.len() { totals(&parts) } else { fine };
            let tens = [fold(&parts, Tier::TenSeconds)];
            let minutes = [fold(&tens, Tier::Minute)];
            for coarse in [&tens, &minutes] {
                let (min, max, time, sum) = totals(coarse);
                prop_assert_eq!((min, max, time), (fine.0, fine.1, fine.2));
                // An average is kept to half a thousandth, in each tier once.
                prop_assert!((sum - fine.3).abs() <= 1.001e-3 * time as f64 + 1e-6, "{} {}", sum, fine.3);
                prop_assert!(coarse[0].rows.is_sorted_by(|a, b| a.end_ms < b.end_ms));
                prop_assert!(known(coarse).iter().all(|cell| cell.min <= cell.avg && cell.avg <= cell.max));
            }
        }

        #[test]
        fn no_row_reaches_over_a_gap_of_half_its_width(table in any_table()) {
            for tier in [Tier::TenSeconds, Tier::Minute] {
                let coarse = fold(std::slice::from_ref(&table), tier);
                let starts: Vec<i64> = table.rows.iter().map(|row| row.start_ms()).collect();
                for (at, pair) in table.rows.windows(2).enumerate() {
                    // A later row may reach back over it.
                    let gap_ends = starts[at + 1..].iter().min().copied().unwrap_or(i64::MAX);
                    let gap_begins = pair[0].end_ms;
                    if gap_ends - gap_begins >= tier.width_ms() / 2 {
                        let over = coarse.rows.iter().find(|row| row.start_ms() < gap_begins && row.end_ms > gap_ends);
                        prop_assert!(over.is_none(), "{:?} over {}..{}", over, gap_begins, gap_ends);
                    }
                }
            }
        }
    }
}
