//! Which Go to take: the machine's, a kept one, or one to fetch.

use super::host::HostGo;
use super::{GoPlatform, version_of};
use crate::platform;
use crate::version::GoVersion;
use std::fmt;
use std::path::{Path, PathBuf};

/// What the `go` and `toolchain` lines ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// No `go` line, or one from before Go 1.21: any Go that is new enough, fetched the newest stable one.
    Newest,
    /// `go 1.22`: at least that, fetched the newest stable 1.22.x.
    Language(GoVersion),
    /// `go 1.22.3`: at least that, fetched exactly that.
    Exactly {
        /// What the `go` line asks for.
        least: GoVersion,
        /// What to fetch: the `toolchain` line's, where it is newer.
        fetch: GoVersion,
    },
}

impl Wanted {
    /// From the two lines of `go.mod`. A line that is no version counts as absent: it is a problem of its own.
    pub fn of(go: Option<&str>, toolchain: Option<&str>) -> Self {
        let go = go.and_then(|text| text.parse::<GoVersion>().ok());
        let toolchain = toolchain
            .and_then(|text| text.parse::<GoVersion>().ok())
            .filter(|version| *version >= GoVersion::OLDEST && !version.is_language());
        // "go 1.21" itself is a language version below 1.21.0, and must not count as too old.
        let old = |version: GoVersion| (version.major, version.minor) < (1, 21);
        match (go.filter(|version| !old(*version)), toolchain) {
            (Some(least), Some(fetch)) if fetch > least => Self::Exactly { least, fetch },
            (Some(version), _) if version.is_language() => Self::Language(version),
            (Some(version), _) => Self::Exactly { least: version, fetch: version },
            (None, Some(fetch)) => Self::Exactly { least: GoVersion::OLDEST, fetch },
            (None, None) => Self::Newest,
        }
    }

    /// The oldest Go that will do.
    pub fn least(self) -> GoVersion {
        match self {
            Self::Newest => GoVersion::OLDEST,
            Self::Language(version) => version.max(GoVersion::OLDEST),
            Self::Exactly { least, .. } => least.max(GoVersion::OLDEST),
        }
    }

    /// Whether a Go of this version builds the project.
    pub fn is_met_by(self, version: GoVersion) -> bool {
        version >= self.least()
    }
}

impl From<GoVersion> for Wanted {
    fn from(version: GoVersion) -> Self {
        if version.is_language() {
            Self::Language(version)
        } else {
            Self::Exactly { least: version, fetch: version }
        }
    }
}

impl fmt::Display for Wanted {
    /// The version to fetch, as far as it is known before asking a proxy: `1.22.3`, `1.22`, or nothing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Newest => Ok(()),
            Self::Language(version) => version.fmt(f),
            Self::Exactly { fetch, .. } => fetch.fmt(f),
        }
    }
}

/// The Go to build with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The machine's own.
    Host {
        /// The `go` command.
        path: PathBuf,
        /// Its version.
        version: GoVersion,
    },
    /// One that was fetched before.
    Kept {
        /// Its root.
        goroot: PathBuf,
        /// Its version.
        version: GoVersion,
    },
    /// None yet.
    Fetch {
        /// What to fetch.
        version: Wanted,
    },
}

/// Takes the machine's Go when it will do, else a kept toolchain that will, else says what to fetch.
pub async fn choose(wanted: Wanted, kept_folder: &Path, host: &HostGo) -> Found {
    if let Some((path, version)) = host.found()
        && wanted.is_met_by(version)
    {
        return Found::Host { path: path.to_owned(), version };
    }
    let folder = kept_folder.to_owned();
    let kept = tokio::task::spawn_blocking(move || kept(&folder)).await.unwrap_or_default();
    let same = |version: GoVersion| match wanted {
        Wanted::Newest => false,
        Wanted::Language(wanted) => version.same_language(wanted),
        Wanted::Exactly { fetch, .. } => version == fetch,
    };
    kept.into_iter()
        .filter(|(version, _)| version.is_stable() && wanted.is_met_by(*version) || same(*version))
        .max_by_key(|(version, _)| (same(*version), *version))
        .map_or(Found::Fetch { version: wanted }, |(version, goroot)| Found::Kept { goroot, version })
}

