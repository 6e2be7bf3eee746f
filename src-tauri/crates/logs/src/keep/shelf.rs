//! All logs that are kept: a folder for each container, under one cap.

use super::log::{KeptLog, KeptReport};
use super::{KeepError, folder};
use slipway_model::{ContainerId, EngineKey};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::SystemTime;

/// How much may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caps {
    /// Of one container, in bytes on disk.
    pub container_bytes: u64,
    /// Of all containers together.
    pub all_bytes: u64,
}

impl Default for Caps {
    fn default() -> Self {
        Self { container_bytes: 512 << 20, all_bytes: 4 << 30 }
    }
}

/// Where logs are kept. Nowhere: they live in memory, and end with the app.
#[derive(Debug)]
pub struct Shelf {
    root: Option<PathBuf>,
    caps: Mutex<Caps>,
}

impl Shelf {
    /// Keeps under this folder. Only one process may, at a time.
    pub fn at(root: PathBuf, caps: Caps) -> Self {
        Self { root: Some(root), caps: Mutex::new(caps) }
    }

    /// Keeps nothing beyond the app's end.
    pub fn in_memory() -> Self {
        Self { root: None, caps: Mutex::default() }
    }

    /// Changes how much is kept; it counts from the next time that something is deleted.
    pub fn set_caps(&self, caps: Caps) {
        *self.caps.lock().unwrap_or_else(PoisonError::into_inner) = caps;
    }

    fn caps(&self) -> Caps {
        *self.caps.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens a container's log for its one writer.
    ///
    /// # Errors
    /// Where its folder cannot be read.
    pub fn open(&self, engine: &EngineKey, id: &ContainerId) -> Result<(KeptLog, KeptReport), KeepError> {
        match self.root.as_deref().and_then(|root| folder_of(root, engine, id)) {
            Some(folder) => KeptLog::open(folder, self.caps().container_bytes),
            None => Ok((KeptLog::in_memory(), KeptReport::default())),
        }
    }

    /// A container's log for reading only: nothing where none is kept.
    ///
    /// # Errors
    /// Where what is kept cannot be read.
    pub fn read(&self, engine: &EngineKey, id: &ContainerId) -> Result<KeptLog, KeepError> {
        let folder = self.root.as_deref().and_then(|root| folder_of(root, engine, id));
        let folder = folder.filter(|folder| folder.is_dir());
        folder.map_or_else(|| Ok(KeptLog::in_memory()), KeptLog::read_only)
    }

    /// Whether lines of a container are kept.
    pub fn has(&self, engine: &EngineKey, id: &ContainerId) -> bool {
        self.root
            .as_deref()
            .and_then(|root| folder_of(root, engine, id))
            .is_some_and(|folder| folder.is_dir())
    }

    /// Deletes all that is kept of a container. Its log must not be open.
    ///
    /// # Errors
    /// Where that cannot be.
    pub fn forget(&self, engine: &EngineKey, id: &ContainerId) -> Result<(), KeepError> {
        let folder = self.root.as_deref().and_then(|root| folder_of(root, engine, id));
        folder.map_or(Ok(()), |folder| remove_folder(&folder))
    }

    /// Deletes whole logs until all fit, those that nothing was written to for longest first. Logs that are open stay.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn keep_cap(&self, is_open: impl Fn(&str) -> bool) -> Result<(), KeepError> {
        let Some(root) = &self.root else { return Ok(()) };
        let mut logs = Vec::new();
        for engine in folders(root)? {
            for log in folders(&engine)? {
                let (bytes, newest) = size_of(&log)?;
                logs.push((newest, bytes, log));
            }
        }
        logs.sort_unstable();
        let mut all: u64 = logs.iter().map(|(_, bytes, _)| bytes).sum();
        let cap = self.caps().all_bytes;
        for (_, bytes, log) in logs {
            if all <= cap {
                break;
            }
            let name = log.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if !is_open(name) {
                remove_folder(&log)?;
                all -= bytes;
            }
        }
        Ok(())
    }
}

