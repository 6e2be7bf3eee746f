//! Rates from totals: a reducer over the engine's samples that never shows what it does not know.

use slipway_engine::StatsSample;

/// Two samples further apart than this have a gap between them: the engine was away, or the machine slept.
pub const GAP_MS: i64 = 15_000;

const NS_PER_MS: i64 = 1_000_000;

/// What a container used, at one moment and since the sample before. A rate that is not known is NaN.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// When the engine read it.
    pub time_ms: i64,
    /// How far back the rates reach; 0 where there are none.
    pub span_ms: u32,
    /// Processor time a second, in nanoseconds: 1e9 is one core.
    pub cpu_nanocores: f64,
    /// The same as `docker stats` shows it: 100 is one core.
    pub cpu_percent_docker: f64,
    /// The share of scheduling periods in which it had to wait for its limit, 0 to 1.
    pub throttled_ratio: f64,
    /// Memory without reclaimable file cache, as `docker stats` shows it.
    pub memory_bytes: u64,
    /// Its limit; without one, the machine's memory.
    pub memory_limit_bytes: u64,
    /// Processes and threads.
    pub processes: u64,
    /// Received since its start.
    pub network_received_bytes: u64,
    /// Sent since its start.
    pub network_sent_bytes: u64,
    /// Read from disks since its start.
    pub disk_read_bytes: u64,
    /// Written to disks since its start.
    pub disk_written_bytes: u64,
    /// Waited for its limit since its start.
    pub throttled_ns: u64,
}

/// Makes rates of one container's samples.
#[derive(Debug, Clone, Default)]
pub struct Rates {
    last: Option<StatsSample>,
}

impl Rates {
    /// The next sample. Nothing comes out of one that was there before. The first one, and one after a gap, a reset
    /// or a step of the clock, has no rates.
    pub fn next(&mut self, sample: StatsSample) -> Option<Sample> {
        if sample.time.ms <= 0 {
            return None;
        }
        let last = self.last.as_ref();
        if last.is_some_and(|last| last.time == sample.time) {
            return None;
        }
        let span = last.filter(|last| are_neighbours(last, &sample)).map(|last| span(last, &sample));
        let made = match span {
            Some(rates) => whole(&sample, rates),
            None => whole(&sample, Span::unknown()),
        };
        self.last = Some(sample);
        Some(made)
    }
}

struct Span {
    ms: u32,
    cpu_nanocores: f64,
    cpu_percent_docker: f64,
    throttled_ratio: f64,
}

impl Span {
    fn unknown() -> Self {
        Self { ms: 0, cpu_nanocores: f64::NAN, cpu_percent_docker: f64::NAN, throttled_ratio: f64::NAN }
    }
}

fn elapsed_ns(last: &StatsSample, sample: &StatsSample) -> i64 {
    sample.time.unix_nanos() - last.time.unix_nanos()
}

/// Whether a difference between the two means anything.
fn are_neighbours(last: &StatsSample, sample: &StatsSample) -> bool {
    let elapsed = elapsed_ns(last, sample);
    let in_order = elapsed > 0 && elapsed <= GAP_MS * NS_PER_MS;
    let grows = sample.cpu_total_ns >= last.cpu_total_ns
        && sample.periods >= last.periods
        && sample.throttled_periods >= last.throttled_periods;
    in_order && grows && !clock_stepped(last, sample, elapsed)
}

/// The machine's processors count time as well. Where that and the clock are far apart, the clock was set; stolen
/// time and coarse ticks make them differ by less.
fn clock_stepped(last: &StatsSample, sample: &StatsSample, elapsed: i64) -> bool {
    let (Some(before), Some(now)) = (last.system_cpu_ns, sample.system_cpu_ns) else { return false };
    if now < before || sample.online_cpus == 0 || last.online_cpus != sample.online_cpus {
        return now < before;
    }
    let counted = (now - before) as f64 / f64::from(sample.online_cpus);
    let elapsed = elapsed as f64;
    const SLACK_NS: f64 = 1e9;
    elapsed > 4.0 * counted + SLACK_NS || counted > 4.0 * elapsed + SLACK_NS
}

fn span(last: &StatsSample, sample: &StatsSample) -> Span {
    let elapsed = elapsed_ns(last, sample);
    let used = (sample.cpu_total_ns - last.cpu_total_ns) as f64;
    let system = match (last.system_cpu_ns, sample.system_cpu_ns) {
        (Some(before), Some(now)) => Some(now.saturating_sub(before) as f64),
        _ => None,
    };
    let periods = sample.periods - last.periods;
    let throttled = sample.throttled_periods - last.throttled_periods;
    Span {
        // At most GAP_MS, so it fits.
        ms: u32::try_from((elapsed + NS_PER_MS / 2) / NS_PER_MS).unwrap_or(0).max(1),
        cpu_nanocores: used * 1e9 / elapsed as f64,
        cpu_percent_docker: match system {
            Some(system) if system > 0.0 => used / system * f64::from(sample.online_cpus) * 100.0,
            Some(_) => 0.0,
            None => f64::NAN,
        },
        throttled_ratio: if periods > 0 { (throttled as f64 / periods as f64).min(1.0) } else { 0.0 },
    }
}

fn whole(sample: &StatsSample, span: Span) -> Sample {
    Sample {
        time_ms: sample.time.ms,
        span_ms: span.ms,
        cpu_nanocores: span.cpu_nanocores,
        cpu_percent_docker: span.cpu_percent_docker,
        throttled_ratio: span.throttled_ratio,
        memory_bytes: sample.memory_working_bytes,
        memory_limit_bytes: sample.memory_limit_bytes,
        processes: sample.processes,
        network_received_bytes: sample.network_received_bytes,
        network_sent_bytes: sample.network_sent_bytes,
        disk_read_bytes: sample.disk_read_bytes,
        disk_written_bytes: sample.disk_written_bytes,
        throttled_ns: sample.throttled_ns,
    }
}

#[cfg(test)]
#[path = "rates_tests.rs"]
mod tests;
