//! What the Go of this machine says of a project, beside what its files say.

use slipway_tests::{Slipway, TestEngine, paths};
use std::process::Command;

const CIRCLE: [(&str, &str); 4] = [
    ("go.mod", "module example.org/circle\n\ngo 1.21\n"),
    ("main.go", "package main\n\nimport _ \"example.org/circle/a\"\n\nfunc main() {}\n"),
    ("a/a.go", "package a\n\nimport _ \"example.org/circle/b\"\n"),
    ("b/b.go", "package b\n\nimport _ \"example.org/circle/a\"\n"),
];

fn codes(home: &Slipway) -> Vec<String> {
    let folder = paths::fresh("circle");
    for (name, text) in CIRCLE {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let finished = home.run(&["inspect", folder.to_str().unwrap(), "--json"]);
    paths::remove_all(&folder);
    let problems = finished.events.last().unwrap()["problems"].as_array().expect("problems are a list");
    problems.iter().filter_map(|problem| problem["code"].as_str().map(str::to_owned)).collect()
}

#[test]
fn a_circle_that_only_go_sees_is_said_where_there_is_a_go() {
    let engine = TestEngine::here();
    assert_eq!(codes(&Slipway::warm(&engine)), ["project-import-cycle"]);
    assert_eq!(codes(&Slipway::bare(&engine).without_go()), Vec::<String>::new());
}

#[test]
fn what_a_repository_tells_git_to_run_is_not_run() {
    let engine = TestEngine::here();
    let folder = paths::fresh("hostile-git");
    let trace = folder.join("it-ran");
    std::fs::create_dir_all(folder.join("project")).unwrap();
    let project = folder.join("project");
    std::fs::write(project.join("go.mod"), "module example.org/x\n\ngo 1.21\n").unwrap();
    std::fs::write(project.join("main.go"), "package main\n\nfunc main() {}\n").unwrap();
    let git = |arguments: &[&str]| {
        let done = Command::new("git").arg("-C").arg(&project).args(arguments).output().expect("git");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    git(&["init", "-q"]);
    git(&["config", "core.fsmonitor", &format!("touch {}; false", trace.display())]);
    // What a careless look would run is really there.
    Command::new("git").arg("-C").arg(&project).args(["status"]).output().expect("git");
    assert!(trace.exists(), "git status runs it");
    std::fs::remove_file(&trace).unwrap();
    let home = Slipway::warm(&engine);
    assert_eq!(home.run(&["inspect", project.to_str().unwrap(), "--json"]).status, 0);
    home.ship(&project, &["--remove"]).good();
    assert!(!trace.exists(), "neither inspect nor ship runs it");
    paths::remove_all(&folder);
}
