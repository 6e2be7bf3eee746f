//! The composition: everything long-lived, and the journey from a folder to a watched container.
//!
//! Window and command line hold an [`App`] and ask it; it owns every task and their end. What each room reports by
//! its own events becomes here what both show: [`Wake`]s, [`actions`] and a [`ship::Outcome`].
//!
//! Must stay true:
//! - nobody but [`App`] starts a task that outlives a call, and [`App::shut_down`] ends them all within a deadline;
//! - a [`Wake`] carries no data, the reader asks again, so none can be lost or pile up;
//! - what replaces a container is written down first ([`ship`]) and finished or undone at the next start;
//! - nothing here holds a sentence: faults are codes.

pub mod actions;
mod app;
mod attention;
pub mod costs;
pub mod diagnostics;
pub mod editor;
mod ended;
pub mod engines;
mod error;
mod explained;
mod lines;
pub mod lines_export;
pub mod notices;
pub mod projects;
mod recording;
pub mod searches;
pub mod settings;
pub mod ship;
pub mod stats;
pub mod storage;
mod tables;
mod tasks;
mod wake;
pub mod watch;
pub mod written;

pub use actions::{ActionState, new_action};
pub use app::{App, Options, Role};
pub use attention::Attention;
pub use error::AppError;
pub use lines::LogKept;
pub use recording::{Recording, export};
pub use wake::{Topic, Wake};

// What window and command line may use of the rooms below, under one name.
pub use slipway_containers as containers;
pub use slipway_diagnose as diagnose;
pub use slipway_engine as engine;
pub use slipway_go as go;
pub use slipway_logs as logs;
pub use slipway_monitor as monitor;
pub use slipway_store as store;
