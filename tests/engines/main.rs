//! The core path, CPU, throttling, memory and out of memory on the engines that people have: run by `make test-engines`,
//! whose scripts bring the engines up and name them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test's panic is its answer")]

mod core_path;
mod machine;
mod sid;
mod values;
