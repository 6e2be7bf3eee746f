//! Where Slipway's files live, who may touch them, and the one SQLite database for facts.
//!
//! - [`Paths`]: every folder Slipway uses, decided in one place; nothing else asks the platform.
//! - [`lock`]: locks across processes, released by the kernel also when a process is killed.
//! - [`Database`]: one file in WAL mode. Each room brings its own tables as [`Migrations`]; a newer file is refused,
//!   a damaged one is put aside and said.
//!
//! Samples and log lines do not belong here: they are append-only segments of their own rooms.

mod database;
mod error;
pub mod lock;
mod migrations;
mod paths;

pub use database::{Database, Opened};
pub use error::StoreError;
pub use lock::Lock;
pub use migrations::Migrations;
pub use paths::Paths;
pub use rusqlite;
