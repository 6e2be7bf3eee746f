//! The first ship of all: no data folder, no Go, nothing compiled, and where the time goes.

use crate::edits::{answered, ms};
use slipway_tests::{App, Slipway, TestEngine, paths, ports};
use std::time::Instant;

/// From the start of `slipway ship` to the right answer, in milliseconds.
pub(crate) fn measure(engine: &TestEngine) -> f64 {
    let home = Slipway::bare(engine).without_go();
    let app = App::copy(engine, "http-server", "cold");
    let port = ports::free();
    let begin = Instant::now();
    let ship = home.start_ship(&app.folder, &["--publish", &format!("{port}:8080")]);
    answered(&format!("http://127.0.0.1:{port}/"), "version one");
    let took = ms(begin);
    let shipped = ship.finish();
    for stage in shipped.good()["stages"].as_array().into_iter().flatten() {
        println!("  {:<12}{:>8} ms", stage["stage"].as_str().unwrap_or_default(), stage["ms"]);
    }
    println!("  the answer after {took:.0} ms");
    paths::remove_all(home.data());
    took
}
