//! The computer itself: how much of it is in use. It is looked at only when somebody asks.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use sysinfo::System;

/// Two looks are at least this far apart.
const EVERY: Duration = Duration::from_secs(1);
/// A look longer ago than this says nothing about now.
const STALE: Duration = Duration::from_secs(5);

/// How much of the machine is in use.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MachineNow {
    /// Cores in use; not known at the first look, since it takes two.
    pub cpu_cores_used: Option<f64>,
    /// Cores there are.
    pub cores: u32,
    /// Memory in use, without what can be given back at once.
    pub memory_used_bytes: u64,
    /// Memory there is.
    pub memory_total_bytes: u64,
}

/// Looks at the machine when asked.
#[derive(Default)]
pub struct Machine {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    system: System,
    looked: Option<(Instant, MachineNow)>,
}

impl Machine {
    /// Nothing is looked at yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The machine now; the same for a second.
    pub fn latest(&self) -> MachineNow {
        self.at(Instant::now())
    }

    fn at(&self, now: Instant) -> MachineNow {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State { system, looked } = &mut *state;
        let since = looked.map(|(at, known)| (now.saturating_duration_since(at), known));
        if let Some((since, known)) = since
            && since < EVERY
        {
            return known;
        }
        system.refresh_cpu_usage();
        system.refresh_memory();
        let used: f32 = system.cpus().iter().map(sysinfo::Cpu::cpu_usage).sum();
        let is_recent = since.is_some_and(|(since, _)| since <= STALE);
        let known = MachineNow {
            cpu_cores_used: is_recent.then(|| f64::from(used) / 100.0),
            cores: u32::try_from(system.cpus().len()).unwrap_or(u32::MAX),
            memory_used_bytes: system.used_memory(),
            memory_total_bytes: system.total_memory(),
        };
        *looked = Some((now, known));
        known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_is_known_from_the_second_look_on() {
        let (machine, start) = (Machine::new(), Instant::now());
        let first = machine.at(start);
        assert!(first.cpu_cores_used.is_none() && first.cores > 0);
        assert!(first.memory_total_bytes >= first.memory_used_bytes && first.memory_used_bytes > 0);
        assert_eq!(machine.at(start + EVERY / 2), first, "not looked at again so soon");
        let second = machine.at(start + EVERY);
        assert!(second.cpu_cores_used.is_some_and(|used| used <= f64::from(second.cores) + 0.01));
        let later = machine.at(start + EVERY + STALE * 2);
        assert!(later.cpu_cores_used.is_none(), "what was used minutes ago is not now");
    }
}
