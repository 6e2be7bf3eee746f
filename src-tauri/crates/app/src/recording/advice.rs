//! What a container's own numbers say of its limits, with the number that would do.

use crate::App;
use slipway_model::{ContainerId, Fault, now};
use slipway_monitor::Metric;
use slipway_series::MinAvgMax;

/// What was used so long ago says nothing of now.
const LOOKED_AT_MS: i64 = 60_000;
/// Fewer known seconds than this say nothing yet.
const LEAST_SECONDS: usize = 5;
/// A program that waits less than this does not suffer.
const WAITS: f64 = 0.05;
/// From this share of its limit on memory counts as nearly full.
const FULL: f64 = 0.85;
/// Room above what was needed: a limit that is only just enough is met by the next request.
const ROOM: f64 = 1.25;
/// Proposed memory is a multiple of this.
const STEP_BYTES: f64 = (16 << 20) as f64;

/// The last minute of a container, a second a column.
struct Minute {
    cpu: Vec<MinAvgMax>,
    waited: Vec<MinAvgMax>,
    waited_time: Vec<MinAvgMax>,
    memory: Vec<MinAvgMax>,
    cpu_limit: Option<u64>,
    memory_limit: Option<u64>,
}

impl App {
    /// What can be said of a running container's limits: `advice-cpu-waits`, `advice-memory-full`.
    pub fn advice(&self, id: &ContainerId) -> Vec<Fault> {
        let Some(house) = self.house() else { return Vec::new() };
        // Of one that ended the verdict says what would do.
        if !house.index.snapshot().row(id).is_some_and(|row| row.state.is_alive()) {
            return Vec::new();
        }
        let to_ms = now().ms;
        let metrics = [Metric::Cpu, Metric::Waited, Metric::WaitedTime, Metric::Memory];
        let columns = (LOOKED_AT_MS / 1000) as usize;
        let window = house.recorder.window(id, &metrics, to_ms - LOOKED_AT_MS, to_ms, columns);
        let [cpu, waited, waited_time, memory] = window.bands.try_into().unwrap_or_default();
        let minute = Minute {
            cpu,
            waited,
            waited_time,
            memory,
            cpu_limit: window.cpu_limit,
            memory_limit: window.memory_limit,
        };
        let cores = self.machine.latest().cores;
        [waits(&minute, cores), fills(&minute)].into_iter().flatten().collect()
    }
}

fn average(band: &[MinAvgMax]) -> Option<f64> {
    let known: Vec<f64> = band.iter().map(|column| column.avg).filter(|value| value.is_finite()).collect();
    (known.len() >= LEAST_SECONDS).then(|| known.iter().sum::<f64>() / known.len() as f64)
}

/// What it got and what it waited for together are what it wanted: used time and waiting time are both summed over
/// processors by the kernel.
fn waits(minute: &Minute, cores: u32) -> Option<Fault> {
    let limit = minute.cpu_limit? as f64;
    let waited = average(&minute.waited)?;
    if waited < WAITS {
        return None;
    }
    let wanted = (average(&minute.cpu)? + average(&minute.waited_time)?) / 1e9;
    let most = f64::from(cores.max(1));
    let enough = ((wanted * 1.1 * 10.0).ceil() / 10.0).clamp(0.1, most);
    let limit = limit / 1e9;
    // Where the machine has no more to give, a higher limit would not help.
    let code = if enough > limit { "advice-cpu-waits" } else { "advice-cpu-waits-machine" };
    Some(
        Fault::new(code)
            .with("waited_percent", (waited * 100.0).round())
            .with("limit_cores", limit)
            .with("enough_cores", enough),
    )
}

fn fills(minute: &Minute) -> Option<Fault> {
    let limit = minute.memory_limit? as f64;
    let peak = minute.memory.iter().map(|column| column.max).filter(|value| value.is_finite());
    let peak = peak.fold(f64::NAN, f64::max);
    let share = peak / limit;
    if !share.is_finite() || share < FULL {
        return None;
    }
    let enough = (peak * ROOM / STEP_BYTES).ceil() * STEP_BYTES;
    Some(
        Fault::new("advice-memory-full")
            .with("share_percent", (share * 100.0).round())
            .with("peak_bytes", peak.round())
            .with("limit_bytes", limit)
            .with("enough_bytes", enough),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use slipway_model::Param;

    fn minute(cpu: f64, waited: f64, waited_time: f64, memory: f64) -> Minute {
        let all = |value: f64| vec![MinAvgMax::only(value); 60];
        Minute {
            cpu: all(cpu),
            waited: all(waited),
            waited_time: all(waited_time),
            memory: all(memory),
            cpu_limit: Some(300_000_000),
            memory_limit: Some(64 << 20),
        }
    }

    fn number(fault: &Fault, name: &str) -> f64 {
        match fault.params[name] {
            Param::Number(number) => number,
            Param::Text(_) => panic!("{name} is no number"),
        }
    }

    #[test]
    fn one_that_waits_is_told_how_much_it_wanted() {
        // A whole core wanted, three tenths got.
        let fault = waits(&minute(3e8, 1.0, 7e8, 0.0), 2).unwrap();
        assert_eq!((fault.code.as_str(), number(&fault, "enough_cores")), ("advice-cpu-waits", 1.1));
        assert_eq!(waits(&minute(1e8, 0.0, 0.0, 0.0), 2), None);
        assert_eq!(waits(&minute(f64::NAN, f64::NAN, f64::NAN, 0.0), 2), None, "nothing known, nothing said");
    }

    #[test]
    fn a_machine_with_no_more_to_give_is_said() {
        let whole = Minute { cpu_limit: Some(2_000_000_000), ..minute(2e9, 0.5, 3e9, 0.0) };
        assert_eq!(waits(&whole, 2).unwrap().code, "advice-cpu-waits-machine");
    }

    #[test]
    fn memory_that_is_nearly_full_is_told_what_would_do() {
        let fault = fills(&minute(0.0, 0.0, 0.0, 60.0 * f64::from(1 << 20))).unwrap();
        assert_eq!(number(&fault, "enough_bytes"), 80.0 * f64::from(1 << 20));
        assert_eq!(number(&fault, "share_percent"), 94.0);
        assert_eq!(fills(&minute(0.0, 0.0, 0.0, 20.0 * f64::from(1 << 20))), None);
        assert_eq!(fills(&minute(0.0, 0.0, 0.0, f64::NAN)), None);
    }
}
