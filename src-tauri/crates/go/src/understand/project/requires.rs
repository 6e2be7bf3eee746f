//! What the code imports against what `go.mod` and `go.sum` say: a `go.mod` that `go build` would have to change.

use super::Project;
use super::roots::Module;
use crate::fs::read_bounded;
use crate::gomod::GoMod;
use crate::understand::{Problem, Understanding, Vendor};
use slipway_model::Fault;
use std::collections::BTreeSet;

const MOST_BYTES: u64 = 16 << 20;
/// No more problems of one kind are listed.
const MOST: usize = 3;

pub(super) fn look(project: &Project<'_>, found: &mut Understanding) {
    let mut missing: BTreeSet<&str> = BTreeSet::new();
    let mut unsummed = BTreeSet::new();
    for module in project.modules {
        let Some(parsed) = module.parsed.as_ref().filter(|parsed| parsed.broken.is_none()) else { continue };
        let sums = sums(project, module);
        for (source, folder) in project.used_files() {
            if module.import_path(folder).is_none() {
                continue;
            }
            for import in &source.imports {
                let path = import.path.as_str();
                if !is_remote(path) || project.modules.iter().any(|module| module.folder_of(path).is_some()) {
                    continue;
                }
                let Some(provider) = provider(parsed, path) else {
                    if missing.len() < MOST && missing.insert(path) {
                        found.problems.push(needed(parsed, path).at(&source.path, Some(import.line)));
                    }
                    continue;
                };
                let (by, version, line) = provider;
                // What is vendored needs no go.sum to be complete.
                if parsed.local.iter().any(|local| local == by) || found.vendor == Vendor::Consistent {
                    continue;
                }
                let (by, version) = parsed
                    .swapped
                    .iter()
                    .find(|(from, _, _)| from == by)
                    .map_or((by.as_str(), version.as_str()), |(_, to, version)| (to, version));
                let summed =
                    sums.as_ref().is_some_and(|sums| sums.contains(&(by.to_owned(), version.to_owned())));
                if !summed && unsummed.len() < MOST && unsummed.insert(by.to_owned()) {
                    let fault = Fault::new("project-missing-go-sum").with("package", path);
                    found.problems.push(Problem::new(fault).at(module.file(), Some(*line)));
                }
            }
        }
    }
}

/// A module that `go.mod` lacks: one that nobody outside can fetch is another matter.
fn needed(parsed: &GoMod, path: &str) -> Problem {
    let _ = parsed;
    Problem::new(Fault::new("project-missing-module").with("package", path))
}

/// Whether an import is of a module that has to be fetched: its first part has a dot.
fn is_remote(path: &str) -> bool {
    path.split('/').next().is_some_and(|first| first.contains('.') && !first.starts_with('.'))
}

/// The requirement that provides a package: the longest path before it.
fn provider<'m>(parsed: &'m GoMod, path: &str) -> Option<&'m (String, String, u32)> {
    let before =
        |known: &str| path == known || path.strip_prefix(known).is_some_and(|rest| rest.starts_with('/'));
    let by = parsed.requires.iter().filter(|(known, _, _)| before(known));
    by.max_by_key(|(known, _, _)| known.len())
}

/// The checksums of whole modules in `go.sum` and `go.work.sum`; none without a file.
fn sums(project: &Project<'_>, module: &Module) -> Option<BTreeSet<(String, String)>> {
    let own = project.root.join(&module.folder).join("go.sum");
    let shared = project.root.join("go.work.sum");
    let texts: Vec<Vec<u8>> =
        [own, shared].iter().filter_map(|path| read_bounded(path, MOST_BYTES).ok().flatten()).collect();
    if texts.is_empty() {
        return None;
    }
    let mut found = BTreeSet::new();
    for bytes in texts {
        for line in String::from_utf8_lossy(&bytes).lines() {
            let mut words = line.split_whitespace();
            if let (Some(path), Some(version)) = (words.next(), words.next())
                && !version.ends_with("/go.mod")
            {
                found.insert((path.to_owned(), version.to_owned()));
            }
        }
    }
    Some(found)
}
