//! The two other ways to an image: a Dockerfile with a builder image made here, and cgo without a C compiler. No
//! registry is asked for anything.

use slipway_build::{
    Bases, BuildError, BuildEvent, BuildPaths, Built, CgoUse, DockerfileRequest, ModulesFrom, NativeRequest,
    Source,
};
use slipway_engine::{BuilderEvent, BuilderState, Endpoint, Engine, Surroundings};
use slipway_go::toolchain::{HostGo, ProxySettings};
use slipway_model::ToFault as _;
use slipway_tests::{App, TestEngine, paths, wait};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

fn cache() -> BuildPaths {
    let root = paths::scratch().join("ways");
    BuildPaths {
        toolchains: root.join("toolchains"),
        gocache: root.join("go-build"),
        gomodcache: root.join("go-mod"),
        work: root.join("work"),
    }
}

async fn project(engine: &TestEngine, app: &App, port: u16) -> NativeRequest {
    let understanding = slipway_go::understand(&app.folder);
    let program = understanding.programs.first().expect("there is a program").clone();
    NativeRequest {
        folder: app.folder.clone(),
        understanding,
        program,
        repo_tag: format!("slipway/{}:1", app.name),
        exposed_ports: vec![port],
        paths: cache(),
        proxy: ProxySettings::of_this_machine(None),
        host: HostGo::look().await,
        engine: Engine::connect(&Endpoint::parse(engine.url()).unwrap()).await.unwrap(),
        cgo: CgoUse::Off,
        beside: slipway_build::Beside::default(),
        project_folder: app.folder.clone(),
        wheels: None,
    }
}

async fn request(engine: &TestEngine, app: &App, port: u16, source: Source) -> DockerfileRequest {
    DockerfileRequest {
        project: project(engine, app, port).await,
        source,
        bases: Bases::Ours,
        modules: ModulesFrom::Auto,
        arguments: BTreeMap::new(),
        no_cache: false,
        surroundings: Surroundings::of_this_process(),
    }
}

/// Builds, and gives what was said on the way.
async fn build(request: &DockerfileRequest) -> (Result<Built, BuildError>, Vec<BuildEvent>) {
    let mut said = Vec::new();
    let built =
        slipway_build::dockerfile(request, &CancellationToken::new(), &mut |event| said.push(event)).await;
    (built, said)
}

/// The builder's steps that ended in a way.
fn steps(said: &[BuildEvent], how: impl Fn(&BuilderState) -> bool) -> Vec<String> {
    let each = said.iter().filter_map(|event| match event {
        BuildEvent::Builder(BuilderEvent::Step { name, state, .. }) if how(state) => Some(name.clone()),
        _ => None,
    });
    each.collect()
}

fn own(text: &str, app: &App) -> Source {
    app.write("Dockerfile", text);
    Source::Own(PathBuf::from("Dockerfile"))
}

