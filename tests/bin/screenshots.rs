//! Every screen and state of the real window: both themes, both languages, two sizes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program for the terminal; what goes wrong ends it and is said"
)]

#[path = "screenshots/album.rs"]
mod album;
#[path = "screenshots/logs.rs"]
mod logs;
#[path = "screenshots/stage.rs"]
mod stage;

use album::{Album, Look, Step};
use slipway_tests::socket_proxy::{Fault, SocketProxy};
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{Slipway, TestEngine, Window};
use stage::Stage;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

const SIZES: [(u32, u32); 2] = [(1280, 800), (1024, 640)];
const LONG: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    let folder = PathBuf::from(std::env::args_os().nth(1).expect("screenshots FOLDER [NAMES THAT BEGIN SO]"));
    let only = std::env::args().nth(2).unwrap_or_default();
    if only.is_empty() {
        slipway_tests::paths::remove_all(&folder);
    }
    let engine = TestEngine::here();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let album = Album::new(&folder, &only);
    // First, while the engine has no containers.
    for size in SIZES {
        chapter(&runtime, &album, "first start", first_start(engine.clone(), album.of_size(size)));
        chapter(&runtime, &album, "without an engine", without_engine(engine.clone(), album.of_size(size)));
    }
    let stage = Arc::new(Stage::set(&engine, &runtime));
    for size in SIZES {
        let album = album.of_size(size);
        chapter(&runtime, &album, "projects", with_projects(Arc::clone(&stage), album.clone()));
        stage.proxy.set(Fault::None);
        chapter(&runtime, &album, "presenter", presenter(Arc::clone(&stage), album.clone()));
        stage.proxy.set(Fault::Stall);
        chapter(&runtime, &album, "recorded", recorded(Arc::clone(&stage), album.clone()));
        stage.proxy.set(Fault::None);
    }
    println!("{} pictures: {}", album.taken(), folder.display());
    println!("All side by side: {}", album.write_index().display());
    if album.missing() == 0 {
        return ExitCode::SUCCESS;
    }
    println!("{} are not what they should be: see MISSING above.", album.missing());
    ExitCode::FAILURE
}

/// One window's pictures. When it breaks, the others are taken all the same.
fn chapter(
    runtime: &tokio::runtime::Runtime,
    album: &Album,
    name: &str,
    pictures: impl Future<Output = ()> + Send + 'static,
) {
    if runtime.block_on(runtime.spawn(pictures)).is_err() {
        album.misses(name, "it broke, see above");
    }
}

/// Nothing was ever opened, and the engine runs nothing.
async fn first_start(engine: TestEngine, album: Album) {
    let home = Slipway::beside(&engine);
    Window::with("screenshots-first", opening(&home, &album), move |window| async move {
        window.has_state("engine-state", "ready", SOON).await;
        for look in Album::looks() {
            look.choose(&window).await;
            album.take(&window, look, "first-start", "welcome", &[]).await;
            album.take(&window, look, "containers-empty", "containers", &[]).await;
        }
    })
    .await;
}

/// An engine that is not there, one that hangs up on everybody, and one that never answers.
async fn without_engine(engine: TestEngine, album: Album) {
    let proxy = SocketProxy::before(engine.socket());
    let missing = "unix:///nonexistent/slipway/engine.sock".to_owned();
    let cases = [
        ("missing", missing, Fault::None),
        ("failed", proxy.url(), Fault::Cut),
        ("silent", proxy.url(), Fault::Stall),
    ];
    for (case, url, fault) in cases {
        proxy.set(fault);
        let home = Slipway::beside(&engine).environment("DOCKER_HOST", &url);
        let album = album.clone();
        Window::with("screenshots-none", opening(&home, &album), move |window| async move {
            window.has_state("engine-state", "none", LONG).await;
            for look in Album::looks() {
                look.choose(&window).await;
                album.take(&window, look, &format!("engine-{case}"), "welcome", &[]).await;
                let name = format!("engine-{case}-containers");
                album.take(&window, look, &name, "containers", &[]).await;
                album.take(&window, look, &format!("engine-{case}-settings"), "settings", &[]).await;
            }
        })
        .await;
    }
}

