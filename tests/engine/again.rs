//! Shipping again replaces what runs, and brings it back when the new one is not ok.

use slipway_tests::{App, Slipway, TestEngine, wait};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

struct Served {
    engine: TestEngine,
    slipway: Slipway,
    app: App,
    name: String,
    id: String,
    url: String,
}

/// The HTTP server, shipped and answering.
fn served(name: &str) -> Served {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let (app, _) = App::server(&engine, name);
    let shipped = slipway.ship(&app.folder, &[]);
    let result = shipped.good();
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    let (name, id, url) =
        (text(&result["container"]["name"]), text(&result["container"]["id"]), text(&result["url"]));
    assert_eq!(wait::http_get(&url).as_deref(), Some("version one"));
    Served { engine, slipway, app, name, id, url }
}

impl Served {
    /// The old program serves, there is one container, and the result says which.
    fn still_serves(&self, result: &serde_json::Value) {
        assert_eq!(result["rolled_back"], true, "{result:#}");
        assert_eq!(result["container"]["name"], self.name.as_str(), "{result:#}");
        assert_eq!(self.app.containers(), [self.name.as_str()]);
        wait::until("the old one answers", Duration::from_secs(10), || {
            (wait::http_get(&self.url).as_deref() == Some("version one")).then_some(())
        });
    }
}

#[test]
fn the_new_version_answers_at_the_same_address() {
    let served = served("again");
    served.app.edit("main.go", "\"one\"", "\"two\"");
    let shipped = served.slipway.ship(&served.app.folder, &[]);
    let result = shipped.good();
    assert_eq!(result["url"], served.url.as_str());
    assert_eq!(result["container"]["name"], served.name.as_str());
    assert_eq!(result["rolled_back"], false);
    assert_ne!(result["container"]["id"], served.id.as_str());
    assert_eq!(wait::http_get(&served.url).as_deref(), Some("version two"));
    assert_eq!(served.app.containers(), [served.name.as_str()], "one container for each project and program");
}

#[test]
fn the_old_one_serves_until_the_new_image_is_built() {
    let served = served("serves");
    let (stop, asked, missed) =
        (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let asker = {
        let (stop, asked, missed, url) =
            (Arc::clone(&stop), Arc::clone(&asked), Arc::clone(&missed), served.url.clone());
        std::thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                asked.fetch_add(1, Ordering::Relaxed);
                if wait::http_get(&url).is_none() {
                    missed.fetch_add(1, Ordering::Relaxed);
                }
                std::thread::sleep(Duration::from_millis(10));
            }
        })
    };
    served.app.edit("main.go", "\"one\"", "\"two\"");
    let mut ship = served.slipway.start_ship(&served.app.folder, &[]);
    // Up to the loading of the image: the stop of the old one comes after it and cannot cross.
    assert!(ship.wait_for_stage("image"), "{:?}", ship.events());
    stop.store(true, Ordering::Relaxed);
    asker.join().unwrap();
    ship.finish().good();
    assert!(asked.load(Ordering::Relaxed) > 5);
    let missed = missed.load(Ordering::Relaxed);
    assert_eq!(missed, 0, "of {asked:?} requests during the build were not answered");
}

#[test]
fn code_that_does_not_compile_leaves_the_old_one_serving() {
    let served = served("broken");
    served.app.edit("main.go", "\"one\"", "one");
    let shipped = served.slipway.ship(&served.app.folder, &[]);
    let result = shipped.bad(1);
    assert_eq!(served.app.containers(), [served.name.as_str()]);
    assert_eq!(served.engine.inspect(&served.name, "{{.Id}}"), served.id, "it was never touched");
    assert_eq!(wait::http_get(&served.url).as_deref(), Some("version one"));
    let explained = result["explanations"].as_array().unwrap();
    let at = explained.iter().find(|one| one["file"] == "main.go" && one["line"] == 10);
    assert!(at.is_some(), "the file and line are said: {result:#}");
}

