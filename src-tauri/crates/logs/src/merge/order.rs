//! The order of lines of several logs: for each line one byte, whose it is. It grows at both ends, and every place in
//! it is found without walking far.

/// A mark is set every so many lines.
const STEP: usize = 256;

/// Where a line is: how many lines of the same source lie between it and the middle, and on which side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) source: usize,
    /// From the middle on, counted from 0; before it, -1 is the nearest.
    pub(crate) rank: i64,
}

/// The order around a middle: places from 0 on lie after it, -1 and below before it.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    up: Side,
    down: Side,
}

#[derive(Debug, Clone)]
struct Side {
    sources: usize,
    of: Vec<u8>,
    /// How many lines of each source lie before every `STEP`th place.
    marks: Vec<u64>,
    counts: Vec<u64>,
}

impl Order {
    /// Of so many sources, at most 256.
    pub(crate) fn new(sources: usize) -> Self {
        Self { up: Side::new(sources), down: Side::new(sources) }
    }

    /// The first place.
    pub(crate) fn first(&self) -> i64 {
        -(self.down.of.len() as i64)
    }

    /// After the last place.
    pub(crate) fn next(&self) -> i64 {
        self.up.of.len() as i64
    }

    /// So many lines of a source come at the end.
    pub(crate) fn push(&mut self, source: usize, lines: usize) {
        self.up.push(source, lines);
    }

    /// So many lines of a source come in front.
    pub(crate) fn push_front(&mut self, source: usize, lines: usize) {
        self.down.push(source, lines);
    }

    /// How many lines of each source lie after the middle.
    pub(crate) fn above(&self) -> &[u64] {
        &self.up.counts
    }

    /// How many lines of each source lie before it.
    pub(crate) fn below(&self) -> &[u64] {
        &self.down.counts
    }

    /// The lines at places from one to another, in their order; places that there are not are left out.
    pub(crate) fn spots(&self, from: i64, to: i64) -> Vec<Spot> {
        let (from, to) = (from.max(self.first()), to.min(self.next()));
        if from >= to {
            return Vec::new();
        }
        let mut spots = Vec::with_capacity(usize::try_from(to - from).unwrap_or_default());
        if from < 0 {
            let mut below = self.down.range((-to).max(0) as usize, (-from) as usize, |rank| -1 - rank);
            below.reverse();
            spots.append(&mut below);
        }
        if to > 0 {
            spots.append(&mut self.up.range(from.max(0) as usize, to as usize, |rank| rank));
        }
        spots
    }
}

impl Side {
    fn new(sources: usize) -> Self {
        Self { sources, of: Vec::new(), marks: Vec::new(), counts: vec![0; sources] }
    }

    fn push(&mut self, source: usize, lines: usize) {
        for _ in 0..lines {
            if self.of.len().is_multiple_of(STEP) {
                self.marks.extend_from_slice(&self.counts);
            }
            self.of.push(source as u8);
            if let Some(count) = self.counts.get_mut(source) {
                *count += 1;
            }
        }
    }

    fn range(&self, from: usize, to: usize, rank: impl Fn(i64) -> i64) -> Vec<Spot> {
        let mark = from / STEP;
        let marked = mark * self.sources..(mark + 1) * self.sources;
        let Some(mut counts) = self.marks.get(marked).map(<[u64]>::to_vec) else { return Vec::new() };
        let mut spots = Vec::with_capacity(to - from);
        for (at, of) in self.of.iter().enumerate().take(to).skip(mark * STEP) {
            let source = usize::from(*of);
            let Some(count) = counts.get_mut(source) else { continue };
            if at >= from {
                spots.push(Spot { source, rank: rank(*count as i64) });
            }
            *count += 1;
        }
        spots
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_as_a_list_that_grows_at_both_ends(
            pushes in proptest::collection::vec((any::<bool>(), 0_usize..3, 0_usize..400), 0..12),
            from in -1_500_i64..1_500,
            length in 0_i64..900,
        ) {
            let mut order = Order::new(3);
            let (mut up, mut down): (Vec<Spot>, Vec<Spot>) = Default::default();
            for (front, source, lines) in pushes {
                for _ in 0..lines {
                    let side = if front { &mut down } else { &mut up };
                    let before = side.iter().filter(|spot| spot.source == source).count() as i64;
                    side.push(Spot { source, rank: if front { -1 - before } else { before } });
                }
                if front { order.push_front(source, lines) } else { order.push(source, lines) }
            }
            prop_assert_eq!((order.first(), order.next()), (-(down.len() as i64), up.len() as i64));
            let first = order.first();
            let all: Vec<Spot> = down.into_iter().rev().chain(up).collect();
            let expected: Vec<Spot> = (from..from + length)
                .filter_map(|place| usize::try_from(place - first).ok().and_then(|at| all.get(at).copied()))
                .collect();
            prop_assert_eq!(order.spots(from, from + length), expected);
        }
    }
}
