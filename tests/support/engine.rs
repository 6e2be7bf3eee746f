//! The engine that tests talk to, seen with the docker command: what Slipway says is checked against it.

use crate::paths;
use std::path::Path;
use std::process::{Command, Stdio};

/// The engine of this run. Containers made through it are labelled and removed when it is dropped.
#[derive(Debug, Clone)]
pub struct TestEngine {
    url: String,
}

impl TestEngine {
    /// The engine that the script started or found. A test that needs one fails where there is none.
    pub fn here() -> Self {
        let url = std::env::var("SLIPWAY_TEST_ENGINE").unwrap_or_default();
        assert!(!url.is_empty(), "no engine: run `make test`, or set SLIPWAY_TEST_ENGINE to the URL of one");
        let engine = Self { url };
        if let Err(text) = engine.try_docker(&["version", "--format", "{{.Server.Version}}"]) {
            panic!("the engine at {} does not answer: {text}", engine.url);
        }
        engine
    }

    /// Another engine than the run's.
    pub fn at(url: &str) -> Self {
        Self { url: url.to_owned() }
    }

    /// Its URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The path of its socket.
    pub fn socket(&self) -> &Path {
        Path::new(self.url.strip_prefix("unix://").expect("the test engine is on a unix socket"))
    }

    /// What a docker command prints; panics where it fails.
    pub fn docker(&self, arguments: &[&str]) -> String {
        self.try_docker(arguments).unwrap_or_else(|text| panic!("docker {arguments:?}: {text}"))
    }

    /// What a docker command prints, or its complaint.
    pub fn try_docker(&self, arguments: &[&str]) -> Result<String, String> {
        let output = Command::new("docker")
            .arg("-H")
            .arg(&self.url)
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("the docker command is needed: {error}"))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
    }

    /// The engine's own sample of a container, as JSON.
    pub fn stats_once(&self, container: &str) -> String {
        use std::io::{Read as _, Write as _};
        let mut socket = std::os::unix::net::UnixStream::connect(self.socket()).expect("the engine listens");
        // Version 1.0 of HTTP: the answer ends where the connection does.
        let request =
            format!("GET /containers/{container}/stats?stream=false HTTP/1.0\r\nHost: engine\r\n\r\n");
        socket.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        socket.read_to_string(&mut answer).expect("it answers");
        answer.split_once("\r\n\r\n").expect("a head and a body").1.to_owned()
    }

    /// Whether these bytes are anywhere in an image.
    pub fn image_holds(&self, image: &str, canary: &str) -> bool {
        let path = paths::fresh("saved").join("image.tar");
        self.docker(&["save", "-o", path.to_str().expect("our own names are text"), image]);
        let bytes = std::fs::read(&path).expect("it was saved");
        std::fs::remove_file(path).expect("it is ours");
        bytes.windows(canary.len()).any(|window| window == canary.as_bytes())
    }

    /// The lines of a docker command, sorted.
    pub fn lines(&self, arguments: &[&str]) -> Vec<String> {
        let mut lines: Vec<String> = self.docker(arguments).lines().map(str::to_owned).collect();
        lines.sort();
        lines
    }

    /// One field of a container, by a Go template.
    pub fn inspect(&self, container: &str, template: &str) -> String {
        self.docker(&["container", "inspect", "--format", template, container])
    }

    /// Whether a container of this name or id is there.
    pub fn has(&self, container: &str) -> bool {
        self.try_docker(&["container", "inspect", container]).is_ok()
    }

    /// The names of all containers, whatever their state.
    pub fn containers(&self) -> Vec<String> {
        self.lines(&["ps", "-a", "--format", "{{.Names}}"])
    }

    /// The containers whose name starts with a word.
    pub fn containers_of(&self, prefix: &str) -> Vec<String> {
        self.containers().into_iter().filter(|name| name.starts_with(prefix)).collect()
    }

    /// Images that Slipway made whose name holds a word, as `ID NAME:TAG`.
    pub fn images_of(&self, part: &str) -> Vec<String> {
        let all = self.lines(&[
            "images",
            "--no-trunc",
            "--filter",
            "label=slipway",
            "--format",
            "{{.ID}} {{.Repository}}:{{.Tag}}",
        ]);
        all.into_iter().filter(|image| image.contains(part)).collect()
    }

    /// An image that runs a small static Go program of `tests/apps`; built once and kept by the engine for the run.
    pub fn image_of_app(&self, app: &str) -> String {
        let tag = format!("slipway-test/{app}:1");
        if self.try_docker(&["image", "inspect", &tag]).is_ok() {
            return tag;
        }
        let folder = paths::fresh("image");
        let program = folder.join("app");
        let built = Command::new(go())
            .args(["build", "-o"])
            .arg(&program)
            .arg(".")
            .current_dir(paths::root().join("tests/apps").join(app))
            .envs([("CGO_ENABLED", "0"), ("GOOS", "linux"), ("GOFLAGS", "-buildvcs=false")])
            .envs(crate::slipway::go_caches())
            .status();
        assert!(built.is_ok_and(|status| status.success()), "tests/apps/{app} does not compile");
        let mut tar = Command::new("tar")
            .arg("-C")
            .arg(&folder)
            .args(["-c", "app"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("tar");
        let stdout = tar.stdout.take().expect("it is piped");
        let imported = Command::new("docker")
            .args([
                "-H",
                &self.url,
                "import",
                "-c",
                "ENTRYPOINT [\"/app\"]",
                "-c",
                "LABEL slipway.test=1",
                "-",
                &tag,
            ])
            .stdin(stdout)
            .output()
            .expect("the docker command is needed");
        assert!(imported.status.success(), "docker import: {}", String::from_utf8_lossy(&imported.stderr));
        tar.wait().expect("tar ends");
        tag
    }

    /// Starts a container that has nothing to do with Slipway; it goes when the answer is dropped.
    pub fn foreign(&self, name: &str, app: &str, options: &[&str]) -> Foreign {
        let image = self.image_of_app(app);
        self.foreign_of(name, &image, options, &[])
    }

    /// The same of any image, with arguments for its program.
    pub fn foreign_of(&self, name: &str, image: &str, options: &[&str], words: &[&str]) -> Foreign {
        self.try_docker(&["rm", "-fv", name]).ok();
        let mut arguments = vec!["run", "-d", "--name", name, "--label", "slipway.test=1"];
        arguments.extend(options);
        arguments.push(image);
        arguments.extend(words);
        let id = self.docker(&arguments);
        Foreign { engine: self.clone(), id }
    }
}

/// A container of somebody else.
#[derive(Debug)]
pub struct Foreign {
    engine: TestEngine,
    /// Its id.
    pub id: String,
}

impl Drop for Foreign {
    fn drop(&mut self) {
        self.engine.try_docker(&["rm", "-fv", &self.id]).ok();
    }
}

/// Go for the tests' own programs: the machine's, else the one that Slipway fetched for them.
fn go() -> std::path::PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let here = std::env::split_paths(&path).map(|folder| folder.join("go")).find(|go| go.is_file());
    here.unwrap_or_else(crate::slipway::fetched_go)
}
