//! Every folder Slipway uses.

use crate::StoreError;
use std::path::{Path, PathBuf};

/// Names the folder that holds everything, in place of the platform's folders: for tests, a USB stick, a class room.
pub(crate) const DATA_DIR_VARIABLE: &str = "SLIPWAY_DATA_DIR";

/// Slipway's folders. They are made when first used, readable by the user alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    data: PathBuf,
    cache: PathBuf,
    state: PathBuf,
    runtime: PathBuf,
}

impl Paths {
    /// The folders of this user, or those under `SLIPWAY_DATA_DIR`.
    ///
    /// # Errors
    /// [`StoreError::NoHome`] where the platform names none, [`StoreError::Io`] where they cannot be made.
    pub fn of_this_user() -> Result<Self, StoreError> {
        if let Some(root) = std::env::var_os(DATA_DIR_VARIABLE).filter(|root| !root.is_empty()) {
            return Self::under(Path::new(&root));
        }
        let data = dirs::data_local_dir().ok_or(StoreError::NoHome)?.join("slipway");
        let cache = dirs::cache_dir().ok_or(StoreError::NoHome)?.join("slipway");
        let state = dirs::state_dir().map_or_else(|| data.join("state"), |state| state.join("slipway"));
        let runtime =
            dirs::runtime_dir().map_or_else(|| state.join("run"), |runtime| runtime.join("slipway"));
        Self { data, cache, state, runtime }.make()
    }

    /// All folders under one.
    ///
    /// # Errors
    /// [`StoreError::Io`] where they cannot be made.
    pub fn under(root: &Path) -> Result<Self, StoreError> {
        let root = std::path::absolute(root).map_err(StoreError::io(root))?;
        Self {
            data: root.join("data"),
            cache: root.join("cache"),
            state: root.join("state"),
            runtime: root.join("run"),
        }
        .make()
    }

    fn make(self) -> Result<Self, StoreError> {
        for folder in [&self.data, &self.cache, &self.logs(), &self.locks(), &self.work()] {
            std::fs::create_dir_all(folder).map_err(StoreError::io(folder))?;
        }
        for folder in [&self.data, &self.state] {
            own_eyes_only(folder)?;
        }
        Ok(self)
    }

    /// The folder of what must not be lost.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The database of facts.
    pub fn database(&self) -> PathBuf {
        self.data.join("slipway.sqlite")
    }

    /// What containers used: the history's files.
    pub fn history(&self) -> PathBuf {
        self.data.join("history")
    }

    /// What containers wrote: a folder of lines for each.
    pub fn lines(&self) -> PathBuf {
        self.data.join("lines")
    }

    /// Go toolchains that Slipway fetched.
    pub fn toolchains(&self) -> PathBuf {
        self.data.join("toolchains")
    }

    /// Go's build cache for those toolchains.
    pub fn go_build_cache(&self) -> PathBuf {
        self.cache.join("go-build")
    }

    /// Go's module cache for those toolchains.
    pub fn go_module_cache(&self) -> PathBuf {
        self.cache.join("go-mod")
    }

    /// Short-lived files of builds. What lies here when nothing runs is left over.
    pub fn work(&self) -> PathBuf {
        self.cache.join("work")
    }

    /// Slipway's own log files.
    pub fn logs(&self) -> PathBuf {
        self.state.join("log")
    }

    /// Sockets of what Slipway starts; nothing here is needed after its end.
    pub fn runtime(&self) -> &Path {
        &self.runtime
    }

    /// Lock files.
    pub fn locks(&self) -> PathBuf {
        self.data.join("locks")
    }

    /// The socket by which a second start hands its folder to the first.
    pub fn handover_socket(&self) -> PathBuf {
        self.data.join("window.sock")
    }
}

#[cfg(unix)]
fn own_eyes_only(folder: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).map_err(StoreError::io(folder))
}

#[cfg(not(unix))]
fn own_eyes_only(_folder: &Path) -> Result<(), StoreError> {
    Ok(())
}
