//! What containers use: totals read from the kernel's files or from the engine, made into rates, kept for a quarter of
//! an hour, given out as columns.
//!
//! [`Rates`] is values in, values out. `cgroup` reads, `sampler` is the thread that reads all containers, [`Recorder`]
//! says which and how often, and has the engine's streams for those that are not on this machine. [`Machine`] is the
//! computer itself.

mod cgroup;
mod columns;
mod kernel_log;
mod machine;
pub mod marks;
mod metric;
mod own_cost;
mod rates;
mod reading;
mod recent;
mod recorder;
mod sampler;
mod stream;

pub use cgroup::{CgroupError, Files, Mounts};
pub use columns::Columns;
pub use kernel_log::killed_for_memory;
pub use machine::{Machine, MachineNow};
pub use metric::{METRICS, Metric, Values};
pub use own_cost::{Own, OwnCost};
pub use rates::{GAP_MS, Rates, Sample};
pub use reading::{Reading, Slow};
pub use recent::{KEPT_MS, Second};
pub use recorder::{Attention, MAX_CONTAINERS, MAX_STREAMS, Recorder, SecondSink, Visible};

pub use slipway_series::MinAvgMax;

/// Every reader of the kernel's formats over the same bytes, for a fuzzer: none may panic.
pub fn read_any(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    cgroup::read_any(bytes, &text);
    kernel_log::read_any(&text);
}