/// The toolchains kept in a folder for this machine, each whole.
pub fn kept(folder: &Path) -> Vec<(GoVersion, PathBuf)> {
    let suffix = format!(".{}-{}", GoPlatform::here().os, GoPlatform::here().arch);
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut kept: Vec<_> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let name = path.file_name()?.to_str()?.strip_suffix(&suffix)?.to_owned();
            let version: GoVersion = name.parse().ok().filter(|_| name.starts_with("go"))?;
            let whole = version_of(&path) == Some(version) && platform::is_executable(&go_command(&path));
            whole.then_some((version, path))
        })
        .collect();
    kept.sort();
    kept
}

/// The `go` command of a root.
pub fn go_command(goroot: &Path) -> PathBuf {
    goroot.join("bin").join(platform::GO)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn v(text: &str) -> GoVersion {
        text.parse().unwrap()
    }

    #[test]
    fn the_go_line_says_what_will_do_and_what_to_fetch() {
        let exactly = |least, fetch| Wanted::Exactly { least: v(least), fetch: v(fetch) };
        for (go, toolchain, wanted) in [
            (None, None, Wanted::Newest),
            (Some("1.13"), None, Wanted::Newest),
            (Some("1.20"), Some("go1.21.3"), exactly("1.21.0", "1.21.3")),
            (Some("1.21"), None, Wanted::Language(v("1.21"))),
            (Some("1.22"), None, Wanted::Language(v("1.22"))),
            (Some("1.22"), Some("go1.24.1"), exactly("1.22", "1.24.1")),
            (Some("1.24.3"), Some("go1.22.1"), exactly("1.24.3", "1.24.3")),
            (Some("1.25rc1"), None, exactly("1.25rc1", "1.25rc1")),
            (Some("one"), None, Wanted::Newest),
        ] {
            assert_eq!(Wanted::of(go, toolchain), wanted, "{go:?} {toolchain:?}");
        }
        assert!(!Wanted::Newest.is_met_by(v("1.20.14")));
        assert!(Wanted::of(Some("1.21"), None).is_met_by(v("1.21.0")));
        assert!(!Wanted::of(Some("1.21"), None).is_met_by(v("1.21rc2")));
    }

    #[tokio::test]
    async fn a_kept_toolchain_of_the_same_language_comes_before_a_newer_one() {
        let folder = tempfile::tempdir().unwrap();
        let platform = GoPlatform::here();
        for version in ["1.22.3", "1.22.5", "1.26.0", "1.27rc1"] {
            let root = folder.path().join(format!("go{version}.{}-{}", platform.os, platform.arch));
            std::fs::create_dir_all(root.join("bin")).unwrap();
            std::fs::write(root.join("VERSION"), format!("go{version}\ntime x\n")).unwrap();
            std::fs::write(go_command(&root), "").unwrap();
            platform::set_executable(&go_command(&root)).unwrap();
        }
        std::fs::create_dir_all(folder.path().join("go1.22.9.linux-amd64")).unwrap();
        for (go, expected) in
            [("1.22", Some("1.22.5")), ("1.22.4", Some("1.26.0")), ("1.22.3", Some("1.22.3")), ("1.28", None)]
        {
            let found = choose(Wanted::of(Some(go), None), folder.path(), &HostGo::none()).await;
            match (found, expected) {
                (Found::Kept { version, .. }, Some(expected)) => assert_eq!(version, v(expected), "go {go}"),
                (Found::Fetch { .. }, None) => {}
                (found, expected) => panic!("go {go}: {found:?}, expected {expected:?}"),
            }
        }
    }
}
