//! The files of this clone that people write.

use slipway_tests::paths;
use std::path::{Path, PathBuf};

/// A text file: its path below the root, and its text.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// The part of a Rust file that is not its unit tests.
    pub(crate) fn without_tests(&self) -> &str {
        self.text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default()
    }
}

/// Every file below `folder` whose name ends with one of `endings`.
pub(crate) fn below(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut files = Vec::new();
    collect(&paths::root().join(folder), &mut files);
    files.sort();
    let wanted = files.into_iter().filter(|path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        endings.iter().any(|ending| name.ends_with(ending))
    });
    wanted
        .map(|path| Source {
            text: std::fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display())),
            path: path.strip_prefix(paths::root()).unwrap().to_string_lossy().into_owned(),
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_symlink()
            || ["target", "node_modules", "dist", "gen", ".git"].iter().any(|made| name == *made)
        {
            continue;
        }
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
