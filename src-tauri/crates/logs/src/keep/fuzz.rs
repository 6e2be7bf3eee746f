//! For tests: makes the checksums of mutated files right again, so that what lies behind them is read too.

use super::block::HEAD_BYTES;

/// Sums of a segment: each head, and both parts that it tells of.
pub fn make_segment_right(bytes: &mut [u8]) {
    let mut at = 0;
    while let Some(head) = bytes.get(at..at + HEAD_BYTES) {
        let number = |from: usize| {
            head.get(from..from + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes)
        };
        let parts = number(24) as usize + number(32) as usize;
        let start = at + HEAD_BYTES;
        let Some(end) = start.checked_add(parts).filter(|end| *end <= bytes.len()) else { return };
        let sum = crc32fast::hash(&bytes[start..end]);
        bytes[at + 84..at + 88].copy_from_slice(&sum.to_le_bytes());
        let sum = crc32fast::hash(&bytes[at..at + 88]);
        bytes[at + 88..at + HEAD_BYTES].copy_from_slice(&sum.to_le_bytes());
        at = end;
    }
}

/// Sums of a tail: each frame's.
pub fn make_tail_right(bytes: &mut [u8]) {
    let mut at = 16;
    while let Some(length) = bytes.get(at..at + 4).and_then(|four| four.try_into().ok()) {
        let length = u32::from_le_bytes(length) as usize;
        let start = at + 8;
        let Some(end) = start.checked_add(length).filter(|end| *end <= bytes.len()) else { return };
        let sum = crc32fast::hash(&bytes[start..end]);
        bytes[at + 4..at + 8].copy_from_slice(&sum.to_le_bytes());
        at = end;
    }
}
