//! `slipway inspect` over a module of about 1000 Go files, beside `go list`, which also reads all that they import.

use crate::edits::ms;
use serde_json::Value;
use slipway_tests::{Slipway, paths};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// A real program of 1081 Go files with a few hundred modules behind it.
const MODULE: &str = "github.com/containerd/containerd/v2@v2.0.1";
/// Rounds, of which the first is not counted.
const ROUNDS: usize = 8;

pub(crate) struct Times {
    pub(crate) slipway: Vec<f64>,
    pub(crate) go_list: Vec<f64>,
}

/// Both, interleaved.
pub(crate) fn measure(home: &Slipway) -> Times {
    let folder = project(home);
    println!("  {MODULE}: {} Go files", go_files(&folder));
    let mut times = Times { slipway: Vec::new(), go_list: Vec::new() };
    for round in 0..ROUNDS {
        let begin = Instant::now();
        let said = output(inspect(home, &folder));
        let slipway = ms(begin);
        let found: Value = serde_json::from_slice(&said).expect("inspect prints JSON");
        assert!(
            found["programs"].as_array().is_some_and(|programs| !programs.is_empty()),
            "inspect finds the programs: {found}"
        );
        let begin = Instant::now();
        let listed = output(go(home, &folder, &["list", "-deps", "-json", "./..."]));
        let go_list = ms(begin);
        assert!(!listed.is_empty(), "go list lists them");
        println!("  inspect {slipway:.0} ms, go list {go_list:.0} ms");
        if round > 0 {
            times.slipway.push(slipway);
            times.go_list.push(go_list);
        }
    }
    paths::remove_all(&folder);
    times
}

/// The module in a folder of its own, with everything that it imports in the module cache.
fn project(home: &Slipway) -> PathBuf {
    let folder = paths::fresh("inspected");
    let fetched = output(go(home, &folder, &["mod", "download", "-json", MODULE]));
    let about: Value = serde_json::from_slice(&fetched).expect("go mod download prints JSON");
    let from = about["Dir"].as_str().expect("the module proxy has it");
    let project = folder.join("project");
    run(Command::new("cp").args(["-r", from]).arg(&project));
    // A module cache is read-only, and this copy is changed and goes again.
    run(Command::new("chmod").args(["-R", "u+w"]).arg(&project));
    // The proxy leaves vendored code out, but not the list of it, which go would believe.
    paths::remove_all(&project.join("vendor"));
    output(go(home, &project, &["list", "-deps", "./..."]));
    project
}

fn inspect(home: &Slipway, folder: &Path) -> Command {
    let mut command = Command::new(paths::program("slipway"));
    command.arg("inspect").arg(folder).arg("--json").envs(home.variables());
    command
}

fn go(home: &Slipway, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("go");
    command.args(arguments).current_dir(folder).envs(home.variables());
    command
}

fn output(mut command: Command) -> Vec<u8> {
    let output = command.stdin(Stdio::null()).output().expect("it starts: go is needed on the PATH");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn run(command: &mut Command) {
    let status = command.status().expect("it starts");
    assert!(status.success(), "{command:?}: {status}");
}

fn go_files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).expect("it can be read").filter_map(Result::ok);
    entries
        .map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => go_files(&entry.path()),
            _ => usize::from(entry.path().extension().is_some_and(|extension| extension == "go")),
        })
        .sum()
}
