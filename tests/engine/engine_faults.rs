//! An engine that is not there, goes away or stops answering: said, bounded in time, and nothing half-made after it.

use slipway_tests::socket_proxy::{Fault, SocketProxy};
use slipway_tests::{App, Slipway, TestEngine};
use std::time::{Duration, Instant};

/// How long any answer may take that says the engine does not.
const BOUND: Duration = Duration::from_secs(40);

#[test]
fn no_engine_is_said_with_what_to_do() {
    let engine = TestEngine::here();
    let slipway =
        Slipway::warm(&engine).environment("DOCKER_HOST", "unix:///nonexistent/slipway/engine.sock");
    let (app, _) = App::server(&engine, "noengine");
    let shipped = slipway.ship(&app.folder, &["--engine", "unix:///nonexistent/slipway/engine.sock"]);
    let result = shipped.bad(3);
    assert!(result["error"]["code"].as_str().unwrap().starts_with("engine-"), "{result:#}");
    assert!(!result["error"]["title"].as_str().unwrap().is_empty());
}

#[test]
fn an_engine_that_does_not_answer_is_given_up_on() {
    let engine = TestEngine::here();
    let proxy = SocketProxy::before(engine.socket());
    proxy.set(Fault::Stall);
    let slipway = Slipway::warm(&engine).environment("DOCKER_HOST", &proxy.url());
    let (app, _) = App::server(&engine, "silent");
    let begin = Instant::now();
    let shipped = slipway.ship(&app.folder, &["--engine", &proxy.url()]);
    assert!(begin.elapsed() < BOUND, "{:?}", begin.elapsed());
    let result = shipped.bad(3);
    assert!(result["error"]["code"].as_str().unwrap().starts_with("engine-"), "{result:#}");
}

#[test]
fn an_engine_that_is_cut_while_the_image_loads_leaves_nothing() {
    let engine = TestEngine::here();
    let proxy = SocketProxy::before(engine.socket());
    let slipway = Slipway::warm(&engine).environment("DOCKER_HOST", &proxy.url());
    let (app, _) = App::server(&engine, "cutload");
    app.edit("main.go", "\"one\"", "\"cut while loading\"");
    proxy.set(Fault::CutAfter(1_000_000));
    let shipped = slipway.ship(&app.folder, &["--engine", &proxy.url()]);
    shipped.bad(3);
    assert_eq!(app.containers(), Vec::<String>::new());
    assert_eq!(engine.images_of(&app.name), Vec::<String>::new());
    proxy.set(Fault::None);
    slipway.ship(&app.folder, &["--engine", &proxy.url()]).good();
}

#[test]
fn a_slow_engine_is_still_a_good_one() {
    let engine = TestEngine::here();
    let proxy = SocketProxy::before(engine.socket());
    proxy.set(Fault::Delay(Duration::from_millis(30)));
    let slipway = Slipway::warm(&engine);
    let (app, _) = App::server(&engine, "slow");
    slipway.ship(&app.folder, &["--engine", &proxy.url()]).good();
}
