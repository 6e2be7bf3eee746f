//! The sampler: one thread that reads the cgroup files of all containers, ten times a second where somebody looks and
//! once a second where nobody does.

use crate::cgroup::{CgroupError, Files, Mounts};
use crate::reading::Reading;
use slipway_model::{ContainerId, now};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Between two readings of a container that somebody looks at.
pub(crate) const FAST: Duration = Duration::from_millis(100);
/// So many of them make a second.
const FAST_IN_SECOND: u64 = 10;
/// A container's first seconds are read fast: that is when it starts up, or fails.
const YOUNG_MS: i64 = 10_000;
/// Descriptors of a container, at most.
const DESCRIPTORS: u64 = 20;

/// One run of a container that is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) id: ContainerId,
    /// Its first process.
    pub(crate) pid: u32,
    /// When the run began: id and this name it.
    pub(crate) started_ms: i64,
    /// Whether somebody looks.
    pub(crate) fast: bool,
}

/// Who is told of what was read.
pub(crate) trait Sink: Send {
    /// Readings of one tick.
    fn take(&mut self, readings: &mut Vec<(ContainerId, Reading)>);
    /// The run ended.
    fn ended(&mut self, id: &ContainerId);
    /// It cannot be read here.
    fn not_here(&mut self, id: &ContainerId);
    /// A second is over.
    fn second(&mut self, now_ms: i64);
}

/// Tells the thread what to read, and to end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Control(Arc<(Mutex<Orders>, Condvar)>);

#[derive(Debug, Default)]
struct Orders {
    wanted: Option<Vec<Wanted>>,
    stop: bool,
}

impl Control {
    pub(crate) fn want(&self, wanted: Vec<Wanted>) {
        self.lock().wanted = Some(wanted);
        self.0.1.notify_one();
    }

