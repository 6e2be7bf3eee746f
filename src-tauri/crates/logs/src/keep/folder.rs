//! Names of the files of a container's log, by the number of their first line, so that their order is that of the names.
//!
//! `0000010000000000.seg` · `0000010000000000-0.tail` · `….tmp` (never finished) · `….damaged` (put aside)

use super::KeepError;
use std::path::{Path, PathBuf};

/// What lies in a folder, in the order of lines.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Listing {
    pub(crate) segments: Vec<PathBuf>,
    pub(crate) tails: Vec<PathBuf>,
    /// What was never finished.
    pub(crate) unfinished: Vec<PathBuf>,
    /// Bytes of segments and of what is put aside.
    pub(crate) bytes: u64,
}

/// Lists a folder; one that is not there is empty.
pub(crate) fn list(folder: &Path) -> Result<Listing, KeepError> {
    let mut listing = Listing::default();
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(listing),
        Err(error) => return Err(KeepError::io(folder)(error)),
    };
    for entry in entries {
        let entry = entry.map_err(KeepError::io(folder))?;
        let path = entry.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
        let bytes = || entry.metadata().map_or(0, |metadata| metadata.len());
        match ending {
            "seg" if number(stem).is_some() => {
                listing.bytes += bytes();
                listing.segments.push(path);
            }
            "tail" if tail_parts(stem).is_some() => listing.tails.push(path),
            "tmp" if number(stem).is_some() => listing.unfinished.push(path),
            "tail.damaged" | "seg.damaged" => listing.bytes += bytes(),
            _ => {}
        }
    }
    listing.segments.sort_unstable();
    listing.tails.sort_unstable_by_key(|path| stem(path).and_then(tail_parts));
    Ok(listing)
}

fn stem(path: &Path) -> Option<&str> {
    path.file_stem().and_then(|stem| stem.to_str())
}

fn number(text: &str) -> Option<u64> {
    let hex = text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    hex.then(|| u64::from_str_radix(text, 16).ok())?
}

fn tail_parts(stem: &str) -> Option<(u64, u32)> {
    let (first, count) = stem.split_once('-')?;
    Some((number(first)?, count.parse().ok()?))
}

pub(crate) fn tail_number(path: &Path) -> Option<u32> {
    stem(path).and_then(tail_parts).map(|(_, count)| count)
}

pub(crate) fn segment_path(folder: &Path, first_seq: u64) -> PathBuf {
    folder.join(format!("{first_seq:016x}.seg"))
}

pub(crate) fn tail_path(folder: &Path, first_seq: u64, count: u32) -> PathBuf {
    folder.join(format!("{first_seq:016x}-{count}.tail"))
}

/// Removes a file; who took it away before is right.
pub(crate) fn remove(path: &PathBuf) {
    if let Err(error) = std::fs::remove_file(path)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::warn!(path = %path.display(), %error, "a file of kept lines stays");
    }
}

/// Renames what cannot be read, so that somebody may look at it.
pub(crate) fn put_aside(path: &Path) -> Option<PathBuf> {
    let mut name = path.as_os_str().to_owned();
    name.push(".damaged");
    let aside = PathBuf::from(name);
    std::fs::rename(path, &aside).ok().map(|()| aside)
}
