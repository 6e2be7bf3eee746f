//! The script that starts engines for tests touches only what it started: a name that is taken is refused, and what
//! somebody else has made is not taken down.

use slipway_tests::{TestEngine, paths};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn script(arguments: &[&str]) -> Output {
    Command::new(paths::root().join("scripts/engine-netns")).args(arguments).output().unwrap()
}

fn refused(arguments: &[&str], because: &str) {
    let output = script(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{arguments:?} is refused");
    assert!(said.contains(because), "{arguments:?}: {said}");
}

/// A folder where an engine of this name would be; it goes when it is dropped.
struct Taken {
    name: String,
    folder: PathBuf,
}

impl Taken {
    fn new(name: &str) -> Self {
        let name = format!("{name}-{}", std::process::id());
        let folder = Path::new("/var/tmp").join(format!("slipway-engine-{name}"));
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("precious"), "of somebody else").unwrap();
        Self { name, folder }
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

#[test]
fn what_it_did_not_start_is_not_taken_down() {
    let taken = Taken::new("foreign");
    refused(&["stop", &taken.name], "not made by this script");
    refused(&["start", &taken.name], "take another name");
    assert!(taken.folder.join("precious").exists());
    refused(&["stop", "there-is-no-such-engine"], "there is no test engine");
    refused(&["stop", "../slipway-engine-x"], "no name for a test engine");
    refused(&["start", "x/../../y"], "no name for a test engine");
}

#[test]
fn an_engine_that_a_run_has_for_itself_is_not_taken_down() {
    let taken = Taken::new("owned");
    std::fs::write(taken.folder.join("owner"), std::process::id().to_string()).unwrap();
    refused(&["stop", &taken.name], "belongs to a run");
    assert!(taken.folder.join("precious").exists());
}

#[test]
fn a_name_whose_engine_runs_is_refused_and_the_engine_goes_on() {
    // A process that looks as a daemon of that name would.
    let taken = Taken::new("running");
    std::fs::write(taken.folder.join("dockerd.pid"), std::process::id().to_string()).unwrap();
    refused(&["start", &taken.name], "is running already");
    assert!(taken.folder.join("precious").exists());
    // The engine of this very run, where the script has started it.
    let engine = TestEngine::here();
    let name = engine.url().strip_prefix("unix:///var/tmp/slipway-engine-");
    if let Some(name) = name.and_then(|rest| rest.strip_suffix("/docker.sock")) {
        refused(&["start", name], "is running already");
    }
    engine.docker(&["version"]);
}
