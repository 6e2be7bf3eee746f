//! How many lines, and how many of them loud ones, were written when: for a chart on the axis of the others.

use crate::columns::Columns;
use crate::keep::block::Block;
use crate::keep::snapshot::Snapshot;
use crate::parse::Level;

/// Lines by columns of time, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rates {
    /// All.
    pub lines: Vec<u32>,
    /// Those that say error, or worse.
    pub errors: Vec<u32>,
}

/// A block that reaches over no more columns than this is spread evenly over them, and not unpacked.
const SPREAD: usize = 3;

/// Lines from one moment to another in equal columns, of one log or of several. Reads files.
pub(crate) fn rates(logs: &[Snapshot], columns: Columns) -> Rates {
    let none = vec![0; columns.count];
    let mut counted = Counting { columns, rates: Rates { lines: none.clone(), errors: none } };
    logs.iter().for_each(|log| counted.log(log));
    counted.rates
}

struct Counting {
    columns: Columns,
    rates: Rates,
}

impl Counting {
    fn log(&mut self, log: &Snapshot) {
        for sealed in log.sealed.iter() {
            let head = &sealed.head;
            if !self.columns.meets(head.first_ns, head.last_ns) {
                continue;
            }
            let errors = head.levels.iter().skip(Level::Error as usize).sum::<u32>();
            if !self.spread(head.first_ns, head.last_ns, head.levels.iter().sum(), errors)
                && let Ok(block) = sealed.read()
            {
                self.block(&block);
            }
        }
        log.unsealed.iter().for_each(|block| self.block(block));
    }

    /// False where it reaches too far, or over an edge.
    fn spread(&mut self, first_ns: i64, last_ns: i64, lines: u32, errors: u32) -> bool {
        let (Some(first), Some(last)) = (self.columns.at(first_ns), self.columns.at(last_ns)) else {
            return false;
        };
        if last - first >= SPREAD {
            return false;
        }
        let columns = (last - first + 1) as u32;
        for (of, at) in (first..=last).enumerate() {
            let share = |all: u32| all / columns + u32::from((of as u32) < all % columns);
            self.rates.lines[at] += share(lines);
            self.rates.errors[at] += share(errors);
        }
        true
    }

    fn block(&mut self, block: &Block) {
        for line in 0..block.len() {
            let flags = block.flags_of(line);
            if let Some(at) = self.columns.at(block.time_of(line)).filter(|_| !flags.is_gap()) {
                self.rates.lines[at] += 1;
                self.rates.errors[at] += u32::from(flags.level() >= Level::Error as u8);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::keep::{KeptLog, Record};
    use slipway_engine::LogStream;
    use slipway_model::Timestamp;

    fn record(ms: i64, level: u8) -> Record {
        Record {
            time: Timestamp::from_ms(ms),
            stream: LogStream::Stdout,
            level,
            truncated: false,
            part: false,
            text: "x".to_owned(),
            styles: Vec::new(),
            gap: None,
        }
    }

    #[test]
    fn every_line_of_the_range_is_counted_once() {
        let folder = tempfile::tempdir().unwrap();
        let (mut log, _) = KeptLog::open(folder.path().to_owned(), u64::MAX).unwrap();
        // More than two blocks, so that some are sealed; 100 lines a second, every tenth an error.
        let lines: Vec<_> = (0..80_000).map(|n| record(n * 10, if n % 10 == 0 { 5 } else { 3 })).collect();
        log.append(&lines, [None; 2]).unwrap();
        for (from, to, columns) in [(0, 800_000, 8), (0, 800_000, 800), (100_000, 200_000, 100), (-5, 1, 3)] {
            let rates = log.rates(from, to, columns);
            let within = (0..80_000).filter(|n| (from..to).contains(&(n * 10))).count() as u32;
            assert_eq!(rates.lines.iter().sum::<u32>(), within, "{from} {to}");
            let errors = (0..80_000).step_by(10).filter(|n| (from..to).contains(&(n * 10))).count() as u32;
            assert_eq!(rates.errors.iter().sum::<u32>(), errors, "{from} {to}");
        }
        let rates = log.rates(0, 800_000, 800);
        assert!(rates.lines.iter().all(|lines| (90..=110).contains(lines)), "{:?}", rates.lines);
        assert_eq!(log.rates(900_000, 910_000, 4).lines, [0; 4]);
        assert_eq!(log.rates(5, 5, 0).lines, [0_u32; 0]);
    }
}
