//! Files that were put aside as damaged. They stay for whoever wants to look, but not for ever, and not in the place of
//! what can be read: two weeks, and where the cap is passed they go first.

use crate::SeriesError;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A file that was put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Aside {
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
    /// Since when it lies there.
    pub(crate) since_ms: i64,
}

/// Renames a file that cannot be read to `….damaged`, and lets its time of change say since when it lies there.
pub(crate) fn put_aside(path: &Path, now_ms: i64) -> Result<PathBuf, SeriesError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".damaged");
    let aside = PathBuf::from(name);
    std::fs::rename(path, &aside).map_err(SeriesError::io(path))?;
    touch(&aside, now_ms);
    Ok(aside)
}

/// What is known of files aside, the oldest first. With a time, one of a clock that ran ahead begins anew with it.
pub(crate) fn look<'a>(paths: impl Iterator<Item = &'a PathBuf>, now_ms: Option<i64>) -> Vec<Aside> {
    let mut found: Vec<_> = paths
        .filter_map(|path| {
            // Who took it away meanwhile is right.
            let metadata = path.metadata().ok()?;
            let mut since_ms = metadata.modified().map_or(i64::MIN, to_ms);
            if let Some(now_ms) = now_ms.filter(|now_ms| *now_ms < since_ms) {
                touch(path, now_ms);
                since_ms = now_ms;
            }
            Some(Aside { path: path.clone(), bytes: metadata.len(), since_ms })
        })
        .collect();
    found.sort_by(|a, b| (a.since_ms, &a.path).cmp(&(b.since_ms, &b.path)));
    found
}

/// Where that cannot be, the file keeps the time of its last row and goes so much sooner.
fn touch(path: &Path, now_ms: i64) {
    let since = u64::try_from(now_ms).ok().map(Duration::from_millis);
    if let Some(time) = since.and_then(|since| SystemTime::UNIX_EPOCH.checked_add(since)) {
        let _ = File::options().write(true).open(path).and_then(|file| file.set_modified(time));
    }
}

fn to_ms(time: SystemTime) -> i64 {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        Err(_) => i64::MIN,
    }
}
