//! The figures of logs: following beside `docker logs -f`, searching beside `rg`, the list as it scrolls.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program for the terminal; what goes wrong ends it and is said"
)]

mod frames;
mod log_follow;
mod log_scroll;
mod log_search;

use slipway_tests::TestEngine;
use slipway_tests::figures::{Figure, Report};
use std::path::PathBuf;

fn main() {
    let file = PathBuf::from(std::env::args_os().nth(1).expect("bench-logs FILE"));
    let engine = TestEngine::here();
    let mut report = Report::new("logs", &engine, file);

    println!("ten million lines are searched, beside rg over the same bytes");
    let search = log_search::measure();
    report.add(Figure::of("search_first_page", "ms", &search.first_page).goal(30.0));
    report.add(Figure::of("search_all", "ms", &search.literal).goal(500.0));
    report.add(Figure::of("search_all_vs_rg", "ms", &search.literal).reference("rg", &search.rg_literal));
    let limit = 2.0 * Figure::of("", "", &search.rg_regex).median();
    report.add(Figure::of("search_regex", "ms", &search.regex).reference("rg", &search.rg_regex).goal(limit));
    report.add(Figure::of("search_memory", "MB", &search.memory_mb).goal(300.0));

    println!("containers write as fast as they can, followed by nobody, by docker, by Slipway");
    let followed = log_follow::measure(&engine);
    // At least 95 of 100 of what docker takes: the time may be so much longer.
    let limit = Figure::of("", "", &followed.docker_ms).median() / 0.95;
    report.add(
        Figure::of("ingest", "ms a million lines", &followed.ours_ms)
            .reference("docker logs -f", &followed.docker_ms)
            .goal(limit),
    );
    let limit = 1.1 * Figure::of("", "", &followed.slowed_by_docker_ms).median();
    report.add(
        Figure::of("container_slowdown", "ms a million lines", &followed.slowed_by_us_ms)
            .reference("beside docker logs -f", &followed.slowed_by_docker_ms)
            .goal(limit),
    );
    report.add(
        Figure::of("container_alone", "ms a million lines", &followed.alone_ms)
            .reference("beside docker logs -f", &followed.slowed_by_docker_ms),
    );
    let limit = 1.1 * Figure::of("", "", &followed.flood_alone_ms).median();
    report.add(
        Figure::of("flood_slowdown", "ms", &followed.flood_ms)
            .reference("alone", &followed.flood_alone_ms)
            .goal(limit),
    );
    report.add(Figure::of("lines_lost", "lines", &followed.lost).goal(0.0));

    println!("the list scrolls");
    let (still, frames) = log_scroll::measure(&engine);
    report.add(Figure::of("still_frames", "ms a frame", &still).by_p95());
    report.add(Figure::of("scroll_frames", "ms a frame", &frames).by_p95());
    report.print();
}
