//! The shape of a project: its modules, what they require, what is vendored, embedded or generated.

mod choose;
mod embed;
mod generated;
mod gitignore;
mod gopath;
mod private;
mod requires;
pub(super) mod roots;
mod vendor;
pub(super) mod walk;

use super::parse::source::Source;
use super::programs::Packages;
use super::programs::reach::Reach;
use super::{Generator, ModuleAt, Problem, Understanding};
pub(super) use choose::{lent, nested, without};
use roots::Module;
use slipway_model::Fault;
use std::collections::BTreeSet;
use std::hash::{Hash as _, Hasher as _};
use std::path::Path;

/// Everything that was found, for the looks at its shape.
pub(super) struct Project<'a> {
    pub(super) root: &'a Path,
    pub(super) modules: &'a [Module],
    pub(super) files: &'a [Source],
    pub(super) folders: &'a [String],
    pub(super) packages: &'a Packages,
    /// Folders that some program, or the library, consists of.
    pub(super) used: BTreeSet<&'a str>,
}

impl<'a> Project<'a> {
    pub(super) fn new(
        root: &'a Path,
        modules: &'a [Module],
        files: &'a [Source],
        folders: &'a [String],
        packages: &'a Packages,
        reaches: &'a [Reach],
    ) -> Self {
        let used = reaches.iter().flat_map(|reach| reach.folders.iter().map(String::as_str)).collect();
        Self { root, modules, files, folders, packages, used }
    }

    /// The files of packages that are used, with their folders.
    fn used_files(&self) -> impl Iterator<Item = (&'a Source, &'a str)> {
        let both = self.files.iter().zip(self.folders.iter().map(String::as_str));
        both.filter(|(_, folder)| self.used.contains(folder))
    }
}

/// What stands in the way, as far as files tell.
pub(super) fn problems(project: &Project<'_>, found: &mut Understanding) {
    for (source, _) in project.files.iter().zip(project.folders) {
        for (command, line) in &source.generates {
            let (command, file, line) = (command.clone(), source.path.clone(), *line);
            found.generators.push(Generator { command, file, line });
        }
    }
    for module in project.modules {
        replaced(project.root, module, found);
        go_line(module, found);
    }
    vendor::look(project, found);
    requires::look(project, found);
    private::look(project, found);
    generated::look(project, found);
    embed::look(project, found);
}

/// A hash over what decides which packages a build consists of. For comparison within one process only.
pub(super) fn imports_hash(project: &Project<'_>) -> u64 {
    let mut hash = std::hash::DefaultHasher::new();
    for source in project.files {
        source.path.hash(&mut hash);
        for import in &source.imports {
            (&import.path, import.line).hash(&mut hash);
        }
        source.embeds.hash(&mut hash);
    }
    let modules = project.modules.iter().map(|module| module.folder.as_str()).chain(["."]);
    for folder in modules {
        for name in ["go.mod", "go.sum", "go.work", "vendor/modules.txt"] {
            crate::fs::read_bounded(&project.root.join(folder).join(name), 16 << 20)
                .ok()
                .flatten()
                .hash(&mut hash);
        }
    }
    hash.finish()
}

/// Folders that stand in for modules: missing, or outside of what a build would be given.
fn replaced(root: &Path, module: &Module, found: &mut Understanding) {
    let Some(parsed) = &module.parsed else { return };
    for (target, line) in &parsed.replaced {
        let place = root.join(&module.folder).join(target);
        let code = if !place.is_dir() {
            "project-replacement-missing"
        } else if is_outside(&module.folder, target) {
            "project-replacement-outside"
        } else {
            continue;
        };
        let fault = Fault::new(code).with("path", target);
        found.problems.push(Problem::new(fault).at(module.file(), Some(*line)));
    }
}

/// Whether a path that is relative to a folder of the project leads out of the project.
fn is_outside(folder: &str, target: &str) -> bool {
    if Path::new(target).is_absolute() {
        return true;
    }
    let mut depth = folder.split('/').filter(|part| *part != ".").count();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." if depth == 0 => return true,
            ".." => depth -= 1,
            _ => depth += 1,
        }
    }
    false
}

fn go_line(module: &Module, found: &mut Understanding) {
    let Some((version, line)) = module.parsed.as_ref().and_then(|parsed| parsed.go.as_ref()) else { return };
    let newest = crate::GoVersion::NEWEST;
    let newer = version
        .parse::<crate::GoVersion>()
        .is_ok_and(|wanted| (wanted.major, wanted.minor) > (newest.major, newest.minor));
    if newer {
        let fault =
            Fault::new("project-go-line-too-new").with("version", version).with("newest", newest.to_string());
        found.problems.push(Problem::new(fault).at(module.file(), Some(*line)));
    }
}

/// Notes a module among those that are there.
pub(super) fn note(module: &Module, looked_at: bool, found: &mut Understanding) {
    let (folder, path) = (module.folder.clone(), module.path.clone());
    found.modules.push(ModuleAt { folder, path, looked_at });
}
