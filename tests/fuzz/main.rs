//! Any bytes where the kernel's files, the history's, those of kept lines and what containers write are expected, for as
//! long as is given: nothing may panic.
//!
//! `SLIPWAY_FUZZ_SECONDS` says how long (60), `SLIPWAY_FUZZ_SEED` repeats a run. The seed is on the first line.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test's panic is its answer; its seed has to be seen"
)]

mod history;
mod kernel;
mod lines;
mod parse;

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A variable that holds a number.
fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok().filter(|text| !text.is_empty())?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is a number, not {text:?}")))
}

/// What the run begins with: said, and another one each time unless it is given.
fn seed(what: &str) -> u64 {
    let at_random =
        || SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos() as u64 >> 10;
    let seed = number("SLIPWAY_FUZZ_SEED").unwrap_or_else(at_random);
    eprintln!("{what}: SLIPWAY_FUZZ_SEED={seed}");
    seed
}

/// Whether there is time left; for as many questions as there is.
fn until_the_end() -> impl FnMut() -> bool {
    let end = Instant::now() + Duration::from_secs(number("SLIPWAY_FUZZ_SECONDS").unwrap_or(60));
    move || Instant::now() < end
}
