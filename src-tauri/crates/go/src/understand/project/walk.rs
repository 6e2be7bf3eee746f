//! The Go files of a folder, within bounds.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// More Go files are not read.
const MOST_FILES: usize = 5_000;
/// More entries of folders are not looked at.
const MOST_ENTRIES: usize = 200_000;
const MOST_DEPTH: usize = 40;

/// What the walk found.
#[derive(Debug, Default)]
pub(in crate::understand) struct Walked {
    /// Folders with Go files, by their path relative to the start (`.` is the start); the files' names, sorted.
    pub(in crate::understand) folders: BTreeMap<String, Vec<String>>,
    /// Folders below that are modules of their own.
    pub(in crate::understand) nested: Vec<String>,
    /// There was more than the bounds allow.
    pub(in crate::understand) cut: bool,
    /// What could not be read.
    pub(in crate::understand) unreadable: Vec<(String, std::io::Error)>,
}

/// Walks a folder as the Go command does: without `vendor`, `testdata`, `_x`, `.x`, and modules of their own, except
/// those of `members`. No symlink to a folder is followed.
pub(in crate::understand) fn walk(start: &Path, members: &[String]) -> Walked {
    let mut walked = Walked::default();
    let (mut files, mut entries) = (0, 0);
    let mut open: Vec<(PathBuf, String, usize)> = vec![(start.to_owned(), ".".to_owned(), 0)];
    while let Some((folder, relative, depth)) = open.pop() {
        let listed = match std::fs::read_dir(&folder) {
            Ok(listed) => listed,
            Err(error) => {
                walked.unreadable.push((relative, error));
                continue;
            }
        };
        for entry in listed.flatten() {
            entries += 1;
            if entries > MOST_ENTRIES || files > MOST_FILES {
                walked.cut = true;
                return walked;
            }
            let (Ok(name), Ok(kind)) = (entry.file_name().into_string(), entry.file_type()) else { continue };
            if name.starts_with(['_', '.']) {
                continue;
            }
            let below = if relative == "." { name.clone() } else { format!("{relative}/{name}") };
            if kind.is_dir() {
                if matches!(name.as_str(), "vendor" | "testdata" | "node_modules") {
                    continue;
                }
                if depth >= MOST_DEPTH {
                    walked.cut = true;
                } else if entry.path().join("go.mod").is_file() && !members.contains(&below) {
                    walked.nested.push(below);
                } else {
                    open.push((entry.path(), below, depth + 1));
                }
            } else if name.ends_with(".go")
                && !name.ends_with("_test.go")
                && is_inside(&entry.path(), kind, start)
            {
                files += 1;
                walked.folders.entry(relative.clone()).or_default().push(name);
            }
        }
    }
    for names in walked.folders.values_mut() {
        names.sort();
    }
    walked.nested.sort();
    walked
}

/// A file, or a symlink to a file that stays within the folder.
fn is_inside(path: &Path, kind: std::fs::FileType, start: &Path) -> bool {
    if kind.is_file() {
        return true;
    }
    let (Ok(start), Ok(target)) = (start.canonicalize(), path.canonicalize()) else { return false };
    kind.is_symlink() && target.starts_with(start) && target.is_file()
}
