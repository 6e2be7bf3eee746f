//! Each failure of `tests/apps/failing`, in both ways: the same cause is said first, with the line where there is one.

use slipway_tests::{App, Slipway, TestEngine};

/// A project, the code that is said first, and the line of its `main.go` that is named; 0 where none can be.
type Failure = (&'static str, &'static str, u64);

const CRASHES: &[Failure] = &[
    ("nil-map", "project-run-nil-map", 5),
    ("nil-pointer", "project-run-nil-pointer", 8),
    ("index", "project-run-index", 6),
    ("divide", "project-run-divide", 5),
    ("deadlock", "project-run-deadlock", 5),
    ("closed-channel", "project-run-closed-channel", 6),
    ("stack", "project-run-stack", 5),
    ("conversion", "project-run-conversion", 5),
    ("memory", "ended-out-of-memory", 0),
];

const ENDS: &[Failure] = &[
    ("missing-file", "project-run-file-missing", 0),
    ("not-writable", "project-run-not-writable", 0),
    ("variable", "project-run-variable", 0),
    ("dials-itself", "project-run-dials-itself", 0),
    ("no-such-name", "project-run-no-such-name", 0),
    ("port-taken", "project-run-port-taken", 0),
    ("json", "project-run-json", 0),
];

const DO_NOT_COMPILE: &[Failure] = &[
    ("undefined", "project-compile-undefined", 4),
    ("unused-import", "project-compile-unused-import", 3),
    ("unused-variable", "project-compile-unused-variable", 4),
    ("syntax", "project-compile-syntax", 4),
    ("missing-return", "project-compile-missing-return", 7),
    ("types", "project-compile-types", 4),
    ("not-in-std", "project-package-not-in-std", 3),
    ("import-cycle", "project-import-cycle", 0),
    ("embed-missing", "project-embed-missing", 5),
];

fn all(failures: &[Failure], way: &str) {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let mut wrong = Vec::new();
    for (name, code, line) in failures {
        let app = App::copy(&engine, &format!("failing/{name}"), name);
        let shipped = slipway.ship(&app.folder, &["--way", way, "--memory", "64m", "--remove"]);
        let result = shipped.result();
        assert_eq!(result["ok"], false, "{name}: {result:#}");
        let first = &result["explanations"][0];
        let said = (first["code"].as_str(), first["line"].as_u64().unwrap_or_default());
        if said != (Some(*code), *line) || first["fix"].as_str().is_none_or(str::is_empty) {
            wrong.push(format!("{name}: {said:?}, not {code} at {line}; all: {:#}", result["explanations"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crashes_natively() {
    all(CRASHES, "native");
}

#[test]
fn crashes_by_a_dockerfile() {
    all(CRASHES, "dockerfile");
}

#[test]
fn ends_with_a_reason_natively() {
    all(ENDS, "native");
}

#[test]
fn ends_with_a_reason_by_a_dockerfile() {
    all(ENDS, "dockerfile");
}

#[test]
fn does_not_compile_natively() {
    all(DO_NOT_COMPILE, "native");
}

#[test]
fn does_not_compile_by_a_dockerfile() {
    all(DO_NOT_COMPILE, "dockerfile");
}
