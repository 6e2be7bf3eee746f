//! Packages that are imported and not there: code that a generator has to make first, or that is missing.

use super::Project;
use super::gitignore::GitIgnore;
use crate::understand::{Problem, Understanding};
use slipway_model::Fault;
use std::collections::BTreeSet;

const MOST: usize = 5;

pub(super) fn look(project: &Project<'_>, found: &mut Understanding) {
    let ignored = GitIgnore::read(project.root);
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (source, _) in project.used_files() {
        for import in &source.imports {
            let Some(folder) = project.modules.iter().find_map(|module| module.folder_of(&import.path))
            else {
                continue;
            };
            // A module of its own below, or one that the walk does not enter.
            let place = project.root.join(&folder);
            let other = folder.split('/').any(|part| part == "testdata") || is_in_nested(project, &folder);
            if project.packages.contains_key(&folder) || other || seen.len() >= MOST || holds_go(&place) {
                continue;
            }
            if !seen.insert(folder.clone()) {
                continue;
            }
            let problem = match command(found, &folder, ignored.matches(&folder)) {
                Some(command) => Fault::new("project-not-generated").with("command", command),
                None => Fault::new("project-package-missing"),
            };
            let problem = problem.with("package", &import.path).with("folder", &folder);
            found.problems.push(Problem::new(problem).at(&source.path, Some(import.line)));
        }
    }
}

/// Whether a folder has Go files that only a build constraint leaves out.
fn holds_go(place: &std::path::Path) -> bool {
    let listed = std::fs::read_dir(place).into_iter().flatten().flatten().take(500);
    listed.into_iter().any(|entry| entry.file_name().to_string_lossy().ends_with(".go"))
}

fn is_in_nested(project: &Project<'_>, folder: &str) -> bool {
    let own = |place: &str| project.modules.iter().any(|module| module.folder == place);
    let mut place = folder;
    loop {
        if !own(place) && project.root.join(place).join("go.mod").is_file() {
            return true;
        }
        match place.rsplit_once('/') {
            Some((above, _)) => place = above,
            None => return false,
        }
    }
}

/// The command that makes it: a `//go:generate` that names the folder, else any, if the folder is ignored by Git.
fn command(found: &Understanding, folder: &str, ignored: bool) -> Option<String> {
    let last = folder.rsplit('/').next().unwrap_or(folder);
    let named = found.generators.iter().find(|generator| {
        generator.command.split(['/', ' ', '=', '.']).any(|word| word == last)
            || generator.file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    });
    if let Some(generator) = named {
        return Some(generator.command.clone());
    }
    ignored.then(|| {
        found.generators.first().map_or_else(|| "go generate ./...".to_owned(), |g| g.command.clone())
    })
}
