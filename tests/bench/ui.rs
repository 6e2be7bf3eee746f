//! The figures of the window with 300 containers and a full history: how soon the list, how even it scrolls, what a
//! page of charts costs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program for the terminal; what goes wrong ends it and is said"
)]

mod first_list;
mod frames;
mod shown;

use slipway_model::{ContainerId, EngineKey, now};
use slipway_series::{History, Options, SeriesKey};
use slipway_tests::crowd::Crowd;
use slipway_tests::figures::{Figure, Report};
use slipway_tests::load::Load;
use slipway_tests::window::Opening;
use slipway_tests::{Headless, Slipway, TestEngine, Window, paths};
use std::path::PathBuf;

const CONTAINERS: usize = 300;
/// Times that the fleet is scrolled, beside a page that stands still.
const SCROLLS: usize = 3;
/// Starts of the window.
const STARTS: usize = 7;
/// The history before: days in rows of ten seconds, then the finest tier in full.
const DAYS: i64 = 7;
const SECONDS: i64 = 7_200;

fn main() {
    let file = PathBuf::from(std::env::args_os().nth(1).expect("bench-ui FILE"));
    let engine = TestEngine::here();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let mut report = Report::new("ui", &engine, file);
    let home = Slipway::bare(&engine);

    println!("{CONTAINERS} containers start");
    let mut crowd = Crowd::new(&engine);
    crowd.grow(CONTAINERS);
    println!("a history of {DAYS} days is made");
    fill(&home, crowd.ids());
    println!("first list, {STARTS} starts");
    let starts = runtime.block_on(first_list::measure(&home, STARTS));
    report.add(Figure::of("first_list_300", "ms", &starts).goal(1200.0));

    println!("the fleet scrolls, then a page of charts stands");
    let works = crowd.ids().first().cloned().expect("there are containers");
    let (frames, still, charts) =
        runtime.block_on(Window::with("bench-ui", Opening::of(&home), move |window| async move {
            let (mut frames, mut still) = (Vec::new(), Vec::new());
            for _ in 0..SCROLLS {
                still.extend(shown::still(&window).await);
                frames.extend(shown::scroll(&window, CONTAINERS).await);
            }
            (frames, still, shown::charts(&window, &works).await)
        }));
    report.add(Figure::of("fleet_300_still", "ms a frame", &still).by_p95());
    report.add(Figure::of("fleet_300_scroll", "ms a frame", &frames).goal(18.0).by_p95());
    report.add(Figure::of("container_8_charts", "% of a core", &charts).goal(25.0));
    report.print();
    drop(crowd);
    paths::remove_all(home.data());
}

/// As if Slipway had watched these containers for days.
fn fill(home: &Slipway, ids: &[String]) {
    // The engine's key, and a data folder with a database.
    let slipway = Headless::start(home);
    let engine = EngineKey::new(slipway.engine_key());
    slipway.end();
    let folder = home.database().with_file_name("history");
    let end_ms = now().ms;
    let begin_ms = end_ms - DAYS * 86_400_000;
    let (history, _) =
        History::open(&folder, Options::default(), begin_ms).expect("the history can be opened");
    let key = |id: &String| SeriesKey { engine: engine.clone(), container: ContainerId::new(id) };
    Load::of(ids.iter().map(key)).fill(&history, DAYS, SECONDS, end_ms);
    println!("  {:.0} MB", history.bytes() as f64 / 1e6);
}
