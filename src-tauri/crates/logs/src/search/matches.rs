//! Which lines match: a bit a line, so that ten million are a megabyte, and the nth match is found at once.

/// Matches of a stretch of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) first_seq: u64,
    pub(crate) lines: u32,
    bits: Vec<u64>,
    count: u32,
}

impl Part {
    pub(crate) fn new(first_seq: u64, lines: u32) -> Self {
        Self { first_seq, lines, bits: vec![0; (lines as usize).div_ceil(64)], count: 0 }
    }

    pub(crate) fn set(&mut self, at: usize) {
        let Some(word) = self.bits.get_mut(at / 64) else { return };
        let bit = 1 << (at % 64);
        self.count += u32::from(*word & bit == 0);
        *word |= bit;
    }

    pub(crate) fn get(&self, at: usize) -> bool {
        self.bits.get(at / 64).is_some_and(|word| word & (1 << (at % 64)) != 0)
    }

    fn next_seq(&self) -> u64 {
        self.first_seq + u64::from(self.lines)
    }

    /// The place of the nth match.
    fn nth(&self, mut n: u32) -> Option<u64> {
        for (at, word) in self.bits.iter().enumerate() {
            let ones = word.count_ones();
            if n < ones {
                let mut rest = *word;
                for _ in 0..n {
                    rest &= rest - 1;
                }
                return Some(self.first_seq + at as u64 * 64 + u64::from(rest.trailing_zeros()));
            }
            n -= ones;
        }
        None
    }

    /// How many matches lie before a line.
    fn before(&self, seq: u64) -> u32 {
        let at = (seq.saturating_sub(self.first_seq)).min(u64::from(self.lines)) as usize;
        let whole: u32 = self.bits[..at / 64].iter().map(|word| word.count_ones()).sum();
        let rest = self.bits.get(at / 64).map_or(0, |word| (word & ((1 << (at % 64)) - 1)).count_ones());
        whole + rest
    }
}

/// Matches of all lines that were looked at, in the order of the lines.
#[derive(Debug, Clone, Default)]
pub(crate) struct Matches {
    parts: Vec<Part>,
}

impl Matches {
    /// Puts a part in its place.
    pub(crate) fn insert(&mut self, part: Part) {
        let at = self.parts.partition_point(|one| one.first_seq < part.first_seq);
        self.parts.insert(at, part);
    }

    pub(crate) fn count(&self) -> u64 {
        self.parts.iter().map(|part| u64::from(part.count)).sum()
    }

    /// Lines that were looked at.
    pub(crate) fn lines(&self) -> u64 {
        self.parts.iter().map(|part| u64::from(part.lines)).sum()
    }

    /// The first line that was looked at.
    pub(crate) fn first_seq(&self) -> Option<u64> {
        self.parts.first().map(|part| part.first_seq)
    }

    /// Matches of the lines from one to another.
    pub(crate) fn within(&self, from_seq: u64, to_seq: u64) -> Part {
        let mut within = Part::new(from_seq, to_seq.saturating_sub(from_seq) as u32);
        let first = self.parts.partition_point(|part| part.next_seq() <= from_seq);
        for part in self.parts[first..].iter().take_while(|part| part.first_seq < to_seq) {
            for seq in part.first_seq.max(from_seq)..part.next_seq().min(to_seq) {
                if part.get((seq - part.first_seq) as usize) {
                    within.set((seq - from_seq) as usize);
                }
            }
        }
        within
    }

    /// After the last line that was looked at.
    pub(crate) fn next_seq(&self) -> Option<u64> {
        self.parts.last().map(Part::next_seq)
    }

    /// The line of the nth match, from 0 at the oldest.
    pub(crate) fn nth(&self, mut n: u64) -> Option<u64> {
        for part in &self.parts {
            if n < u64::from(part.count) {
                return part.nth(n as u32);
            }
            n -= u64::from(part.count);
        }
        None
    }

    /// How many matches lie before a line.
    pub(crate) fn before(&self, seq: u64) -> u64 {
        let parts = self.parts.iter().take_while(|part| part.first_seq < seq);
        parts.map(|part| u64::from(part.before(seq))).sum()
    }

    /// How many matches lie in each of `columns` equal stretches of the lines from one to another.
    pub(crate) fn columns(&self, first_seq: u64, next_seq: u64, columns: usize) -> Vec<u32> {
        let (lines, columns) = (next_seq.saturating_sub(first_seq), columns.clamp(1, 4_096) as u64);
        let edge = |at: u64| first_seq + (u128::from(lines) * u128::from(at) / u128::from(columns)) as u64;
        let mut before = self.before(first_seq);
        (1..=columns)
            .map(|at| {
                let here = self.before(edge(at));
                let count = here - before;
                before = here;
                u32::try_from(count).unwrap_or(u32::MAX)
            })
            .collect()
    }

    /// Lets matches go of lines that are no longer kept.
    pub(crate) fn drop_before(&mut self, seq: u64) {
        self.parts.retain(|part| part.next_seq() > seq);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_as_a_list_of_lines(
            parts in proptest::collection::vec((0_u32..200, proptest::collection::vec(0_usize..200, 0..20)), 0..8),
            probe in 0_u64..2_000,
        ) {
            let (mut matches, mut model, mut seq) = (Matches::default(), Vec::new(), 100);
            let mut all = Vec::new();
            for (lines, hits) in parts {
                let mut part = Part::new(seq, lines);
                let mut hits: Vec<usize> = hits.into_iter().filter(|hit| *hit < lines as usize).collect();
                hits.iter().for_each(|hit| part.set(*hit));
                hits.sort_unstable();
                hits.dedup();
                model.extend(hits.iter().map(|hit| seq + *hit as u64));
                all.push(part);
                seq += u64::from(lines);
            }
            // In any order.
            all.into_iter().rev().for_each(|part| matches.insert(part));
            prop_assert_eq!(matches.count(), model.len() as u64);
            for (n, line) in model.iter().enumerate() {
                prop_assert_eq!(matches.nth(n as u64), Some(*line));
            }
            prop_assert_eq!(matches.nth(model.len() as u64), None);
            let within = matches.within(probe, probe + 150);
            for seq in probe..probe + 150 {
                prop_assert_eq!(within.get((seq - probe) as usize), model.contains(&seq));
            }
            prop_assert_eq!(matches.before(probe), model.iter().filter(|line| **line < probe).count() as u64);
            let columns = matches.columns(100, seq, 7);
            prop_assert_eq!(columns.iter().map(|count| u64::from(*count)).sum::<u64>(), model.len() as u64);
        }
    }
}
