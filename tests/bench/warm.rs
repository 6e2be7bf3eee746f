//! An edit, and how long until the right answer: `slipway ship`, and a Dockerfile with its caches warm.

use crate::buildkit::{Neighbour, Times};
use crate::edits::{answered, edit, ms};
use slipway_tests::{App, Slipway, TestEngine, ports};
use std::time::Instant;

/// Edits, of which the first is not counted: it fills caches for both.
const ROUNDS: usize = 8;

/// Both, interleaved.
pub(crate) fn measure(engine: &TestEngine, builder: &str) -> Times {
    let home = Slipway::warm(engine);
    let app = App::copy(engine, "http-server", "warm");
    let neighbour = Neighbour::new(engine, &app, builder);
    let port = ports::free();
    let mut times = Times::default();
    for round in 0..ROUNDS {
        let slipway = ship(&home, &app, port, "/", &edit(&app, round, "slipway"));
        let dockerfile = neighbour.ship("/", &edit(&app, round, "dockerfile"));
        println!("  slipway {slipway:.0} ms, dockerfile {dockerfile:.0} ms");
        if round > 0 {
            times.slipway.push(slipway);
            times.dockerfile.push(dockerfile);
        }
    }
    times
}

/// From the start of `slipway ship` to the right answer below a path, in milliseconds.
pub(crate) fn ship(home: &Slipway, app: &App, port: u16, path: &str, wanted: &str) -> f64 {
    let begin = Instant::now();
    let publish = format!("{port}:8080");
    let ship = home.start_ship(&app.folder, &["--way", "native", "--publish", &publish]);
    answered(&format!("http://127.0.0.1:{port}{path}"), wanted);
    let took = ms(begin);
    ship.finish().good();
    took
}
