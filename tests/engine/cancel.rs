//! Ctrl-C at every stage leaves nothing: no container, no image, no process, and whatever served before serves on.

use slipway_tests::{App, Slipway, TestEngine, wait};
use std::time::Duration;

const STAGES: [&str; 6] = ["understand", "toolchain", "build", "image", "run", "check"];

/// Interrupts a first ship once `stage` has begun. A stage may be over before the signal arrives: then the ship has
/// either ended well or was cancelled in the next one, and both must be clean.
fn cancelled_at(stage: &str) {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let (app, _) = App::server(&engine, &format!("stop-{stage}"));
    // It never listens, so the last stage lasts.
    app.make_deaf();
    app.edit("main.go", "\"one\"", &format!("\"{}\"", app.name));
    let mut ship = slipway.start_ship(&app.folder, &["--wait", "30s"]);
    assert!(ship.wait_for_stage(stage), "{:?}", ship.events());
    ship.interrupt();
    let shipped = ship.finish();
    let result = shipped.bad(130);
    assert_eq!(result["error"]["code"], "cancelled", "{result:#}");
    assert_eq!(shipped.left_running(), [], "no process outlives it");
    assert_eq!(app.containers(), Vec::<String>::new(), "no container stays");
    assert_eq!(engine.images_of(&app.name), Vec::<String>::new(), "no image stays");
}

#[test]
fn while_it_reads_the_project() {
    cancelled_at(STAGES[0]);
}

#[test]
fn while_it_looks_for_a_toolchain() {
    cancelled_at(STAGES[1]);
}

#[test]
fn while_it_compiles() {
    cancelled_at(STAGES[2]);
}

#[test]
fn while_it_loads_the_image() {
    cancelled_at(STAGES[3]);
}

#[test]
fn while_it_starts_the_container() {
    cancelled_at(STAGES[4]);
}

#[test]
fn while_it_waits_for_the_answer() {
    cancelled_at(STAGES[5]);
}

#[test]
fn the_old_one_serves_on_whatever_was_cancelled() {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let (app, _) = App::server(&engine, "stop-again");
    let shipped = slipway.ship(&app.folder, &[]);
    let url = shipped.good()["url"].as_str().unwrap().to_owned();
    let name = shipped.good()["container"]["name"].as_str().unwrap().to_owned();
    app.make_deaf();
    for stage in STAGES {
        app.edit("main.go", "const version = \"", &format!("const version = \"{stage} "));
        let mut ship = slipway.start_ship(&app.folder, &[]);
        assert!(ship.wait_for_stage(stage), "{stage}: {:?}", ship.events());
        ship.interrupt();
        let stopped = ship.finish();
        assert_eq!(stopped.status, 130, "{stage}: {stopped:#?}");
        assert_eq!(stopped.left_running(), [], "{stage}");
        assert_eq!(app.containers(), [name.as_str()], "{stage}");
        wait::until(&format!("the old one answers after a stop at {stage}"), Duration::from_secs(10), || {
            (wait::http_get(&url).as_deref() == Some("version one")).then_some(())
        });
    }
    assert_eq!(engine.images_of(&app.name).len(), 1, "only the image that runs stays");
}

#[test]
fn a_second_ctrl_c_does_no_harm() {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let (app, _) = App::server(&engine, "stop-twice");
    let mut ship = slipway.start_ship(&app.folder, &[]);
    assert!(ship.wait_for_stage("build"), "{:?}", ship.events());
    ship.interrupt();
    ship.interrupt();
    let shipped = ship.finish();
    assert_eq!(shipped.status, 130, "{shipped:#?}");
    assert_eq!(shipped.left_running(), []);
    assert_eq!(app.containers(), Vec::<String>::new());
}
