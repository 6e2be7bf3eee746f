//! A project's modules, fetched by `go` itself: with its own settings for proxies, private modules and logins.

use super::CompileEvent;
use super::run::{Run, process};
use crate::error::GoError;
use crate::platform;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::process::Command;
use tokio_util::sync::CancellationToken;

/// Whose modules to fetch, with which Go, into what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modules {
    /// The `go` command.
    pub go: PathBuf,
    /// Its root, for a fetched toolchain.
    pub goroot: Option<PathBuf>,
    /// The project's folder.
    pub folder: PathBuf,
    /// An empty folder. The modules are in [`Modules::proxy`] of it afterwards.
    pub into: PathBuf,
    /// A module cache that may have them already.
    pub known: Option<PathBuf>,
    /// The list of proxies.
    pub goproxy: String,
    /// Whether a `go.work` applies.
    pub workspace: bool,
}

impl Modules {
    /// The folder that serves as a `file://` proxy.
    pub fn proxy(&self) -> PathBuf {
        self.into.join("mod/cache/download")
    }
}

impl Run for Modules {
    fn go(&self) -> &Path {
        &self.go
    }
    fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Fetches them, verified as `go` verifies. Nothing in the project's folder changes.
pub async fn download(
    modules: &Modules,
    stop: &CancellationToken,
    sink: &mut (dyn FnMut(CompileEvent) + Send),
) -> Result<(), GoError> {
    if stop.is_cancelled() {
        return Err(GoError::Cancelled);
    }
    let mut command = Command::new(&modules.go);
    // What go writes shall be removable by us.
    command.args(["mod", "download", "-modcacherw"]);
    if !modules.workspace {
        // go.mod and go.sum are written to: copies.
        for name in ["go.mod", "go.sum"] {
            let (from, to) = (modules.folder.join(name), modules.into.join(name));
            match tokio::fs::copy(&from, &to).await {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                copied => drop(copied.map_err(GoError::io(&from))?),
            }
        }
        command.arg(format!("-modfile={}", modules.into.join("go.mod").display()));
    }
    let known =
        modules.known.iter().map(|folder| folder.join("cache/download")).find(|folder| folder.is_dir());
    let goproxy = match known {
        Some(folder) => format!("file://{},{}", folder.display(), modules.goproxy),
        None => modules.goproxy.clone(),
    };
    command
        .current_dir(&modules.folder)
        .env("GOMODCACHE", modules.into.join("mod"))
        .env("GOPROXY", goproxy)
        .env("GOTOOLCHAIN", "local")
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    if let Some(goroot) = &modules.goroot {
        command.env("GOROOT", goroot);
    }
    platform::own_group(&mut command);
    process(command, modules, stop, sink).await?;
    tokio::fs::create_dir_all(modules.proxy()).await.map_err(GoError::io(modules.proxy()))
}