async fn with_projects(stage: Arc<Stage>, album: Album) {
    Window::with("screenshots", opening(&stage.home, &album), move |window| async move {
        window.has_state("engine-state", "ready", SOON).await;
        for look in Album::looks() {
            look.choose(&window).await;
            lists(&window, &album, look).await;
            projects(&window, &album, look, &stage).await;
            for (name, address) in &stage.containers {
                album.take(&window, look, name, address, &[]).await;
            }
            on_a_container(&window, &album, look, &stage).await;
            logs::logs(&window, &album, look, &stage).await;
            watched(&window, &album, look, &stage).await;
            failures(&window, &album, look, &stage).await;
            album.take(&window, look, "settings", "settings", &[]).await;
            let last = [
                Step::Click("diagnostics-copy"),
                Step::Until("[data-testid=toast]", SOON),
                Step::Pause(Duration::from_millis(200)),
            ];
            album.take(&window, look, "settings-foot", "settings", &last).await;
            let remove = [Step::Press("[data-testid^='storage-remove-']:not(:disabled)")];
            album.take(&window, look, "settings-remove", "settings", &remove).await;
        }
        without_answers(&window, &album, &stage).await;
    })
    .await;
}

async fn lists(window: &Window, album: &Album, look: Look) {
    let new = [Step::Press("[data-testid='template-http-server']")];
    let menu = [Step::Press("[data-testid=container-row][data-state=running] [data-testid=row-menu]")];
    let none = [Step::Write("fleet-filter", "nothing is called this")];
    album.take(window, look, "welcome", "welcome", &[]).await;
    album.take(window, look, "new-project", "welcome", &new).await;
    album.take(window, look, "containers", "containers", &[]).await;
    album.take(window, look, "containers-menu", "containers", &menu).await;
    album.take(window, look, "containers-no-match", "containers", &none).await;
}

async fn projects(window: &Window, album: &Album, look: Look, stage: &Stage) {
    album.take(window, look, "project-before", &stage.before, &[]).await;
    for card in ["build", "run", "watch"] {
        let tab = format!("[data-testid=stage-{card}] [role=tab]");
        let name = format!("project-before-{card}");
        album.take(window, look, &name, &stage.before, &[Step::Press(&tab)]).await;
    }
    let rows = [
        Step::Press("[data-testid=stage-run] [role=tab]"),
        Step::Press("[data-testid=env-add]"),
        Step::Press("[data-testid=publish-add]"),
        Step::Write("publish-container", "99999"),
    ];
    album.take(window, look, "project-run-edited", &stage.before, &rows).await;
    album.take(window, look, "project-running", &stage.running, &[]).await;
    for card in ["code", "build", "run"] {
        let tab = format!("[data-testid=stage-{card}] [role=tab]");
        let name = format!("project-running-{card}");
        album.take(window, look, &name, &stage.running, &[Step::Press(&tab)]).await;
    }
    for (name, address) in &stage.projects {
        album.take(window, look, name, address, &[]).await;
    }
}

async fn on_a_container(window: &Window, album: &Album, look: Look, stage: &Stage) {
    let address = &stage.chatter;
    let menu = [Step::Press("[data-testid=page-menu]")];
    let table = [Step::Press("[data-testid=charts-table]")];
    album.take(window, look, "charts-table", address, &table).await;
    album.take(window, look, "container-menu", address, &menu).await;
    let remove = [Step::Press("[data-testid=page-menu]"), Step::Press("[data-testid=action-remove]")];
    album.take(window, look, "container-remove", address, &remove).await;
}

/// What was recorded, and what containers cost.
async fn watched(window: &Window, album: &Album, look: Look, stage: &Stage) {
    let address = &stage.chatter;
    let compare = [Step::Press("[data-testid=compare-open]"), Step::Pause(Duration::from_millis(500))];
    let marks = [Step::Press("[data-testid=marks-toggle]")];
    let export = [Step::Press("[data-testid=export-open]")];
    let chosen = [Step::Press("[data-testid=fleet-select-all]")];
    album.take(window, look, "charts-compare", address, &compare).await;
    album.take(window, look, "charts-marks", address, &marks).await;
    album.take(window, look, "charts-export", address, &export).await;
    album.take(window, look, "containers-chosen", "containers", &chosen).await;
    let measured = [
        Step::Press("[data-testid=costs-start]:not([aria-disabled])"),
        Step::Until("[data-testid=costs-stop]", LONG),
        Step::Until("[data-testid=costs-start]", LONG),
    ];
    album.take(window, look, "costs", "costs", &measured).await;
    let table = [Step::Press("[data-testid=costs-view-table]")];
    album.take(window, look, "costs-table", "costs", &table).await;
}

