//! A stretch of time as so many columns, whatever the number of samples in it.

use slipway_series::{MAX_COLUMNS, MinAvgMax};

/// Least, most and weighted average of what is added.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sums {
    min: f64,
    max: f64,
    total: f64,
    weight: f64,
}

impl Default for Sums {
    fn default() -> Self {
        Self { min: f64::INFINITY, max: f64::NEG_INFINITY, total: 0.0, weight: 0.0 }
    }
}

impl Sums {
    pub(crate) fn add(&mut self, value: MinAvgMax, weight: f64) {
        if value.avg.is_finite() {
            self.min = self.min.min(value.min);
            self.max = self.max.max(value.max);
            self.total += value.avg * weight;
            self.weight += weight;
        }
    }

    pub(crate) fn made(&self) -> MinAvgMax {
        if self.weight > 0.0 {
            // Rounding must not push the average out of its own bounds.
            let avg = (self.total / self.weight).clamp(self.min, self.max);
            MinAvgMax { min: self.min, avg, max: self.max }
        } else {
            MinAvgMax::GAP
        }
    }
}

/// The time that a value stands for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) began_ms: i64,
    pub(crate) ended_ms: i64,
}

/// One metric in columns, being filled. A value stands for its whole span, so that columns narrower than the samples
/// are apart have no holes between them; a gap between samples stays one.
#[derive(Debug, Clone)]
pub(crate) struct Band {
    from_ms: i64,
    width_ms: f64,
    sums: Vec<Sums>,
}

impl Band {
    pub(crate) fn new(from_ms: i64, to_ms: i64, columns: usize) -> Self {
        let count = columns.min(MAX_COLUMNS);
        let width_ms = to_ms.saturating_sub(from_ms).max(0) as f64 / count.max(1) as f64;
        Self { from_ms, width_ms, sums: vec![Sums::default(); count] }
    }

    pub(crate) fn width_ms(&self) -> f64 {
        self.width_ms
    }

    pub(crate) fn add(&mut self, span: Span, value: MinAvgMax) {
        let (width, count) = (self.width_ms, self.sums.len());
        let end = span.ended_ms.saturating_sub(self.from_ms) as f64;
        let start = span.began_ms.min(span.ended_ms).saturating_sub(self.from_ms) as f64;
        // One that ends where the stretch begins is not in it.
        let before = end < 0.0 || (end == 0.0 && start < 0.0);
        if count == 0 || width <= 0.0 || before || start >= width * count as f64 {
            return;
        }
        let first = (start / width).max(0.0) as usize;
        // A span that ends where a column begins does not reach into it.
        let last = ((end / width).ceil() as usize).saturating_sub(1).max(first).min(count - 1);
        for column in first..=last {
            let left = start.max(column as f64 * width);
            let right = end.min((column + 1) as f64 * width);
            self.sums[column].add(value, (right - left).max(1e-3));
        }
    }

    pub(crate) fn made(&self) -> Vec<MinAvgMax> {
        self.sums.iter().map(Sums::made).collect()
    }
}

/// A stretch of time of one container.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    /// Where the first column begins.
    pub from_ms: i64,
    /// Where the last one ends.
    pub to_ms: i64,
    /// The metrics that were asked for, in that order; each has one entry a column.
    pub bands: Vec<Vec<MinAvgMax>>,
    /// The processor limit now, where there is one.
    pub cpu_limit: Option<u64>,
    /// The memory limit now, where there is one.
    pub memory_limit: Option<u64>,
    /// The newest sample there is, inside or outside of the stretch.
    pub newest_ms: Option<i64>,
}

impl Columns {
    /// A stretch of which nothing is known: every value is a gap.
    pub fn unknown(metrics: usize, from_ms: i64, to_ms: i64, columns: usize) -> Self {
        let bands = vec![Band::new(from_ms, to_ms, columns).made(); metrics];
        Self { from_ms, to_ms, bands, cpu_limit: None, memory_limit: None, newest_ms: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn averages(points: &[(i64, i64, f64)], from: i64, to: i64, count: usize) -> Vec<f64> {
        let mut band = Band::new(from, to, count);
        for (began_ms, ended_ms, value) in points {
            band.add(Span { began_ms: *began_ms, ended_ms: *ended_ms }, MinAvgMax::only(*value));
        }
        band.made().iter().map(|column| column.avg).collect()
    }

    #[test]
    fn a_sample_fills_the_columns_of_its_span() {
        let points = [(0, 1000, 4.0), (1000, 2000, 8.0)];
        assert_eq!(averages(&points, 0, 2000, 4), [4.0, 4.0, 8.0, 8.0]);
    }

    #[test]
    fn many_samples_in_a_column_give_least_average_and_most() {
        let mut band = Band::new(0, 4000, 1);
        for n in 1..=4 {
            band.add(Span { began_ms: (n - 1) * 1000, ended_ms: n * 1000 }, MinAvgMax::only(n as f64));
        }
        assert_eq!(band.made(), [MinAvgMax { min: 1.0, avg: 2.5, max: 4.0 }]);
    }

    #[test]
    fn a_sample_that_ends_where_the_stretch_begins_is_not_in_it() {
        assert!(averages(&[(0, 1000, 4.0)], 1000, 2000, 2).iter().all(|value| value.is_nan()));
    }

    #[test]
    fn what_is_not_known_is_a_gap() {
        let points = [(0, 1000, 1.0), (3000, 4000, f64::NAN), (4000, 5000, 3.0)];
        let made = averages(&points, 0, 6000, 6);
        assert_eq!((made[0], made[4]), (1.0, 3.0));
        assert!(made[1].is_nan() && made[2].is_nan() && made[3].is_nan() && made[5].is_nan());
    }

    #[test]
    fn no_columns_and_no_time_are_no_panic() {
        assert_eq!(averages(&[(0, 1, 1.0)], 0, 1000, 0), [0.0_f64; 0]);
        assert!(averages(&[(0, 1, 1.0)], 5, 5, 2).iter().all(|value| value.is_nan()));
        assert!(averages(&[(0, 1, 1.0)], 9, -9, 2).iter().all(|value| value.is_nan()));
        assert_eq!(averages(&[], i64::MIN, i64::MAX, usize::MAX).len(), MAX_COLUMNS);
        assert!(
            averages(&[(i64::MIN, i64::MAX, 1.0)], i64::MIN, i64::MAX, 3).iter().all(|value| *value == 1.0)
        );
    }

    proptest! {
        #[test]
        fn a_column_never_shows_more_than_its_samples(
            points in proptest::collection::vec((0_i64..10_000, 0_i64..3_000, 0.0_f64..1e10), 0..50),
            from in -1000_i64..9_000, len in 1_i64..12_000, count in 1_usize..300,
        ) {
            let mut band = Band::new(from, from + len, count);
            for (end, span, value) in &points {
                band.add(Span { began_ms: end - span, ended_ms: *end }, MinAvgMax::only(*value));
            }
            let (least, most) = points.iter().fold((f64::MAX, f64::MIN), |(least, most), (_, _, value)| {
                (least.min(*value), most.max(*value))
            });
            for column in band.made() {
                prop_assert!(column.avg.is_nan() || (least <= column.min && column.max <= most));
                prop_assert!(column.avg.is_nan() || (column.min <= column.avg && column.avg <= column.max));
            }
        }
    }
}
