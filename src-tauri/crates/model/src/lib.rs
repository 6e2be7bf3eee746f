//! The words every room shares: identities, label names, times, faults and cursors.
//!
//! Nothing here does I/O and nothing here knows a sentence: a [`Fault`] is a stable code with parameters, and the
//! sentence for it lives in `ui/messages`. Units are in the names (`memory_bytes`, `time_ms`).

pub mod bytes;
mod cursor;
mod fault;
mod id;
pub mod label;
mod lines;
mod time;

pub use cursor::{Cursor, Page};
pub use fault::{Area, Fault, Param, Severity, ToFault};
pub use id::{ActionId, ContainerId, EngineKey, IdempotencyKey, ImageId, ProjectId, RunId, ShortName};
pub use lines::Lines;
pub use time::{Timestamp, now};
