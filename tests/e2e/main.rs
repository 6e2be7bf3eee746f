//! The real window does the journey: found by `data-testid`, clicked, read. One window at a time.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test's panic is its answer")]

mod both_languages;
mod closed;
mod containers;
mod costs;
mod damaged;
mod engine;
mod full_disk;
mod hostile;
mod journey;
mod keyring;
mod language;
mod logs;
mod marks;
mod monitor;
mod podman;
mod steps;
mod together;
mod understood;
mod window;

/// The pages are loaded once a test; a runtime with two threads is enough for a driver and its window.
#[test]
fn there_is_a_display_and_a_driver() {
    assert!(std::env::var_os("DISPLAY").is_some(), "no display: run `make test`");
    assert!(std::path::Path::new("/usr/bin/WebKitWebDriver").exists(), "webkit2gtk-driver is needed");
}
