//! The Go that is installed on this machine.

use crate::platform;
use crate::version::GoVersion;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

/// The machine's Go, if it has one that starts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostGo {
    found: Option<(PathBuf, GoVersion)>,
}

impl HostGo {
    /// No Go at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// A Go that is known to be there.
    pub fn at(path: impl Into<PathBuf>, version: GoVersion) -> Self {
        Self { found: Some((path.into(), version)) }
    }

    /// The `go` command and its version.
    pub fn found(&self) -> Option<(&Path, GoVersion)> {
        self.found.as_ref().map(|(path, version)| (path.as_path(), *version))
    }

    /// Looks on `PATH`, then where Go's installers put it: a desktop that was started from an icon has a short
    /// `PATH`. The newest of those that start is taken, `PATH` first.
    pub async fn look() -> Self {
        let on_path = std::env::var_os("PATH").unwrap_or_default();
        Self::look_in(std::env::split_paths(&on_path).collect(), usual_places()).await
    }

    /// Looks in folders: the first Go of `path` that will do at all, else the newest of `places`.
    pub async fn look_in(path: Vec<PathBuf>, places: Vec<PathBuf>) -> Self {
        let mut best: Option<(PathBuf, GoVersion)> = None;
        for folder in path.into_iter().filter(|folder| folder.is_absolute()) {
            if let Some(found) = ask(folder.join(platform::GO)).await {
                if found.1 >= GoVersion::OLDEST {
                    return Self { found: Some(found) };
                }
                best.get_or_insert(found);
            }
        }
        for folder in places {
            if let Some(found) = ask(folder.join(platform::GO)).await
                && best.as_ref().is_none_or(|(_, version)| found.1 > *version)
            {
                best = Some(found);
            }
        }
        Self { found: best }
    }
}

/// `go version`, of this very Go and bounded in time.
async fn ask(command: PathBuf) -> Option<(PathBuf, GoVersion)> {
    if !platform::is_executable(&command) {
        return None;
    }
    let asked = tokio::process::Command::new(&command)
        .arg("version")
        .env("GOTOOLCHAIN", "local")
        .env_remove("GOROOT")
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .output();
    let output = tokio::time::timeout(Duration::from_secs(5), asked).await.ok()?.ok()?;
    // go version go1.26.8 linux/amd64
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let version = text.strip_prefix("go version ")?.split_whitespace().next()?.parse().ok()?;
    Some((command, version))
}

fn usual_places() -> Vec<PathBuf> {
    let mut places: Vec<PathBuf> = [
        "/usr/local/go/bin",
        "/opt/homebrew/bin",
        "/usr/local/bin",
        "/usr/lib/go/bin",
        "/snap/bin",
        r"C:\Program Files\Go\bin",
    ]
    .into_iter()
    .map(PathBuf::from)
    .filter(|place| place.is_absolute())
    .collect();
    if let Some(home) = std::env::home_dir() {
        // golang.org/dl puts its toolchains here.
        let sdk = std::fs::read_dir(home.join("sdk")).into_iter().flatten().flatten();
        places.extend(sdk.map(|entry| entry.path().join("bin")).take(32));
    }
    places
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn fake(folder: &Path, says: &str) {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join("go"), format!("#!/bin/sh\necho '{says}'\n")).unwrap();
        platform::set_executable(&folder.join("go")).unwrap();
    }

    #[tokio::test]
    async fn a_too_old_go_on_the_path_gives_way_to_a_newer_one_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new, broken) =
            (folder.path().join("old"), folder.path().join("new"), folder.path().join("broken"));
        fake(&old, "go version go1.19.8 linux/amd64");
        fake(&new, "go version go1.26.8 linux/amd64");
        fake(&broken, "cannot find GOROOT");
        let host = HostGo::look_in(vec![broken.clone(), old.clone()], vec![new.clone()]).await;
        assert_eq!(host.found(), Some((new.join("go").as_path(), "1.26.8".parse().unwrap())));
        let host = HostGo::look_in(vec![old.clone()], vec![]).await;
        assert_eq!(host.found().map(|(_, version)| version.to_string()), Some("1.19.8".to_owned()));
        assert_eq!(HostGo::look_in(vec![broken], vec![]).await, HostGo::none());
    }
}
