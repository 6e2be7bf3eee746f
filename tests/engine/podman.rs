//! Podman: the core path on a service of its own, the Dockerfile way by its classic builder, and the service that
//! Slipway starts itself where only the program is there.

use futures_util::StreamExt as _;
use slipway_engine::{ContainerAction, ContainerState, Endpoint, Engine, EventKind, LogQuery};
use slipway_tests::{App, Podman, Slipway, TestEngine, wait};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn a_project_ships_again_crashes_and_goes_on_podman() {
    let mut podman = Podman::new();
    let engine = podman.serve();
    let slipway = Slipway::warm(&engine);
    let (app, _) = App::server(&engine, "podman");
    let shipped = slipway.ship(&app.folder, &[]);
    let first = shipped.good();
    assert_eq!(first["way"], "native");
    let url = first["url"].as_str().unwrap().to_owned();
    let name = first["container"]["name"].as_str().unwrap().to_owned();
    assert_eq!(wait::http_get(&url).as_deref(), Some("version one"));

    app.edit("main.go", "\"one\"", "\"two\"");
    let shipped = slipway.ship(&app.folder, &[]);
    let again = shipped.good();
    assert_eq!((&again["url"], &again["container"]["name"]), (&first["url"], &first["container"]["name"]));
    assert_ne!(again["container"]["id"], first["container"]["id"]);
    assert_eq!(wait::http_get(&url).as_deref(), Some("version two"));
    assert_eq!(app.containers(), [name.as_str()], "the old one is gone");

    // One that ends at once is explained, and the version before serves again.
    app.edit("main.go", "func main() {", "func main() {\n\tvar m map[string]int\n\tm[\"a\"] = 1");
    let crashed = slipway.ship(&app.folder, &[]);
    let result = crashed.bad(1);
    assert!(crashed.codes().contains(&"project-run-nil-map".to_owned()), "{result:#}");
    assert_eq!(result["rolled_back"], true, "{result:#}");
    assert_eq!(wait::http_get(&url).as_deref(), Some("version two"));
    assert_eq!(app.containers(), [name.as_str()]);

    app.edit("main.go", "\tvar m map[string]int\n\tm[\"a\"] = 1", "");
    slipway.ship(&app.folder, &["--remove"]).good();
    assert_eq!(app.containers(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_events_lines_and_samples_of_podman_are_read() {
    let mut podman = Podman::new();
    let engine = podman.serve();
    let slipway = Slipway::warm(&engine);
    let (app, port) = App::server(&engine, "podman-seen");
    let connected = Engine::connect(&Endpoint::parse(engine.url()).unwrap()).await.unwrap();
    assert_eq!(connected.info().product, "Podman");
    let mut events = connected.events(Some(connected.clock())).await;
    let shipped = slipway.ship(&app.folder, &[]);
    let id = shipped.good()["container"]["id"].as_str().unwrap().to_owned();

    let listed = connected.list_containers().await.unwrap();
    let row = listed.iter().find(|row| row.id.as_str() == id).expect("it is listed");
    assert_eq!((row.state, row.ports[0].host_port), (ContainerState::Running, Some(port)));
    let mut lines = connected.logs(&row.id, LogQuery { since: None, tail: None, follow: true });
    let frame = tokio::time::timeout(PATIENCE, lines.next()).await.unwrap().unwrap().unwrap();
    assert!(String::from_utf8_lossy(&frame.bytes).contains("listening on"), "{frame:?}");
    // Two, since the first has nothing to be compared with.
    let mut samples = connected.stats(&row.id);
    for _ in 0..2 {
        let sample = tokio::time::timeout(PATIENCE, samples.next()).await.unwrap().unwrap().unwrap();
        assert!(sample.memory_working_bytes > 0 && sample.cpu_total_ns > 0, "{sample:?}");
    }

    connected.kill_container(&row.id).await.unwrap();
    let mut seen = Vec::new();
    let died = async {
        while let Some(event) = events.next().await {
            if let EventKind::Container { id: whose, action, .. } = event.unwrap().kind
                && whose.as_str() == id
            {
                seen.push(action);
                if matches!(seen.last(), Some(ContainerAction::Die { .. })) {
                    break;
                }
            }
        }
    };
    tokio::time::timeout(PATIENCE, died).await.unwrap();
    assert!(seen.contains(&ContainerAction::Create) && seen.contains(&ContainerAction::Start), "{seen:?}");
    // Also while Podman calls it `stopped`, which Docker does not know.
    let facts = connected.inspect_container(&id).await.unwrap();
    assert_eq!((facts.state, facts.exit_code), (ContainerState::Exited, Some(137)));
}

#[test]
fn a_dockerfile_is_built_by_podmans_classic_builder() {
    let mut podman = Podman::new();
    let engine = podman.serve();
    let slipway = Slipway::warm(&engine);
    let (app, _) = App::server(&engine, "podman-file");
    let shipped = slipway.ship(&app.folder, &["--way", "dockerfile"]);
    let result = shipped.good();
    assert_eq!(result["way"], "dockerfile");
    assert_eq!(wait::http_get(result["url"].as_str().unwrap()).as_deref(), Some("version one"));
    let applied = result["applied"][0]["what"].as_str().unwrap_or_default();
    assert!(applied.starts_with("slipway/go-builder:"), "{result:#}");
    assert!(engine.try_docker(&["image", "inspect", applied]).is_ok(), "{applied}");

    app.edit("main.go", "const version", "const version2 = versio\nconst version");
    let broken = slipway.ship(&app.folder, &["--way", "dockerfile"]);
    broken.bad(1);
    assert!(broken.stdout.contains("undefined: versio"), "{broken:#?}");
}

/// A home where only the program `podman` is there, and it is the one of the test.
fn only_the_program(podman: &Podman) -> Slipway {
    let slipway = Slipway::beside(&TestEngine::here()).without_engine();
    podman.variables().into_iter().fold(slipway, |slipway, (name, value)| slipway.environment(name, &value))
}

#[test]
fn slipways_own_service_is_started_for_a_ship_and_gone_after_it() {
    let podman = Podman::new();
    let slipway = only_the_program(&podman);
    let (app, _) = App::server(&TestEngine::here(), "podman-own");
    let shipped = slipway.ship(&app.folder, &[]);
    let result = shipped.good();
    let url = result["url"].as_str().unwrap();
    let services = |left: Vec<(u32, String)>| -> Vec<String> {
        left.into_iter().map(|(_, command)| command).filter(|command| command.contains("service")).collect()
    };
    assert_eq!(services(shipped.left_running()), Vec::<String>::new());
    let sockets = std::fs::read_dir(slipway.data().join("run")).unwrap().count();
    assert_eq!(sockets, 0, "socket and log are gone too");
    assert_eq!(wait::http_get(url).as_deref(), Some("version one"), "the container runs on without it");

    // The next service, under another socket, is the same engine: what was shipped is known.
    app.edit("main.go", "\"one\"", "\"two\"");
    let again = slipway.ship(&app.folder, &["--remove"]);
    assert_eq!(again.good()["url"], url, "{again:#?}");
    assert_eq!(services(again.left_running()), Vec::<String>::new());
    assert_eq!(podman.run(&["ps", "-aq"]).as_deref(), Ok(""), "--remove takes the container");

    // A stop by hand ends it as well, and what was begun is undone through it.
    let mut ship = slipway.start_ship(&app.folder, &[]);
    assert!(ship.wait_for_stage("build"), "{:?}", ship.events());
    ship.interrupt();
    let stopped = ship.finish();
    assert_eq!((stopped.status, services(stopped.left_running())), (130, Vec::new()), "{stopped:#?}");
}

#[test]
fn slipways_own_service_does_not_outlive_a_slipway_that_is_killed() {
    let podman = Podman::new();
    let slipway = only_the_program(&podman);
    let (app, _) = App::server(&TestEngine::here(), "podman-plug");
    let mut ship = slipway.start_ship(&app.folder, &[]);
    assert!(ship.wait_for_stage("build"), "{:?}", ship.events());
    let service = |ship: &slipway_tests::slipway::Started| {
        ship.processes().into_iter().any(|(_, command)| command.contains("system service"))
    };
    assert!(service(&ship), "it runs: {:?}", ship.processes());
    ship.kill();
    let killed = Instant::now();
    while service(&ship) {
        assert!(killed.elapsed() < Duration::from_secs(40), "still there: {:?}", ship.processes());
        std::thread::sleep(Duration::from_millis(250));
    }
}

#[test]
fn podman_is_not_started_where_an_engine_is_named_or_answers() {
    let podman = Podman::new();
    let here = TestEngine::here();
    let (app, _) = App::server(&here, "podman-not");
    let gone = only_the_program(&podman).environment("DOCKER_HOST", "unix:///nonexistent/engine.sock");
    let shipped = gone.ship(&app.folder, &[]);
    assert_eq!(shipped.bad(3)["error"]["code"], "engine-not-running", "{shipped:#?}");
    let docker = only_the_program(&podman).environment("DOCKER_HOST", here.url());
    docker.ship(&app.folder, &["--remove"]).good();
    for slipway in [gone, docker] {
        assert!(!slipway.data().join("run").exists(), "nothing was started");
    }
}
