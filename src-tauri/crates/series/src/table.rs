//! One container's rows in the order of time, a column for each metric: what blocks, frames and tiers are made of.

use crate::metric::Metric;
use std::collections::HashMap;

/// No row that is appended reaches further back; what is longer is cut.
pub(crate) const MAX_SPAN_MS: u32 = 60_000;
/// No row in a file does: a minute's first row may reach back before the minute, and so may the first of its first
/// ten seconds.
pub(crate) const MAX_FOLDED_SPAN_MS: u32 = 4 * MAX_SPAN_MS;

/// The time that a row stands for: it ends at `end_ms` and reaches back over `span_ms`, which is never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) end_ms: i64,
    pub(crate) span_ms: u32,
}

impl Stretch {
    pub(crate) const fn start_ms(self) -> i64 {
        self.end_ms.saturating_sub(self.span_ms as i64)
    }
}

/// A metric in one row, in codes of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Cell {
    pub(crate) min: i64,
    pub(crate) avg: i64,
    pub(crate) max: i64,
    /// How much of the row's span is known; 0 says that nothing is, and the rest means nothing.
    pub(crate) known_ms: u32,
}

/// A metric over all rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) metric: Metric,
    /// As many as there are rows.
    pub(crate) cells: Vec<Cell>,
}

/// Rows whose ends strictly increase.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Table {
    pub(crate) rows: Vec<Stretch>,
    pub(crate) columns: Vec<Column>,
}

/// Where the first row of something begins and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FirstRow {
    pub(crate) start_ms: i64,
    pub(crate) end_ms: i64,
}

impl FirstRow {
    /// The earlier of this and what comes later in the order of writing: what both together take from older rows.
    pub(crate) fn before(self, later: Option<Self>) -> Self {
        let later = later.unwrap_or(self);
        Self { start_ms: self.start_ms.min(later.start_ms), end_ms: self.end_ms.min(later.end_ms) }
    }
}

impl Table {
    pub(crate) fn first_row(&self) -> Option<FirstRow> {
        let first = self.rows.first()?;
        Some(FirstRow { start_ms: first.start_ms(), end_ms: first.end_ms })
    }

    /// Begins a row. After a clock that was set back, what lies in the row's future is of another time and goes.
    pub(crate) fn begin_row(&mut self, row: Stretch) {
        if self.rows.last().is_some_and(|last| last.end_ms >= row.end_ms) {
            self.truncate(self.rows.partition_point(|last| last.end_ms < row.end_ms));
        }
        self.rows.push(row);
        for column in &mut self.columns {
            column.cells.push(Cell::default());
        }
    }

    /// The number of a metric's column, made if it is new.
    pub(crate) fn column(&mut self, metric: Metric, known: &mut HashMap<Metric, usize>) -> usize {
        *known.entry(metric).or_insert_with(|| {
            self.columns.push(Column { metric, cells: vec![Cell::default(); self.rows.len()] });
            self.columns.len() - 1
        })
    }

    pub(crate) fn truncate(&mut self, rows: usize) {
        self.rows.truncate(rows);
        for column in &mut self.columns {
            column.cells.truncate(rows);
        }
    }

    /// Gives way to newer rows, of which the first is `later`: where two tell of the same time, the newer is right.
    /// A row that reaches into it from before keeps what lies before.
    pub(crate) fn give_way(&mut self, later: FirstRow) {
        let whole = self.rows.partition_point(|row| row.end_ms < later.end_ms);
        let straddling = self.rows.get(whole).copied().filter(|row| row.start_ms() < later.start_ms);
        let before = whole.checked_sub(1).and_then(|last| self.rows.get(last)).map(|row| row.end_ms);
        match straddling {
            Some(row) if before.is_none_or(|end| end < later.start_ms) => {
                self.narrow(whole, row.start_ms(), later.start_ms);
                self.truncate(whole + 1);
            }
            _ => self.truncate(whole),
        }
    }

    /// Leaves out what lies before.
    pub(crate) fn start_after(&mut self, start_ms: i64) {
        let before = self.rows.partition_point(|row| row.end_ms <= start_ms);
        self.rows.drain(..before);
        for column in &mut self.columns {
            column.cells.drain(..before);
        }
        if let Some(first) = self.rows.first().filter(|first| first.start_ms() < start_ms) {
            self.narrow(0, start_ms, first.end_ms);
        }
    }

    /// Gives a row a part of its span, and what is known of it in proportion.
    fn narrow(&mut self, at: usize, start_ms: i64, end_ms: i64) {
        let Some(row) = self.rows.get_mut(at) else { return };
        let whole_ms = row.span_ms.max(1);
        let span_ms = u32::try_from(end_ms.saturating_sub(start_ms)).unwrap_or(u32::MAX).clamp(1, whole_ms);
        *row = Stretch { end_ms, span_ms };
        for cell in self.columns.iter_mut().filter_map(|column| column.cells.get_mut(at)) {
            if cell.known_ms > 0 {
                let known = u64::from(cell.known_ms) * u64::from(span_ms) / u64::from(whole_ms);
                cell.known_ms = u32::try_from(known).unwrap_or(u32::MAX).max(1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[(i64, u32)]) -> Table {
        let mut table = Table::default();
        for (end_ms, span_ms) in rows {
            table.begin_row(Stretch { end_ms: *end_ms, span_ms: *span_ms });
        }
        table
    }

    fn after(mut table: Table, start_ms: i64, end_ms: i64) -> Vec<(i64, u32)> {
        table.give_way(FirstRow { start_ms, end_ms });
        table.rows.iter().map(|row| (row.end_ms, row.span_ms)).collect()
    }

    #[test]
    fn a_clock_set_back_takes_what_lies_in_the_future() {
        let rows = table(&[(1000, 1000), (2000, 1000), (3000, 1000), (1500, 1000)]).rows;
        assert_eq!(rows.iter().map(|row| row.end_ms).collect::<Vec<_>>(), [1000, 1500]);
    }

    #[test]
    fn older_rows_give_way_and_keep_what_lies_before() {
        let rows = [(1000, 1000), (2000, 1000), (60_000, 58_000)];
        assert_eq!(after(table(&rows), 60_000, 61_000), rows, "nothing overlaps");
        assert_eq!(after(table(&rows), 59_999, 61_000), rows, "rounded by a millisecond");
        assert_eq!(after(table(&rows), 5_000, 6_000), [(1000, 1000), (2000, 1000), (5_000, 3_000)]);
        assert_eq!(after(table(&rows), 1_000, 2_000), [(1000, 1000)]);
        assert_eq!(after(table(&rows), -5_000, -4_000), []);
    }
}
