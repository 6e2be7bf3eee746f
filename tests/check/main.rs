//! The rules of the house that no compiler holds: directions between rooms, tidy files, a message for every code.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a check's panic is its answer")]

mod directions;
mod messages;
mod sources;
mod tidy;
