//! The last lines of one container, in bounded memory, with exact counts of what was let go.

use crate::frame::Joined;
use slipway_engine::LogStream;
use slipway_model::{Cursor, Page, Timestamp};
use std::collections::VecDeque;

/// Lines kept of a container.
pub const MAX_LINES: usize = 20_000;
/// Bytes kept of a container.
pub const MAX_RING_BYTES: usize = 8 * 1024 * 1024;

/// What a line costs besides its text.
const OVERHEAD: usize = std::mem::size_of::<Line>() + 16;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 0 at the first line that was collected; one more at each line.
    pub seq: u64,
    /// When the engine read it.
    pub time: Timestamp,
    /// Where it was written to.
    pub stream: LogStream,
    /// Its text, harmless, without the newline.
    pub text: String,
    /// It was longer and was cut.
    pub truncated: bool,
}

/// The last lines.
#[derive(Debug, Default)]
pub struct Ring {
    lines: VecDeque<Line>,
    bytes: usize,
    next: u64,
}

impl Ring {
    /// Takes a line; lets the oldest go as long as there are too many, or more than `max_bytes`.
    pub fn push(&mut self, line: Joined, max_bytes: usize) {
        let Joined { time, stream, mut text, truncated } = line;
        text.shrink_to_fit();
        self.bytes += text.len() + OVERHEAD;
        self.lines.push_back(Line { seq: self.next, time, stream, text, truncated });
        self.next += 1;
        while self.lines.len() > MAX_LINES || (self.bytes > max_bytes && self.lines.len() > 1) {
            if let Some(gone) = self.lines.pop_front() {
                self.bytes -= gone.text.len() + OVERHEAD;
            }
        }
    }

    /// The number of the oldest line that is kept, or of the next one where none is.
    pub fn first(&self) -> u64 {
        self.next - self.lines.len() as u64
    }

    /// The number that the next line will have.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Memory that the lines take.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Lines from a place on, about `max_bytes` of text and at least one line where there is one.
    pub fn read(&self, from: Cursor, max_bytes: usize) -> Page<Line> {
        let first = self.first();
        let from = from.0.min(self.next);
        let start = from.max(first);
        let mut left = max_bytes;
        let mut items = Vec::new();
        for line in self.lines.iter().skip((start - first) as usize) {
            if !items.is_empty() && line.text.len() > left {
                break;
            }
            left = left.saturating_sub(line.text.len() + OVERHEAD);
            items.push(line.clone());
            if left == 0 {
                break;
            }
        }
        let next = Cursor(start + items.len() as u64);
        Page { skipped: start - from, items, next, ended: false }
    }

    /// The last `n` lines.
    pub fn tail(&self, n: usize) -> Page<Line> {
        let from = self.next - n.min(self.lines.len()) as u64;
        self.read(Cursor(from), usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn joined(text: String) -> Joined {
        Joined { time: Timestamp::default(), stream: LogStream::Stdout, text, truncated: false }
    }

    fn filled(n: usize, len: usize, max_bytes: usize) -> Ring {
        let mut ring = Ring::default();
        for _ in 0..n {
            ring.push(joined("x".repeat(len)), max_bytes);
        }
        ring
    }

    #[test]
    fn the_oldest_lines_go_first_and_are_counted() {
        let ring = filled(MAX_LINES + 5, 1, usize::MAX);
        let page = ring.read(Cursor(2), 1);
        assert_eq!((page.skipped, page.items[0].seq, page.next), (3, 5, Cursor(6)));
    }

    #[test]
    fn memory_is_bounded_by_bytes_too() {
        let ring = filled(1000, 1000, 100_000);
        assert!(ring.bytes() <= 100_000 && ring.first() > 900 && ring.next() == 1000);
        let one = filled(3, 1_000_000, 10);
        assert_eq!(one.next() - one.first(), 1, "the newest line stays in any case");
    }

    #[test]
    fn the_tail_is_the_last_lines() {
        let ring = filled(10, 1, usize::MAX);
        let page = ring.tail(3);
        assert_eq!((page.items[0].seq, page.items.len(), page.next, page.skipped), (7, 3, Cursor(10), 0));
        assert_eq!(ring.tail(99).items.len(), 10);
        assert_eq!(Ring::default().tail(5).next, Cursor(0));
    }

    #[test]
    fn a_place_beyond_the_end_waits_at_the_end() {
        let page = filled(2, 1, usize::MAX).read(Cursor(99), 100);
        assert_eq!((page.items.len(), page.next, page.skipped), (0, Cursor(2), 0));
    }

    proptest! {
        #[test]
        fn every_line_is_read_or_counted_as_skipped(
            pushes in proptest::collection::vec((0_usize..300, 0_usize..8), 1..60), max in 200_usize..3_000,
        ) {
            let mut ring = Ring::default();
            let (mut cursor, mut seen, mut skipped) = (Cursor(0), 0, 0);
            for (len, lines) in pushes {
                for _ in 0..lines {
                    ring.push(joined("x".repeat(len)), 2_000);
                }
                let page = ring.read(cursor, max);
                skipped += page.skipped;
                seen += page.items.len() as u64;
                cursor = page.next;
                prop_assert_eq!(seen + skipped, cursor.0);
            }
        }
    }
}