#[test]
fn a_program_that_crashes_at_once_brings_the_old_one_back() {
    let served = served("crashes");
    served.app.edit("main.go", "func main() {", "func main() {\n\tpanic(\"on purpose\")");
    let shipped = served.slipway.ship(&served.app.folder, &[]);
    let result = shipped.bad(1);
    served.still_serves(result);
    assert!(!result["explanations"].as_array().unwrap().is_empty(), "and it is said why: {result:#}");
}

#[test]
fn a_server_that_never_listens_brings_the_old_one_back() {
    let served = served("deaf");
    served.app.make_deaf();
    let shipped = served.slipway.ship(&served.app.folder, &["--wait", "3s"]);
    served.still_serves(shipped.bad(1));
}

#[test]
fn after_a_failure_the_mended_code_ships() {
    let served = served("mended");
    served.app.edit("main.go", "func main() {", "func main() {\n\tpanic(\"on purpose\")");
    served.still_serves(served.slipway.ship(&served.app.folder, &[]).bad(1));
    served.app.edit("main.go", "\n\tpanic(\"on purpose\")", "");
    served.app.edit("main.go", "\"one\"", "\"three\"");
    let shipped = served.slipway.ship(&served.app.folder, &[]);
    assert_eq!(shipped.good()["url"], served.url.as_str());
    assert_eq!(wait::http_get(&served.url).as_deref(), Some("version three"));
}

#[test]
fn the_last_three_images_are_kept() {
    let served = served("images");
    let mut shipped = vec![];
    for (from, to) in [("one", "v2"), ("v2", "v3"), ("v3", "v4"), ("v4", "v5")] {
        served.app.edit("main.go", &format!("\"{from}\""), &format!("\"{to}\""));
        let image =
            served.slipway.ship(&served.app.folder, &[]).good()["image"]["id"].as_str().unwrap().to_owned();
        shipped.push(image);
    }
    let mut kept: Vec<String> = served
        .engine
        .images_of(&served.app.name)
        .iter()
        .filter_map(|image| image.split(' ').next().map(str::to_owned))
        .collect();
    kept.sort();
    kept.dedup();
    let mut newest: Vec<String> = shipped.into_iter().rev().take(3).collect();
    newest.sort();
    assert_eq!(kept, newest);
}

#[test]
fn a_foreign_container_is_left_alone() {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let (app, inside) = App::server(&engine, "beside");
    // It has the very name and port that the project would take.
    let port = slipway_tests::ports::own();
    let foreign = engine.foreign(&app.name, "foreign", &["-p", &format!("127.0.0.1:{port}:8080")]);
    let url = format!("http://127.0.0.1:{port}/");
    wait::until("the foreign one answers", Duration::from_secs(20), || wait::http_get(&url));
    let before =
        engine.inspect(&foreign.id, "{{.State.StartedAt}} {{.RestartCount}} {{json .Config.Labels}}");
    let shipped = slipway.ship(&app.folder, &["--publish", &format!("{port}:{inside}")]);
    let result = shipped.result();
    if result["ok"] == true {
        assert_ne!(result["container"]["id"], foreign.id.as_str());
        assert_ne!(result["container"]["name"], app.name.as_str());
        assert_ne!(result["url"], url.as_str());
    }
    slipway.ship(&app.folder, &["--remove"]);
    assert_eq!(
        engine.inspect(&foreign.id, "{{.State.StartedAt}} {{.RestartCount}} {{json .Config.Labels}}"),
        before
    );
    assert_eq!(wait::http_get(&url).as_deref(), Some("foreign"));
}

#[test]
fn a_container_that_somebody_removed_is_simply_made_anew() {
    let served = served("removed");
    served.engine.docker(&["rm", "-fv", &served.name]);
    let shipped = served.slipway.ship(&served.app.folder, &[]);
    assert_eq!(shipped.good()["container"]["name"], served.name.as_str());
    assert_eq!(served.app.containers(), [served.name.as_str()]);
}
