//! Rates from totals: a reducer over readings that never shows what it does not know.

use crate::metric::{Metric, Values};
use crate::reading::{Reading, Slow};

/// Two readings further apart than this have a gap between them: the engine was away, or the machine slept.
pub const GAP_MS: i64 = 15_000;

const NS_PER_MS: i64 = 1_000_000;

/// What a container used, at one moment and since the reading before. What is not known is NaN.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// When it was read.
    pub time_ms: i64,
    /// How far back the rates reach; 0 where there are none.
    pub span_ms: u32,
    /// Whether what is read once a second was read in this one.
    pub has_slow: bool,
    /// How far back the rates of that reach; 0 where there are none.
    pub slow_span_ms: u32,
    /// Every metric; those that are read once a second keep their last value until the next.
    pub values: Values,
    /// Processor as `docker stats` shows it: 100 is one core.
    pub cpu_percent_docker: f64,
    /// The reading itself, for totals. Its slow part is the last one that there is.
    pub totals: Reading,
}

/// Makes rates of one container's readings.
#[derive(Debug, Clone, Default)]
pub struct Rates {
    last: Option<Reading>,
    last_slow: Option<(u64, Slow)>,
    values: Values,
}

impl Rates {
    /// The next reading. Nothing comes out of one that was there before. The first one, and one after a gap, a reset
    /// or a step of its clock, has no rates.
    pub fn next(&mut self, reading: Reading) -> Option<Sample> {
        if reading.time.ms <= 0 {
            return None;
        }
        let last = self.last.as_ref();
        if last.is_some_and(|last| last.monotonic_ns == reading.monotonic_ns) {
            return None;
        }
        let before = last.filter(|last| are_neighbours(last, &reading)).copied();
        if before.is_none() {
            // What came before belongs to another run or another time.
            (self.last_slow, self.values) = (None, Values::default());
        }
        let (span_ms, cpu_percent_docker) = self.fast(before.as_ref(), &reading);
        let slow_span_ms = reading.slow.map_or(0, |slow| self.slow(reading.monotonic_ns, slow));
        let totals = Reading { slow: self.last_slow.map(|(_, slow)| slow), ..reading };
        self.last = Some(reading);
        let values = self.values;
        let (time_ms, has_slow) = (reading.time.ms, reading.slow.is_some());
        Some(Sample { time_ms, span_ms, has_slow, slow_span_ms, values, cpu_percent_docker, totals })
    }

    fn fast(&mut self, before: Option<&Reading>, now: &Reading) -> (u32, f64) {
        let known = |value: Option<u64>| value.map_or(f64::NAN, |value| value as f64);
        let values = &mut self.values;
        values[Metric::Memory] = known(now.memory_bytes());
        values[Metric::MemoryUsage] = known(now.memory_usage_bytes);
        values[Metric::Processes] = known(now.processes);
        let Some(before) = before else { return (0, f64::NAN) };
        let elapsed_ns = (now.monotonic_ns - before.monotonic_ns) as f64;
        let a_second = |ns: u64, ns_before: u64| ns.saturating_sub(ns_before) as f64 * 1e9 / elapsed_ns;
        let part = |ns: Option<u64>, ns_before: Option<u64>| match (ns, ns_before) {
            (Some(ns), Some(ns_before)) => a_second(ns, ns_before),
            _ => f64::NAN,
        };
        values[Metric::Cpu] = a_second(now.cpu_total_ns, before.cpu_total_ns);
        values[Metric::CpuUser] = part(now.cpu_user_ns, before.cpu_user_ns);
        values[Metric::CpuSystem] = part(now.cpu_system_ns, before.cpu_system_ns);
        let periods = now.periods - before.periods;
        let throttled = now.throttled_periods - before.throttled_periods;
        // A tick is as long as a period: between two periods nothing new is known of waiting.
        if periods > 0 {
            values[Metric::Waited] = (throttled as f64 / periods as f64).min(1.0);
        } else if now.cpu_total_ns == before.cpu_total_ns || !values[Metric::Waited].is_finite() {
            values[Metric::Waited] = 0.0;
        }
        values[Metric::WaitedTime] = a_second(now.throttled_ns, before.throttled_ns);
        if now.throttling_unknown {
            (values[Metric::Waited], values[Metric::WaitedTime]) = (f64::NAN, f64::NAN);
        }
        let percent = match (before.machine, now.machine) {
            (Some((system_before, _)), Some((system, processors))) => {
                let system = system.saturating_sub(system_before) as f64;
                let used = (now.cpu_total_ns - before.cpu_total_ns) as f64;
                if system > 0.0 { used / system * f64::from(processors) * 100.0 } else { 0.0 }
            }
            // docker's formula is the same ratio, by a clock that ticks a hundred times a second.
            _ => values[Metric::Cpu] / 1e7,
        };
        (span_ms(now.monotonic_ns - before.monotonic_ns), percent)
    }

