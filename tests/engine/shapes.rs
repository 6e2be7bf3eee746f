//! Projects of each shape, shipped in both ways: the same answer, the same user, the same port.

use slipway_tests::{App, Slipway, TestEngine, wait};

/// Ships by both ways and gives both results; `path` must answer `answer` after each.
fn both_ways(source: &str, path: &str, answer: &str, prepare: impl Fn(&App), arguments: &[&str]) {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let app = App::copy(&engine, source, source);
    prepare(&app);
    let mut seen = Vec::new();
    for way in ["native", "dockerfile"] {
        let shipped = slipway.ship(&app.folder, &[&["--way", way], arguments].concat());
        let result = shipped.good();
        assert_eq!(result["way"], way, "{result:#}");
        let url = result["url"].as_str().unwrap_or_else(|| panic!("it serves: {result:#}"));
        let body = wait::http_get(&format!("{}{path}", url.trim_end_matches('/')));
        assert_eq!(body.as_deref(), Some(answer), "{way}: {result:#}");
        let name = result["container"]["name"].as_str().unwrap();
        let of = |format: &str| engine.inspect(name, format);
        seen.push((
            of("{{.Config.User}}"),
            of("{{.Config.WorkingDir}}"),
            of("{{json .Config.ExposedPorts}}"),
        ));
        let image = of("{{.Image}}");
        assert_eq!(
            engine.docker(&["image", "inspect", "-f", "{{.Config.Labels.slipway}}", &image]).trim(),
            "1"
        );
    }
    assert_eq!(seen[0], seen[1], "both ways end in the same");
    assert_eq!(seen[0].0, "65532:65532");
}

#[test]
fn pages_and_variables_that_are_read_from_files() {
    let prepare = |app: &App| std::fs::rename(app.folder.join("env-file"), app.folder.join(".env")).unwrap();
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let app = App::copy(&engine, "templates", "pages");
    prepare(&app);
    let shipped = slipway.ship(&app.folder, &["--way", "native"]);
    let result = shipped.good();
    let url = result["url"].as_str().unwrap().trim_end_matches('/').to_owned();
    assert_eq!(wait::http_get(&url).as_deref(), Some("hello from a template"), "{result:#}");
    assert_eq!(wait::http_get(&format!("{url}/static/site.css")).as_deref(), Some("body { color: teal }"));
    let applied = result["applied"].to_string();
    for said in ["in the image beside it", "templates", "given to the container"] {
        assert!(applied.contains(said), "{said} is said: {applied}");
    }
    // The variable is the container's, and in no image.
    let name = result["container"]["name"].as_str().unwrap();
    assert!(engine.inspect(name, "{{json .Config.Env}}").contains("GREETING=hello"));
    let image = result["image"]["tag"].as_str().unwrap();
    assert!(engine.image_holds(image, "{{.}} from a template"), "the pages are in it");
    assert!(!engine.image_holds(image, "GREETING=hello"), "the variables are not");
    assert!(!std::fs::read(slipway.database()).unwrap().windows(14).any(|bytes| bytes == b"GREETING=hello"));
}

#[test]
fn a_workspace_whose_server_uses_another_module() {
    both_ways("workspace", "/", "hello from a workspace", |_| {}, &[]);
}

#[test]
fn a_vendored_module_that_no_proxy_has() {
    both_ways("vendored", "/", "hello from vendor", |_| {}, &[]);
}

#[test]
fn forty_packages_of_others() {
    both_ways("forty", "/", "hello from forty packages", |_| {}, &[]);
}

#[test]
fn an_embedded_page() {
    both_ways("embedded", "/", "hello from an embedded page", |_| {}, &[]);
}

#[test]
fn files_above_the_folder_that_the_program_is_started_in() {
    both_ways("above", "/", "hello from above", |_| {}, &[]);
}

#[test]
fn a_port_below_1024() {
    both_ways("low-port", "/", "hello from port 80", |_| {}, &[]);
}

#[test]
fn a_server_that_would_listen_to_itself() {
    both_ways("loopback", "/", "hello from everywhere", |_| {}, &[]);
}

#[test]
fn two_programs_of_which_one_serves_and_needs_a_variable() {
    let arguments = ["--env", "DATABASE_URL=postgres://db.example/x"];
    both_ways("two-programs", "/", "hello from the server", |_| {}, &arguments);
}

#[test]
fn a_server_that_speaks_tls_is_seen_to() {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let app = App::copy(&engine, "tls", "tls");
    let shipped = slipway.ship(&app.folder, &[]);
    let result = shipped.good();
    assert_eq!(result["reached"]["protocol"], "tls", "{result:#}");
}
