//! Walks through several logs at once, in the order of time, forwards or backwards.

use crate::keep::block::Block;
use crate::keep::snapshot::Snapshot;
use std::sync::Arc;

/// Which way it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// Later lines.
    Up,
    /// Earlier ones.
    Down,
}

/// Lines of one source that are to be walked through.
#[derive(Debug)]
pub(crate) struct Stretch {
    source: usize,
    /// The line that is next.
    seq: u64,
    left: u64,
    block: Option<Arc<Block>>,
    /// Its time, the other way round where it goes backwards; it never falls, for lines of the two streams of one
    /// container may be a little out of order and stay as they are.
    key: i64,
}

impl Stretch {
    /// So many lines of a source, beginning with one.
    pub(crate) fn new(source: usize, seq: u64, lines: u64) -> Self {
        Self { source, seq, left: lines, block: None, key: i64::MIN }
    }

    /// What decides whose turn it is: time, and where that is the same the order of the sources.
    fn turn(&self, way: Way) -> (i64, i64) {
        let source = self.source as i64;
        (self.key, if way == Way::Up { source } else { -source })
    }

    /// Looks at the line that is next. One that is not there any more has its turn with the one before.
    fn look(&mut self, logs: &[Snapshot], way: Way) {
        if self.left == 0 {
            return;
        }
        let within = |block: &Block| block.first_seq <= self.seq && self.seq < block.next_seq();
        if !self.block.as_deref().is_some_and(within) {
            self.block = logs.get(self.source).and_then(|log| log.block_with(self.seq));
        }
        let Some(block) = &self.block else { return };
        let time = block.time_of((self.seq - block.first_seq) as usize);
        self.key = self.key.max(if way == Way::Up { time } else { time.saturating_neg() });
    }

    fn step(&mut self, logs: &[Snapshot], way: Way) {
        self.left -= 1;
        self.seq = if way == Way::Up { self.seq + 1 } else { self.seq.saturating_sub(1) };
        self.look(logs, way);
    }
}

/// Walks through stretches by time, and gives out whose the next so many lines are, until there are none or `most` of
/// them were given. Answers the times of the first and the last one. Reads files.
pub(crate) fn walk(
    logs: &[Snapshot],
    mut stretches: Vec<Stretch>,
    way: Way,
    most: u64,
    mut put: impl FnMut(usize, usize),
) -> Option<(i64, i64)> {
    stretches.retain(|stretch| stretch.left > 0);
    stretches.iter_mut().for_each(|stretch| stretch.look(logs, way));
    let (mut walked, mut ends) = (0, None);
    while walked < most {
        stretches.retain(|stretch| stretch.left > 0);
        let turns = || stretches.iter().map(|stretch| stretch.turn(way)).enumerate();
        let Some((at, turn)) = turns().min_by_key(|(_, turn)| *turn) else { break };
        let until = turns().filter(|(other, _)| *other != at).map(|(_, turn)| turn).min();
        let Some(stretch) = stretches.get_mut(at) else { break };
        let mut run = 0;
        // As long as nobody else's turn comes.
        while stretch.left > 0 && walked + run < most && until.is_none_or(|until| stretch.turn(way) < until) {
            ends = Some((ends.map_or(turn.0, |(first, _)| first), stretch.key));
            stretch.step(logs, way);
            run += 1;
        }
        put(stretch.source, run as usize);
        walked += run;
    }
    let time = |key: i64| if way == Way::Up { key } else { key.saturating_neg() };
    ends.map(|(first, last)| (time(first), time(last)))
}
