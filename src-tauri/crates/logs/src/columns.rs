//! Equal columns of time, as a chart has them.

/// From one moment to another, in milliseconds outside, in nanoseconds as lines have them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Columns {
    pub(crate) from_ns: i64,
    pub(crate) to_ns: i64,
    pub(crate) count: usize,
}

impl Columns {
    pub(crate) fn new(from_ms: i64, to_ms: i64, count: usize) -> Self {
        let nanos = |ms: i64| ms.saturating_mul(1_000_000);
        Self { from_ns: nanos(from_ms), to_ns: nanos(to_ms), count }
    }

    /// Whether anything between two moments can lie in one.
    pub(crate) fn meets(self, first_ns: i64, last_ns: i64) -> bool {
        last_ns >= self.from_ns && first_ns < self.to_ns
    }

    /// The column of a moment, where it has one.
    pub(crate) fn at(self, ns: i64) -> Option<usize> {
        let past = i128::from(ns) - i128::from(self.from_ns);
        let span = i128::from(self.to_ns.saturating_sub(self.from_ns).max(1));
        let at = past * self.count as i128 / span;
        if past < 0 { None } else { usize::try_from(at).ok().filter(|at| *at < self.count) }
    }
}
