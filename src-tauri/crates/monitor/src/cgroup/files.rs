//! A container's files, open, and what one reading of them gives.

use super::kept::Kept;
use super::mounts::Mounts;
use super::parse;
use super::place::Place;
use crate::reading::{Reading, Slow};
use slipway_model::{ContainerId, now};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Why a container cannot be read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CgroupError {
    /// Its process is not in a cgroup that this machine shows under the container's name: it ended, its number is
    /// another's now, or it runs on another machine.
    #[error("no cgroup of this machine is the container's")]
    NotHere,
    /// Its cgroup is gone, or its first process is another's: the run ended.
    #[error("the container's cgroup is gone")]
    Gone,
}

/// The kernel counts `cpuacct.stat` in hundredths of a second on every platform (USER_HZ).
const NS_PER_TICK: u64 = 10_000_000;

/// One run of a container, read here.
#[derive(Debug)]
pub struct Files {
    id: ContainerId,
    /// `/proc/PID/cgroup`, which says whether the process still is the container's.
    owner: Kept,
    cpu: Cpu,
    memory: Option<Kept>,
    memory_stat: Option<Kept>,
    /// What `memory.stat` does not say: version 1 the kernel's memory, version 2 the swap.
    memory_more: Option<Kept>,
    processes: Option<Kept>,
    peak: Option<Kept>,
    memory_limit: Option<Kept>,
    oom: Option<Kept>,
    disk: Disk,
    network: Option<Kept>,
    pressure: [Option<Kept>; 3],
    inactive_file_bytes: u64,
    buffer: Vec<u8>,
    born: Instant,
}

#[derive(Debug)]
enum Cpu {
    V1 { usage: Kept, stat: Option<Kept>, throttled: Option<Kept>, quota: Option<Kept>, period: Option<Kept> },
    V2 { stat: Kept, limit: Option<Kept> },
}

#[derive(Debug)]
enum Disk {
    V1 { bytes: Option<Kept>, operations: Option<Kept> },
    V2(Option<Kept>),
}

/// Of `memory.stat`: inactive file, anonymous, file, and swap (version 1) or kernel (version 2, since Linux 5.18).
const V1_MEMORY: [&str; 4] = ["total_inactive_file", "total_rss", "total_cache", "total_swap"];
const V2_MEMORY: [&str; 4] = ["inactive_file", "anon", "file", "kernel"];

impl Files {
    /// Opens the files of the container whose first process is `pid`. `born` is the zero of the monotonic clock that
    /// readings carry.
    ///
    /// # Errors
    /// [`CgroupError::NotHere`].
    pub fn open(mounts: &Mounts, id: &ContainerId, pid: u32, born: Instant) -> Result<Self, CgroupError> {
        let process = PathBuf::from(format!("/proc/{pid}"));
        let owner = Kept::open(&process.join("cgroup")).map_err(|_| CgroupError::NotHere)?;
        let mut buffer = Vec::new();
        let place = place_of(&owner, id, &mut buffer).ok_or(CgroupError::NotHere)?;
        let unified = place.v2().and_then(|path| mounts.v2(path));
        let opened =
            if mounts.has_v1() { Self::v1(mounts, &place) } else { unified.as_deref().and_then(Self::v2) };
        let (cpu, memory_folder, version2) = opened.ok_or(CgroupError::NotHere)?;
        let v1_folder = |controller| place.v1(controller).and_then(|path| mounts.v1(controller, path));
        let in_memory =
            |v1: &str, v2: &str| open_in(memory_folder.as_deref(), if version2 { v2 } else { v1 });
        let files = Self {
            id: id.clone(),
            cpu,
            memory: in_memory("memory.usage_in_bytes", "memory.current"),
            memory_stat: in_memory("memory.stat", "memory.stat"),
            memory_more: in_memory("memory.kmem.usage_in_bytes", "memory.swap.current"),
            peak: in_memory("memory.max_usage_in_bytes", "memory.peak"),
            memory_limit: in_memory("memory.limit_in_bytes", "memory.max"),
            oom: in_memory("memory.oom_control", "memory.events"),
            processes: if version2 {
                open_in(unified.as_deref(), "pids.current")
            } else {
                open_in(v1_folder("pids").as_deref(), "pids.current")
            },
            disk: if version2 {
                Disk::V2(open_in(unified.as_deref(), "io.stat"))
            } else {
                let folder = v1_folder("blkio");
                Disk::V1 {
                    bytes: open_in(folder.as_deref(), "blkio.throttle.io_service_bytes_recursive"),
                    operations: open_in(folder.as_deref(), "blkio.throttle.io_serviced_recursive"),
                }
            },
            network: Kept::open(&process.join("net/dev")).ok(),
            pressure: ["cpu.pressure", "memory.pressure", "io.pressure"]
                .map(|name| open_in(unified.as_deref(), name)),
            owner,
            inactive_file_bytes: 0,
            buffer,
            born,
        };
        // The process may have ended, and its number been given away, while these were opened.
        files.checked()
    }

