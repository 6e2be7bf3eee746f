//! The figures of watching: what the sampler and the history cost beside `docker stats` and the engine's own stream of
//! the same real containers, how steady it is, and the history's own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program for the terminal; what goes wrong ends it and is said"
)]

mod beside;
mod history;

use beside::Looked;
use slipway_tests::crowd::Crowd;
use slipway_tests::figures::{Figure, Report};
use slipway_tests::{Headless, Slipway, TestEngine};
use std::path::PathBuf;

const ROUNDS: usize = 3;
/// How long the readings of 300 containers are watched.
const WATCHED_MS: u32 = 30_000;

const CORE: &str = "% of a core";
const STATS: &str = "docker stats";
const STREAM: &str = "the engine's stream";

fn main() {
    let file = PathBuf::from(std::env::args_os().nth(1).expect("bench-monitor FILE"));
    let engine = TestEngine::here();
    let mut report = Report::new("monitor", &engine, file);
    let home = Slipway::bare(&engine);
    let mut crowd = Crowd::new(&engine);

    println!("100 containers start");
    crowd.grow(100);
    // The first start of all makes the database and tries a container of its own.
    Headless::start(&home).end();
    println!("100 containers, nobody looks");
    let costs = beside::measure(&engine, &home, crowd.ids(), Looked::AtNone, ROUNDS);
    let sampler = |name, of: &[f64]| Figure::of(name, CORE, of);
    report.add(
        sampler("sampler_100_at_1hz_cpu", &costs.slipway).goal(1.0).reference(STATS, &costs.docker_stats),
    );
    report.add(sampler("sampler_100_at_1hz_vs_stream", &costs.slipway).reference(STREAM, &costs.stream));
    report.add(sampler("sampler_100_at_1hz_engine", &costs.slipway_engine));

    println!("200 more containers start");
    crowd.grow(300);
    println!("300 containers, all are looked at");
    let costs = beside::measure(&engine, &home, crowd.ids(), Looked::AtAll, ROUNDS);
    report.add(
        sampler("sampler_300_at_10hz_cpu", &costs.slipway).goal(10.0).reference(STATS, &costs.docker_stats),
    );
    report.add(sampler("sampler_300_at_10hz_vs_stream", &costs.slipway).reference(STREAM, &costs.stream));
    report.add(sampler("sampler_300_at_10hz_engine", &costs.slipway_engine));
    report.add(Figure::of("sampler_300_period", "ms", &periods(&home)).goal(120.0).by_p95());
    drop(crowd);

    println!("the history of 300 containers over a week");
    let history = history::measure();
    report.add(Figure::of("history_write", "ms a second", &history.write_ms).goal(1.5));
    report.add(Figure::of("history_bytes_per_value", "bytes", &history.bytes_per_value).goal(3.0));
    report.add(Figure::of("history_query", "ms", &history.query_ms).goal(20.0));
    report.add(Figure::of("history_query_all_metrics", "ms", &history.query_all_ms));
    report.print();
}

/// Milliseconds from one reading of a container to its next.
fn periods(home: &Slipway) -> Vec<f64> {
    println!("300 containers, how steady");
    let mut slipway = Headless::start(home);
    slipway.ask("fleet");
    // Not counted: those that are read for the first time.
    slipway.ask("periods 5000");
    let answer = slipway.ask(&format!("periods {WATCHED_MS}"));
    slipway.end();
    let periods: Vec<f64> =
        answer["periods_ms"].as_array().expect("periods").iter().filter_map(|ms| ms.as_f64()).collect();
    let all = 300 * WATCHED_MS as usize / 100;
    println!("  {} readings of {all}", periods.len());
    periods
}
