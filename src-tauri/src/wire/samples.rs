//! What is measured, what happened, and what is recorded of containers that may be gone.

use super::fault::Param;
use super::number::{safe, safe_ms};
use serde::{Deserialize, Serialize};
use slipway_app::monitor;
use slipway_app::monitor::marks;
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

impl Mark {
    /// None of what is not shown.
    pub fn shown(mark: marks::Mark) -> Option<Self> {
        use marks::MarkKind as Kind;
        let mut params = BTreeMap::new();
        let mut put = |name: &str, value: Param| drop(params.insert(name.to_owned(), value));
        let mut text = None;
        let kind = match mark.kind {
            Kind::Started => MarkKind::Started,
            Kind::Ended { exit_code } => {
                if let Some(code) = exit_code {
                    put("exit_code", Param::Number(code as f64));
                }
                MarkKind::Ended
            }
            Kind::Oom => MarkKind::Oom,
            Kind::Health(status) => {
                put("status", Param::Text(status));
                MarkKind::Health
            }
            Kind::Limits { cpu_nanocores, memory_bytes } => {
                if let Some(cpu) = cpu_nanocores {
                    put("cpu_nanocores", Param::Number(safe(cpu) as f64));
                }
                if let Some(memory) = memory_bytes {
                    put("memory_bytes", Param::Number(safe(memory) as f64));
                }
                MarkKind::Limits
            }
            Kind::Rebuilt => MarkKind::Rebuilt,
            Kind::StopAsked => return None,
            Kind::Note(words) => {
                text = Some(words);
                MarkKind::Note
            }
        };
        Some(Self { id: mark.number.to_string(), time_ms: safe_ms(mark.time_ms), kind, params, text })
    }
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
    /// The engine does not have it any more. False too while no engine can be asked.
    pub gone: bool,
    /// It was measured: there are charts.
    pub values: bool,
    /// Lines of it are kept.
    pub lines: bool,
}

impl Recording {
    /// The title of its project is looked up by who has it.
    pub fn new(recording: slipway_app::Recording, project_name: Option<String>) -> Self {
        let seen = recording.seen;
        Self {
            id: seen.id.to_string(),
            name: seen.name,
            image: seen.image,
            project: seen.project.filter(|_| project_name.is_some()).map(|project| project.to_string()),
            project_name,
            program: seen.program,
            started_ms: seen.started_ms.map(safe_ms),
            ended_ms: seen.finished_ms.map(safe_ms),
            exit_code: seen.exit_code,
            first_ms: safe_ms(recording.first_ms),
            last_ms: safe_ms(recording.last_ms),
            gone: recording.gone,
            values: recording.values,
            lines: recording.lines,
        }
    }
}

/// What Slipway itself uses.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SelfCost {
    /// Processor in percent of one core; not known at the first look.
    #[specta(type = Option<i32>)]
    pub cpu_percent: Option<f64>,
    /// Memory of all its processes.
    pub memory_bytes: u64,
    /// The history on disk.
    pub history_bytes: u64,
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
