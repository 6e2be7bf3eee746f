//! Every screen and state of the real window: both themes, both languages, two sizes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program for the terminal; what goes wrong ends it and is said"
)]

use slipway_tests::slipway::PATIENCE;
use slipway_tests::socket_proxy::{Fault, SocketProxy};
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{App, Slipway, TestEngine, Window};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

const SIZES: [(u32, u32); 2] = [(1280, 800), (1024, 640)];
const LANGUAGES: [&str; 2] = ["en", "zh-CN"];
const THEMES: [&str; 2] = ["light", "dark"];

fn main() {
    let folder = PathBuf::from(std::env::args_os().nth(1).expect("screenshots FOLDER"));
    slipway_tests::paths::remove_all(&folder);
    let engine = TestEngine::here();
    let stage = Arc::new(Stage::set(&engine));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    for (width, height) in SIZES {
        let album = Album { folder: folder.join(format!("{width}x{height}")) };
        runtime.block_on(with_projects(&engine, Arc::clone(&stage), (width, height), album.clone()));
        runtime.block_on(without_engine(&engine, (width, height), album.clone()));
        runtime.block_on(first_start(&engine, (width, height), album));
    }
    println!("Pictures: {}", folder.display());
}

/// What the pictures show: projects in different states, and containers of others.
struct Stage {
    home: Slipway,
    proxy: SocketProxy,
    projects: Vec<(&'static str, String)>,
    broken: App,
    broken_project: String,
    containers: Vec<(&'static str, String)>,
    _apps: Vec<App>,
    _others: Vec<slipway_tests::engine::Foreign>,
}

impl Stage {
    fn set(engine: &TestEngine) -> Self {
        let proxy = SocketProxy::before(engine.socket());
        let home = Slipway::warm(engine).environment("DOCKER_HOST", &proxy.url());
        let mut stage = Self {
            projects: Vec::new(),
            containers: Vec::new(),
            broken: App::copy(engine, "http-server", "broken"),
            broken_project: String::new(),
            _apps: Vec::new(),
            _others: ["db-1", "cache-1", "queue-worker-with-a-rather-long-name"]
                .map(|name| engine.foreign(name, "foreign", &["--memory", "64m"]))
                .into(),
            home,
            proxy,
        };
        let server = stage.ship(engine, App::copy(engine, "http-server", "server"));
        let chatter = stage.ship(engine, App::copy(engine, "chatter", "chatter"));
        let crasher = stage.ship(engine, App::template(engine, "crasher", "crasher"));
        let printer = stage.ship(engine, App::template(engine, "env-printer", "printer"));
        stage.projects = vec![("project-running", server.0), ("project-crashed", crasher.0.clone())];
        stage.containers = vec![
            ("container-running", chatter.1),
            ("container-crashed", crasher.1),
            ("container-finished", printer.1),
        ];
        stage.home.ship(&stage.broken.folder, &[]).good();
        let name = stage.broken.containers().first().cloned().expect("it was shipped");
        stage.broken_project = project_of(engine, &name);
        stage.broken.edit("main.go", "\"one\"", "one");
        stage
    }

    /// Ships an app; its project and its container.
    fn ship(&mut self, engine: &TestEngine, app: App) -> (String, String) {
        self.home.ship(&app.folder, &[]);
        let name = app.containers().first().cloned().expect("it was shipped");
        let both = (project_of(engine, &name), engine.inspect(&name, "{{.Id}}"));
        self._apps.push(app);
        both
    }
}

fn project_of(engine: &TestEngine, container: &str) -> String {
    engine.inspect(container, "{{index .Config.Labels \"slipway.project\"}}")
}

#[derive(Clone)]
struct Album {
    folder: PathBuf,
}

impl Album {
    /// The same screen in both languages and themes.
    async fn take(&self, window: &Window, screen: &str, name: &str, show: Option<&str>) {
        for language in LANGUAGES {
            for theme in THEMES {
                go(window, "settings").await;
                window.click(&format!("settings-language-{language}")).await;
                window.click(&format!("settings-theme-{theme}")).await;
                tokio::time::sleep(Duration::from_millis(300)).await;
                go(window, screen).await;
                if let Some(testid) = show {
                    window.click(testid).await;
                }
                self.snap(window, &format!("{theme}-{language}"), name).await;
                if show.is_some() {
                    window.press("\u{e00c}").await;
                }
            }
        }
    }

    async fn snap(&self, window: &Window, look: &str, name: &str) {
        tokio::time::sleep(Duration::from_millis(900)).await;
        let path = self.folder.join(look).join(format!("{name}.png"));
        window.picture(&path).await;
        println!("  {}", path.display());
    }
}

async fn go(window: &Window, hash: &str) {
    window.run(&format!("location.hash = '#/{hash}'")).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
}

async fn with_projects(_engine: &TestEngine, stage: Arc<Stage>, (width, height): (u32, u32), album: Album) {
    let opening = Opening::of(&stage.home).size(width, height).language("en_US.UTF-8");
    Window::with("screenshots", opening, move |window| async move {
        window.has_state("engine-state", "ready", SOON).await;
        album.take(&window, "welcome", "welcome", None).await;
        album.take(&window, "welcome", "new-project", Some("template-http-server")).await;
        album.take(&window, "containers", "containers", None).await;
        for (name, id) in &stage.projects {
            album.take(&window, &format!("project/{id}"), name, None).await;
        }
        for (name, id) in &stage.containers {
            album.take(&window, &format!("container/{id}"), name, None).await;
        }
        go(&window, &format!("project/{}", stage.broken_project)).await;
        window.click("ship-button").await;
        album.snap(&window, "light-en", "shipping").await;
        window.has_state("stage-build", "failed", PATIENCE).await;
        album.take(&window, &format!("project/{}", stage.broken_project), "project-broken", None).await;
        album.take(&window, "settings", "settings", None).await;
        stage.proxy.set(Fault::Cut);
        window.has_state("engine-state", "lost", SOON).await;
        album.take(&window, "containers", "engine-lost", None).await;
        stage.proxy.set(Fault::None);
        window.has_state("engine-state", "ready", SOON).await;
    })
    .await;
}

async fn without_engine(engine: &TestEngine, (width, height): (u32, u32), album: Album) {
    let home = Slipway::beside(engine).environment("DOCKER_HOST", "unix:///nonexistent/slipway/engine.sock");
    let opening = Opening::of(&home).size(width, height).language("en_US.UTF-8");
    Window::with("screenshots-none", opening, move |window| async move {
        tokio::time::sleep(Duration::from_secs(3)).await;
        album.take(&window, "welcome", "no-engine", None).await;
        album.take(&window, "containers", "no-engine-containers", None).await;
    })
    .await;
}

async fn first_start(engine: &TestEngine, (width, height): (u32, u32), album: Album) {
    let home = Slipway::beside(engine);
    let opening = Opening::of(&home).size(width, height).language("en_US.UTF-8");
    Window::with("screenshots-first", opening, move |window| async move {
        window.has_state("engine-state", "ready", SOON).await;
        album.take(&window, "welcome", "first-start", None).await;
    })
    .await;
}
