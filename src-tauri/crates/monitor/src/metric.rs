//! What is measured, each with its unit and a number that files on disk know it by.

/// One thing that is measured of a container.
///
/// The numbers are written into histories: they never change and are never used again for something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u16)]
pub enum Metric {
    /// Processor time a second, in nanoseconds: 1e9 is one core.
    Cpu = 1,
    /// Of it, in the program.
    CpuUser = 2,
    /// Of it, in the kernel.
    CpuSystem = 3,
    /// The share of scheduling periods in which it was made to wait for its processor limit, 0 to 1.
    Waited = 4,
    /// Nanoseconds a second that its threads were made to wait, summed over processors: may pass 1e9.
    WaitedTime = 5,
    /// Memory in bytes as `docker stats` shows it: without file cache that can go at any time.
    Memory = 6,
    /// Memory in bytes with all file cache; this is what the limit is held against.
    MemoryUsage = 7,
    /// Bytes of the program's own memory: heap, stacks.
    MemoryAnon = 8,
    /// Bytes of file cache.
    MemoryFile = 9,
    /// Bytes that the kernel holds for it.
    MemoryKernel = 10,
    /// Bytes in swap.
    MemorySwap = 11,
    /// Processes and threads.
    Processes = 12,
    /// Bytes received a second.
    NetworkReceived = 13,
    /// Bytes sent a second.
    NetworkSent = 14,
    /// Bytes read from disks a second.
    DiskRead = 15,
    /// Bytes written to disks a second.
    DiskWritten = 16,
    /// Reads from disks a second.
    DiskReads = 17,
    /// Writes to disks a second.
    DiskWrites = 18,
    /// The share of time in which some task waited for a processor, 0 to 1.
    PressureCpu = 19,
    /// The share of time in which some task waited for memory.
    PressureMemory = 20,
    /// The share of time in which some task waited for a disk.
    PressureIo = 21,
    /// Processes killed for want of memory, in the sample's span.
    OomKills = 22,
    /// The processor limit, 1e9 is one core.
    CpuLimit = 23,
    /// The memory limit in bytes.
    MemoryLimit = 24,
}

/// How many there are.
pub const METRICS: usize = 24;

impl Metric {
    /// All, in the order of their numbers.
    pub const ALL: [Self; METRICS] = [
        Self::Cpu,
        Self::CpuUser,
        Self::CpuSystem,
        Self::Waited,
        Self::WaitedTime,
        Self::Memory,
        Self::MemoryUsage,
        Self::MemoryAnon,
        Self::MemoryFile,
        Self::MemoryKernel,
        Self::MemorySwap,
        Self::Processes,
        Self::NetworkReceived,
        Self::NetworkSent,
        Self::DiskRead,
        Self::DiskWritten,
        Self::DiskReads,
        Self::DiskWrites,
        Self::PressureCpu,
        Self::PressureMemory,
        Self::PressureIo,
        Self::OomKills,
        Self::CpuLimit,
        Self::MemoryLimit,
    ];

    /// Its number in files.
    pub fn number(self) -> u16 {
        self as u16
    }

    /// The metric of a number; none for one of a newer version.
    pub fn of_number(number: u16) -> Option<Self> {
        Self::ALL.get(usize::from(number).checked_sub(1)?).copied()
    }

    /// Its place in [`Values`].
    pub(crate) fn place(self) -> usize {
        usize::from(self as u16) - 1
    }

    /// Its name in exports and on the border to the window.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::CpuUser => "cpu_user",
            Self::CpuSystem => "cpu_system",
            Self::Waited => "waited",
            Self::WaitedTime => "waited_time",
            Self::Memory => "memory",
            Self::MemoryUsage => "memory_usage",
            Self::MemoryAnon => "memory_anon",
            Self::MemoryFile => "memory_file",
            Self::MemoryKernel => "memory_kernel",
            Self::MemorySwap => "memory_swap",
            Self::Processes => "processes",
            Self::NetworkReceived => "network_received",
            Self::NetworkSent => "network_sent",
            Self::DiskRead => "disk_read",
            Self::DiskWritten => "disk_written",
            Self::DiskReads => "disk_reads",
            Self::DiskWrites => "disk_writes",
            Self::PressureCpu => "pressure_cpu",
            Self::PressureMemory => "pressure_memory",
            Self::PressureIo => "pressure_io",
            Self::OomKills => "oom_kills",
            Self::CpuLimit => "cpu_limit",
            Self::MemoryLimit => "memory_limit",
        }
    }

    /// The metric of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.name() == name)
    }

    /// Its unit in an export.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Cpu | Self::CpuUser | Self::CpuSystem | Self::CpuLimit => "nanocores",
            Self::WaitedTime => "ns/s",
            Self::Waited | Self::PressureCpu | Self::PressureMemory | Self::PressureIo => "share",
            Self::Memory
            | Self::MemoryUsage
            | Self::MemoryAnon
            | Self::MemoryFile
            | Self::MemoryKernel
            | Self::MemorySwap
            | Self::MemoryLimit => "bytes",
            Self::Processes | Self::OomKills => "count",
            Self::NetworkReceived | Self::NetworkSent | Self::DiskRead | Self::DiskWritten => "bytes/s",
            Self::DiskReads | Self::DiskWrites => "count/s",
        }
    }
}

/// A value for each metric; NaN is not known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Values([f64; METRICS]);

impl Default for Values {
    fn default() -> Self {
        Self([f64::NAN; METRICS])
    }
}

impl std::ops::Index<Metric> for Values {
    type Output = f64;
    fn index(&self, metric: Metric) -> &f64 {
        &self.0[metric.place()]
    }
}

impl std::ops::IndexMut<Metric> for Values {
    fn index_mut(&mut self, metric: Metric) -> &mut f64 {
        &mut self.0[metric.place()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_names_and_places_are_one_to_one() {
        for (place, metric) in Metric::ALL.into_iter().enumerate() {
            assert_eq!(metric.place(), place);
            assert_eq!(Metric::of_number(metric.number()), Some(metric));
            assert_eq!(Metric::of_name(metric.name()), Some(metric));
        }
        assert_eq!((Metric::of_number(0), Metric::of_number(25), Metric::of_name("")), (None, None, None));
    }
}
