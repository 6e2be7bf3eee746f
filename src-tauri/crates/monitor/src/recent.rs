//! The last minutes of one container, in memory: every sample for a short while, whole seconds for longer.

use crate::columns::{Band, Span, Sums};
use crate::metric::{METRICS, Metric};
use crate::rates::{Rates, Sample};
use crate::reading::Reading;
use slipway_series::MinAvgMax;
use std::collections::VecDeque;

/// How long whole seconds are kept, also after the container's end.
pub const KEPT_MS: i64 = 15 * 60 * 1000;
/// How long every sample is kept.
const FINE_MS: i64 = 2 * 60 * 1000;
/// An engine that sends more does not fill the memory.
const MOST_FINE: usize = 1_500;
const MOST_SECONDS: usize = 1_000;

/// What is kept of every sample.
const FINE: [Metric; 8] = [
    Metric::Cpu,
    Metric::CpuUser,
    Metric::CpuSystem,
    Metric::Waited,
    Metric::WaitedTime,
    Metric::Memory,
    Metric::MemoryUsage,
    Metric::Processes,
];

/// Values are kept in 32 bits: seven digits are more than a chart shows.
#[derive(Debug, Clone, Copy)]
struct Fine {
    time_ms: i64,
    span_ms: u32,
    values: [f32; FINE.len()],
}

/// One second with all that is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Second {
    /// When its last sample was read.
    pub time_ms: i64,
    /// How far back it reaches.
    pub span_ms: u32,
    bands: [[f32; 3]; METRICS],
}

impl Second {
    /// The values that are known.
    pub fn known(&self) -> impl Iterator<Item = (Metric, MinAvgMax)> + '_ {
        Metric::ALL
            .into_iter()
            .map(|metric| (metric, self.band(metric)))
            .filter(|(_, band)| band.avg.is_finite())
    }

    fn band(&self, metric: Metric) -> MinAvgMax {
        let [min, avg, max] = self.bands[metric.place()].map(f64::from);
        MinAvgMax { min, avg, max }
    }
}

/// A second that is not over.
#[derive(Debug)]
struct Open {
    second: i64,
    began_ms: i64,
    ended_ms: i64,
    sums: [Sums; METRICS],
}

impl Open {
    fn closed(&self) -> Second {
        let span_ms = u32::try_from((self.ended_ms - self.began_ms).max(0)).unwrap_or(u32::MAX);
        let bands = self.sums.map(|sums| {
            let made = sums.made();
            [made.min as f32, made.avg as f32, made.max as f32]
        });
        Second { time_ms: self.ended_ms, span_ms, bands }
    }
}

/// One container's last minutes.
#[derive(Debug, Default)]
pub(crate) struct Recent {
    rates: Rates,
    fine: VecDeque<Fine>,
    seconds: VecDeque<Second>,
    open: Option<Open>,
    latest: Option<Sample>,
}

impl Recent {
    /// Takes a reading. Whether anything came of it, and the second that is over by it.
    pub(crate) fn push(&mut self, reading: Reading) -> (bool, Option<Second>) {
        let Some(sample) = self.rates.next(reading) else { return (false, None) };
        // A clock that was set back: what lies in its future is of another time.
        let time_ms = sample.time_ms;
        while self.fine.back().is_some_and(|last| last.time_ms >= time_ms) {
            self.fine.pop_back();
        }
        while self.seconds.back().is_some_and(|last| last.time_ms >= time_ms) {
            self.seconds.pop_back();
        }
        let values = FINE.map(|metric| sample.values[metric] as f32);
        self.fine.push_back(Fine { time_ms, span_ms: sample.span_ms, values });
        drop_old(&mut self.fine, MOST_FINE, |fine| fine.time_ms < time_ms - FINE_MS);
        let over = self.take_into_second(&sample);
        self.latest = Some(sample);
        (true, over)
    }

    fn take_into_second(&mut self, sample: &Sample) -> Option<Second> {
        let time_ms = sample.time_ms;
        let second = time_ms.div_euclid(1000);
        let began_ms = time_ms - i64::from(sample.span_ms);
        let mut over = None;
        if self.open.as_ref().is_some_and(|open| open.second != second) {
            over = self.close();
        }
        let open = self.open.get_or_insert_with(|| Open {
            second,
            began_ms,
            ended_ms: time_ms,
            sums: [Sums::default(); METRICS],
        });
        open.ended_ms = time_ms;
        for metric in Metric::ALL {
            // What is read once a second stands for that second, in the one sample that has it.
            let span_ms = if FINE.contains(&metric) {
                sample.span_ms.max(1)
            } else if sample.has_slow {
                sample.slow_span_ms.max(1)
            } else {
                continue;
            };
            open.sums[metric.place()].add(MinAvgMax::only(sample.values[metric]), f64::from(span_ms));
        }
        over
    }

    /// Ends the second that is under way, where there is one: there will be no more of it.
    pub(crate) fn close(&mut self) -> Option<Second> {
        let over = self.open.take()?.closed();
        self.seconds.push_back(over);
        drop_old(&mut self.seconds, MOST_SECONDS, |second| second.time_ms < over.time_ms - KEPT_MS);
        Some(over)
    }

    /// Its run ended: what comes next belongs to another.
    pub(crate) fn end_run(&mut self) -> Option<Second> {
        self.rates = Rates::default();
        self.close()
    }

    /// The newest sample.
    pub(crate) fn latest(&self) -> Option<&Sample> {
        self.latest.as_ref()
    }

    /// When the first whole second that is kept began.
    pub(crate) fn first_ms(&self) -> Option<i64> {
        self.seconds.front().map(|second| second.time_ms - i64::from(second.span_ms))
    }

    /// One metric over a stretch of time.
    pub(crate) fn band(&self, metric: Metric, from_ms: i64, to_ms: i64, columns: usize) -> Band {
        let mut band = Band::new(from_ms, to_ms, columns);
        let width_ms = band.width_ms();
        let fine_from = self.fine.front().map_or(i64::MAX, |fine| fine.time_ms - i64::from(fine.span_ms));
        let place = FINE.iter().position(|fine| *fine == metric).filter(|_| width_ms < 1000.0);
        // Where every sample is kept and a column is narrower than a second, seconds end where samples begin.
        let split_ms = if place.is_some() { fine_from } else { i64::MAX };
        let open = self.open.as_ref().map(Open::closed);
        let first = self.seconds.partition_point(|second| second.time_ms < from_ms);
        for second in self.seconds.iter().skip(first).chain(&open) {
            let began = second.time_ms - i64::from(second.span_ms);
            if began >= to_ms {
                break;
            }
            if second.time_ms <= split_ms {
                band.add(Span { began_ms: began, ended_ms: second.time_ms }, second.band(metric));
            }
        }
        if let Some(place) = place {
            let first = self.fine.partition_point(|fine| fine.time_ms < from_ms);
            for fine in self.fine.iter().skip(first) {
                let began_ms = fine.time_ms - i64::from(fine.span_ms);
                if began_ms >= to_ms {
                    break;
                }
                let span = Span { began_ms, ended_ms: fine.time_ms };
                band.add(span, MinAvgMax::only(f64::from(fine.values[place])));
            }
        }
        band
    }
}

fn drop_old<T>(kept: &mut VecDeque<T>, most: usize, is_old: impl Fn(&T) -> bool) {
    while kept.len() > most || kept.front().is_some_and(&is_old) {
        kept.pop_front();
    }
}

#[cfg(test)]
#[path = "recent_tests.rs"]
mod tests;
