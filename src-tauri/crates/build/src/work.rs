//! A build's temporary folder.

use crate::BuildError;
use std::path::Path;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

const PREFIX: &str = "build-";
/// No build takes this long.
const OLD: Duration = Duration::from_secs(24 * 60 * 60);

/// A new folder below `work`, which goes when it is dropped.
pub(crate) async fn folder(work: &Path) -> Result<TempDir, BuildError> {
    let path = work.to_owned();
    tokio::task::spawn_blocking(move || {
        std::fs::create_dir_all(&path)
            .and_then(|()| tempfile::Builder::new().prefix(PREFIX).tempdir_in(&path))
            .map_err(|source| BuildError::Work { path, source })
    })
    .await?
}

/// Removes the folders of builds that were killed with Slipway, a day later. For the start.
pub fn clear_leftovers(work: &Path) {
    let Ok(entries) = std::fs::read_dir(work) else { return };
    for entry in entries.flatten() {
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        let changed = entry.metadata().and_then(|meta| meta.modified()).ok();
        let is_old = changed
            .and_then(|changed| SystemTime::now().duration_since(changed).ok())
            .is_some_and(|age| age > OLD);
        if is_ours
            && is_old
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
            && let Err(error) = std::fs::remove_dir_all(entry.path())
        {
            tracing::debug!(path = %entry.path().display(), %error, "a leftover stays");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_folder_goes_when_it_is_dropped_and_fresh_ones_are_no_leftovers() {
        let work = tempfile::tempdir().unwrap();
        let folder = folder(&work.path().join("work")).await.unwrap();
        std::fs::write(folder.path().join("x"), "x").unwrap();
        clear_leftovers(&work.path().join("work"));
        assert!(folder.path().join("x").exists());
        let path = folder.path().to_owned();
        drop(folder);
        assert!(!path.exists());
    }

    #[test]
    fn only_old_folders_of_ours_are_leftovers() {
        let work = tempfile::tempdir().unwrap();
        let old = SystemTime::now() - OLD * 2;
        for name in ["build-1", "other"] {
            std::fs::create_dir(work.path().join(name)).unwrap();
            let folder = std::fs::File::open(work.path().join(name)).unwrap();
            folder.set_times(std::fs::FileTimes::new().set_modified(old)).unwrap();
        }
        clear_leftovers(work.path());
        assert!(!work.path().join("build-1").exists() && work.path().join("other").exists());
    }
}
