//! Code from before modules: the path that a folder had in GOPATH, and the tool that kept its dependencies.

use super::walk::Walked;
use crate::understand::parse::source::Source;
use std::collections::BTreeMap;
use std::path::Path;

/// Files that older tools left behind.
const SIGNS: &[&str] = &[
    "Gopkg.toml",
    "Gopkg.lock",
    "glide.yaml",
    "glide.lock",
    "Godeps/Godeps.json",
    "vendor/vendor.json",
    "vendor/manifest",
    "vendor.conf",
    "trash.conf",
    ".gopmfile",
    "vendor.mod",
];

/// What there is of that time.
#[derive(Debug, Default)]
pub(super) struct Era {
    pub(super) path: Option<String>,
    pub(super) sign: Option<String>,
}

pub(super) fn look(root: &Path, walked: &Walked, files: &[Source], folders: &[String]) -> Era {
    let sign = SIGNS.iter().find(|sign| root.join(sign).is_file()).map(|sign| (*sign).to_owned());
    let sign = sign.or_else(|| root.join("vendor").is_dir().then(|| "vendor".to_owned()));
    // An import whose end is a folder of this project: its beginning is the project's path.
    let mut votes: BTreeMap<String, usize> = BTreeMap::new();
    for import in files.iter().flat_map(|file| &file.imports) {
        let parts: Vec<&str> = import.path.split('/').collect();
        if !parts.first().is_some_and(|first| first.contains('.')) {
            continue;
        }
        for at in 1..parts.len() {
            let end = parts.get(at..).unwrap_or_default().join("/");
            if walked.folders.contains_key(&end) {
                *votes.entry(parts.get(..at).unwrap_or_default().join("/")).or_default() += 1;
                break;
            }
        }
    }
    let name = root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let best = votes.into_iter().max_by_key(|(path, votes)| (*votes, path.ends_with(&name), path.len()));
    let _ = folders;
    Era { path: best.map(|(path, _)| path), sign }
}
