//! What discovery looks at, as a value: tests hand in their own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The environment a user works in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Environment variables.
    pub variables: BTreeMap<String, String>,
    /// The home folder.
    pub home: Option<PathBuf>,
    /// The root that system-wide places are looked up under: `/`; a test's own folder in a test.
    pub root: PathBuf,
    /// The user's number; `None` where there is none.
    pub uid: Option<u32>,
}

impl Surroundings {
    /// This process's own.
    pub fn of_this_process() -> Self {
        let variables: BTreeMap<String, String> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let home = std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
        Self { variables, home, root: PathBuf::from("/"), uid: super::platform::uid() }
    }

    /// A variable that is set to something.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// Docker's folder for its settings.
    pub fn docker_config(&self) -> Option<PathBuf> {
        match self.variable("DOCKER_CONFIG") {
            Some(folder) => Some(PathBuf::from(folder)),
            None => self.home.as_ref().map(|home| home.join(".docker")),
        }
    }

    /// A system-wide place.
    pub(super) fn system(&self, path: &str) -> PathBuf {
        self.root.join(path.trim_start_matches('/'))
    }

    /// A program on the path or in the usual folders for what root runs.
    pub(super) fn program(&self, name: &str) -> Option<PathBuf> {
        let path = self.variable("PATH").map(std::env::split_paths).into_iter().flatten();
        let usual =
            ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"].map(|folder| self.system(folder));
        path.chain(usual).map(|folder: PathBuf| folder.join(name)).find(|file| is_file(file))
    }
}

fn is_file(path: &Path) -> bool {
    path.metadata().is_ok_and(|meta| meta.is_file())
}