    fn slow(&mut self, monotonic_ns: u64, now: Slow) -> u32 {
        let known = |value: Option<u64>| value.map_or(f64::NAN, |value| value as f64);
        let values = &mut self.values;
        values[Metric::MemoryAnon] = known(now.anon_bytes);
        values[Metric::MemoryFile] = known(now.file_bytes);
        values[Metric::MemoryKernel] = known(now.kernel_bytes);
        values[Metric::MemorySwap] = known(now.swap_bytes);
        values[Metric::CpuLimit] = known(now.cpu_limit_nanocores);
        values[Metric::MemoryLimit] = known(now.memory_limit_bytes);
        let before = self.last_slow.replace((monotonic_ns, now));
        let Some((ns_before, before)) = before.filter(|(ns, _)| *ns < monotonic_ns) else { return 0 };
        let elapsed_ns = (monotonic_ns - ns_before) as f64;
        let mut rate = |metric, total: Option<u64>, total_before: Option<u64>, unit: f64| {
            values[metric] = match (total, total_before) {
                // A counter that fell belongs to something else: an interface that went, a disk that was taken away.
                (Some(total), Some(total_before)) if total >= total_before => {
                    (total - total_before) as f64 * unit / elapsed_ns
                }
                _ => f64::NAN,
            };
        };
        rate(Metric::NetworkReceived, now.network_received_bytes, before.network_received_bytes, 1e9);
        rate(Metric::NetworkSent, now.network_sent_bytes, before.network_sent_bytes, 1e9);
        rate(Metric::DiskRead, now.disk_read_bytes, before.disk_read_bytes, 1e9);
        rate(Metric::DiskWritten, now.disk_written_bytes, before.disk_written_bytes, 1e9);
        rate(Metric::DiskReads, now.disk_reads, before.disk_reads, 1e9);
        rate(Metric::DiskWrites, now.disk_writes, before.disk_writes, 1e9);
        // A microsecond of waiting in a nanosecond of time.
        rate(Metric::PressureCpu, now.pressure_cpu_us, before.pressure_cpu_us, 1e3);
        rate(Metric::PressureMemory, now.pressure_memory_us, before.pressure_memory_us, 1e3);
        rate(Metric::PressureIo, now.pressure_io_us, before.pressure_io_us, 1e3);
        rate(Metric::OomKills, now.oom_kills, before.oom_kills, elapsed_ns);
        for metric in [Metric::PressureCpu, Metric::PressureMemory, Metric::PressureIo] {
            // Counter and clock are read one after the other.
            values[metric] = values[metric].min(1.0);
        }
        span_ms(monotonic_ns - ns_before)
    }
}

fn span_ms(elapsed_ns: u64) -> u32 {
    u32::try_from((elapsed_ns + 500_000) / 1_000_000).unwrap_or(u32::MAX).max(1)
}

/// Whether a difference between the two means anything.
fn are_neighbours(last: &Reading, now: &Reading) -> bool {
    if now.monotonic_ns <= last.monotonic_ns {
        return false;
    }
    let elapsed_ns = now.monotonic_ns - last.monotonic_ns;
    let grows = now.cpu_total_ns >= last.cpu_total_ns
        && now.periods >= last.periods
        && now.throttled_periods >= last.throttled_periods;
    elapsed_ns <= (GAP_MS * NS_PER_MS).unsigned_abs() && grows && !clock_stepped(last, now, elapsed_ns)
}

/// The machine's processors count time as well. Where that and the engine's clock are far apart, the clock was set;
/// stolen time and coarse ticks make them differ by less.
fn clock_stepped(last: &Reading, now: &Reading, elapsed_ns: u64) -> bool {
    let (Some((before, processors_before)), Some((machine, processors))) = (last.machine, now.machine) else {
        return false;
    };
    if machine < before || processors == 0 || processors != processors_before {
        return machine < before;
    }
    let counted = (machine - before) as f64 / f64::from(processors);
    let elapsed = elapsed_ns as f64;
    const SLACK_NS: f64 = 1e9;
    elapsed > 4.0 * counted + SLACK_NS || counted > 4.0 * elapsed + SLACK_NS
}

#[cfg(test)]
#[path = "rates_tests.rs"]
mod tests;
