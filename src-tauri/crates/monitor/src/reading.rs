//! What was read of a container at one moment: totals since its start, from cgroup files or from the engine.

use slipway_engine::StatsSample;
use slipway_model::Timestamp;

/// Totals and levels at one moment. What the source does not know is `None`, never zero.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Reading {
    /// The wall clock, for labels.
    pub time: Timestamp,
    /// A clock that is never set, in nanoseconds, for rates.
    pub monotonic_ns: u64,
    /// Processor time used.
    pub cpu_total_ns: u64,
    /// Of it, in the program.
    pub cpu_user_ns: Option<u64>,
    /// Of it, in the kernel.
    pub cpu_system_ns: Option<u64>,
    /// Scheduling periods that counted against the limit.
    pub periods: u64,
    /// Of them, those in which it was made to wait.
    pub throttled_periods: u64,
    /// Time made to wait, summed over processors.
    pub throttled_ns: u64,
    /// Nobody tells of waiting: the three are 0 and mean nothing.
    pub throttling_unknown: bool,
    /// Memory with all file cache.
    pub memory_usage_bytes: Option<u64>,
    /// File cache that can go at any time; as of the last [`Slow`] reading.
    pub inactive_file_bytes: u64,
    /// Processes and threads.
    pub processes: Option<u64>,
    /// What is read once a second.
    pub slow: Option<Slow>,
    /// The machine's processor time and the number of processors, for docker's percentage.
    pub machine: Option<(u64, u32)>,
}

/// What changes slowly or is dear to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Slow {
    /// The program's own memory.
    pub anon_bytes: Option<u64>,
    /// File cache.
    pub file_bytes: Option<u64>,
    /// The kernel's memory for it.
    pub kernel_bytes: Option<u64>,
    /// Swapped out.
    pub swap_bytes: Option<u64>,
    /// The most memory that was ever in use, with file cache.
    pub peak_bytes: Option<u64>,
    /// The memory limit; none where there is none.
    pub memory_limit_bytes: Option<u64>,
    /// The processor limit; none where there is none.
    pub cpu_limit_nanocores: Option<u64>,
    /// Received, over all interfaces but `lo`.
    pub network_received_bytes: Option<u64>,
    /// Sent.
    pub network_sent_bytes: Option<u64>,
    /// Read from disks.
    pub disk_read_bytes: Option<u64>,
    /// Written to disks.
    pub disk_written_bytes: Option<u64>,
    /// Reads.
    pub disk_reads: Option<u64>,
    /// Writes.
    pub disk_writes: Option<u64>,
    /// Microseconds in which some task waited for a processor.
    pub pressure_cpu_us: Option<u64>,
    /// The same for memory.
    pub pressure_memory_us: Option<u64>,
    /// The same for disks.
    pub pressure_io_us: Option<u64>,
    /// Processes killed for want of memory.
    pub oom_kills: Option<u64>,
}

impl Reading {
    /// Memory as docker/cli counts it: usage without `total_inactive_file` (version 1) or `inactive_file` (version 2),
    /// unless that is more than the usage (`calculateMemUsageUnixNoCache` in docker/cli).
    pub fn memory_bytes(&self) -> Option<u64> {
        let usage = self.memory_usage_bytes?;
        Some(if self.inactive_file_bytes < usage { usage - self.inactive_file_bytes } else { usage })
    }
}

impl From<StatsSample> for Reading {
    /// The engine's sample. Its own clock is taken for both times: whether it was set is seen from the machine's count.
    fn from(sample: StatsSample) -> Self {
        let machine = sample.system_cpu_ns.filter(|_| sample.online_cpus > 0);
        Self {
            time: sample.time,
            monotonic_ns: u64::try_from(sample.time.unix_nanos()).unwrap_or(0),
            cpu_total_ns: sample.cpu_total_ns,
            cpu_user_ns: Some(sample.cpu_user_ns),
            cpu_system_ns: Some(sample.cpu_system_ns),
            periods: sample.periods,
            throttled_periods: sample.throttled_periods,
            throttled_ns: sample.throttled_ns,
            throttling_unknown: sample.throttling_unknown,
            memory_usage_bytes: Some(sample.memory_usage_bytes),
            inactive_file_bytes: sample.memory_inactive_file_bytes,
            processes: Some(sample.processes),
            slow: Some(Slow {
                network_received_bytes: Some(sample.network_received_bytes),
                network_sent_bytes: Some(sample.network_sent_bytes),
                disk_read_bytes: Some(sample.disk_read_bytes),
                disk_written_bytes: Some(sample.disk_written_bytes),
                ..Slow::default()
            }),
            machine: machine.map(|ns| (ns, sample.online_cpus)),
        }
    }
}
