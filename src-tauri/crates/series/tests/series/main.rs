//! The history as a whole, on real files: tiers, kills, damage, a full disk, a reader beside the writer.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test's panic is its answer")]

mod clock;
mod damage;
mod forget;
mod full;
mod kill;
mod reader;
mod support;
mod tiers;
