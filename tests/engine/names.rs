//! Folders and programs with names that nobody thought of: shipped, or refused with a reason, never misread.

use slipway_tests::{App, Slipway, TestEngine, wait};

const SOURCE: &str = include_str!("../apps/http-server/main.go");

/// Ships a project in a folder of this name. What the name is taken for must not matter.
fn ships(name: &str) {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let app = App::named(&engine, name);
    app.write("go.mod", "module example.org/hostile\n\ngo 1.21\n");
    app.write("main.go", &SOURCE.replace("8080", &slipway_tests::ports::own().to_string()));
    let canary = slipway.data().join("canary");
    let shipped = slipway.ship(&app.folder, &[]);
    let result = shipped.good();
    let container = result["container"]["name"].as_str().unwrap().to_owned();
    assert!(
        container.chars().all(|letter| letter.is_ascii_alphanumeric() || "_.-".contains(letter)),
        "{name:?} gave the container {container:?}"
    );
    let answer = wait::http_get(result["url"].as_str().unwrap());
    slipway.ship(&app.folder, &["--remove"]);
    assert_eq!(answer.as_deref(), Some("version one"), "{name:?}");
    assert!(!canary.exists(), "{name:?} was run as a command");
    if let Some((_, tag)) = result["image"]["tag"].as_str().map(|tag| ((), tag)) {
        engine.try_docker(&["rmi", "-f", tag]).ok();
    }
    assert!(!engine.has(&container), "{name:?}");
}

#[test]
fn spaces_and_quotes() {
    ships("my \"first\" app's folder");
}

#[test]
fn chinese_and_emoji() {
    ships("我的程序 🚢");
}

#[test]
fn what_a_shell_would_run() {
    ships("$(touch canary);`touch canary`");
}

#[test]
fn what_looks_like_a_flag() {
    ships("--privileged");
}

#[test]
fn what_looks_like_a_reference() {
    ships("a:b@sha256");
}

#[test]
fn upper_case_and_dots() {
    ships("My.App..V2_");
}

#[test]
fn a_very_long_one() {
    ships(&"x".repeat(200));
}

#[test]
fn markup() {
    ships("<img src=x onerror=alert(1)>");
}

#[test]
fn a_folder_without_go_is_the_projects_fault_and_said() {
    let engine = TestEngine::here();
    let app = App::named(&engine, "no-go-here");
    app.write("README.md", "nothing to build");
    let shipped = Slipway::warm(&engine).ship(&app.folder, &[]);
    let result = shipped.bad(1);
    assert!(shipped.codes().iter().any(|code| code.starts_with("project-")), "{result:#}");
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let engine = TestEngine::here();
    let shipped = Slipway::warm(&engine).ship(std::path::Path::new("/nonexistent/slipway-project"), &[]);
    assert!([1, 2, 5].contains(&shipped.status), "{shipped:#?}");
}
