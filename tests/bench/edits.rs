//! An edit of a server's source, and the wait for the answer that only the edited one gives.

use slipway_tests::slipway::PATIENCE;
use slipway_tests::{App, wait};
use std::time::{Duration, Instant};

/// Another version in the source; the answer it must give.
pub(crate) fn edit(app: &App, round: usize, who: &str) -> String {
    let path = app.folder.join("main.go");
    let source = std::fs::read_to_string(&path).expect("the source is there");
    let version = format!("{who}-{round}");
    let changed: Vec<String> = source
        .lines()
        .map(|line| {
            if line.starts_with("const version") {
                format!("const version = \"{version}\"")
            } else {
                line.to_owned()
            }
        })
        .collect();
    std::fs::write(path, changed.join("\n") + "\n").expect("the source can be written");
    format!("version {version}")
}

/// A question asked while one program takes another's place may get no answer at all; it is asked anew then.
const ONE_QUESTION: Duration = Duration::from_millis(100);

/// Waits until a URL answers what is wanted.
pub(crate) fn answered(url: &str, wanted: &str) {
    let begin = Instant::now();
    while wait::http_get_within(url, ONE_QUESTION).as_deref() != Some(wanted) {
        assert!(begin.elapsed() < PATIENCE, "{url} does not answer {wanted:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Milliseconds since then.
pub(crate) fn ms(begin: Instant) -> f64 {
    begin.elapsed().as_secs_f64() * 1000.0
}
