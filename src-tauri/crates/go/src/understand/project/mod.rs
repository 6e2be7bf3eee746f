//! The shape of a project: its modules, what they require, what is vendored, embedded or generated.

pub(super) mod roots;
pub(super) mod walk;

use super::parse::source::Source;
use super::programs::Packages;
use super::programs::reach::Reach;
use super::{ModuleAt, Understanding};
use roots::{Module, Roots};
use std::path::Path;
use walk::Walked;

/// The modules whose packages were looked at.
pub(super) fn modules(
    folder: &Path,
    roots: Roots,
    walked: &Walked,
    _files: &[Source],
    _folders: &[String],
    found: &mut Understanding,
) -> Vec<Module> {
    let modules = roots.modules;
    if modules.is_empty() && found.problems.iter().all(|problem| problem.file.as_deref() != Some("go.mod")) {
        found.problems.push(roots::missing(folder, &walked.nested));
    }
    for module in &modules {
        let (folder, path) = (module.folder.clone(), module.path.clone());
        found.modules.push(ModuleAt { folder, path, looked_at: true });
    }
    modules
}

/// What stands in the way, as far as files tell.
pub(super) fn problems(
    _folder: &Path,
    _modules: &[Module],
    _files: &[Source],
    _folders: &[String],
    _packages: &Packages,
    _reaches: &[Reach],
    _found: &mut Understanding,
) {
}
