//! The neighbour of a native ship: a usual Dockerfile of two stages, built with BuildKit, and run.
//!
//! No registry is asked: it stands on Slipway's own builder image, which holds what the official one has of Go.

use crate::edits::{answered, ms};
use slipway_tests::{App, Slipway, TestEngine, paths, ports};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::Instant;

/// What a project of this kind usually has: modules fetched first, caches that stay, an empty image. This machine's
/// roots of trust are lent to it, since the way to the module proxy may lead through one that only they know.
const DOCKERFILE: &str = r#"FROM BUILDER AS build
WORKDIR /src
ENV CGO_ENABLED=0
COPY go.* ./
RUN --mount=type=secret,id=roots,target=/etc/ssl/certs/ca-certificates.crt --mount=type=cache,target=/go/pkg/mod ["go", "mod", "download"]
COPY . .
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build ["go", "build", "-trimpath", "-ldflags=-s -w", "-o", "/app", "."]
FROM scratch
COPY --from=build /app /app
USER 65532:65532
ENTRYPOINT ["/app"]
"#;

const ROOTS: &str = "/etc/ssl/certs/ca-certificates.crt";

/// Slipway's ships and the Dockerfile's of the same edits, in milliseconds.
#[derive(Default)]
pub(crate) struct Times {
    pub(crate) slipway: Vec<f64>,
    pub(crate) dockerfile: Vec<f64>,
}

/// The builder image that a ship by a Dockerfile makes where the official one cannot be pulled; its name.
pub(crate) fn builder_image(engine: &TestEngine) -> String {
    let app = App::copy(engine, "http-server", "builder");
    let shipped = Slipway::warm(engine).ship(&app.folder, &["--way", "dockerfile", "--remove"]);
    shipped.good();
    let all = engine.lines(&["images", "--format", "{{.Repository}}:{{.Tag}}"]);
    let builder = all.into_iter().find(|name| name.starts_with("slipway/go-builder:"));
    builder.expect("the engine can reach the official builder: this bench is made for one that cannot")
}

/// A project built by a Dockerfile.
pub(crate) struct Neighbour<'a> {
    engine: &'a TestEngine,
    app: &'a App,
    docker: PathBuf,
    dockerfile: PathBuf,
    port: u16,
}

impl<'a> Neighbour<'a> {
    const NAME: &'static str = "slipway-bench-buildkit";

    pub(crate) fn new(engine: &'a TestEngine, app: &'a App, builder: &str) -> Self {
        // Beside the project, not in it: Slipway must not find it.
        let dockerfile = paths::fresh("dockerfile").join("Dockerfile");
        std::fs::write(&dockerfile, DOCKERFILE.replace("BUILDER", builder))
            .expect("the scratch folder can be written");
        Self { engine, app, docker: docker(engine), dockerfile, port: ports::free() }
    }

    /// From the start of `docker build` to the right answer below a path, in milliseconds.
    pub(crate) fn ship(&self, path: &str, wanted: &str) -> f64 {
        let image = format!("{}:1", Self::NAME);
        let begin = Instant::now();
        let mut build = command(&self.docker, self.engine);
        let roots = format!("id=roots,src={ROOTS}");
        build.args(["build", "-q", "-t", &image, "--secret", &roots, "-f"]);
        build.arg(&self.dockerfile).arg(&self.app.folder);
        let built = output(&mut build);
        assert!(built.status.success(), "docker build: {}", String::from_utf8_lossy(&built.stderr));
        self.remove();
        let publish = format!("127.0.0.1:{}:8080", self.port);
        let label = "slipway.test=1";
        self.engine.docker(&["run", "-d", "--name", Self::NAME, "--label", label, "-p", &publish, &image]);
        answered(&format!("http://127.0.0.1:{}{path}", self.port), wanted);
        ms(begin)
    }

    fn remove(&self) {
        self.engine.try_docker(&["rm", "-fv", Self::NAME]).ok();
    }
}

impl Drop for Neighbour<'_> {
    fn drop(&mut self) {
        self.remove();
        self.engine.try_docker(&["rmi", "-f", &format!("{}:1", Self::NAME)]).ok();
    }
}

/// The first docker command of the `PATH` that builds with BuildKit: newer ones need a plug-in for it.
fn docker(engine: &TestEngine) -> PathBuf {
    let folder = paths::fresh("empty");
    std::fs::write(folder.join("Dockerfile"), "FROM scratch\nLABEL slipway.test=1\n")
        .expect("the scratch folder can be written");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join("docker")).find(|docker| {
        docker.is_file()
            && output(command(docker, engine).args(["build", "-q"]).arg(&folder)).status.success()
    });
    found.expect("a docker command that builds with BuildKit is needed: Docker 20.10, or the buildx plug-in")
}

fn command(docker: &PathBuf, engine: &TestEngine) -> Command {
    let mut command = Command::new(docker);
    command.args(["-H", engine.url()]).env("DOCKER_BUILDKIT", "1").env_remove("DOCKER_CONTEXT");
    command
}

fn output(command: &mut Command) -> Output {
    command.stdin(Stdio::null()).output().expect("the docker command starts")
}