/// Ships that fail, and one while it runs.
async fn failures(window: &Window, album: &Album, look: Look, stage: &Stage) {
    for (name, address) in &stage.failing {
        let steps = [
            Step::Press("[data-testid=ship-button]:not(:disabled)"),
            Step::Pause(Duration::from_millis(300)),
            Step::Until("[data-testid=ship-result]", LONG),
        ];
        album.take(window, look, name, address, &steps).await;
    }
    // Everything takes a while longer, so that there is something to see.
    stage.proxy.set(Fault::Delay(Duration::from_millis(250)));
    let steps = [
        Step::Press("[data-testid=ship-button]:not(:disabled)"),
        Step::Until("[data-testid=stage-build][data-state=working]", LONG),
        Step::Pause(Duration::from_secs(2)),
    ];
    album.take(window, look, "project-shipping", &stage.slow, &steps).await;
    stage.proxy.set(Fault::None);
    let done = [Step::Until("[data-testid=ship-result]", LONG)];
    album.take(window, look, "project-shipped", &stage.slow, &done).await;
}

/// The engine falls silent under an open window, goes away, and comes back.
async fn without_answers(window: &Window, album: &Album, stage: &Stage) {
    for look in Album::looks() {
        stage.proxy.set(Fault::None);
        look.choose(window).await;
        window.has_state("engine-state", "ready", LONG).await;
        stage.proxy.set(Fault::Stall);
        let waits = [Step::Pause(Duration::from_millis(200))];
        album.take(window, look, "container-loading", &stage.chatter, &waits).await;
        stage.proxy.set(Fault::Cut);
        window.has_state("engine-state", "lost", LONG).await;
        album.take(window, look, "engine-lost", "containers", &[]).await;
        album.take(window, look, "engine-lost-welcome", "welcome", &[]).await;
        album.take(window, look, "engine-lost-project", &stage.running, &[]).await;
        album.take(window, look, "engine-lost-container", &stage.chatter, &[]).await;
        album.take(window, look, "engine-lost-settings", "settings", &[]).await;
    }
    stage.proxy.set(Fault::None);
    window.has_state("engine-state", "ready", LONG).await;
}

/// What was recorded, while no engine answers.
async fn recorded(stage: Arc<Stage>, album: Album) {
    Window::with("screenshots-recorded", opening(&stage.home, &album), move |window| async move {
        window.has_state("engine-state", "none", LONG).await;
        for look in Album::looks() {
            look.choose(&window).await;
            album.take(&window, look, "recorded-containers", "containers", &[]).await;
            album.take(&window, look, "recorded-container", &stage.chatter, &[]).await;
            let log = [Step::Into("[data-testid=log-view]")];
            album.take(&window, look, "recorded-log", &stage.chatter, &log).await;
        }
    })
    .await;
}

/// For a projector: everything twice as large.
async fn presenter(stage: Arc<Stage>, album: Album) {
    let looks = [Look { language: "en", theme: "light" }, Look { language: "zh-CN", theme: "dark" }];
    Window::with("screenshots-presenter", opening(&stage.home, &album), move |window| async move {
        window.has_state("engine-state", "ready", SOON).await;
        for look in looks {
            look.choose(&window).await;
            album::press(&window, "settings-size-200").await;
            tokio::time::sleep(Duration::from_millis(500)).await;
            let places = [
                ("presenter-welcome", "welcome"),
                ("presenter-containers", "containers"),
                ("presenter-project", &stage.running),
                ("presenter-container", &stage.chatter),
                ("presenter-project-run", &stage.before),
                ("presenter-settings", "settings"),
            ];
            for (name, address) in places {
                album.take(&window, look, name, address, &[]).await;
            }
        }
    })
    .await;
}

fn opening(home: &Slipway, album: &Album) -> Opening {
    let (width, height) = album.size();
    Opening::of(home).size(width, height).language("en_US.UTF-8")
}