    fn v1(mounts: &Mounts, place: &Place) -> Option<(Cpu, Option<PathBuf>, bool)> {
        let folder = |controller| place.v1(controller).and_then(|path| mounts.v1(controller, path));
        let (account, cpu) = (folder("cpuacct"), folder("cpu"));
        let in_cpu = |name: &str| open_in(cpu.as_deref(), name);
        let cpu = Cpu::V1 {
            usage: open_in(account.as_deref(), "cpuacct.usage")?,
            stat: open_in(account.as_deref(), "cpuacct.stat"),
            throttled: in_cpu("cpu.stat"),
            quota: in_cpu("cpu.cfs_quota_us"),
            period: in_cpu("cpu.cfs_period_us"),
        };
        Some((cpu, folder("memory"), false))
    }

    fn v2(folder: &Path) -> Option<(Cpu, Option<PathBuf>, bool)> {
        let stat = Kept::open(&folder.join("cpu.stat")).ok()?;
        let limit = open_in(Some(folder), "cpu.max");
        Some((Cpu::V2 { stat, limit }, Some(folder.to_owned()), true))
    }

    fn checked(mut self) -> Result<Self, CgroupError> {
        match place_of(&self.owner, &self.id, &mut self.buffer) {
            Some(_) => Ok(self),
            None => Err(CgroupError::NotHere),
        }
    }

