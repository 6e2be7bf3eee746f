//! A number that structured lines say, over time: how it looks as a chart on the axis of the others.

use crate::columns::Columns;
use crate::keep::block::Block;
use crate::keep::snapshot::Snapshot;
use crate::parse::parse;
use memchr::memmem;

/// Lines that are read for one chart, the newest first: a field may stand in all of ten million.
const MOST_LINES: u64 = 200_000;

/// A field's values in columns of equal time, oldest first; nothing where it was not said.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Numbers {
    /// The least of a column.
    pub min: Vec<Option<f64>>,
    /// The mean.
    pub avg: Vec<Option<f64>>,
    /// The greatest.
    pub max: Vec<Option<f64>>,
    /// More lines have it than were read; the oldest are left out.
    pub cut: bool,
}

#[derive(Clone, Copy, Default)]
struct Column {
    min: f64,
    max: f64,
    sum: f64,
    count: u32,
}

/// The values of a field from one moment to another, in one log or in several. Reads files.
pub(crate) fn numbers(logs: &[Snapshot], key: &str, columns: Columns) -> Numbers {
    let mut reading = Reading {
        key,
        finder: memmem::Finder::new(key),
        columns,
        values: vec![Column::default(); columns.count],
        left: 0,
    };
    let mut cut = false;
    for log in logs {
        reading.left = MOST_LINES / logs.len() as u64;
        reading.log(log);
        cut |= reading.left == 0;
    }
    let of = |value: fn(&Column) -> f64| -> Vec<Option<f64>> {
        reading.values.iter().map(|column| (column.count > 0).then(|| value(column))).collect()
    };
    Numbers {
        min: of(|column| column.min),
        avg: of(|column| column.sum / f64::from(column.count)),
        max: of(|column| column.max),
        cut,
    }
}

struct Reading<'a> {
    key: &'a str,
    finder: memmem::Finder<'a>,
    columns: Columns,
    values: Vec<Column>,
    left: u64,
}

impl Reading<'_> {
    fn log(&mut self, log: &Snapshot) {
        for block in log.unsealed.iter().rev() {
            self.block(block);
        }
        for sealed in log.sealed.iter().rev() {
            if self.left == 0 || !self.columns.meets(sealed.head.first_ns, sealed.head.last_ns) {
                continue;
            }
            if let Ok(block) = sealed.read() {
                self.block(&block);
            }
        }
    }

    fn block(&mut self, block: &Block) {
        for line in (0..block.len()).rev() {
            let Some(at) = self.columns.at(block.time_of(line)) else { continue };
            let text = block.text_of(line);
            if self.finder.find(text.as_bytes()).is_none() {
                continue;
            }
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            let field =
                parse(text).and_then(|parsed| parsed.fields.into_iter().find(|field| field.key == self.key));
            if let Some(number) = field.and_then(|field| field.number) {
                self.values[at].take(number);
            }
        }
    }
}

impl Column {
    fn take(&mut self, number: f64) {
        self.min = if self.count == 0 { number } else { self.min.min(number) };
        self.max = if self.count == 0 { number } else { self.max.max(number) };
        self.sum += number;
        self.count += 1;
    }
}

#[cfg(test)]
mod tests {
    use crate::keep::{KeptLog, Record};
    use slipway_engine::LogStream;
    use slipway_model::Timestamp;

    #[test]
    fn a_field_is_charted_where_it_was_said() {
        let mut log = KeptLog::in_memory();
        let record = |ms: i64, text: String| Record {
            time: Timestamp::from_ms(ms),
            stream: LogStream::Stdout,
            level: 0,
            truncated: false,
            part: false,
            text,
            styles: Vec::new(),
            gap: None,
        };
        let lines: Vec<_> = (0..100)
            .map(|n| record(n * 10, format!("level=INFO msg=x latency_ms={n} other=\"latency_ms\"")))
            .chain([record(2_500, "latency_ms is a word here".to_owned())])
            .collect();
        log.append(&lines, [None; 2]).unwrap();
        let numbers = log.numbers("latency_ms", 0, 3_000, 3);
        assert_eq!(numbers.min, [Some(0.0), None, None]);
        assert_eq!(numbers.max, [Some(99.0), None, None]);
        assert_eq!(numbers.avg, [Some(49.5), None, None]);
        assert!(!numbers.cut);
        assert_eq!(log.numbers("other", 0, 3_000, 1).max, [None], "a text is no number");
        assert_eq!(log.numbers("latency_ms", 500, 510, 1).min, [Some(50.0)]);
    }
}
