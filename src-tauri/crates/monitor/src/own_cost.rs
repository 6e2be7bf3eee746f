//! What Slipway itself uses: this process and those it started, the web view's among them.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Two looks are at least this far apart.
const EVERY: Duration = Duration::from_secs(5);

/// What Slipway itself uses.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct OwnCost {
    /// Processor since the look before, 1e9 is one core; not known at the first look.
    pub cpu_nanocores: Option<f64>,
    /// Memory, with its share of what processes have in common (PSS) where the system says it.
    pub memory_bytes: u64,
    /// How many processes.
    pub processes: u32,
}

/// Looks at Slipway's own processes when asked.
#[derive(Debug, Default)]
pub struct Own {
    looked: Mutex<Option<Look>>,
}

#[derive(Debug, Clone, Copy)]
struct Look {
    at: Instant,
    cpu_ns: u64,
    cost: OwnCost,
}

impl Own {
    /// What is used now; the same for some seconds. Reads files: not for a thread that must not wait.
    pub fn latest(&self) -> OwnCost {
        let now = Instant::now();
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(look) = looked.filter(|look| now.saturating_duration_since(look.at) < EVERY) {
            return look.cost;
        }
        let (cpu_ns, memory_bytes, processes) = platform::sum();
        let cpu_nanocores = looked.and_then(|before| {
            let elapsed_ns = now.saturating_duration_since(before.at).as_nanos() as f64;
            // A process that ended took its count along.
            let used = cpu_ns.checked_sub(before.cpu_ns)?;
            Some(used as f64 * 1e9 / elapsed_ns)
        });
        let cost = OwnCost { cpu_nanocores, memory_bytes, processes };
        *looked = Some(Look { at: now, cpu_ns, cost });
        cost
    }
}

#[cfg(target_os = "linux")]
mod platform {
    use std::fs;

    /// More processes than this are not Slipway's.
    const MOST: usize = 64;

    /// Processor time in nanoseconds, memory in bytes and the number of this process and all below it.
    pub(super) fn sum() -> (u64, u64, u32) {
        let mut family = vec![std::process::id()];
        let mut next = 0;
        while let Some(pid) = family.get(next).copied() {
            next += 1;
            family.extend(children(pid));
            family.truncate(MOST);
        }
        let (mut cpu_ns, mut memory_bytes) = (0, 0);
        for pid in &family {
            cpu_ns += cpu(*pid).unwrap_or(0);
            memory_bytes += memory(*pid).unwrap_or(0);
        }
        (cpu_ns, memory_bytes, u32::try_from(family.len()).unwrap_or(u32::MAX))
    }

    fn children(pid: u32) -> Vec<u32> {
        let Ok(tasks) = fs::read_dir(format!("/proc/{pid}/task")) else { return Vec::new() };
        let lists = tasks.filter_map(|task| fs::read_to_string(task.ok()?.path().join("children")).ok());
        lists
            .flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>())
            .collect()
    }

    /// User and kernel time of proc_pid_stat(5), fields 14 and 15, in hundredths of a second.
    fn cpu(pid: u32) -> Option<u64> {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The name is in parentheses and may hold anything.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
        Some((ticks(11)? + ticks(12)?) * 10_000_000)
    }

    fn memory(pid: u32) -> Option<u64> {
        let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
        Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
    }
}

#[cfg(not(target_os = "linux"))]
mod platform {
    use sysinfo::{Pid, ProcessesToUpdate, System};

    /// This process alone: which others belong to it is not told everywhere.
    pub(super) fn sum() -> (u64, u64, u32) {
        let pid = Pid::from_u32(std::process::id());
        let mut system = System::new();
        system.refresh_processes(ProcessesToUpdate::Some(&[pid]), true);
        let process = system.process(pid);
        let cpu_ns = process.map_or(0, |process| process.accumulated_cpu_time() * 1_000_000);
        (cpu_ns, process.map_or(0, sysinfo::Process::memory), 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_and_its_children_are_counted() {
        let own = Own::default();
        let mut child = std::process::Command::new("sleep").arg("5").spawn().unwrap();
        let first = own.latest();
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(
            first.cpu_nanocores.is_none() && first.memory_bytes > 500_000 && first.processes >= 2,
            "{first:?}"
        );
        assert_eq!(own.latest(), first, "not looked at again so soon");
    }
}
