//! What a person does first, on any engine: ship, ship again, break it, run out of memory.

use serde_json::Value;
use slipway_tests::{App, Slipway, TestEngine, wait};
use std::time::Duration;

/// How many images of a program are kept, as `app::ship::keep` has it.
const KEPT: usize = 3;
/// How often it is shipped again, so that one image is too many.
pub(crate) const TIMES: usize = KEPT;

/// How a port that a container publishes comes to this machine's 127.0.0.1, where the engine does not bring it.
pub(crate) type Bring<'a> = &'a dyn Fn(u16);

/// On an engine that runs here.
pub(crate) fn it_is_here(_: u16) {}

/// A template is shipped and answers, and again so many times; three images are kept; one that crashes gives way to the
/// one before.
pub(crate) fn ships_and_ships_again(engine: &TestEngine, times: usize, bring: Bring<'_>) {
    let slipway = Slipway::warm(engine);
    let app = App::template(engine, "http-server", "core");
    let port = slipway_tests::ports::own();
    let publish = format!("{port}:8080");
    let mut ship = slipway.start_ship(&app.folder, &["--publish", &publish]);
    assert!(ship.wait_for_stage("check"), "{:#?}", ship.finish());
    bring(port);
    let shipped = ship.finish();
    let first = shipped.good();
    let url = first["url"].as_str().unwrap().to_owned();
    let name = first["container"]["name"].as_str().unwrap().to_owned();
    assert_eq!(url.trim_end_matches('/'), format!("http://127.0.0.1:{port}"));
    assert_eq!((first["way"].as_str(), &first["rolled_back"]), (Some("native"), &Value::Bool(false)));
    assert_eq!(wait::http_get(&url).as_deref(), Some("Hello, World!\n"));
    image_is_what_is_said(engine, first);

    let mut greeting = "Hello".to_owned();
    let mut ids = vec![first["image"]["id"].clone()];
    for version in 0..times {
        let next = format!("Hello {version}");
        app.edit("main.go", &format!("\"{greeting}, %s!"), &format!("\"{next}, %s!"));
        greeting = next;
        let shipped = slipway.ship(&app.folder, &["--publish", &publish]);
        let again = shipped.good();
        assert_eq!(
            (&again["url"], &again["container"]["name"]),
            (&first["url"], &first["container"]["name"])
        );
        assert_eq!(wait::http_get(&url), Some(format!("{greeting}, World!\n")));
        assert_eq!(app.containers(), [name.as_str()], "the old one is gone");
        ids.push(again["image"]["id"].clone());
    }
    ids.dedup();
    assert_eq!(ids.len(), times + 1, "other source is another image: {ids:?}");
    let images = engine.images_of(&app.name);
    let kept = &ids[ids.len().saturating_sub(KEPT)..];
    assert_eq!(images.len(), kept.len(), "of {} images so many stay: {images:?}", ids.len());
    for id in kept.iter().map(|id| id.as_str().unwrap()) {
        assert!(images.iter().any(|image| image.contains(id)), "{id} is kept: {images:?}");
    }

    // One that ends at once is explained, and the version before serves again.
    app.edit("main.go", "\tport := os", "\tvar m map[string]int\n\tm[\"a\"] = 1\n\tport := os");
    let crashed = slipway.ship(&app.folder, &["--publish", &publish]);
    let result = crashed.bad(1);
    assert!(crashed.codes().contains(&"project-run-nil-map".to_owned()), "{result:#}");
    assert_eq!(result["rolled_back"], true, "{result:#}");
    wait::until("the one before answers", Duration::from_secs(20), || {
        (wait::http_get(&url)? == format!("{greeting}, World!\n")).then_some(())
    });
    assert_eq!(app.containers(), [name.as_str()]);
    assert_eq!(engine.images_of(&app.name), images, "what crashed is not kept");
}

/// Id, tag and size of a shipped image are what the engine, its container and its files say.
fn image_is_what_is_said(engine: &TestEngine, result: &Value) {
    let image = &result["image"];
    let (id, tag) = (image["id"].as_str().unwrap(), image["tag"].as_str().unwrap());
    let name = result["container"]["name"].as_str().unwrap();
    // Podman leaves out the name of the hash.
    let bare = |id: &str| id.trim_start_matches("sha256:").to_owned();
    assert_eq!(bare(&engine.docker(&["image", "inspect", "--format", "{{.Id}}", tag])), bare(id));
    assert_eq!(bare(&engine.inspect(name, "{{.Image}}")), bare(id), "the container is of that image");
    size_is_what_is_said(engine, result);
}

/// The size is what the image's files take, uncompressed, whatever the engine keeps of it.
pub(crate) fn size_is_what_is_said(engine: &TestEngine, result: &Value) {
    let name = result["container"]["name"].as_str().unwrap();
    let path = slipway_tests::paths::fresh("exported").join("files.tar");
    engine.docker(&["export", "-o", path.to_str().unwrap(), name]);
    let files = std::fs::metadata(&path).unwrap().len() as f64;
    std::fs::remove_file(path).unwrap();
    let said = result["image"]["bytes"].as_u64().unwrap() as f64;
    assert!((0.95..1.05).contains(&(said / files)), "{said} B are said, its files have {files} B");
}

/// The template that fills its memory, with 64 MiB of it: the verdict, and nothing left of it.
pub(crate) fn runs_out_of_memory(engine: &TestEngine) {
    let slipway = Slipway::warm(engine);
    let app = App::template(engine, "memory-hog", "hog");
    let options = ["--memory", "64m", "--env", "HOG_STEP_MB=96", "--remove"];
    let shipped = slipway.ship(&app.folder, &options);
    let result = shipped.bad(1);
    assert_eq!(result["explanations"][0]["code"], "ended-out-of-memory", "{result:#}");
    assert_eq!(app.containers(), Vec::<String>::new());
}
