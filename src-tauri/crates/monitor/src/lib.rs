//! What containers use: samples from the engine, made into rates, kept for a quarter of an hour, given out as columns.
//!
//! [`Rates`] and [`Series`] are values in, values out. [`Recorder`] holds one engine stream for each container that
//! somebody looks at, and none when nobody looks. [`Machine`] is the computer itself.

mod columns;
mod kernel_log;
mod machine;
mod rates;
mod recorder;
mod series;
mod stream;

pub use columns::{Columns, MAX_COLUMNS, MinAvgMax};
pub use kernel_log::killed_for_memory;
pub use machine::{Machine, MachineNow};
pub use rates::{GAP_MS, Rates, Sample};
pub use recorder::{Attention, MAX_CONTAINERS, Recorder, Visible};
pub use series::{KEPT_MS, Point, Series};
