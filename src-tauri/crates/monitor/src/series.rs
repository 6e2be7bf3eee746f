//! The last quarter of an hour of one container.

use crate::columns::{Columns, columns};
use crate::rates::{Rates, Sample};
use slipway_engine::StatsSample;
use std::collections::VecDeque;

/// How long samples are kept, also after the container's end.
pub const KEPT_MS: i64 = 15 * 60 * 1000;
/// At one a second there are 900; an engine that sends more does not fill the memory.
const MAX_POINTS: usize = 2_000;

/// What is kept of a sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// When it was read.
    pub time_ms: i64,
    /// How far back its rates reach; 0 where there are none.
    pub span_ms: u32,
    /// The share of periods that it waited, 0 to 1, or NaN.
    pub throttled_ratio: f32,
    /// Processor, 1e9 is one core, or NaN.
    pub cpu_nanocores: f64,
    /// Memory.
    pub memory_bytes: u64,
}

/// One container's samples.
#[derive(Debug, Default)]
pub struct Series {
    rates: Rates,
    points: VecDeque<Point>,
    latest: Option<Sample>,
}

impl Series {
    /// Takes a sample; whether anything came of it.
    pub fn push(&mut self, sample: StatsSample) -> bool {
        let Some(made) = self.rates.next(sample) else { return false };
        // A clock that was set back: what lies in its future is of another time.
        while self.points.back().is_some_and(|last| last.time_ms >= made.time_ms) {
            self.points.pop_back();
        }
        self.points.push_back(Point {
            time_ms: made.time_ms,
            span_ms: made.span_ms,
            throttled_ratio: made.throttled_ratio as f32,
            cpu_nanocores: made.cpu_nanocores,
            memory_bytes: made.memory_bytes,
        });
        let oldest = made.time_ms - KEPT_MS;
        while self.points.len() > MAX_POINTS
            || self.points.front().is_some_and(|first| first.time_ms < oldest)
        {
            self.points.pop_front();
        }
        self.latest = Some(made);
        true
    }

    /// The newest sample.
    pub fn latest(&self) -> Option<Sample> {
        self.latest
    }

    /// A stretch of time as columns, without the limits.
    pub fn window(&self, from_ms: i64, to_ms: i64, count: usize) -> Columns {
        let newest_ms = self.points.back().map(|point| point.time_ms);
        // Spans reach back, so the first point after the stretch may reach into it.
        let begin = self.points.partition_point(|point| point.time_ms < from_ms);
        let end = self.points.partition_point(|point| point.time_ms < to_ms) + 1;
        let inside = self.points.iter().take(end).skip(begin);
        Columns { newest_ms, ..columns(inside, from_ms, to_ms, count) }
    }

    /// How many samples are kept.
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Whether none is kept.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use slipway_model::Timestamp;

    fn sample(second: i64) -> StatsSample {
        StatsSample {
            time: Timestamp::from_ms(1_764_000_000_000 + second * 1000),
            cpu_total_ns: second.unsigned_abs() * 500_000_000,
            ..StatsSample::default()
        }
    }

    #[test]
    fn fifteen_minutes_are_kept() {
        let mut series = Series::default();
        for second in 0..2_000 {
            assert!(series.push(sample(second)));
        }
        assert_eq!(series.len(), 901);
        assert!(!series.push(sample(1_999)), "the same one again");
    }

    #[test]
    fn a_clock_set_back_keeps_the_times_in_order() {
        let mut series = Series::default();
        for second in [10, 11, 12, 5, 6] {
            series.push(sample(second));
        }
        let times: Vec<_> = series.points.iter().map(|point| point.time_ms).collect();
        assert!(times.is_sorted() && times.len() == 2);
    }

    #[test]
    fn a_sample_just_past_the_stretch_reaches_into_it() {
        let mut series = Series::default();
        series.push(sample(1));
        series.push(sample(2));
        let made = series.window(1_764_000_001_000, 1_764_000_001_500, 1);
        assert_eq!(made.cpu_nanocores[0].avg, 5e8);
        assert_eq!(made.newest_ms, Some(1_764_000_002_000));
    }
}
