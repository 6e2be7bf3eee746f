//! The program `slipway`, called as a user or a script calls it, in a home of its own.

use crate::{TestEngine, paths, tree, wait};
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How long anything may take before a test gives up on it: a cold toolchain and a cold standard library included.
pub const PATIENCE: Duration = Duration::from_secs(150);

/// What is on every container that a test has made.
pub const LABEL: &str = "slipway.test=1";

/// A way to call `slipway`: where its data is, which engine it sees, what it finds in its environment.
#[derive(Debug, Clone)]
pub struct Slipway {
    data: PathBuf,
    environment: Vec<(String, String)>,
    /// Files that it finds empty.
    hidden: Vec<PathBuf>,
}

impl Slipway {
    /// With the data folder that all tests of this process share, so that the standard library is compiled once.
    pub fn warm(engine: &TestEngine) -> Self {
        Self::with_data(engine, &warm_data()).with_caches()
    }

    /// With a data folder that nobody used before, and the Go toolchain and caches of the shared one.
    pub fn beside(engine: &TestEngine) -> Self {
        let fresh = Self::with_data(engine, &paths::fresh("data")).with_caches();
        for kept in ["data/toolchains", "cache/go-build", "cache/go-mod"] {
            let (shared, own) = (warm_data().join(kept), fresh.data.join(kept));
            std::fs::create_dir_all(&shared).expect("the scratch folder can be written");
            std::fs::create_dir_all(own.parent().expect("it is below"))
                .expect("the scratch folder can be written");
            std::os::unix::fs::symlink(shared, own).expect("nothing is there yet");
        }
        fresh
    }

    /// With a data folder that nobody used before and nothing in any cache.
    pub fn bare(engine: &TestEngine) -> Self {
        Self::with_data(engine, &paths::fresh("data"))
    }

    /// The user's own: their home, data folder and language.
    pub fn of_this_user(engine: &TestEngine) -> Self {
        let own = Self { data: PathBuf::new(), environment: Vec::new(), hidden: Vec::new() };
        own.environment("DOCKER_HOST", engine.url())
    }

    fn with_data(engine: &TestEngine, data: &Path) -> Self {
        std::fs::create_dir_all(data.join("home")).expect("the scratch folder can be written");
        Self { data: data.to_owned(), environment: Vec::new(), hidden: Vec::new() }
            .environment("DOCKER_HOST", engine.url())
            .environment("SLIPWAY_TEST_LABELS", LABEL)
    }

    fn with_caches(self) -> Self {
        go_caches().into_iter().fold(self, |home, (name, value)| home.environment(&name, &value))
    }

