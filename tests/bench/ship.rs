//! An edit, and how long until the right answer: Slipway's button, ko with remove and run, and `go build` alone.

use crate::edits::{answered, edit, ms};
use slipway_tests::slipway::PATIENCE;
use slipway_tests::window::{Opening, SOON};
use slipway_tests::{App, Slipway, TestEngine, Window, paths, ports};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Edits, of which the first is not counted: it fills caches for all three.
const ROUNDS: usize = 8;
const BASE: &str = "ko.local/slipway-bench-base:latest";

const NOTE_THE_PRESS: &str = "
    const button = document.querySelector('[data-testid=ship-button]');
    button.addEventListener('click', () => (window.pressedMs = Date.now()), { capture: true, once: true });";

pub(crate) struct Times {
    pub(crate) slipway: Vec<f64>,
    pub(crate) ko: Vec<f64>,
    pub(crate) go_build: Vec<f64>,
}

/// All three, interleaved.
pub(crate) async fn measure(engine: &TestEngine, home: &Slipway) -> Times {
    import_base(engine);
    let app = App::copy(engine, "http-server", "bench");
    let opening = Opening::of(home).pick(&app.folder);
    let (engine, home) = (engine.clone(), home.clone());
    Window::with("bench-ship", opening, move |window| async move {
        window.click("nav-welcome").await;
        window.click("open-folder").await;
        window.shows("ship-button").await;
        window.click("ship-button").await;
        window.has_state("stage-run", "live", PATIENCE).await;
        let container = app.containers().first().cloned().expect("it was shipped");
        let address = engine.docker(&["port", &container, "8080/tcp"]);
        let url = format!("http://{}/", address.lines().next().expect("it publishes a port"));
        let neighbour = Neighbour { engine: &engine, home: &home, app: &app, port: ports::free() };
        let mut times = Times { slipway: Vec::new(), ko: Vec::new(), go_build: Vec::new() };
        for round in 0..ROUNDS {
            let slipway = {
                let wanted = edit(&app, round, "slipway");
                // The page has read the project again before somebody presses.
                tokio::time::sleep(Duration::from_millis(500)).await;
                // By the page's own clock: what a driver needs to aim and press is not Slipway's.
                window.run(NOTE_THE_PRESS).await;
                window.click("ship-button").await;
                answered(&url, &wanted);
                let answered_ms = slipway_model::now().ms as f64;
                let pressed_ms = window.run("return window.pressedMs").await;
                let ms = answered_ms - pressed_ms.as_f64().expect("the button was pressed");
                window.has_state("stage-run", "live", SOON).await;
                tokio::time::sleep(Duration::from_millis(500)).await;
                ms
            };
            let ko = neighbour.ko(&edit(&app, round, "ko"));
            edit(&app, round, "go");
            let go_build = neighbour.go_build();
            println!("  slipway {slipway:.0} ms, ko {ko:.0} ms, go build {go_build:.0} ms");
            if round > 0 {
                times.slipway.push(slipway);
                times.ko.push(ko);
                times.go_build.push(go_build);
            }
        }
        engine.try_docker(&["rm", "-fv", Neighbour::NAME]).ok();
        times
    })
    .await
}

struct Neighbour<'a> {
    engine: &'a TestEngine,
    home: &'a Slipway,
    app: &'a App,
    port: u16,
}

impl Neighbour<'_> {
    const NAME: &'static str = "slipway-bench-ko";

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&self.app.folder)
            .envs(self.home.variables())
            .envs([("CGO_ENABLED", "0"), ("GOFLAGS", "-buildvcs=false"), ("DOCKER_HOST", self.engine.url())])
            .stdin(Stdio::null())
            .stderr(Stdio::piped());
        command
    }

    fn ko(&self, wanted: &str) -> f64 {
        let begin = Instant::now();
        let output = self
            .command("ko")
            .args(["build", "--local", "--sbom=none", "."])
            .envs([("KO_DOCKER_REPO", "ko.local"), ("KO_DEFAULTBASEIMAGE", BASE)])
            .output()
            .expect("ko is needed: run make bench");
        assert!(output.status.success(), "ko: {}", String::from_utf8_lossy(&output.stderr));
        let image = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        self.engine.try_docker(&["rm", "-fv", Self::NAME]).ok();
        let publish = format!("127.0.0.1:{}:8080", self.port);
        self.engine.docker(&[
            "run",
            "-d",
            "--name",
            Self::NAME,
            "--label",
            "slipway.test=1",
            "-p",
            &publish,
            &image,
        ]);
        answered(&format!("http://127.0.0.1:{}/", self.port), wanted);
        ms(begin)
    }

    fn go_build(&self) -> f64 {
        let out = paths::scratch().join("go-build-out");
        let begin = Instant::now();
        let output =
            self.command("go").args(["build", "-o"]).arg(&out).arg(".").output().expect("go is needed");
        assert!(output.status.success(), "go: {}", String::from_utf8_lossy(&output.stderr));
        ms(begin)
    }
}

/// A base image for ko: no registry is reachable, and ko takes one that the engine has under `ko.local`.
fn import_base(engine: &TestEngine) {
    let folder = paths::fresh("base");
    std::fs::create_dir_all(folder.join("tmp")).expect("the scratch folder can be written");
    let mut tar = Command::new("tar")
        .arg("-C")
        .arg(&folder)
        .args(["-c", "tmp"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("tar");
    let imported = Command::new("docker")
        .args(["-H", engine.url(), "import", "-", BASE])
        .stdin(tar.stdout.take().expect("it is piped"))
        .output()
        .expect("the docker command is needed");
    tar.wait().expect("tar ends");
    assert!(imported.status.success(), "docker import: {}", String::from_utf8_lossy(&imported.stderr));
}
