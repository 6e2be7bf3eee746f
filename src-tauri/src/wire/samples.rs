//! What is measured, what happened, and what is recorded of containers that may be gone.

use super::fault::Param;
use serde::{Deserialize, Serialize};
use slipway_app::monitor;
use specta::Type;
use std::collections::BTreeMap;

macro_rules! metrics {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// What is measured. Units are those of `monitor::Metric`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
        #[serde(rename_all = "snake_case")]
        pub enum Metric { $($(#[$doc])* $name),* }

        impl From<Metric> for monitor::Metric {
            fn from(metric: Metric) -> Self {
                match metric { $(Metric::$name => Self::$name),* }
            }
        }

        impl From<monitor::Metric> for Metric {
            fn from(metric: monitor::Metric) -> Self {
                match metric { $(monitor::Metric::$name => Self::$name),* }
            }
        }
    };
}

metrics! {
    /// Nanocores.
    Cpu,
    /// Nanocores in the program.
    CpuUser,
    /// Nanocores in the kernel.
    CpuSystem,
    /// Share of periods made to wait, 0 to 1.
    Waited,
    /// Nanoseconds a second made to wait, over all processors.
    WaitedTime,
    /// Bytes, as `docker stats` shows it.
    Memory,
    /// Bytes with all file cache.
    MemoryUsage,
    /// Bytes of the program itself.
    MemoryAnon,
    /// Bytes of file cache.
    MemoryFile,
    /// Bytes of the kernel.
    MemoryKernel,
    /// Bytes in swap.
    MemorySwap,
    /// Processes and threads.
    Processes,
    /// Bytes a second.
    NetworkReceived,
    /// Bytes a second.
    NetworkSent,
    /// Bytes a second.
    DiskRead,
    /// Bytes a second.
    DiskWritten,
    /// Reads a second.
    DiskReads,
    /// Writes a second.
    DiskWrites,
    /// Share of time some task waited for a processor.
    PressureCpu,
    /// For memory.
    PressureMemory,
    /// For a disk.
    PressureIo,
    /// Killed for want of memory.
    OomKills,
    /// Nanocores.
    CpuLimit,
    /// Bytes.
    MemoryLimit,
}

/// A kind of event; each has its own shape on the axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// Its program began.
    Started,
    /// Its program ended; `exit_code` says how.
    Ended,
    /// The kernel killed something in it for want of memory.
    Oom,
    /// Its health is `status` now.
    Health,
    /// Its limits are others now: `cpu_nanocores`, `memory_bytes`, where there are some.
    Limits,
    /// A new image of its program was built and runs now.
    Rebuilt,
    /// The user's own words.
    Note,
}

/// Something that happened at a moment.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Mark {
    /// To remove a note by.
    pub id: String,
    /// When.
    pub time_ms: i64,
    /// What.
    pub kind: MarkKind,
    /// What its sentence needs.
    pub params: BTreeMap<String, Param>,
    /// The user's words, of a note.
    pub text: Option<String>,
}

/// A container whose series are kept, also after it is gone.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Recording {
    /// The container.
    pub id: String,
    /// Its name, hostile.
    pub name: String,
    /// Its image, hostile.
    pub image: String,
    /// The Slipway project, where that is there.
    pub project: Option<String>,
    /// Its title.
    pub project_name: Option<String>,
    /// The program in it, hostile.
    pub program: Option<String>,
    /// When its program last began.
    pub started_ms: Option<i64>,
    /// When its program last ended; none while it runs.
    pub ended_ms: Option<i64>,
    /// How.
    pub exit_code: Option<i64>,
    /// The first value that is kept.
    pub first_ms: i64,
    /// The last one.
    pub last_ms: i64,
    /// The engine does not have it any more.
    pub gone: bool,
}

/// A format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Comma-separated values, a row a column of the chart.
    Csv,
    /// The same as JSON.
    Json,
}