    /// With one more variable, or another value for it.
    #[must_use]
    pub fn environment(mut self, name: &str, value: &str) -> Self {
        self.environment.retain(|(known, _)| known != name);
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// On a machine without Go: none on the `PATH`, and none that starts where Go's installers put it.
    #[must_use]
    pub fn without_go(mut self) -> Self {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let usual = ["/usr/local/go/bin", "/usr/local/bin", "/usr/bin", "/usr/lib/go/bin", "/snap/bin"]
            .map(PathBuf::from);
        let mut found: Vec<PathBuf> = std::env::split_paths(&path)
            .chain(usual)
            .filter_map(|folder| folder.join("go").canonicalize().ok())
            .filter(|go| go.is_file())
            .collect();
        found.sort();
        found.dedup();
        self.hidden = found;
        self
    }

    /// On a machine where no engine listens: none is named, and the usual sockets that answer are out of sight.
    #[must_use]
    pub fn without_engine(self) -> Self {
        let runtime = self.data.join("home/runtime");
        std::fs::create_dir_all(&runtime).expect("the scratch folder can be written");
        let mut alone = self
            .environment("DOCKER_HOST", "")
            .environment("XDG_RUNTIME_DIR", runtime.to_str().expect("our own names are text"));
        let usual = ["/run/docker.sock", "/run/podman/podman.sock"].map(PathBuf::from);
        alone.hidden.extend(
            usual.into_iter().filter(|socket| std::os::unix::net::UnixStream::connect(socket).is_ok()),
        );
        alone
    }

    /// Its data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Its database of facts.
    pub fn database(&self) -> PathBuf {
        self.data.join("data/slipway.sqlite")
    }

    /// The variables that a process of this home gets.
    pub fn variables(&self) -> Vec<(String, String)> {
        if self.data.as_os_str().is_empty() {
            return self.environment.clone();
        }
        let home = self.data.join("home");
        let text = |path: &Path| path.to_str().expect("our own names are text").to_owned();
        let mut all = vec![
            ("HOME".to_owned(), text(&home)),
            ("XDG_CACHE_HOME".to_owned(), text(&home.join(".cache"))),
            ("XDG_CONFIG_HOME".to_owned(), text(&home.join(".config"))),
            ("XDG_DATA_HOME".to_owned(), text(&home.join(".local/share"))),
            ("SLIPWAY_DATA_DIR".to_owned(), text(&self.data)),
            ("LANG".to_owned(), "C.UTF-8".to_owned()),
            ("LC_ALL".to_owned(), "C.UTF-8".to_owned()),
        ];
        // The machine's mirror settings count, its home does not.
        if let Some(file) = go_environment_file() {
            all.push(("GOENV".to_owned(), text(&file)));
        }
        for (name, value) in &self.environment {
            all.retain(|(known, _)| known != name);
            all.push((name.clone(), value.clone()));
        }
        all
    }

    /// Starts `slipway ARGUMENTS`.
    pub fn start(&self, arguments: &[&str]) -> Started {
        use std::os::unix::process::CommandExt as _;
        static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let count = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let marker = format!("{}-{count}", std::process::id());
        let mut child = self
            .command(&paths::program("slipway"))
            .args(arguments)
            .env_remove("DOCKER_CONTEXT")
            .env_remove("LANGUAGE")
            .envs(self.variables())
            .env("SLIPWAY_TEST_RUN", &marker)
            .current_dir(&self.data)
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("slipway starts");
        let lines = Arc::new(Mutex::new(Vec::new()));
        let stdout = child.stdout.take().expect("it is piped");
        let stderr = child.stderr.take().expect("it is piped");
        let collected = Arc::clone(&lines);
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                collected.lock().expect("no reader panics").push(line);
            }
        });
        let complaints = std::thread::spawn(move || {
            let mut text = Vec::new();
            BufReader::new(stderr).read_to_end(&mut text).ok();
            String::from_utf8_lossy(&text).into_owned()
        });
        Started { child, lines, reader: Some(reader), complaints: Some(complaints), marker }
    }

    /// A command that sees the files of this home; the process it becomes is the program itself.
    fn command(&self, program: &Path) -> Command {
        if self.hidden.is_empty() {
            return Command::new(program);
        }
        let root = rustix::process::geteuid().is_root();
        let hide = self.hidden.iter().map(|file| {
            let file = file.display();
            // Only what is below that mount is hidden from this command alone: the network namespaces that Podman
            // makes are mounts too, and have to be seen by the next command.
            let alone = format!("mount --make-private \"$(findmnt -n -o TARGET -T '{file}')\" && ");
            format!("{}mount --bind /dev/null '{file}' && ", if root { &alone } else { "" })
        });
        let script = format!("{}exec \"$@\"", hide.collect::<String>());
        let mut command = Command::new("unshare");
        if root {
            command.args(["--propagation", "unchanged"]);
        } else {
            command.args(["--user", "--map-root-user"]);
        }
        command.args(["--mount", "sh", "-c", &script, "sh"]).arg(program);
        command
    }

    /// Runs `slipway ARGUMENTS` to its end.
    pub fn run(&self, arguments: &[&str]) -> Finished {
        self.start(arguments).finish()
    }

    /// Starts `slipway ship FOLDER --json ARGUMENTS`.
    pub fn start_ship(&self, folder: &Path, arguments: &[&str]) -> Started {
        let mut all = vec!["ship", "--json", "--label", LABEL];
        all.extend(arguments);
        // Last and after `--`: a folder may look like a flag.
        all.extend(["--", folder.to_str().expect("a folder of text")]);
        self.start(&all)
    }

    /// Runs `slipway ship FOLDER --json ARGUMENTS` to its end.
    pub fn ship(&self, folder: &Path, arguments: &[&str]) -> Finished {
        self.start_ship(folder, arguments).finish()
    }
}

/// A `slipway` that runs.
#[derive(Debug)]
pub struct Started {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
    reader: Option<std::thread::JoinHandle<()>>,
    complaints: Option<std::thread::JoinHandle<String>>,
    marker: String,
}

impl Started {
    /// The JSON lines so far.
    pub fn events(&self) -> Vec<Value> {
        parse(&self.lines.lock().expect("no reader panics"))
    }

    /// Waits for an event. False: it ended without one.
    pub fn wait_for(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> bool {
        wait::until(what, PATIENCE, || {
            if self.events().iter().any(&wanted) {
                return Some(true);
            }
            self.child.try_wait().expect("it is our child").map(|_| self.events().iter().any(&wanted))
        })
    }

    /// Waits until a stage has begun.
    pub fn wait_for_stage(&mut self, stage: &str) -> bool {
        self.wait_for(&format!("stage {stage}"), |event| event["event"] == "stage" && event["stage"] == stage)
    }

    /// Ctrl-C.
    pub fn interrupt(&self) {
        self.signal(rustix::process::Signal::INT);
    }

    /// The plug: nothing of it can clean up.
    pub fn kill(&self) {
        self.signal(rustix::process::Signal::KILL);
    }

    fn signal(&self, signal: rustix::process::Signal) {
        let pid =
            i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw).expect("a pid");
        rustix::process::kill_process(pid, signal).ok();
    }

