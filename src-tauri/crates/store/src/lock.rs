//! Locks between processes: an empty file each, held open. The kernel lets go of them when a process ends in any way.

use crate::{Paths, StoreError};
use std::fs::{File, OpenOptions, TryLockError};

/// Names of the locks, in the only order in which one process may take several.
pub mod name {
    /// The one process that owns the window.
    pub const WINDOW: &str = "window";
    /// The one process that records samples and lines, and that may put a damaged file aside.
    pub const RECORDER: &str = "recorder";
    /// Making and migrating the database.
    pub const DATABASE: &str = "database";
    /// Shipping one project.
    pub fn ship(project: &slipway_model::ProjectId) -> String {
        format!("ship-{project}")
    }
}

/// A lock that this process holds until the value is dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock if nobody has it.
    ///
    /// # Errors
    /// [`StoreError::Io`] where the lock file cannot be made.
    pub fn try_take(paths: &Paths, name: &str) -> Result<Option<Self>, StoreError> {
        let (file, path) = open(paths, name)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(StoreError::Io { path, source }),
        }
    }

    /// Waits until the lock is free and takes it. Only for locks that are held for moments.
    ///
    /// # Errors
    /// [`StoreError::Io`] where the lock file cannot be made.
    pub fn take(paths: &Paths, name: &str) -> Result<Self, StoreError> {
        let (file, path) = open(paths, name)?;
        file.lock().map_err(StoreError::io(path))?;
        Ok(Self { _file: file })
    }
}

fn open(paths: &Paths, name: &str) -> Result<(File, std::path::PathBuf), StoreError> {
    let path = paths.locks().join(format!("{name}.lock"));
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(StoreError::io(&path))?;
    Ok((file, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_held_by_one_and_free_after_its_drop() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path()).unwrap();
        let first = Lock::try_take(&paths, name::WINDOW).unwrap();
        assert!(first.is_some());
        assert!(Lock::try_take(&paths, name::WINDOW).unwrap().is_none());
        assert!(Lock::try_take(&paths, name::RECORDER).unwrap().is_some(), "another name is another lock");
        drop(first);
        assert!(Lock::try_take(&paths, name::WINDOW).unwrap().is_some());
    }
}
