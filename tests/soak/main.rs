//! Slipway beside containers that come and go without a pause, for as long as is given: its memory stays flat, it
//! misses no end, it keeps no row of one that is gone, and the history has no hole.
//!
//! `SLIPWAY_SOAK_SECONDS` says how long (60).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test's panic is its answer; how it goes has to be seen"
)]

mod flapping;
mod found;

use flapping::Flapping;
use slipway_tests::{Headless, Slipway, TestEngine, paths, tree};
use std::time::{Duration, Instant};

/// Containers that stay beside those that come and go.
const STAY: usize = 5;
/// Between two looks at the memory.
const LOOK: Duration = Duration::from_secs(1);
/// Memory is flat where the end is not above the middle by more than this, and this share of it. Containers that are
/// gone are seen for a quarter of an hour: only a run of twice that is asked for what is truly flat.
const MORE_BYTES: f64 = 3e6;
const MORE_SHARE: f64 = 0.05;

#[test]
fn nothing_grows_and_nothing_is_missed_while_containers_come_and_go() {
    let seconds = std::env::var("SLIPWAY_SOAK_SECONDS").ok().filter(|text| !text.is_empty());
    let time = Duration::from_secs(seconds.map_or(60, |text| text.parse().expect("a number of seconds")));
    let engine = TestEngine::here();
    let image = engine.image_of_app("idler");
    let stay: Vec<_> = (0..STAY)
        .map(|number| engine.foreign_of(&format!("soak-stays-{number}"), &image, &[], &["work", "1"]))
        .collect();
    let home = Slipway::bare(&engine);
    let mut slipway = Headless::start(&home);
    slipway.ask("fleet");
    let (begun, begun_ms) = (Instant::now(), slipway_model::now().ms);
    let flapping = Flapping::start(&engine, &image, begun + time);
    let mut memory = Vec::new();
    while begun.elapsed() < time {
        std::thread::sleep(LOOK);
        memory.push(tree::pss_bytes(slipway.process()) as f64);
        if memory.len() % 60 == 0 {
            eprintln!("soak: {} s, {:.1} MB", begun.elapsed().as_secs(), memory[memory.len() - 1] / 1e6);
        }
    }
    let ends = flapping.join();
    eprintln!("soak: {} containers, {} ends", ends.len(), ends.iter().map(|one| one.times).sum::<usize>());

    found::every_end_is_told(&mut slipway, &ends);
    found::every_end_has_its_mark(&home, &ends);
    found::rows_are_the_engines(&mut slipway, &engine);
    let (key, ended_ms) = (slipway.engine_key().to_owned(), slipway_model::now().ms);
    slipway.end();
    for one in &stay {
        found::no_hole(&home, &key, &one.id, begun_ms, ended_ms);
    }
    is_flat(&memory);
    drop(stay);
    paths::remove_all(home.data());
}

fn is_flat(memory: &[f64]) {
    let count = memory.len();
    let middle = median(&memory[count / 2..count * 6 / 10 + 1]);
    let end = median(&memory[count * 9 / 10..]);
    eprintln!(
        "soak: {:.1} MB at first, {:.1} in the middle, {:.1} at the end",
        memory[0] / 1e6,
        middle / 1e6,
        end / 1e6
    );
    assert!(end <= middle * (1.0 + MORE_SHARE) + MORE_BYTES, "memory grows: {memory:.0?}");
}

fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
