//! kill -9 in the middle: the next ship finishes or undoes what was begun.

use slipway_tests::{App, Slipway, TestEngine, wait};
use std::time::Duration;

/// Ships a server, edits it, pulls the plug of the second ship at `stage`, and ships once more.
fn killed_at(stage: &str) {
    let engine = TestEngine::here();
    let slipway = Slipway::beside(&engine);
    let (app, _) = App::server(&engine, &format!("plug-{stage}"));
    let first = slipway.ship(&app.folder, &[]);
    let url = first.good()["url"].as_str().unwrap().to_owned();
    let name = first.good()["container"]["name"].as_str().unwrap().to_owned();

    app.edit("main.go", "\"one\"", "\"two\"");
    let mut ship = slipway.start_ship(&app.folder, &[]);
    assert!(ship.wait_for_stage(stage), "{:?}", ship.events());
    ship.kill();
    // What the killed one started may still write into the cache: it ends with its parent's death or by itself.
    ship.finish();

    app.edit("main.go", "\"two\"", "\"three\"");
    let last = slipway.ship(&app.folder, &[]);
    let result = last.good();
    assert_eq!(result["container"]["name"], name.as_str(), "{result:#}");
    assert_eq!(result["url"], url.as_str(), "the address is kept: {result:#}");
    assert_eq!(app.containers(), [name.as_str()], "nothing half-made is left");
    assert_eq!(wait::http_get(&url).as_deref(), Some("version three"));
    assert!(engine.images_of(&app.name).len() <= 3);
}

#[test]
fn while_it_compiled() {
    killed_at("build");
}

#[test]
fn while_it_loaded_the_image() {
    killed_at("image");
}

#[test]
fn while_it_replaced_the_container() {
    killed_at("run");
}

#[test]
fn while_it_waited_for_the_answer() {
    killed_at("check");
}

#[test]
fn the_one_that_served_comes_back_when_the_next_ship_fails_too() {
    let engine = TestEngine::here();
    let slipway = Slipway::beside(&engine);
    let (app, _) = App::server(&engine, "plug-back");
    let first = slipway.ship(&app.folder, &[]);
    let url = first.good()["url"].as_str().unwrap().to_owned();
    app.make_deaf();
    let mut ship = slipway.start_ship(&app.folder, &[]);
    assert!(ship.wait_for_stage("check"), "{:?}", ship.events());
    ship.kill();
    ship.finish();
    app.edit("main.go", "\"one\"", "one");
    slipway.ship(&app.folder, &[]).bad(1);
    assert_eq!(app.containers().len(), 1, "{:?}", app.containers());
    wait::until("the first one answers again", Duration::from_secs(10), || {
        (wait::http_get(&url).as_deref() == Some("version one")).then_some(())
    });
}
