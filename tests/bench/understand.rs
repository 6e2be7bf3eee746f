//! The figures of understanding and building: `slipway inspect` beside `go list`, native ships beside a Dockerfile.
//!
//! The Dockerfile's first build needs an engine whose build cache may be emptied: the one that the script started.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program for the terminal; what goes wrong ends it and is said"
)]

mod buildkit;
mod cold;
mod edits;
mod forty;
mod inspect;
mod warm;

use slipway_tests::figures::{Figure, Report};
use slipway_tests::{Slipway, TestEngine};
use std::path::PathBuf;

/// What the Dockerfile's side is in each figure.
const BUILDKIT: &str = "docker build + rm + run";

fn main() {
    let file = PathBuf::from(std::env::args_os().nth(1).expect("bench-understand FILE"));
    let engine = TestEngine::here();
    let mut report = Report::new("understand", &engine, file);

    println!("inspect, beside go list");
    let times = inspect::measure(&Slipway::warm(&engine));
    report.add(
        Figure::of("inspect_1000_files", "ms", &times.slipway)
            .goal(1000.0)
            .reference("go list -deps -json", &times.go_list),
    );

    println!("ship with nothing in any cache and no Go");
    report.add(Figure::of("ship_cold", "ms", &[cold::measure(&engine)]));

    println!("ship after an edit, beside docker build");
    let builder = buildkit::builder_image(&engine);
    let times = warm::measure(&engine, &builder);
    report.add(
        Figure::of("ship_warm_vs_buildkit", "ms", &times.slipway).reference(BUILDKIT, &times.dockerfile),
    );

    println!("forty packages, first and after edits, beside docker build");
    if let Some((first, again)) = forty::measure(&engine, &builder) {
        for (name, times) in [("native_first_vs_dockerfile", first), ("native_again_vs_dockerfile", again)] {
            report.add(Figure::of(name, "ms", &times.slipway).reference(BUILDKIT, &times.dockerfile));
        }
    }
    report.print();
}
