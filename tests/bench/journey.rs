//! The figures of the journey: how soon the first list, what idling costs, how soon an edit answers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program for the terminal; what goes wrong ends it and is said"
)]

mod edits;
mod idle;
mod ship;

use slipway_tests::engine::Foreign;
use slipway_tests::figures::{Figure, Report};
use slipway_tests::window::Opening;
use slipway_tests::{Slipway, TestEngine, Window, tree};
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
    // The first start of all makes the database and warms the disk cache.
    let mut starts = Vec::new();
    for run in 0..=STARTS {
        let ms = runtime.block_on(first_list(&home));
        println!("  {ms:.0} ms{}", if run == 0 { " (not counted)" } else { "" });
        if run > 0 {
            starts.push(ms);
        }
    }
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

/// From the start of the process to the first row on the screen, in milliseconds, by the page's own clock.
async fn first_list(home: &Slipway) -> f64 {
    // The page may mark the moment itself; else its list is asked for as soon as it stands and looked for every frame.
    const SCRIPT: &str = "
        const done = arguments[arguments.length - 1];
        const look = () => {
            const mark = performance.getEntriesByName('first-list')[0];
            if (mark) return done(performance.timeOrigin + mark.startTime);
            if (document.querySelector('[data-testid=container-row]')) return done(Date.now());
            if (document.querySelector('[data-testid=app-ready]') && location.hash !== '#/containers')
                location.hash = '#/containers';
            requestAnimationFrame(look);
        };
        look();";
    Window::with("bench", Opening::of(home), |window| async move {
        let shown = window.client().execute_async(SCRIPT, Vec::new()).await.expect("the list is shown");
        shown.as_f64().expect("a time") - tree::started_ms(window.process())
    })
    .await
}
