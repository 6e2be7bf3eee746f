//! The log: the newest rows, as they are in memory. Per container the bytes that the log on disk has, so that one
//! container is read without the others; for 300 containers they take some megabytes until the log is sealed.

use crate::frame::{self, Frame};
use crate::key::{Keys, SeriesKey};
use crate::metric::Metric;
use crate::row::{self, RowReader};
use crate::table::{Cell, FirstRow, Stretch, Table};
use slipway_model::bytes::{Damaged, Reader};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// The rows of one log.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) metrics: Vec<Metric>,
    pub(crate) keys: Vec<Arc<SeriesKey>>,
    numbers: HashMap<Arc<SeriesKey>, usize>,
    rows: Vec<Rows>,
    pub(crate) frames: usize,
    /// Time of the first frame.
    pub(crate) first_ms: Option<i64>,
    /// Time of the last frame, which need not be the largest.
    pub(crate) last_ms: Option<i64>,
}

/// One container's rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    times_ms: Vec<i64>,
    /// Where each row ends in `bytes`.
    ends: Vec<usize>,
    bytes: Vec<u8>,
}

impl Log {
    /// The number of a key that is known.
    pub(crate) fn number(&self, key: &SeriesKey) -> Option<usize> {
        self.numbers.get(key).copied()
    }

    /// Names a key.
    pub(crate) fn add_key(&mut self, key: Arc<SeriesKey>) -> usize {
        let number = self.keys.len();
        self.numbers.insert(key.clone(), number);
        self.keys.push(key);
        self.rows.push(Rows::default());
        number
    }

    /// Forgets the names that came last.
    pub(crate) fn cut_names(&mut self, keys: usize, metrics: usize) {
        for key in self.keys.drain(keys.min(self.keys.len())..) {
            self.numbers.remove(&key);
        }
        self.rows.truncate(keys);
        self.metrics.truncate(metrics);
    }

    /// Takes the rows of a frame, whose names are known: numbers of keys, and where in `bytes` their rows lie.
    pub(crate) fn add_rows(&mut self, time_ms: i64, bytes: &[u8], rows: &[(usize, Range<usize>)]) {
        for (number, place) in rows {
            if let (Some(rows), Some(row)) = (self.rows.get_mut(*number), bytes.get(place.clone())) {
                rows.push(time_ms, row);
            }
        }
        self.count_frame(time_ms);
    }

    fn count_frame(&mut self, time_ms: i64) {
        self.frames += 1;
        self.first_ms.get_or_insert(time_ms);
        self.last_ms = Some(time_ms);
    }

    /// Takes all whole frames from the front of a log's bytes, and gives the number of bytes that they have.
    pub(crate) fn take_frames(&mut self, bytes: &[u8], keys: &mut Keys) -> usize {
        let mut reader = Reader(bytes);
        let mut taken = 0;
        while let Some(payload) = frame::next(&mut reader) {
            let Ok(frame) = frame::read(payload, self.keys.len()) else { break };
            self.take_frame(frame, keys);
            taken = bytes.len() - reader.0.len();
        }
        taken
    }

    fn take_frame(&mut self, frame: Frame<'_>, keys: &mut Keys) {
        self.metrics.extend(frame.new_metrics);
        for key in frame.new_keys {
            self.add_key(keys.shared(key));
        }
        for (number, row) in frame.rows {
            if let Some(rows) = self.rows.get_mut(number) {
                rows.push(frame.time_ms, row);
            }
        }
        self.count_frame(frame.time_ms);
    }

    /// One container's rows, to be read with [`Rows::table`] while the log goes on.
    pub(crate) fn rows(&self, key: &SeriesKey) -> Option<&Rows> {
        self.rows.get(self.number(key)?).filter(|rows| !rows.times_ms.is_empty())
    }

    /// Each container with its rows.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&Arc<SeriesKey>, &Rows)> {
        self.keys.iter().zip(&self.rows).filter(|(_, rows)| !rows.times_ms.is_empty())
    }
}

impl Rows {
    fn push(&mut self, time_ms: i64, row: &[u8]) {
        self.times_ms.push(time_ms);
        self.bytes.extend_from_slice(row);
        self.ends.push(self.bytes.len());
    }

    /// Where the first row lies, and where the last one ends. After a clock that was set back the least time is the
    /// first; the newest is the last.
    pub(crate) fn bounds(&self) -> Option<(FirstRow, i64)> {
        let end_ms = self.times_ms.iter().copied().min()?;
        let span_ms = self.bytes.get(..*self.ends.first()?).and_then(row::span_ms).unwrap_or(1);
        let start_ms = Stretch { end_ms, span_ms }.start_ms();
        Some((FirstRow { start_ms, end_ms }, *self.times_ms.last()?))
    }

    /// The rows in the order of time, with the metrics that are wanted. Where a row cannot be read, the rest is left
    /// out.
    pub(crate) fn table(&self, metrics: &[Metric], mut wanted: impl FnMut(u16) -> bool) -> Table {
        let (mut table, mut columns) = (Table::default(), HashMap::new());
        let mut reader = RowReader::default();
        let mut start = 0;
        for (time_ms, end) in self.times_ms.iter().zip(&self.ends) {
            let row = self.bytes.get(start..*end).ok_or(Damaged);
            start = *end;
            let Ok(span_ms) = row.and_then(|row| reader.read(row, metrics)) else { break };
            table.begin_row(Stretch { end_ms: *time_ms, span_ms });
            for (metric, (min, avg, max)) in reader.values() {
                if wanted(metric.id) {
                    let column = table.column(metric, &mut columns);
                    if let Some(cell) = table.columns[column].cells.last_mut() {
                        *cell = Cell { min, avg, max, known_ms: span_ms };
                    }
                }
            }
        }
        table
    }
}
