//! `go build`, in a process group of its own that ends whole when the user says stop.

use super::output::Kept;
use super::{Compile, CompileEvent, Compiled, cgo, diagnostics};
use crate::error::GoError;
use crate::fs::Scratch;
use crate::platform;
use slipway_model::Lines;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};
use tokio_util::sync::CancellationToken;

/// Compiles. After an error or a stop nothing of it runs and no output file is there.
pub async fn run(
    compile: &Compile,
    stop: &CancellationToken,
    sink: &mut (dyn FnMut(CompileEvent) + Send),
) -> Result<Compiled, GoError> {
    let started = Instant::now();
    if stop.is_cancelled() {
        return Err(GoError::Cancelled);
    }
    let parent = compile.out.parent().unwrap_or(&compile.folder).to_owned();
    // Go's own temporary folder would stay behind when it is ended.
    let scratch = Scratch::new(&parent, ".go-build").map_err(GoError::io(&parent))?;
    let result = match command(compile, scratch.path()) {
        Ok(command) => process(command, compile, stop, sink).await,
        Err(error) => Err(error),
    };
    // With a compiler of ours, a library that is not found is one of the system's.
    let result = result.map_err(|error| match error {
        GoError::Compile { output, .. }
            if compile.cgo.is_some() && cgo::missing_library(&output).is_some() =>
        {
            let library = cgo::missing_library(&output).unwrap_or_default();
            GoError::NeedsLibrary { library, package: compile.package.clone() }
        }
        other => other,
    });
    if result.is_err() {
        tokio::fs::remove_file(&compile.out).await.ok();
    }
    tokio::task::spawn_blocking(move || drop(scratch)).await.ok();
    result.map(|()| Compiled { took_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX) })
}

fn command(compile: &Compile, temporary: &std::path::Path) -> Result<Command, GoError> {
    let mut command = Command::new(&compile.go);
    let flags = if compile.cgo.is_some() { cgo::LDFLAGS } else { "-s -w" };
    command
        .args(["build", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o"])
        .arg(&compile.out)
        .arg("--")
        .arg(&compile.package)
        .current_dir(&compile.folder)
        .env("GOTMPDIR", temporary)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    compile.environment(&mut command);
    if let Some(cgo) = &compile.cgo {
        cgo.apply(&mut command, &compile.goarch)?;
    }
    platform::own_group(&mut command);
    Ok(command)
}

impl Compile {
    /// What every run of `go` for this program finds in its environment.
    pub(super) fn environment(&self, command: &mut Command) {
        command
            .env("CGO_ENABLED", "0")
            .env("GOOS", "linux")
            .env("GOARCH", &self.goarch)
            // The version was chosen already; a download here would be neither shown nor verified by us.
            .env("GOTOOLCHAIN", "local")
            // Nobody is there to answer.
            .env("GIT_TERMINAL_PROMPT", "0");
        let overrides = [
            ("GOROOT", self.goroot.as_ref().map(|path| path.as_os_str())),
            ("GOCACHE", self.gocache.as_ref().map(|path| path.as_os_str())),
            ("GOMODCACHE", self.gomodcache.as_ref().map(|path| path.as_os_str())),
            ("GOPROXY", self.goproxy.as_ref().map(|list| list.as_ref())),
        ];
        for (name, value) in overrides {
            if let Some(value) = value {
                command.env(name, value);
            }
        }
    }
}

/// What a run of Go is of, for its errors.
pub(super) trait Run {
    fn go(&self) -> &std::path::Path;
    fn folder(&self) -> &std::path::Path;
}

impl Run for Compile {
    fn go(&self) -> &std::path::Path {
        &self.go
    }
    fn folder(&self) -> &std::path::Path {
        &self.folder
    }
}

/// Runs a command in a process group of its own, to its end or the stop.
pub(super) async fn process(
    mut command: Command,
    of: &(impl Run + Sync),
    stop: &CancellationToken,
    sink: &mut (dyn FnMut(CompileEvent) + Send),
) -> Result<(), GoError> {
    let not_started = |source| GoError::NotStarted { path: of.go().to_owned(), source };
    let mut child = command.spawn().map_err(not_started)?;
    let mut group = Group { leader: child.id() };
    sink(CompileEvent::Started);

    let mut kept = Kept::default();
    let mut take = |line: String| {
        kept.push(&line);
        sink(CompileEvent::Line(line));
    };
    let done = tokio::select! {
        biased;
        () = stop.cancelled() => None,
        status = follow(&mut child, &mut take) => Some(status),
    };
    let Some(status) = done else {
        group.end();
        child.wait().await.ok();
        group.gone().await;
        return Err(GoError::Cancelled);
    };
    group.leader = None;
    let status = status.map_err(not_started)?;
    if status.success() {
        return Ok(());
    }
    let output = kept.text();
    let diagnostics = diagnostics::diagnostics(&output, of.folder());
    Err(GoError::Compile { diagnostics, output, status: status.code() })
}

/// Reads both outputs to their ends, then waits for the process.
async fn follow(
    child: &mut Child,
    line: &mut (dyn FnMut(String) + Send),
) -> std::io::Result<std::process::ExitStatus> {
    let (mut out, mut err) = (child.stdout.take(), child.stderr.take());
    let (mut out_lines, mut err_lines) = (Lines::default(), Lines::default());
    let (mut out_bytes, mut err_bytes) = (vec![0; 8192], vec![0; 8192]);
    while out.is_some() || err.is_some() {
        tokio::select! {
            n = read(&mut out, &mut out_bytes), if out.is_some() => match n? {
                0 => out = None,
                n => out_lines.push(out_bytes.get(..n).unwrap_or_default(), line),
            },
            n = read(&mut err, &mut err_bytes), if err.is_some() => match n? {
                0 => err = None,
                n => err_lines.push(err_bytes.get(..n).unwrap_or_default(), line),
            },
        }
    }
    out_lines.finish(line);
    err_lines.finish(line);
    child.wait().await
}

async fn read(from: &mut Option<impl AsyncRead + Unpin>, bytes: &mut [u8]) -> std::io::Result<usize> {
    match from {
        Some(from) => from.read(bytes).await,
        None => Ok(0),
    }
}

/// A process group that ends with this, also when the future that builds is dropped.
struct Group {
    /// None once the leader has been waited for: its number may be somebody else's then.
    leader: Option<u32>,
}

impl Group {
    fn end(&self) {
        if let Some(leader) = self.leader {
            platform::end_group(leader);
        }
    }

    /// Waits until the system has taken away the whole group, for a third of a second at most: a zombie that nobody
    /// collects counts for the system.
    async fn gone(&mut self) {
        if let Some(leader) = self.leader.take() {
            for _ in 0..15 {
                if platform::group_is_gone(leader) {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.end();
    }
}
