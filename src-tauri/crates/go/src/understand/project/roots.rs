//! Which modules a folder holds, from `go.mod` and `go.work`.

use crate::GoVersion;
use crate::fs::{read_bounded, slashed};
use crate::gomod::{GoMod, What, workspace_folders};
use crate::understand::{Problem, Understanding};
use slipway_model::Fault;
use std::path::{Component, Path};

/// More than any `go.mod`.
const MOST_BYTES: u64 = 4 << 20;

/// A module: its folder relative to the project, its path, what its `go.mod` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::understand) struct Module {
    pub(in crate::understand) folder: String,
    pub(in crate::understand) path: String,
    /// None for a project without a `go.mod`, whose path is only guessed.
    pub(in crate::understand) parsed: Option<GoMod>,
}

impl Module {
    /// The import path of a folder, if it is in this module.
    pub(in crate::understand) fn import_path(&self, folder: &str) -> Option<String> {
        let below = if self.folder == "." {
            folder
        } else {
            folder
                .strip_prefix(&self.folder)
                .and_then(|rest| if rest.is_empty() { Some(".") } else { rest.strip_prefix('/') })?
        };
        Some(if below == "." { self.path.clone() } else { format!("{}/{below}", self.path) })
    }

    /// The folder of an import path, if it is in this module.
    pub(in crate::understand) fn folder_of(&self, import: &str) -> Option<String> {
        let rest = import.strip_prefix(&self.path)?;
        if rest.is_empty() {
            return Some(self.folder.clone());
        }
        let below = rest.strip_prefix('/')?;
        Some(if self.folder == "." { below.to_owned() } else { format!("{}/{below}", self.folder) })
    }

    /// The path of its `go.mod`, relative to the project.
    pub(in crate::understand) fn file(&self) -> String {
        if self.folder == "." { "go.mod".to_owned() } else { format!("{}/go.mod", self.folder) }
    }
}

/// Reads the folder's own `go.mod` and the modules of its `go.work`.
pub(in crate::understand) fn read(folder: &Path, found: &mut Understanding) -> Vec<Module> {
    let mut modules = Vec::new();
    if let Some(text) = text(&folder.join("go.mod"), "go.mod", found) {
        let parsed = GoMod::parse(&text);
        broken(&parsed, "go.mod", found);
        found.module.clone_from(&parsed.module);
        found.go = parsed.go.clone().map(|(version, _)| version);
        found.toolchain.clone_from(&parsed.toolchain);
        if let Some(path) = parsed.module.clone() {
            modules.push(Module { folder: ".".to_owned(), path, parsed: Some(parsed) });
        }
    }
    found.workspace = folder.ancestors().any(|above| above.join("go.work").is_file());
    if let Some(text) = text(&folder.join("go.work"), "go.work", found) {
        for (written, line) in workspace_folders(&text) {
            let member = Path::new(&written);
            if !folder.join(member).is_dir() {
                let fault = Fault::new("project-replacement-missing").with("path", &written);
                found.problems.push(Problem::new(fault).at("go.work", Some(line)));
                continue;
            }
            let inside =
                member.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
            let relative: std::path::PathBuf =
                member.components().filter(|part| matches!(part, Component::Normal(_))).collect();
            let relative = slashed(&relative);
            if !inside || relative == "." || modules.iter().any(|module| module.folder == relative) {
                continue;
            }
            let Some(module) = at(folder, &relative) else { continue };
            // A workspace takes the highest go line of its members.
            if found.module.is_none() {
                let newer = module.parsed.as_ref().and_then(|parsed| parsed.go.clone()).map(|(go, _)| go);
                let rank =
                    |line: &Option<String>| line.as_ref().and_then(|line| line.parse::<GoVersion>().ok());
                if rank(&newer) > rank(&found.go) {
                    found.go = newer;
                }
            }
            modules.push(module);
        }
    }
    found.vendored = folder.join("vendor/modules.txt").is_file();
    modules
}

/// The module in a folder below.
pub(super) fn at(root: &Path, folder: &str) -> Option<Module> {
    let bytes = read_bounded(&root.join(folder).join("go.mod"), MOST_BYTES).ok()??;
    let parsed = GoMod::parse(&String::from_utf8_lossy(&bytes));
    Some(Module { folder: folder.to_owned(), path: parsed.module.clone()?, parsed: Some(parsed) })
}

fn broken(parsed: &GoMod, file: &str, found: &mut Understanding) {
    let Some(broken) = &parsed.broken else { return };
    let fault = match broken.what {
        What::Line => Fault::new("project-broken-go-mod").with("text", &broken.text),
        What::GoVersion => {
            let version = parsed.go.as_ref().map(|(version, _)| version.clone()).unwrap_or_default();
            Fault::new("project-bad-go-line").with("version", version)
        }
    };
    found.problems.push(Problem::new(fault.with("line", broken.line)).at(file, Some(broken.line)));
}

fn text(path: &Path, name: &str, found: &mut Understanding) -> Option<String> {
    match read_bounded(path, MOST_BYTES) {
        Ok(Some(bytes)) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        Ok(None) => None,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => {
            found.problems.push(crate::understand::programs::cannot_read(name, &error));
            None
        }
    }
}
