//! A stretch of time as so many columns, whatever the number of samples in it.

use crate::series::Point;

/// More columns than this are never given.
pub const MAX_COLUMNS: usize = 8_192;

/// What lies in one column; all NaN where nothing is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MinAvgMax {
    /// The least.
    pub min: f64,
    /// The average over the time that is known.
    pub avg: f64,
    /// The most.
    pub max: f64,
}

impl MinAvgMax {
    /// Nothing known.
    pub const GAP: Self = Self { min: f64::NAN, avg: f64::NAN, max: f64::NAN };
}

/// A stretch of time of one container.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    /// Where the first column begins.
    pub from_ms: i64,
    /// Where the last one ends.
    pub to_ms: i64,
    /// Processor, 1e9 is one core.
    pub cpu_nanocores: Vec<MinAvgMax>,
    /// Memory.
    pub memory_bytes: Vec<MinAvgMax>,
    /// The share of periods in which it waited for its limit, 0 to 1; NaN is a gap.
    pub waited: Vec<f64>,
    /// The processor limit, where there is one.
    pub cpu_limit: Option<u64>,
    /// The memory limit, where there is one.
    pub memory_limit: Option<u64>,
    /// The newest sample there is, inside or outside of the stretch.
    pub newest_ms: Option<i64>,
}

/// Puts points into columns. A point stands for its whole span, so that columns narrower than the samples are apart
/// have no holes between them; a gap between samples stays one.
pub(crate) fn columns<'a>(
    points: impl Iterator<Item = &'a Point>,
    from_ms: i64,
    to_ms: i64,
    count: usize,
) -> Columns {
    let count = count.min(MAX_COLUMNS);
    let width = to_ms.saturating_sub(from_ms).max(0) as f64 / count.max(1) as f64;
    let mut cpu = vec![Sum::default(); count];
    let mut memory = vec![Sum::default(); count];
    let mut waited = vec![Sum::default(); count];
    for point in points {
        let end = (point.time_ms - from_ms) as f64;
        let start = end - f64::from(point.span_ms);
        if width <= 0.0 || end < 0.0 || start >= width * count as f64 {
            continue;
        }
        let first = (start / width).max(0.0) as usize;
        // A span that ends where a column begins does not reach into it.
        let last = ((end / width).ceil() as usize).saturating_sub(1).max(first).min(count.saturating_sub(1));
        for column in first..=last {
            let left = start.max(column as f64 * width);
            let right = end.min((column + 1) as f64 * width);
            let weight = (right - left).max(1e-3);
            cpu[column].add(point.cpu_nanocores, weight);
            memory[column].add(point.memory_bytes as f64, weight);
            waited[column].add(f64::from(point.throttled_ratio), weight);
        }
    }
    Columns {
        from_ms,
        to_ms,
        cpu_nanocores: cpu.iter().map(Sum::made).collect(),
        memory_bytes: memory.iter().map(Sum::made).collect(),
        waited: waited.iter().map(|sum| sum.made().avg).collect(),
        cpu_limit: None,
        memory_limit: None,
        newest_ms: None,
    }
}

#[derive(Clone, Copy)]
struct Sum {
    min: f64,
    max: f64,
    total: f64,
    weight: f64,
}

impl Default for Sum {
    fn default() -> Self {
        Self { min: f64::INFINITY, max: f64::NEG_INFINITY, total: 0.0, weight: 0.0 }
    }
}

impl Sum {
    fn add(&mut self, value: f64, weight: f64) {
        if value.is_finite() {
            self.min = self.min.min(value);
            self.max = self.max.max(value);
            self.total += value * weight;
            self.weight += weight;
        }
    }

    fn made(&self) -> MinAvgMax {
        if self.weight > 0.0 {
            // Rounding must not push the average out of its own bounds.
            let avg = (self.total / self.weight).clamp(self.min, self.max);
            MinAvgMax { min: self.min, avg, max: self.max }
        } else {
            MinAvgMax::GAP
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point(time_ms: i64, span_ms: u32, value: f64) -> Point {
        let cpu_nanocores = if span_ms == 0 { f64::NAN } else { value };
        Point { time_ms, span_ms, cpu_nanocores, throttled_ratio: 0.5, memory_bytes: value as u64 }
    }

    fn averages(points: &[Point], from: i64, to: i64, count: usize) -> Vec<f64> {
        columns(points.iter(), from, to, count).cpu_nanocores.iter().map(|column| column.avg).collect()
    }

    #[test]
    fn a_sample_fills_the_columns_of_its_span() {
        let points = [point(1000, 1000, 4.0), point(2000, 1000, 8.0)];
        assert_eq!(averages(&points, 0, 2000, 4), [4.0, 4.0, 8.0, 8.0]);
    }

    #[test]
    fn many_samples_in_a_column_give_least_average_and_most() {
        let points: Vec<_> = (1..=4).map(|n| point(n * 1000, 1000, n as f64)).collect();
        let made = columns(points.iter(), 0, 4000, 1);
        assert_eq!(made.cpu_nanocores, [MinAvgMax { min: 1.0, avg: 2.5, max: 4.0 }]);
        assert_eq!(made.waited, [0.5]);
    }

    #[test]
    fn what_is_not_known_is_a_gap() {
        let made =
            averages(&[point(1000, 1000, 1.0), point(4000, 0, 1.0), point(5000, 1000, 3.0)], 0, 6000, 6);
        assert_eq!(made[0], 1.0);
        assert!(made[1].is_nan() && made[2].is_nan() && made[3].is_nan() && made[5].is_nan());
        assert_eq!(made[4], 3.0);
    }

    #[test]
    fn no_columns_and_no_time_are_no_panic() {
        assert_eq!(averages(&[point(1, 1, 1.0)], 0, 1000, 0), [0.0_f64; 0]);
        assert!(averages(&[point(0, 1, 1.0)], 5, 5, 2).iter().all(|value| value.is_nan()));
        assert!(averages(&[point(0, 1, 1.0)], 9, -9, 2).iter().all(|value| value.is_nan()));
        assert_eq!(averages(&[], i64::MIN, i64::MAX, usize::MAX).len(), MAX_COLUMNS);
    }

    proptest! {
        #[test]
        fn a_column_never_shows_more_than_its_samples(
            points in proptest::collection::vec((0_i64..10_000, 0_u32..3_000, 0.0_f64..1e10), 0..50),
            from in -1000_i64..9_000, len in 1_i64..12_000, count in 1_usize..300,
        ) {
            let points: Vec<_> = points.into_iter().map(|(time, span, value)| point(time, span, value)).collect();
            let (least, most) = points.iter().fold((f64::MAX, f64::MIN), |(least, most), point| {
                (least.min(point.cpu_nanocores), most.max(point.cpu_nanocores))
            });
            for column in columns(points.iter(), from, from + len, count).cpu_nanocores {
                prop_assert!(column.avg.is_nan() || (least <= column.min && column.max <= most));
                prop_assert!(column.avg.is_nan() || (column.min <= column.avg && column.avg <= column.max));
            }
        }
    }
}
