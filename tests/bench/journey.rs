//! The figures of the journey: how soon the first list, what idling costs, how soon an edit answers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program for the terminal; what goes wrong ends it and is said"
)]

mod edits;
mod first_list;
mod idle;
mod ship;

use slipway_tests::engine::Foreign;
use slipway_tests::figures::{Figure, Report};
use slipway_tests::{Slipway, TestEngine};
use std::path::PathBuf;

/// Containers that run beside what is measured.
const CONTAINERS: usize = 20;
/// Starts of the window.
const STARTS: usize = 7;

fn main() {
    let file = PathBuf::from(std::env::args_os().nth(1).expect("bench-journey FILE"));
    let engine = TestEngine::here();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let mut report = Report::new("journey", &engine, file);

    println!("{CONTAINERS} containers start");
    let others: Vec<Foreign> =
        (1..=CONTAINERS).map(|n| engine.foreign(&format!("bench-{n}"), "foreign", &[])).collect();
    let home = Slipway::warm(&engine);
    println!("first list, {STARTS} starts");
    let starts = runtime.block_on(first_list::measure(&home, STARTS));
    report.add(Figure::of("first_list", "ms", &starts).goal(900.0));

    println!("idle, window open and then hidden, {CONTAINERS} containers");
    let (memory, cpu) = idle::measure(&home);
    report.add(Figure::of("idle_cpu", "% of a core", &cpu).goal(0.5));
    report.add(Figure::of("idle_memory", "MB", &memory).goal(230.0));
    drop(others);

    println!("ship after an edit, beside ko and go build");
    let times = runtime.block_on(ship::measure(&engine, &home));
    report.add(
        Figure::of("ship_warm_vs_ko", "ms", &times.slipway)
            .reference("ko build + docker rm + run", &times.ko),
    );
    report.add(
        Figure::of("ship_warm_vs_go_build", "ms", &times.slipway).reference("go build", &times.go_build),
    );
    report.print();
}
