//! What the Go of this machine says of a project, beside what its files say.

use slipway_tests::{Slipway, TestEngine, paths};

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
