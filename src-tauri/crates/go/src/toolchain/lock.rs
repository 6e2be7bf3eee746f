//! One fetch of a toolchain at a time, across processes.

use crate::error::GoError;
use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Held as long as this lives; the system frees it when the process ends, however that happens.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Waits for the lock or the stop, whichever comes first.
    pub(crate) async fn take(path: &Path, stop: &CancellationToken) -> Result<Self, GoError> {
        let file =
            File::options().create(true).truncate(false).write(true).open(path).map_err(GoError::io(path))?;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(source)) => {
                    return Err(GoError::Io { path: path.to_owned(), source });
                }
            }
            tokio::select! {
                () = stop.cancelled() => return Err(GoError::Cancelled),
                () = tokio::time::sleep(Duration::from_millis(100)) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_second_one_waits_and_can_be_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let stop = CancellationToken::new();
        let first = Lock::take(&path, &stop).await.unwrap();
        let wait = tokio::time::timeout(Duration::from_millis(250), Lock::take(&path, &stop)).await;
        assert!(wait.is_err(), "the second one waits");
        stop.cancel();
        assert!(matches!(Lock::take(&path, &stop).await, Err(GoError::Cancelled)));
        drop(first);
        Lock::take(&path, &CancellationToken::new()).await.unwrap();
    }
}
