//! What the pictures show: projects in every state, and containers of others, on an engine of its own.

use slipway_tests::engine::Foreign;
use slipway_tests::socket_proxy::SocketProxy;
use slipway_tests::window::Opening;
use slipway_tests::{App, Slipway, TestEngine, Window};
use std::io::{Read as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What a picture is taken of: its name and the screen's address.
pub(crate) type Place = (&'static str, String);

pub(crate) struct Stage {
    pub(crate) home: Slipway,
    pub(crate) proxy: SocketProxy,
    /// Pages that need nothing but to be looked at.
    pub(crate) projects: Vec<Place>,
    pub(crate) containers: Vec<Place>,
    /// Ships that fail when Ship it is pressed.
    pub(crate) failing: Vec<Place>,
    pub(crate) before: String,
    pub(crate) running: String,
    pub(crate) chatter: String,
    /// Speaks as loggers do, each time that it starts.
    pub(crate) speaker: String,
    engine: TestEngine,
    /// The logs of both as one.
    pub(crate) several: String,
    /// A ship that goes well, to be seen on its way.
    pub(crate) slow: String,
    asking: Arc<AtomicBool>,
    apps: Vec<App>,
    _others: Vec<Foreign>,
}

impl Stage {
    pub(crate) fn set(engine: &TestEngine, runtime: &tokio::runtime::Runtime) -> Self {
        let proxy = SocketProxy::before(engine.socket());
        let home = Slipway::warm(engine).environment("DOCKER_HOST", &proxy.url());
        let others = [
            ("db-1", &["--memory", "64m", "-p", "127.0.0.1:18088:80"][..]),
            ("cache-1", &["--memory", "64m", "--cpus", "0.5"]),
            ("queue-worker-with-a-rather-long-name-that-no-column-holds", &[]),
        ];
        let mut stage = Self {
            projects: Vec::new(),
            containers: Vec::new(),
            failing: Vec::new(),
            before: String::new(),
            running: String::new(),
            chatter: String::new(),
            speaker: String::new(),
            several: String::new(),
            slow: String::new(),
            engine: engine.clone(),
            asking: Arc::new(AtomicBool::new(true)),
            apps: Vec::new(),
            _others: others.map(|(name, options)| engine.foreign(name, "foreign", options)).into(),
            home,
            proxy,
        };
        // The list shows the last one first.
        let odd = template(engine, "env-printer", "课堂练习-环境变量-a-name-that-is-longer-than-most");
        let odd = stage.open(runtime, odd);
        let loose = App::named(engine, "loose-files");
        loose.write("main.go", "package main\n\nfunc main() { println(\"hello\") }\n");
        let loose = stage.open(runtime, loose);
        let (crasher, crashed) = stage.ship(engine, template(engine, "crasher", "crasher"));
        let (_, printed) = stage.ship(engine, template(engine, "env-printer", "env-printer"));
        let chatter = App::named(engine, "chatter");
        for file in ["go.mod", "main.go"] {
            let path = slipway_tests::paths::root().join("tests/apps/chatter").join(file);
            chatter.write(file, &std::fs::read_to_string(path).expect("it is in the repository"));
        }
        let (_, chatter) = stage.ship(engine, chatter);
        let taken = server(engine, "taken-port", 18_088);
        let taken = stage.open(runtime, taken);
        let (shop, _) = stage.ship(engine, server(engine, "shop-api", 18_090));
        if let Some(app) = stage.apps.last() {
            app.edit("main.go", "import (", "import (\n\t\"strings\"");
            app.edit("main.go", "log.Println(\"listening", "log.Println(lisening, \"listening");
        }
        let worker = template(engine, "worker", "worker");
        let worker = stage.open(runtime, worker);
        stage.slow = project(&worker);
        let guests = guestbook(engine);
        stage.before = stage.open(runtime, guests);
        let (hello, served) = stage.ship(engine, template(engine, "http-server", "hello-web"));
        stage.projects = vec![
            ("project-crashed", project(&crasher)),
            ("project-long-name", project(&odd)),
            ("project-problem", project(&loose)),
        ];
        stage.containers = vec![
            ("container-running", container(&chatter)),
            ("container-server", container(&served)),
            ("container-crashed", container(&crashed)),
            ("container-finished", container(&printed)),
            ("container-foreign", container(&engine.inspect("db-1", "{{.Id}}"))),
            ("container-gone", container("0123456789ab")),
        ];
        stage.failing = vec![("project-broken", project(&shop)), ("project-port-taken", project(&taken))];
        stage.running = project(&hello);
        stage.before = project(&stage.before);
        stage.chatter = container(&chatter);
        let image = engine.image_of_app("speaker");
        let speaker = engine.foreign_of("speaker", &image, &[], &[]);
        stage.speaker = container(&speaker.id);
        stage.several = format!("logs/{}+{chatter}", speaker.id);
        stage._others.push(speaker);
        ask(Arc::clone(&stage.asking));
        stage
    }

    /// The speaker says it all again, so that charts of the last minutes show it.
    pub(crate) fn speak(&self) {
        self.engine.docker(&["restart", "--time", "0", "speaker"]);
    }

    /// Ships an app; its project and its container.
    fn ship(&mut self, engine: &TestEngine, app: App) -> (String, String) {
        self.home.ship(&app.folder, &[]);
        let name = app.containers().first().cloned().expect("it was shipped");
        let label = "{{index .Config.Labels \"slipway.project\"}}";
        let both = (engine.inspect(&name, label), engine.inspect(&name, "{{.Id}}"));
        self.apps.push(app);
        both
    }

    /// Opens a folder in the window and ships nothing; the project.
    fn open(&mut self, runtime: &tokio::runtime::Runtime, app: App) -> String {
        let folder = app.folder.to_str().expect("a folder of text").to_owned();
        self.apps.push(app);
        let opening = Opening::of(&self.home).argument(&folder);
        let hash = runtime.block_on(Window::with("screenshots-open", opening, |window| async move {
            window.shows("stage-code").await;
            window.run("return location.hash").await
        }));
        let hash = hash.as_str().unwrap_or_default();
        hash.rsplit('/').next().expect("a project's address").to_owned()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.asking.store(false, Ordering::Relaxed);
    }
}

fn project(id: &str) -> String {
    format!("project/{id}")
}

fn container(id: &str) -> String {
    format!("container/{id}")
}

fn template(engine: &TestEngine, template: &str, name: &str) -> App {
    let app = App::named(engine, name);
    slipway_go::template::write(template, &app.folder, "example.org/class").expect("it can be written");
    app
}

fn server(engine: &TestEngine, name: &str, port: u16) -> App {
    let app = App::named(engine, name);
    let from = slipway_tests::paths::root().join("tests/apps/http-server");
    for file in ["go.mod", "main.go"] {
        let text = std::fs::read_to_string(from.join(file)).expect("it is in the repository");
        app.write(file, &text.replace("8080", &port.to_string()));
    }
    app
}

/// Two programs, three variables and a port that is read from one of them.
fn guestbook(engine: &TestEngine) -> App {
    let app = App::named(engine, "guestbook");
    app.write("go.mod", "module github.com/class/guestbook\n\ngo 1.24\n");
    for folder in ["cmd/guestbook", "cmd/import"] {
        std::fs::create_dir_all(app.folder.join(folder)).expect("a new folder");
    }
    app.write(
        "cmd/guestbook/main.go",
        r#"package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
)

func main() {
	if os.Getenv("DATABASE_URL") == "" {
		log.Fatal("DATABASE_URL is not set")
	}
	_ = os.Getenv("SESSION_SECRET")
	port := os.Getenv("PORT")
	if port == "" {
		port = "18091"
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "hello") })
	log.Fatal(http.ListenAndServe(":"+port, nil))
}
"#,
    );
    app.write("cmd/import/main.go", "package main\n\nfunc main() { println(\"imported\") }\n");
    app
}

/// Asks the server now and then, in bursts, so that its chart and its log live.
fn ask(asking: Arc<AtomicBool>) {
    std::thread::spawn(move || {
        for turn in 0_u64.. {
            if !asking.load(Ordering::Relaxed) {
                return;
            }
            for number in 0..=(turn % 7) {
                let path = ["/", "/report", "/favicon.ico"][(number % 3) as usize];
                if let Ok(mut stream) = std::net::TcpStream::connect(("127.0.0.1", 8080)) {
                    stream.set_read_timeout(Some(Duration::from_secs(1))).ok();
                    let request = format!("GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n");
                    stream.write_all(request.as_bytes()).ok();
                    stream.read_to_end(&mut Vec::new()).ok();
                }
            }
            std::thread::sleep(Duration::from_millis(700));
        }
    });
}
