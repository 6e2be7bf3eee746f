//! `//go:embed`: whether what it names is there, and whether Git would bring it to another machine.

use super::Project;
use super::gitignore::{GitIgnore, glob_fits};
use crate::understand::{Problem, Understanding};
use slipway_model::Fault;
use std::path::Path;

/// No more files are looked at for one pattern.
const MOST: usize = 20_000;
const MOST_PROBLEMS: usize = 8;

pub(super) fn look(project: &Project<'_>, found: &mut Understanding) {
    let mut ignored = GitIgnore::read(project.root);
    let mut count = 0;
    for (source, folder) in project.used_files() {
        if !source.imports.iter().any(|import| import.path == "embed") {
            continue;
        }
        for (written, line) in &source.embeds {
            let pattern = written.strip_prefix("all:").unwrap_or(written);
            let hidden = pattern.len() != written.len();
            let place = project.root.join(folder);
            let matches = expand(&place, pattern, hidden);
            let path = if folder == "." { pattern.to_owned() } else { format!("{folder}/{pattern}") };
            // Between the root and the target further files of rules may stand.
            for (at, _) in path.match_indices('/') {
                if let Some(above) =
                    path.get(..at).filter(|above| above.contains('/') && !above.contains('*'))
                {
                    ignored.add(project.root, above);
                }
            }
            let is_ignored = ignored.matches(path.split('*').next().unwrap_or(&path).trim_end_matches('/'));
            let code = match (matches, is_ignored) {
                (false, true) => "project-embed-not-generated",
                (false, false) => "project-embed-missing",
                (true, true) if tracked(&place, pattern) => continue,
                (true, true) => "project-embed-ignored",
                (true, false) => continue,
            };
            count += 1;
            if count <= MOST_PROBLEMS {
                let fault = Fault::new(code).with("pattern", written);
                found.problems.push(Problem::new(fault).at(&source.path, Some(*line)));
            }
        }
    }
}

/// A file that keeps an otherwise ignored folder in Git.
fn tracked(folder: &Path, pattern: &str) -> bool {
    let fixed: Vec<&str> = pattern.split('/').take_while(|part| !part.contains('*')).collect();
    let place = folder.join(fixed.join("/"));
    [".gitkeep", ".keep", ".gitignore"].iter().any(|name| place.join(name).is_file())
}

/// Whether a pattern matches a file: as `path.Match` in each part, folders with everything below them that is not
/// hidden.
fn expand(folder: &Path, pattern: &str, hidden: bool) -> bool {
    let bad = pattern.split('/').any(|part| matches!(part, ".." | ".")) && pattern != ".";
    if bad || pattern.starts_with('/') {
        return false;
    }
    let mut places = vec![folder.to_owned()];
    let mut looked = 0;
    for part in pattern.split('/').filter(|part| *part != ".") {
        let mut next = Vec::new();
        for place in places {
            if !part.contains(['*', '?', '[']) {
                let below = place.join(part);
                if below.symlink_metadata().is_ok_and(|about| !about.is_symlink()) {
                    next.push(below);
                }
                continue;
            }
            for entry in std::fs::read_dir(&place).into_iter().flatten().flatten() {
                looked += 1;
                let fits = entry.file_name().to_str().is_some_and(|name| glob_fits(part, name));
                if looked < MOST && fits && entry.file_type().is_ok_and(|kind| !kind.is_symlink()) {
                    next.push(entry.path());
                }
            }
        }
        places = next;
    }
    places.iter().any(|place| if place.is_dir() { has_file(place, hidden) } else { place.is_file() })
}

/// Whether there is a file that counts below a folder.
fn has_file(folder: &Path, hidden: bool) -> bool {
    let mut open = vec![(folder.to_owned(), 0)];
    let mut looked = 0;
    while let Some((place, depth)) = open.pop() {
        for entry in std::fs::read_dir(&place).into_iter().flatten().flatten() {
            looked += 1;
            if looked > MOST {
                return false;
            }
            let (Ok(name), Ok(kind)) = (entry.file_name().into_string(), entry.file_type()) else { continue };
            if !hidden && name.starts_with(['.', '_']) {
                continue;
            }
            if kind.is_file() {
                return true;
            }
            if kind.is_dir() && depth < 30 {
                open.push((entry.path(), depth + 1));
            }
        }
    }
    false
}
