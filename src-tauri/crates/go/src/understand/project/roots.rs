//! Which modules a folder holds, from `go.mod` and `go.work`.

use crate::fs::{read_bounded, slashed};
use crate::gomod::{GoMod, What, workspace_folders};
use crate::understand::{Problem, Understanding};
use slipway_model::Fault;
use std::path::{Component, Path};

/// More than any `go.mod`.
const MOST_BYTES: u64 = 4 << 20;

/// A module: its folder relative to the project, and its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::understand) struct Module {
    pub(in crate::understand) folder: String,
    pub(in crate::understand) path: String,
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
}

/// The modules to look at.
#[derive(Debug, Default)]
pub(in crate::understand) struct Roots {
    pub(in crate::understand) modules: Vec<Module>,
}

/// Reads the folder's own `go.mod` and the modules of its `go.work`.
pub(in crate::understand) fn read(folder: &Path, found: &mut Understanding) -> Roots {
    let mut modules = Vec::new();
    if let Some(text) = text(&folder.join("go.mod"), "go.mod", found) {
        let parsed = GoMod::parse(&text);
        if let Some(broken) = &parsed.broken {
            let fault = match broken.what {
                What::Line => Fault::new("project-broken-go-mod").with("text", &broken.text),
                What::GoVersion => {
                    let version = parsed.go.as_ref().map(|(version, _)| version.clone()).unwrap_or_default();
                    Fault::new("project-bad-go-line").with("version", version)
                }
            };
            found
                .problems
                .push(Problem::new(fault.with("line", broken.line)).at("go.mod", Some(broken.line)));
        }
        for (target, line) in &parsed.replaced {
            let place = Path::new(target);
            if !folder.join(place).is_dir() {
                let fault = Fault::new("project-replacement-missing").with("path", target);
                found.problems.push(Problem::new(fault).at("go.mod", Some(*line)));
            }
        }
        if let Some(path) = parsed.module.clone() {
            modules.push(Module { folder: ".".to_owned(), path });
        }
        found.module = parsed.module;
        found.go = parsed.go.map(|(version, _)| version);
        found.toolchain = parsed.toolchain;
    }
    found.workspace = folder.ancestors().any(|above| above.join("go.work").is_file());
    if let Some(text) = text(&folder.join("go.work"), "go.work", found) {
        for member in workspace_folders(&text) {
            let member = Path::new(&member);
            let inside =
                member.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
            let relative: std::path::PathBuf =
                member.components().filter(|part| matches!(part, Component::Normal(_))).collect();
            let relative = slashed(&relative);
            if !inside || relative == "." || modules.iter().any(|module| module.folder == relative) {
                continue;
            }
            let at = format!("{relative}/go.mod");
            if let Some(parsed) = text_of(&folder.join(&at)).map(|text| GoMod::parse(&text))
                && let Some(path) = parsed.module
            {
                // A workspace takes the highest go line of its members.
                if found.module.is_none() {
                    let newer = parsed.go.map(|(version, _)| version);
                    let rank = |line: &Option<String>| {
                        line.as_ref().and_then(|line| line.parse::<crate::GoVersion>().ok())
                    };
                    if rank(&newer) > rank(&found.go) {
                        found.go = newer;
                    }
                }
                modules.push(Module { folder: relative, path });
            }
        }
    }
    found.vendored = folder.join("vendor/modules.txt").is_file();
    Roots { modules }
}

fn text_of(path: &Path) -> Option<String> {
    let bytes = read_bounded(path, MOST_BYTES).ok()??;
    Some(String::from_utf8_lossy(&bytes).into_owned())
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

/// What to say of a folder with no module: that it belongs to one above, that one is below, or that there is none.
pub(in crate::understand) fn missing(folder: &Path, nested: &[String]) -> Problem {
    let above = folder.ancestors().skip(1).find(|above| above.join("go.mod").is_file());
    Problem::new(match (above, nested.first()) {
        (Some(above), _) => Fault::new("project-inside-module").with("folder", above.display().to_string()),
        (None, Some(below)) => Fault::new("project-module-below").with("folder", below),
        (None, None) => Fault::new("project-no-go-mod").with("folder", folder.display().to_string()),
    })
}
