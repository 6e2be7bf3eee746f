//! What crosses to the UI: plain data, converted at this edge, and the TypeScript generated from it.
//!
//! `ui/src/ipc/bindings.ts` is written by `make bindings`; a test fails when it has drifted. Numbers are bytes,
//! milliseconds since the epoch, nanocores; none may pass 2^53 (see [`number`]); no limit is `null`.

mod action;
mod columns;
mod container;
mod costs;
mod engine;
mod fault;
mod log;
mod log_sums;
mod needs;
pub mod number;
mod project;
mod run_settings;
mod samples;
mod settings;
mod wake;

pub use action::*;
pub use columns::{FleetColumns, SeriesColumns};
pub use container::*;
pub use costs::*;
pub use engine::*;
pub use fault::*;
pub use log::*;
pub use log_sums::*;
pub use needs::{Need, NeedKind, Offer};
pub use project::*;
pub use run_settings::*;
pub use samples::*;
pub use settings::*;
pub use wake::*;
