//! Every template, from its folder to running to removed.

use slipway_tests::{App, Slipway, TestEngine, wait};
use std::time::Duration;

fn ships_and_goes(template: &str, check: impl Fn(&TestEngine, &str, &serde_json::Value)) {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let app = App::template(&engine, template, template);
    let others = engine.containers_of("no-such");
    let shipped = slipway.ship(&app.folder, &[]);
    let result = shipped.result();
    assert_eq!(result["contract"], 1);
    assert_eq!(result["way"], "native");
    let stages: Vec<_> =
        result["stages"].as_array().unwrap().iter().map(|stage| stage["stage"].as_str().unwrap()).collect();
    assert!(stages.starts_with(&["understand", "toolchain", "build", "image", "run"]), "{stages:?}");
    let name =
        result["container"]["name"].as_str().unwrap_or_else(|| panic!("it ran: {shipped:#?}")).to_owned();
    assert_eq!(app.containers(), [name.as_str()], "one container, named after the folder");
    assert_eq!(engine.inspect(&name, "{{.Id}}"), result["container"]["id"].as_str().unwrap());
    for label in ["slipway.project", "slipway.program", "slipway.run"] {
        let value = engine.inspect(&name, &format!("{{{{index .Config.Labels \"{label}\"}}}}"));
        assert!(!value.is_empty(), "{label} is on the container");
    }
    assert_eq!(engine.inspect(&name, "{{.HostConfig.RestartPolicy.Name}}"), "no");
    assert_eq!(engine.inspect(&name, "{{.Config.User}}").split(':').next(), Some("65532"), "not as root");
    check(&engine, &name, result);

    let removed = slipway.ship(&app.folder, &["--remove"]);
    assert_eq!(removed.result()["event"], "result");
    assert_eq!(app.containers(), Vec::<String>::new(), "--remove takes the container");
    assert!(!engine.images_of(&app.name).is_empty(), "and never the image");
    assert_eq!(engine.containers_of("no-such"), others);
}

#[test]
fn the_environment_printer_prints_and_ends() {
    ships_and_goes("env-printer", |engine, name, result| {
        assert_eq!(result["ok"], true, "{result:#}");
        let logs = engine.docker(&["logs", name]);
        assert!(logs.contains("PATH=") || logs.contains("HOSTNAME="), "{logs}");
    });
}

#[test]
fn the_http_server_answers_where_it_says() {
    ships_and_goes("http-server", |_, _, result| {
        assert_eq!(result["ok"], true, "{result:#}");
        let url = result["url"].as_str().expect("a server has a URL");
        assert!(url.starts_with("http://127.0.0.1:"), "{url}");
        assert_eq!(result["reached"]["protocol"], "http");
        assert!(wait::http_get(url).is_some(), "{url} answers");
    });
}

#[test]
fn the_worker_works_on() {
    ships_and_goes("worker", |engine, name, result| {
        assert_eq!(result["ok"], true, "{result:#}");
        assert_eq!(engine.inspect(name, "{{.State.Status}}"), "running");
        assert_eq!(result["container"]["state"], "running");
    });
}

#[test]
fn the_crasher_crashes_and_it_is_said_why() {
    ships_and_goes("crasher", |engine, name, _| {
        wait::until("the crasher crashes", Duration::from_secs(60), || {
            (engine.inspect(name, "{{.State.Status}}") == "exited").then_some(())
        });
        assert_ne!(engine.inspect(name, "{{.State.ExitCode}}"), "0");
        let logs = engine.try_docker(&["logs", name]);
        assert!(logs.is_ok(), "{logs:?}");
    });
}

#[test]
fn limits_environment_arguments_and_port_are_what_was_asked_for() {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let (app, inside) = App::server(&engine, "options");
    let port = slipway_tests::ports::own();
    let publish = format!("{port}:{inside}");
    let shipped = slipway.ship(
        &app.folder,
        &[
            "--publish",
            &publish,
            "--env",
            "GREETING=a=b c",
            "--arg",
            "--x",
            "--memory",
            "64m",
            "--cpus",
            "0.5",
            "--restart",
            "unless-stopped",
        ],
    );
    let result = shipped.good();
    let url = result["url"].as_str().unwrap();
    assert_eq!(url.trim_end_matches('/'), format!("http://127.0.0.1:{port}"));
    let name = result["container"]["name"].as_str().unwrap();
    assert_eq!(engine.inspect(name, "{{.HostConfig.Memory}}"), (64 * 1024 * 1024).to_string());
    assert_eq!(engine.inspect(name, "{{.HostConfig.NanoCpus}}"), "500000000");
    assert_eq!(engine.inspect(name, "{{.HostConfig.RestartPolicy.Name}}"), "unless-stopped");
    assert!(engine.inspect(name, "{{json .Config.Env}}").contains("GREETING=a=b c"));
    assert!(engine.inspect(name, "{{json .Config.Cmd}}").contains("--x"));
    let bound = engine.inspect(
        name,
        &format!("{{{{(index (index .HostConfig.PortBindings \"{inside}/tcp\") 0).HostIp}}}}"),
    );
    assert_eq!(bound, "127.0.0.1", "never open to the network by itself");
}

#[test]
fn a_port_that_is_taken_gives_another_and_says_so() {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let (app, port) = App::server(&engine, "porttaken");
    let taken = std::net::TcpListener::bind(("127.0.0.1", port)).unwrap();
    let shipped = slipway.ship(&app.folder, &[]);
    let result = shipped.good();
    let url = result["url"].as_str().unwrap();
    assert_ne!(url.trim_end_matches('/'), format!("http://127.0.0.1:{port}"));
    assert_eq!(wait::http_get(url).as_deref(), Some("version one"));
    let said =
        shipped.events.iter().any(|event| event["event"] == "note" && event.to_string().contains("port"));
    assert!(said, "a note says that the port moved: {shipped:#?}");
    assert!(result["explanations"].as_array().is_none_or(Vec::is_empty), "which is no fault: {result:#}");
    drop(taken);
}

#[test]
fn the_same_source_gives_the_same_image() {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let (app, _) = App::server(&engine, "same");
    let first = slipway.ship(&app.folder, &[]).good()["image"]["id"].clone();
    let second = slipway.ship(&app.folder, &[]).good()["image"]["id"].clone();
    assert_eq!(first, second);
}

#[test]
fn projects_that_want_one_port_at_the_same_moment_all_get_one() {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let port = slipway_tests::ports::own().to_string();
    let apps: Vec<App> = (0..3)
        .map(|n| {
            let app = App::copy(&engine, "http-server", &format!("rush-{n}"));
            app.edit("main.go", ":8080\"", &format!(":{port}\""));
            app.edit("main.go", "\"one\"", &format!("\"{n}\""));
            app
        })
        .collect();
    let ships: Vec<_> = apps.iter().map(|app| slipway.start_ship(&app.folder, &[])).collect();
    for (n, ship) in ships.into_iter().enumerate() {
        let shipped = ship.finish();
        let url = shipped.good()["url"].as_str().unwrap().to_owned();
        assert_eq!(wait::http_get(&url), Some(format!("version {n}")));
    }
}