    /// The processes of this run that are still there, `slipway` itself included.
    pub fn processes(&self) -> Vec<(u32, String)> {
        tree::with_environment("SLIPWAY_TEST_RUN", &self.marker)
    }

    /// Waits for its end.
    pub fn finish(mut self) -> Finished {
        let status =
            wait::until("slipway ends", PATIENCE, || self.child.try_wait().expect("it is our child"));
        use std::os::unix::process::ExitStatusExt as _;
        let status = status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or_default());
        self.reader.take().map(std::thread::JoinHandle::join);
        let stderr = self.complaints.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        let lines = self.lines.lock().expect("no reader panics").clone();
        Finished {
            status,
            events: parse(&lines),
            stdout: lines.join("\n"),
            stderr,
            marker: self.marker.clone(),
        }
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // A test that panicked leaves nothing running.
        if matches!(self.child.try_wait(), Ok(None)) {
            self.child.kill().ok();
            self.child.wait().ok();
        }
    }
}

/// A `slipway` that has ended.
#[derive(Debug, Clone)]
pub struct Finished {
    /// Its exit status; 128 + n after a signal.
    pub status: i32,
    /// Its JSON lines.
    pub events: Vec<Value>,
    /// All of its standard output.
    pub stdout: String,
    /// All of its standard error.
    pub stderr: String,
    marker: String,
}

impl Finished {
    /// The last line, which must be the result of a ship.
    pub fn result(&self) -> &Value {
        let last = self.events.last().unwrap_or(&Value::Null);
        assert_eq!(last["event"], "result", "the last line is the result: {self:#?}");
        last
    }

    /// The result of a ship that must have gone well.
    pub fn good(&self) -> &Value {
        let result = self.result();
        assert_eq!(result["ok"], true, "the ship is ok: {self:#?}");
        assert_eq!(self.status, 0, "an ok ship ends with 0: {self:#?}");
        result
    }

    /// The result of a ship that must have failed, with this exit status.
    pub fn bad(&self, status: i32) -> &Value {
        let result = self.result();
        assert_eq!(result["ok"], false, "the ship is not ok: {self:#?}");
        assert_eq!(self.status, status, "{self:#?}");
        result
    }

    /// The codes of its explanations and of its error.
    pub fn codes(&self) -> Vec<String> {
        let result = self.result();
        let explained = result["explanations"].as_array().into_iter().flatten().map(|one| &one["code"]);
        explained
            .chain([&result["error"]["code"]])
            .filter_map(|code| code.as_str().map(str::to_owned))
            .collect()
    }

    /// Processes of this run that outlived it.
    pub fn left_running(&self) -> Vec<(u32, String)> {
        // A killed process takes a moment to be gone.
        for _ in 0..40 {
            if tree::with_environment("SLIPWAY_TEST_RUN", &self.marker).is_empty() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        tree::with_environment("SLIPWAY_TEST_RUN", &self.marker)
    }
}

fn parse(lines: &[String]) -> Vec<Value> {
    lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Where `go env -w` writes on this machine.
fn go_environment_file() -> Option<PathBuf> {
    let named = std::env::var_os("GOENV").map(PathBuf::from);
    let file = named.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".config/go/env")))?;
    file.is_file().then_some(file)
}

/// Go's caches that everything of this process shares.
pub(crate) fn go_caches() -> [(String, String); 2] {
    [("GOCACHE", "cache/go-build"), ("GOMODCACHE", "cache/go-mod")].map(|(name, folder)| {
        let folder = warm_data().join(folder);
        (name.to_owned(), folder.to_str().expect("our own names are text").to_owned())
    })
}

fn warm_data() -> PathBuf {
    paths::scratch().join("warm")
}

/// The Go that Slipway fetched into the shared data folder, for machines without one.
pub(crate) fn fetched_go() -> PathBuf {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    if let Some(go) = find_go(slipway.data()) {
        return go;
    }
    let app = crate::App::template(&engine, "env-printer", "fetch");
    slipway.ship(&app.folder, &["--remove"]).good();
    find_go(slipway.data()).expect("a ship without Go on the machine fetches one")
}

fn find_go(folder: &Path) -> Option<PathBuf> {
    for entry in std::fs::read_dir(folder).ok()?.filter_map(Result::ok) {
        let path = entry.path();
        if path.ends_with("bin/go") && path.is_file() {
            return Some(path);
        }
        // A toolchain is a few folders down; source trees below it are not looked through.
        let search = path.is_dir()
            && !path.is_symlink()
            && !["src", "home", "pkg"].iter().any(|name| path.ends_with(name));
        if search && let Some(found) = find_go(&path) {
            return Some(found);
        }
    }
    None
}
