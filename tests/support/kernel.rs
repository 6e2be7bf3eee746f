//! What the kernel itself counts for a container, read by a shell beside it: the measure for what Slipway says.

use crate::{Machine, TestEngine};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A reading of a container's cgroup.
#[derive(Debug, Clone, Copy)]
pub struct Count {
    /// When, in milliseconds since the epoch by that machine's clock.
    pub time_ms: f64,
    /// Processor time in all.
    pub cpu_ns: f64,
    /// Time in which it was kept waiting by its limit.
    pub throttled_ns: f64,
    /// Periods in which that happened.
    pub throttled_periods: f64,
    /// Memory with the file cache.
    pub memory_usage_bytes: f64,
    /// File cache that can go at any time.
    pub inactive_file_bytes: f64,
}

impl Count {
    /// Memory as `docker stats` has it: usage without the file cache that can go at any time.
    pub fn memory_bytes(&self) -> f64 {
        self.memory_usage_bytes - self.inactive_file_bytes
    }
}

/// Prints the counters of a container's cgroups ten times a second. Nothing but the shell itself runs: a process for
/// each reading would be work that a slow machine feels.
///
/// A container's limits are on the cgroup that bears its name; a runtime may have put its processes below that one.
const SCRIPT: &str = r#"
set -eu
pid=$1 id=$2
cpu= cpuacct= memory= unified=
while IFS=: read -r _ names path; do
    [[ $path == *"$id"* ]] || continue
    below=${path#*"$id"}
    path=${path%"$below"}${below%%/*}
    case ,$names, in *,cpu,*) cpu=/sys/fs/cgroup/cpu$path ;; esac
    case ,$names, in *,cpuacct,*) cpuacct=/sys/fs/cgroup/cpuacct$path ;; esac
    case ,$names, in *,memory,*) memory=/sys/fs/cgroup/memory$path ;; esac
    case ,$names, in ,,) unified=/sys/fs/cgroup$path ;; esac
done </proc/$pid/cgroup
# field FILE NAME   leaves the number after a word in `value`
field() {
    local word number
    value=0
    while read -r word number; do [[ $word != "$2" ]] || value=$number; done <"$1"
}
exec {never}<> <(:)
while :; do
    if [[ -n $memory ]]; then
        read -r used <"$cpuacct/cpuacct.usage"
        now=${EPOCHREALTIME/[.,]/}
        field "$cpu/cpu.stat" throttled_time; waited=$value
        field "$cpu/cpu.stat" nr_throttled; periods=$value
        read -r bytes <"$memory/memory.usage_in_bytes"
        field "$memory/memory.stat" total_inactive_file
    else
        field "$unified/cpu.stat" usage_usec; used=$value
        now=${EPOCHREALTIME/[.,]/}
        used=${used}000
        field "$unified/cpu.stat" throttled_usec; waited=${value}000
        field "$unified/cpu.stat" nr_throttled; periods=$value
        read -r bytes <"$unified/memory.current"
        field "$unified/memory.stat" inactive_file
    fi
    echo "$now $used $waited $periods $bytes $value"
    read -r -t 0.1 -u "$never" || true
done
"#;

/// Readings that go on until they are asked for.
#[derive(Debug)]
pub struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    /// Begins to read the counters of a running container, on this machine or in the virtual one. Returns with the
    /// first reading.
    pub fn begin(engine: &TestEngine, machine: Option<&Machine>, container: &str) -> Self {
        let pid = engine.inspect(container, "{{.State.Pid}}");
        let id = engine.inspect(container, "{{.Id}}");
        let mut command = match machine {
            Some(machine) => machine.command(&format!("bash -s {pid} {id}")),
            None => {
                let mut bash = Command::new("bash");
                bash.args(["-s", &pid, &id]);
                bash
            }
        };
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a shell starts");
        // Its standard input ends, and with it what a shell would do next.
        let mut stdin = child.stdin.take().expect("it is piped");
        stdin.write_all(SCRIPT.as_bytes()).expect("the shell reads");
        drop(stdin);
        let stdout = child.stdout.take().expect("it is piped");
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let watch = Self { child, lines };
        watch.lines.recv_timeout(Duration::from_secs(30)).expect("the kernel's counters can be read");
        watch
    }

    /// Ends it, and gives what was read.
    pub fn finish(self) -> Counts {
        let counts: Vec<Count> = self.lines.try_iter().map(|line| read(&line)).collect();
        assert!(counts.len() > 10, "the kernel's counters were read: {counts:?}");
        Counts(counts)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn read(line: &str) -> Count {
    let numbers: Vec<f64> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
    let &[time_us, cpu_ns, throttled_ns, throttled_periods, memory_usage_bytes, inactive_file_bytes] =
        numbers.as_slice()
    else {
        panic!("six numbers: {line:?}");
    };
    Count {
        time_ms: time_us / 1e3,
        cpu_ns,
        throttled_ns,
        throttled_periods,
        memory_usage_bytes,
        inactive_file_bytes,
    }
}

/// Readings in the order of their time.
#[derive(Debug, Clone)]
pub struct Counts(pub Vec<Count>);

impl Counts {
    /// The readings around a time: what was counted then lies between the two.
    pub fn around(&self, time_ms: f64) -> (Count, Count) {
        let after = self.0.partition_point(|count| count.time_ms < time_ms);
        let (first, last) = (self.0[0], self.0[self.0.len() - 1]);
        assert!(
            after > 0 && after < self.0.len(),
            "{time_ms} is within what was watched, {} to {}",
            first.time_ms,
            last.time_ms
        );
        (self.0[after - 1], self.0[after])
    }

    /// A counter at a time, between the two readings around it in proportion.
    pub fn at(&self, time_ms: f64, counter: impl Fn(&Count) -> f64) -> f64 {
        let (before, after) = self.around(time_ms);
        let share = (time_ms - before.time_ms) / (after.time_ms - before.time_ms).max(f64::MIN_POSITIVE);
        counter(&before) + (counter(&after) - counter(&before)) * share
    }

    /// The readings of a window of time.
    pub fn within(&self, from_ms: f64, to_ms: f64) -> impl Iterator<Item = &Count> {
        self.0.iter().filter(move |count| (from_ms..=to_ms).contains(&count.time_ms))
    }
}
