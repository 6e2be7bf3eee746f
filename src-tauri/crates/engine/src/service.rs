//! Podman's API service, started by Slipway where only the program `podman` is there.
//!
//! It belongs to this process and has a socket of its own. It cannot outlive us for long, whatever ends us: Podman
//! itself ends a service that nobody has spoken to for [`IDLE`], and [`PodmanService::keep`] speaks to it more often
//! than that. That holds after `kill -9` too, needs no help of the kernel, and does not depend on which thread started
//! it, as a signal on the parent's death would. Containers are not the service's children: they run on.

use crate::connection::Engine;
use crate::{Endpoint, EngineError};
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

/// After so long without a word Podman ends the service by itself.
const IDLE: Duration = Duration::from_secs(20);
/// How often the keeper says one. A third of the time and more is left for a machine under load.
const SPEAK: Duration = Duration::from_secs(5);
/// How long it may take until it answers: the first start makes its storage.
const START: Duration = Duration::from_secs(30);
/// How long it may take to end when it is asked.
const GRACE: Duration = Duration::from_secs(3);
/// The longest path that a socket can have on every Unix.
const LONGEST_PATH: usize = 100;
const MOST_WORDS: usize = 2000;

/// A service that runs.
#[derive(Debug)]
pub struct PodmanService {
    child: Child,
    engine: Engine,
    socket: PathBuf,
    log: PathBuf,
}

impl PodmanService {
    /// Starts it with a socket in a folder of ours and waits until it answers. Dropping the future ends it.
    pub async fn start(program: &Path, folder: &Path) -> Result<Self, EngineError> {
        let failed = |error: &io::Error| EngineError::ServiceFailed { detail: error.to_string() };
        let me = std::process::id();
        let socket = folder.join(format!("podman-{me}.sock"));
        if socket.as_os_str().len() > LONGEST_PATH {
            return Err(EngineError::ServiceFailed {
                detail: format!("{}: the path of a socket must be shorter", socket.display()),
            });
        }
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| failed(&error))?;
        clear_leftovers(folder);
        let log = folder.join(format!("podman-{me}.log"));
        let complaints = new_file(&log).map_err(|error| failed(&error))?;
        let child = Command::new(program)
            .args(["system", "service", &format!("--time={}", IDLE.as_secs())])
            .arg(format!("unix://{}", socket.display()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::from(complaints))
            // A Ctrl-C in the terminal is ours: what is under way is undone through this service.
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| failed(&error))?;
        answered(child, socket, log).await
    }

    /// The connection to it.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Sees to it that the service stays while we are here. Returns when it has ended.
    pub async fn keep(&mut self) {
        loop {
            tokio::select! {
                ended = self.child.wait() => {
                    tracing::warn!(?ended, words = %words(&self.log), "podman's service has ended");
                    return;
                }
                () = sleep(SPEAK) => {
                    if let Err(error) = self.engine.ping().await {
                        tracing::debug!(%error, "podman's service does not answer");
                    }
                }
            }
        }
    }

    /// Ends it: asks first, then insists. Nothing of it is left.
    pub async fn end(mut self) {
        end(&mut self.child, &self.socket, &self.log).await;
    }
}

/// Waits until it answers; one that does not is ended.
async fn answered(mut child: Child, socket: PathBuf, log: PathBuf) -> Result<PodmanService, EngineError> {
    let endpoint = Endpoint::own_podman(&socket);
    let until = Instant::now() + START;
    let error = loop {
        if let Ok(Some(status)) = child.try_wait() {
            let said = words(&log);
            break EngineError::ServiceFailed {
                detail: if said.is_empty() { status.to_string() } else { said },
            };
        }
        match Box::pin(Engine::connect(&endpoint)).await {
            Ok(engine) => return Ok(PodmanService { child, engine, socket, log }),
            Err(error @ EngineError::TooOld { .. }) => break error,
            Err(error) if Instant::now() > until => {
                break EngineError::ServiceFailed { detail: format!("{error}\n{}", words(&log)) };
            }
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    };
    end(&mut child, &socket, &log).await;
    Err(error)
}

async fn end(child: &mut Child, socket: &Path, log: &Path) {
    // A child that was waited for has no id any more: its number could belong to somebody else.
    for signal in [Signal::TERM, Signal::KILL] {
        let Some(group) = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw) else {
            break;
        };
        if let Err(error) = kill_process_group(group, signal) {
            tracing::debug!(%error, "podman's service is gone already");
        }
        if timeout(GRACE, child.wait()).await.is_ok() {
            break;
        }
    }
    for file in [socket, log] {
        fs::remove_file(file).ok();
    }
}

fn new_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}

/// The last of what it complained about.
fn words(path: &Path) -> String {
    let text = String::from_utf8_lossy(&fs::read(path).unwrap_or_default()).into_owned();
    let skip = text.chars().count().saturating_sub(MOST_WORDS);
    text.chars().skip(skip).collect::<String>().trim().to_owned()
}

/// Files of services whose owner was killed.
fn clear_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let owner = name
            .strip_prefix("podman-")
            .and_then(|rest| rest.strip_suffix(".sock").or_else(|| rest.strip_suffix(".log")))
            .and_then(|number| number.parse().ok())
            .and_then(Pid::from_raw);
        if owner.is_some_and(|owner| test_kill_process(owner) == Err(rustix::io::Errno::SRCH)) {
            fs::remove_file(entry.path()).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use slipway_model::ToFault as _;
    use std::os::unix::fs::PermissionsExt as _;

    fn program(folder: &Path, script: &str) -> PathBuf {
        let path = folder.join("podman");
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    #[tokio::test]
    async fn a_service_that_does_not_start_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let podman = program(folder.path(), "echo no subuid ranges >&2; exit 125");
        let own = folder.path().join("run");
        fs::create_dir(&own).unwrap();
        for name in ["podman-999999999.sock", "podman-1.sock", "other"] {
            fs::write(own.join(name), "").unwrap();
        }
        let error = PodmanService::start(&podman, &own).await.unwrap_err();
        let fault = error.to_fault();
        assert_eq!(fault.code, "engine-podman-service");
        assert_eq!(fault.detail.as_deref(), Some("no subuid ranges"));
        let mut left: Vec<_> = fs::read_dir(&own).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["other", "podman-1.sock"], "only what nobody owns was cleared");
        let error = PodmanService::start(&folder.path().join("none"), &own).await.unwrap_err();
        assert!(matches!(error, EngineError::ServiceFailed { .. }), "{error:?}");
        let long = folder.path().join("x".repeat(LONGEST_PATH));
        assert!(matches!(PodmanService::start(&podman, &long).await, Err(EngineError::ServiceFailed { .. })));
    }
}