    /// Reads what is read at every tick, and with `slow` also what is read once a second.
    ///
    /// # Errors
    /// [`CgroupError::Gone`]: nothing of a half-read moment is given.
    pub fn read(&mut self, slow: bool) -> Result<Reading, CgroupError> {
        if slow && place_of(&self.owner, &self.id, &mut self.buffer).is_none() {
            return Err(CgroupError::Gone);
        }
        let mut reading = Reading { time: now(), ..Reading::default() };
        reading.monotonic_ns = u64::try_from(self.born.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.read_cpu(&mut reading)?;
        let buffer = &mut self.buffer;
        reading.memory_usage_bytes = number(self.memory.as_ref(), buffer);
        reading.processes = number(self.processes.as_ref(), buffer);
        if slow {
            reading.slow = Some(self.read_slow());
        }
        reading.inactive_file_bytes = self.inactive_file_bytes;
        Ok(reading)
    }

    fn read_cpu(&mut self, into: &mut Reading) -> Result<(), CgroupError> {
        let buffer = &mut self.buffer;
        let gone = |_| CgroupError::Gone;
        match &self.cpu {
            Cpu::V1 { usage, stat, throttled, .. } => {
                let total = parse::number(usage.read(buffer).map_err(gone)?);
                into.cpu_total_ns = total.ok_or(CgroupError::Gone)?;
                if let Some(stat) = stat {
                    let text = stat.read(buffer).map_err(gone)?;
                    let [user, system] = parse::named(text, ["user", "system"]);
                    into.cpu_user_ns = user.map(|ticks| ticks.saturating_mul(NS_PER_TICK));
                    into.cpu_system_ns = system.map(|ticks| ticks.saturating_mul(NS_PER_TICK));
                }
                if let Some(throttled) = throttled {
                    let text = throttled.read(buffer).map_err(gone)?;
                    let found = parse::named(text, ["nr_periods", "nr_throttled", "throttled_time"]);
                    let [periods, throttled, time] = found.map(Option::unwrap_or_default);
                    (into.periods, into.throttled_periods, into.throttled_ns) = (periods, throttled, time);
                }
            }
            Cpu::V2 { stat, .. } => {
                let text = stat.read(buffer).map_err(gone)?;
                let ns = |us: Option<u64>| us.map(|us| us.saturating_mul(1000));
                let [total, user, system, periods, throttled, time] = parse::named(
                    text,
                    [
                        "usage_usec",
                        "user_usec",
                        "system_usec",
                        "nr_periods",
                        "nr_throttled",
                        "throttled_usec",
                    ],
                );
                into.cpu_total_ns = ns(total).ok_or(CgroupError::Gone)?;
                (into.cpu_user_ns, into.cpu_system_ns) = (ns(user), ns(system));
                (into.periods, into.throttled_periods) =
                    (periods.unwrap_or_default(), throttled.unwrap_or_default());
                into.throttled_ns = ns(time).unwrap_or_default();
            }
        }
        Ok(())
    }

    fn read_slow(&mut self) -> Slow {
        let buffer = &mut self.buffer;
        let mut slow = Slow::default();
        if let Some(text) = read(self.memory_stat.as_ref(), buffer) {
            let version2 = matches!(self.cpu, Cpu::V2 { .. });
            let names = if version2 { V2_MEMORY } else { V1_MEMORY };
            let [inactive, anon, file, last] = parse::named(text, names);
            self.inactive_file_bytes = inactive.unwrap_or_default();
            (slow.anon_bytes, slow.file_bytes) = (anon, file);
            let more = number(self.memory_more.as_ref(), buffer);
            (slow.kernel_bytes, slow.swap_bytes) = if version2 { (last, more) } else { (more, last) };
        }
        slow.peak_bytes = number(self.peak.as_ref(), buffer);
        slow.memory_limit_bytes = read(self.memory_limit.as_ref(), buffer).and_then(parse::v1_limit);
        slow.oom_kills = read(self.oom.as_ref(), buffer).and_then(|text| parse::named(text, ["oom_kill"])[0]);
        slow.cpu_limit_nanocores = match &self.cpu {
            Cpu::V1 { quota, period, .. } => {
                // Without a limit the quota is -1.
                let quota_us = read(quota.as_ref(), buffer)
                    .and_then(|text| std::str::from_utf8(text).ok()?.trim().parse::<i64>().ok());
                let period_us = number(period.as_ref(), buffer);
                parse::cpu_limit(quota_us, period_us)
            }
            Cpu::V2 { limit, .. } => read(limit.as_ref(), buffer).and_then(parse::v2_cpu_limit),
        };
        match &self.disk {
            Disk::V1 { bytes, operations } => {
                if let Some((read, written)) = read(bytes.as_ref(), buffer).and_then(parse::v1_disk) {
                    (slow.disk_read_bytes, slow.disk_written_bytes) = (Some(read), Some(written));
                }
                if let Some((reads, writes)) = read(operations.as_ref(), buffer).and_then(parse::v1_disk) {
                    (slow.disk_reads, slow.disk_writes) = (Some(reads), Some(writes));
                }
            }
            Disk::V2(stat) => {
                if let Some(sum) = read(stat.as_ref(), buffer).and_then(parse::v2_disk) {
                    (slow.disk_read_bytes, slow.disk_written_bytes) =
                        (Some(sum.read_bytes), Some(sum.written_bytes));
                    (slow.disk_reads, slow.disk_writes) = (Some(sum.reads), Some(sum.writes));
                }
            }
        }
        if let Some((received, sent)) = read(self.network.as_ref(), buffer).and_then(parse::network) {
            (slow.network_received_bytes, slow.network_sent_bytes) = (Some(received), Some(sent));
        }
        let [cpu, memory, io] = &self.pressure;
        slow.pressure_cpu_us = read(cpu.as_ref(), buffer).and_then(parse::pressure);
        slow.pressure_memory_us = read(memory.as_ref(), buffer).and_then(parse::pressure);
        slow.pressure_io_us = read(io.as_ref(), buffer).and_then(parse::pressure);
        slow
    }
}

fn place_of(owner: &Kept, id: &ContainerId, buffer: &mut Vec<u8>) -> Option<Place> {
    let text = owner.read(buffer).ok()?;
    Place::parse(std::str::from_utf8(text).ok()?, id)
}

fn open_in(folder: Option<&Path>, name: &str) -> Option<Kept> {
    Kept::open(&folder?.join(name)).ok()
}

fn read<'a>(file: Option<&Kept>, buffer: &'a mut Vec<u8>) -> Option<&'a [u8]> {
    file?.read(buffer).ok()
}

fn number(file: Option<&Kept>, buffer: &mut Vec<u8>) -> Option<u64> {
    read(file, buffer).and_then(parse::number)
}
