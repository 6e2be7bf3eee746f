//! Files put together into packages.

use crate::understand::parse::source::Source;
use crate::understand::{Problem, Understanding};
use slipway_model::Fault;
use std::collections::BTreeMap;
use std::path::Path;

/// One package.
#[derive(Debug, Default)]
pub(in crate::understand) struct Package {
    pub(in crate::understand) files: Vec<usize>,
    pub(in crate::understand) is_program: bool,
}

/// Packages by folder.
pub(in crate::understand) type Packages = BTreeMap<String, Package>;

/// Puts files together by folder.
pub(super) fn packages(files: &[Source], folders: &[String], found: &mut Understanding) -> Packages {
    let mut by_folder = Packages::new();
    for (index, folder) in folders.iter().enumerate() {
        by_folder.entry(folder.clone()).or_default().files.push(index);
    }
    for package in by_folder.values_mut() {
        let sources = || package.files.iter().filter_map(|file| files.get(*file));
        package.is_program = sources().any(|file| {
            file.package == "main"
                && file.functions.iter().any(|function| function.name == "main" && !function.is_method())
        });
        let first = sources().next();
        let other = sources().find(|file| first.is_some_and(|first| first.package != file.package));
        if let (Some(first), Some(other)) = (first, other) {
            let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
            let fault = Fault::new("project-two-packages")
                .with("first", &first.package)
                .with("first_file", name(&first.path))
                .with("second", &other.package)
                .with("second_file", name(&other.path));
            found.problems.push(Problem::new(fault).at(&other.path, None));
        }
    }
    by_folder
}

/// What `go build` calls the program.
pub(super) fn program_name(place: &str, import_path: &str, root: &Path) -> String {
    let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    if place != "." {
        return last(place);
    }
    if import_path == "." {
        return root.file_name().map_or_else(|| "app".to_owned(), |name| name.to_string_lossy().into_owned());
    }
    let name = last(import_path);
    let is_version =
        name.strip_prefix('v').is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
    match import_path.rsplit_once('/') {
        Some((before, _)) if is_version => last(before),
        _ => name,
    }
}