    pub(crate) fn stop(&self) {
        self.lock().stop = true;
        self.0.1.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, Orders> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a moment or for an order: new ones, and whether to stop. Without a moment, for an order alone.
    fn wait(&self, until: Option<Instant>) -> (Option<Vec<Wanted>>, bool) {
        let mut orders = self.lock();
        loop {
            if orders.stop || orders.wanted.is_some() {
                return (orders.wanted.take(), orders.stop);
            }
            let Some(until) = until else {
                orders = self.0.1.wait(orders).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let Some(left) = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
            else {
                return (None, false);
            };
            orders = self.0.1.wait_timeout(orders, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

struct Watched {
    wanted: Wanted,
    files: Files,
    /// Not read yet: everything is, the first time.
    is_new: bool,
}

/// Reads until told to stop; for a thread of its own.
pub(crate) fn run(control: &Control, sink: &mut dyn Sink) {
    let born = Instant::now();
    let mut mounts = Mounts::here();
    let mut watched: HashMap<ContainerId, Watched> = HashMap::new();
    // Runs that ended or were never here are not tried again until another run is wanted.
    let mut given_up: HashSet<(ContainerId, i64)> = HashSet::new();
    let mut readings = Vec::new();
    let mut tick: u64 = 0;
    loop {
        let wall_ms = now().ms;
        let any_fast = watched.values().any(|one| is_fast(&one.wanted, wall_ms));
        let next = if any_fast { tick + 1 } else { (tick / FAST_IN_SECOND + 1) * FAST_IN_SECOND };
        let until = born + FAST * u32::try_from(next).unwrap_or(u32::MAX);
        let (orders, stop) = control.wait((!watched.is_empty()).then_some(until));
        if stop {
            // What is under way is the last of it.
            watched.keys().for_each(|id| sink.ended(id));
            sink.second(wall_ms);
            break;
        }
        if let Some(wanted) = orders {
            if watched.is_empty() {
                mounts = Mounts::here();
            }
            follow(&mounts, born, wanted, &mut watched, &mut given_up, sink);
            continue;
        }
        // After a pause of the machine or of this thread the ticks that were missed are not made up for.
        let passed = born.elapsed().as_millis() as u64 / FAST.as_millis() as u64;
        let is_second = passed / FAST_IN_SECOND != tick / FAST_IN_SECOND;
        tick = passed.max(next);
        let wall_ms = now().ms;
        let mut gone = Vec::new();
        for (id, one) in &mut watched {
            if !is_second && !one.is_new && !is_fast(&one.wanted, wall_ms) {
                continue;
            }
            match one.files.read(is_second || std::mem::take(&mut one.is_new)) {
                Ok(reading) => readings.push((id.clone(), reading)),
                Err(CgroupError::Gone | CgroupError::NotHere) => gone.push(id.clone()),
            }
        }
        if !readings.is_empty() {
            sink.take(&mut readings);
            readings.clear();
        }
        for id in gone {
            if let Some(one) = watched.remove(&id) {
                given_up.insert((id.clone(), one.wanted.started_ms));
                sink.ended(&id);
            }
        }
        if is_second {
            sink.second(wall_ms);
        }
    }
}

fn is_fast(wanted: &Wanted, wall_ms: i64) -> bool {
    wanted.fast || (0..YOUNG_MS).contains(&(wall_ms - wanted.started_ms))
}

/// Opens what is new, closes what is no longer wanted.
fn follow(
    mounts: &Mounts,
    born: Instant,
    wanted: Vec<Wanted>,
    watched: &mut HashMap<ContainerId, Watched>,
    given_up: &mut HashSet<(ContainerId, i64)>,
    sink: &mut dyn Sink,
) {
    allow_descriptors(wanted.len() as u64 * DESCRIPTORS);
    given_up.retain(|(id, started)| wanted.iter().any(|one| one.id == *id && one.started_ms == *started));
    let mut before = std::mem::take(watched);
    for one in wanted {
        if given_up.contains(&(one.id.clone(), one.started_ms)) {
            continue;
        }
        let known = before.remove(&one.id);
        match known {
            Some(known) if known.wanted.pid == one.pid && known.wanted.started_ms == one.started_ms => {
                watched.insert(one.id.clone(), Watched { wanted: one, ..known });
                continue;
            }
            Some(_) => sink.ended(&one.id),
            None => {}
        }
        match Files::open(mounts, &one.id, one.pid, born) {
            Ok(files) => {
                watched.insert(one.id.clone(), Watched { wanted: one, files, is_new: true });
            }
            Err(_) => {
                sink.not_here(&one.id);
                given_up.insert((one.id, one.started_ms));
            }
        }
    }
    for id in before.keys() {
        sink.ended(id);
    }
}

/// Asks for as many open files as are needed, where the system gives them; without them new files fail to open, and
/// the engine is asked instead.
#[cfg(target_os = "linux")]
fn allow_descriptors(needed: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    const OTHERS: u64 = 1024;
    let limit = getrlimit(Resource::Nofile);
    let Some(current) = limit.current.filter(|current| *current < needed + OTHERS) else { return };
    let wanted = limit.maximum.map_or(needed + OTHERS, |most| most.min(needed + OTHERS));
    if wanted > current {
        let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), ..limit });
        tracing::debug!(current, wanted, ?raised, "room for open files");
    }
}

#[cfg(not(target_os = "linux"))]
fn allow_descriptors(_needed: u64) {}

#[cfg(test)]
mod tests {
    use super::*;

    struct Seen(Vec<String>);

    impl Sink for Seen {
        fn take(&mut self, readings: &mut Vec<(ContainerId, Reading)>) {
            self.0.extend(readings.iter().map(|(id, _)| format!("read {id}")));
        }
        fn ended(&mut self, id: &ContainerId) {
            self.0.push(format!("ended {id}"));
        }
        fn not_here(&mut self, id: &ContainerId) {
            self.0.push(format!("not here {id}"));
        }
        fn second(&mut self, _now_ms: i64) {}
    }

    #[test]
    fn a_process_that_is_not_the_containers_is_never_read() {
        let control = Control::default();
        // This test's own process: its number is true, its cgroup is not the container's.
        let id = ContainerId::new("f".repeat(64));
        let wanted = Wanted { id: id.clone(), pid: std::process::id(), started_ms: 1, fast: true };
        let mut seen = Seen(Vec::new());
        std::thread::scope(|scope| {
            let reading = scope.spawn(|| run(&control, &mut seen));
            control.want(vec![wanted.clone()]);
            std::thread::sleep(Duration::from_millis(250));
            control.want(vec![wanted]);
            std::thread::sleep(Duration::from_millis(50));
            control.stop();
            reading.join().unwrap();
        });
        assert_eq!(seen.0, [format!("not here {id}")], "and is told once");
    }

    #[test]
    fn a_container_is_read_fast_while_young_or_looked_at() {
        let wanted = |fast| Wanted { id: ContainerId::new("x"), pid: 1, started_ms: 50_000, fast };
        assert!(is_fast(&wanted(false), 59_999) && !is_fast(&wanted(false), 60_000));
        assert!(is_fast(&wanted(true), 600_000));
        assert!(!is_fast(&wanted(false), 40_000), "a start in the future is a clock that was set");
    }
}
