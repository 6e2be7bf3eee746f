//! `slipway ship` against a real engine: from a folder to the right answer, again, and back when it must.
//!
//! Each test has a project of its own; the data folder, and with it the compiled standard library, is shared.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test's panic is its answer")]

mod again;
mod cancel;
mod costs;
mod crash;
mod damaged;
mod engine_faults;
mod explained;
mod failures;
mod fetched;
mod journey;
mod listed;
mod logs;
mod names;
mod netns;
mod podman;
mod preflight_elf;
mod shapes;
mod stats;
mod together;
mod toolchain;
mod ways;