/// The folder of a container's log. Ids and keys come from an engine: neither is trusted to be a name.
pub fn folder_of(root: &Path, engine: &EngineKey, id: &ContainerId) -> Option<PathBuf> {
    let id = id.as_str();
    let is_name = !id.is_empty() && id.len() <= 128 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let engine = format!("{:08x}", crc32fast::hash(engine.as_str().as_bytes()));
    is_name.then(|| root.join(engine).join(id))
}

fn folders(root: &Path) -> Result<Vec<PathBuf>, KeepError> {
    let entries = match std::fs::read_dir(root) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(KeepError::io(root)(error)),
    };
    let mut folders = Vec::new();
    for entry in entries {
        let entry = entry.map_err(KeepError::io(root))?;
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            folders.push(entry.path());
        }
    }
    Ok(folders)
}

/// Bytes of a log, and when it was last written to.
fn size_of(log: &Path) -> Result<(u64, SystemTime), KeepError> {
    let listing = folder::list(log)?;
    let (mut bytes, mut newest) = (listing.bytes, SystemTime::UNIX_EPOCH);
    for path in listing.tails.iter().chain(&listing.segments) {
        let Ok(metadata) = path.metadata() else { continue };
        newest = newest.max(metadata.modified().unwrap_or(newest));
        if listing.tails.contains(path) {
            bytes += metadata.len();
        }
    }
    Ok((bytes, newest))
}

fn remove_folder(folder: &Path) -> Result<(), KeepError> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(KeepError::io(folder)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keep::Record;
    use slipway_engine::LogStream;
    use slipway_model::Timestamp;

    fn record(text: String) -> Record {
        Record {
            time: Timestamp::from_ms(1),
            stream: LogStream::Stdout,
            level: 0,
            truncated: false,
            part: false,
            text,
            styles: Vec::new(),
            gap: None,
        }
    }

    fn key() -> EngineKey {
        EngineKey::new("docker:../../etc")
    }

    #[test]
    fn an_id_is_never_a_path() {
        let root = Path::new("/root");
        for id in ["../x", "a/b", "", ".", "a\\b", "C:", "\u{4e2d}"] {
            assert_eq!(folder_of(root, &key(), &ContainerId::new(id)), None, "{id}");
        }
        let folder = folder_of(root, &key(), &ContainerId::new("0123abc")).unwrap();
        assert_eq!(folder.components().count(), 4);
    }

    #[test]
    fn the_log_that_rests_longest_goes_first_and_an_open_one_stays() {
        let root = tempfile::tempdir().unwrap();
        let caps = Caps { container_bytes: u64::MAX, all_bytes: 250_000 };
        let shelf = Shelf::at(root.path().to_owned(), caps);
        for (at, id) in ["a", "b", "c", "d"].into_iter().enumerate() {
            let id = ContainerId::new(id);
            let (mut log, _) = shelf.open(&key(), &id).unwrap();
            log.append(&[record("x".repeat(60_000)), record("y".repeat(40_000))], [None; 2]).unwrap();
            let folder = folder_of(root.path(), &key(), &id).unwrap();
            for entry in std::fs::read_dir(folder).unwrap() {
                let file = std::fs::File::options().write(true).open(entry.unwrap().path()).unwrap();
                file.set_modified(SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(at as u64))
                    .unwrap();
            }
        }
        shelf.keep_cap(|id| id == "a").unwrap();
        let has = |id| shelf.has(&key(), &ContainerId::new(id));
        assert_eq!([has("a"), has("b"), has("c"), has("d")], [true, false, false, true]);
        shelf.forget(&key(), &ContainerId::new("d")).unwrap();
        assert!(!has("d"));
        shelf.forget(&key(), &ContainerId::new("d")).unwrap();
    }

    #[test]
    fn in_memory_little_is_kept_and_counted() {
        let (mut log, _) = Shelf::in_memory().open(&key(), &ContainerId::new("a")).unwrap();
        for _ in 0..30 {
            log.append(&vec![record("x".repeat(1_000)); 1_100], [None; 2]).unwrap();
        }
        let kept = log.next() - log.first();
        assert!((7_000..12_000).contains(&kept), "{kept} lines");
        assert_eq!(log.read(slipway_model::Cursor(crate::keep::FIRST_SEQ), 1).skipped, 33_000 - kept);
    }
}
