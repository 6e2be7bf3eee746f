//! Several `slipway ship` of one project at the same moment: one ships, the others say that they are not the one, and
//! there is one container.

use slipway_tests::{App, Finished, Slipway, TestEngine, wait};

/// Ships a project several times at once. Gives those that were told that another one ships.
fn at_once(slipway: &Slipway, app: &App, count: usize) -> Vec<Finished> {
    let started: Vec<_> = (0..count).map(|_| slipway.start_ship(&app.folder, &[])).collect();
    let ended: Vec<_> = started.into_iter().map(slipway_tests::slipway::Started::finish).collect();
    let (good, bad): (Vec<_>, Vec<_>) = ended.into_iter().partition(|one| one.status == 0);
    assert!(!good.is_empty(), "one of them ships: {bad:#?}");
    for one in &good {
        one.good();
    }
    for one in &bad {
        let result = one.bad(5);
        assert_eq!(result["error"]["code"], "machine-busy", "{one:#?}");
    }
    bad
}

#[test]
fn ships_of_one_project_at_once_make_one_container() {
    let engine = TestEngine::here();
    let slipway = Slipway::beside(&engine);
    let (app, port) = App::server(&engine, "together");
    // The first time nobody knows the project, nor is there a database.
    let mut told = at_once(&slipway, &app, 2).len();
    let url = format!("http://127.0.0.1:{port}/");
    assert_eq!(app.containers(), [app.name.as_str()]);
    assert_eq!(wait::http_get(&url).as_deref(), Some("version one"));
    for (from, to) in [("one", "two"), ("two", "three")] {
        app.edit("main.go", &format!("\"{from}\""), &format!("\"{to}\""));
        told += at_once(&slipway, &app, 4).len();
        assert_eq!(app.containers(), [app.name.as_str()]);
        assert_eq!(wait::http_get(&url), Some(format!("version {to}")));
    }
    assert!(told > 0, "some of them met");
    let shipped = slipway.ship(&app.folder, &[]);
    assert_eq!(shipped.good()["container"]["name"], app.name.as_str());
}

#[test]
fn one_that_is_refused_takes_nothing_from_the_one_that_ships() {
    let engine = TestEngine::here();
    let slipway = Slipway::beside(&engine);
    let (app, _) = App::server(&engine, "refused");
    // It never listens, so the first one is still waiting for it.
    app.make_deaf();
    let mut first = slipway.start_ship(&app.folder, &["--wait", "20s"]);
    assert!(first.wait_for_stage("check"), "{:?}", first.events());
    let second = slipway.ship(&app.folder, &[]);
    assert_eq!(second.bad(5)["error"]["code"], "machine-busy");
    assert_eq!(app.containers().len(), 1, "the first one's container is there");
    slipway.ship(&app.folder, &["--remove"]).bad(5);
    assert_eq!(app.containers().len(), 1, "not even a ship that would remove it touches it");
    first.interrupt();
    first.finish().bad(130);
    assert_eq!(app.containers(), Vec::<String>::new());
}