/// Runs the image and gives what it answers.
fn answer(engine: &TestEngine, app: &App, port: u16) -> String {
    let image = format!("slipway/{}:1", app.name);
    let publish = format!("127.0.0.1:{port}:{port}");
    engine.docker(&[
        "run",
        "-d",
        "--name",
        &app.name,
        "--label",
        "slipway.project=test",
        "-p",
        &publish,
        &image,
    ]);
    wait::until("it answers", Duration::from_secs(20), || {
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).ok()?;
        std::io::Write::write_all(&mut stream, b"GET / HTTP/1.0\r\n\r\n").ok()?;
        let mut text = String::new();
        std::io::Read::read_to_string(&mut stream, &mut text).ok()?;
        text.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).filter(|body| !body.is_empty())
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_generated_dockerfile_serves_with_no_registry_and_the_second_build_is_cached() {
    let engine = TestEngine::here();
    let (app, port) = App::server(&engine, "generated");
    app.write(".env", "TOKEN=CANARY-5ecret");
    let request = request(&engine, &app, port, Source::Generated).await;
    let (built, said) = build(&request).await;
    let built = built.unwrap_or_else(|error| panic!("{error}: {said:#?}"));
    assert!(built.toolchain.starts_with("slipway/go-builder:"), "{built:?}");
    let done = steps(&said, |state| matches!(state, BuilderState::Done { .. }));
    assert!(done.iter().any(|name| name.contains("go") && name.contains("build")), "{done:#?}");
    assert!(answer(&engine, &app, port).contains("version one"));
    assert_eq!(engine.inspect(&app.name, "{{.Config.User}}"), "65532:65532");
    assert_eq!(engine.inspect(&app.name, "{{index .Config.Labels \"slipway\"}}"), "1");
    assert!(!engine.image_holds(&request.project.repo_tag, "CANARY-5ecret"));
    assert!(!app.folder.join(".slipway.Dockerfile").exists(), "nothing is written into the project");

    let (again, said) = build(&request).await;
    let again = again.unwrap();
    assert!(again.already_there && again.image_id == built.image_id);
    let cached = steps(&said, |state| *state == BuilderState::Cached);
    assert!(cached.iter().any(|name| name.contains("build")), "{cached:#?}");
    assert_eq!(steps(&said, |state| matches!(state, BuilderState::Failed { .. })), Vec::<String>::new());

    app.edit("main.go", "\"one\"", "\"two\"");
    let (edited, _) = build(&request).await;
    assert_ne!(edited.unwrap().image_id, built.image_id);
    app.edit("main.go", "const version", "const version2 = versio\nconst version");
    let (broken, said) = build(&request).await;
    let fault = broken.unwrap_err().to_fault();
    assert_eq!(fault.code, "project-build-step", "{fault:?}");
    let lines: Vec<_> = said
        .iter()
        .filter_map(|event| match event {
            BuildEvent::Builder(BuilderEvent::Log { line, .. }) => Some(line.as_str()),
            _ => None,
        })
        .collect();
    assert!(lines.iter().any(|line| line.contains("undefined: versio")), "{lines:#?}");
}

const OWN: &str = "FROM golang:1.24 AS build\nWORKDIR /src\nENV CGO_ENABLED=0\nCOPY . .\nRUN --mount=type=cache,target=/root/.cache [\"go\", \"build\", \"-o\", \"/app\", \".\"]\nFROM scratch\nCOPY --from=build /app /app\nUSER 1000\nENTRYPOINT [\"/app\"]\n";

#[tokio::test(flavor = "multi_thread")]
async fn the_projects_own_dockerfile_serves_on_our_builder_or_it_is_said_what_is_missing() {
    let engine = TestEngine::here();
    let (app, port) = App::server(&engine, "own");
    let source = own(OWN, &app);
    let request = request(&engine, &app, port, source).await;
    slipway_build::offer_builder(&request).unwrap();
    let (built, said) = build(&request).await;
    built.unwrap_or_else(|error| panic!("{error}: {said:#?}"));
    assert!(answer(&engine, &app, port).contains("version one"));
    assert_eq!(engine.inspect(&app.name, "{{.Config.User}}"), "1000");

    own(&OWN.replace("[\"go\", \"build\", \"-o\", \"/app\", \".\"]", "go build -o /app ."), &app);
    let fault = build(&request).await.0.unwrap_err().to_fault();
    assert_eq!(
        (fault.code.as_str(), fault.params.get("line")),
        ("project-builder-needs-shell", Some(&5_u32.into()))
    );
    own("FROM golang:1.24\nRUN [\"apt-get\", \"update\"]\n", &app);
    let fault = slipway_build::offer_builder(&request).unwrap_err().to_fault();
    assert_eq!(fault.code, "project-builder-needs-program");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_base_that_cannot_be_pulled_is_told_apart_from_a_broken_build() {
    let engine = TestEngine::here();
    let (app, port) = App::server(&engine, "nobase");
    let source = own(&OWN.replace("golang:1.24", "registry.invalid/library/golang:1.24"), &app);
    let mut request = request(&engine, &app, port, source).await;
    request.bases = Bases::Pulled;
    let error = build(&request).await.0.unwrap_err();
    assert!(error.base_out_of_reach().is_some_and(|image| image.contains("golang:1.24")), "{error:?}");
    assert_eq!(error.to_fault().code, "network-base-offline");
}

const WITH_MODULE: &str = "package main\n\nimport (\n\t\"fmt\"\n\t\"net/http\"\n\n\t\"rsc.io/quote\"\n)\n\nfunc main() {\n\thttp.HandleFunc(\"/\", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, quote.Glass()) })\n\thttp.ListenAndServe(\":PORT\", nil)\n}\n";

fn go(folder: &Path, arguments: &[&str]) {
    let ran = std::process::Command::new("go").args(arguments).current_dir(folder).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn modules_are_handed_over_and_no_setting_of_this_machine_is_in_the_image() {
    let engine = TestEngine::here();
    let (app, port) = App::server(&engine, "modules");
    app.write("main.go", &WITH_MODULE.replace("PORT", &port.to_string()));
    go(&app.folder, &["get", "rsc.io/quote@v1.5.2"]);
    let sum = std::fs::read(app.folder.join("go.sum")).unwrap();
    let mut request = request(&engine, &app, port, Source::Generated).await;
    request.modules = ModulesFrom::Here;
    // A folder that no other test works in.
    request.project.paths.work = paths::fresh("handed-over");
    let real = request.project.proxy.goproxy.clone();
    request.project.proxy.goproxy = format!("{real},https://me:CANARY-proxy@proxy.invalid");
    let (built, said) = build(&request).await;
    built.unwrap_or_else(|error| panic!("{error}: {said:#?}"));
    assert!(answer(&engine, &app, port).contains("glass"));
    let history = engine.docker(&["history", "--no-trunc", &request.project.repo_tag]);
    for part in ["CANARY-proxy", "proxy.invalid", "GOPROXY"] {
        assert!(
            !history.contains(part) && !engine.image_holds(&request.project.repo_tag, part),
            "{part}: {history}"
        );
    }
    assert_eq!(std::fs::read(app.folder.join("go.sum")).unwrap(), sum);
    // Another test may be handing over just now; what this one left would stay.
    wait::until("the modules handed over are gone", Duration::from_secs(120), || {
        engine.images_of(" slipway/modules:").is_empty().then_some(())
    });
    assert_eq!(std::fs::read_dir(&request.project.paths.work).unwrap().count(), 0, "nothing is left behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_build_leaves_no_image_and_ends_at_once() {
    let engine = TestEngine::here();
    let (app, port) = App::server(&engine, "halted");
    let mut request = request(&engine, &app, port, Source::Generated).await;
    request.no_cache = true;
    let stop = CancellationToken::new();
    let token = stop.clone();
    let mut sink = move |event| {
        let building = matches!(&event, BuildEvent::Builder(BuilderEvent::Step { name, state: BuilderState::Started, .. }) if name.contains("\"build\"") || name.contains("go build"));
        if building {
            token.cancel();
        }
    };
    let error = slipway_build::dockerfile(&request, &stop, &mut sink).await.unwrap_err();
    assert!(matches!(error, BuildError::Cancelled), "{error:?}");
    assert_eq!(engine.images_of(&app.name), Vec::<String>::new());
}

const SQLITE: &str = "package main\n\nimport (\n\t\"database/sql\"\n\t\"fmt\"\n\t\"log\"\n\t\"net/http\"\n\n\t_ \"github.com/mattn/go-sqlite3\"\n)\n\nfunc main() {\n\tdb, err := sql.Open(\"sqlite3\", \":memory:\")\n\tif err != nil {\n\t\tlog.Fatal(err)\n\t}\n\tvar version string\n\tif err := db.QueryRow(\"select sqlite_version()\").Scan(&version); err != nil {\n\t\tlog.Fatal(err)\n\t}\n\thttp.HandleFunc(\"/\", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, \"sqlite \", version) })\n\thttp.ListenAndServe(\":PORT\", nil)\n}\n";

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_runs_on_an_empty_image_though_no_compiler_of_this_machine_is_used() {
    let engine = TestEngine::here();
    let (app, port) = App::server(&engine, "sqlite");
    app.write("main.go", &SQLITE.replace("PORT", &port.to_string()));
    go(&app.folder, &["get", "github.com/mattn/go-sqlite3@v1.14.24"]);
    let mut project = project(&engine, &app, port).await;
    project.cgo = CgoUse::Always;
    let mut said = Vec::new();
    let built =
        slipway_build::native(&project, &CancellationToken::new(), &mut |event| said.push(event)).await;
    let built = built.unwrap_or_else(|error| panic!("{error:?}: {said:#?}"));
    assert!(project.paths.toolchains.join("zig-0.17.1/zig").is_file());
    assert!(built.layers.len() == 2 && answer(&engine, &app, port).starts_with("sqlite 3."));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_of_the_system_is_named_and_nothing_is_fetched_for_it() {
    let engine = TestEngine::here();
    let (app, port) = App::server(&engine, "library");
    app.write("main.go", "package main\n\n// #cgo pkg-config: gtk+-3.0\nimport \"C\"\n\nfunc main() {}\n");
    let mut project = project(&engine, &app, port).await;
    (project.cgo, project.paths.toolchains) = (CgoUse::Always, paths::fresh("toolchains"));
    let error = slipway_build::native(&project, &CancellationToken::new(), &mut |_| {}).await.unwrap_err();
    let fault = error.to_fault();
    assert_eq!(fault.code, "project-cgo-needs-library", "{fault:?}");
    assert_eq!(fault.params.get("library"), Some(&"gtk+-3.0".into()));
    assert!(!project.paths.toolchains.join("zig-0.17.1").exists());
}
