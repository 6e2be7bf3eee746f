//! The programs of a folder: which there are, what each needs, which one is meant.

pub(super) mod because;
mod packages;
mod rank;
pub(super) mod reach;
mod read;

pub(super) use packages::Packages;

use super::needs;
use super::needs::config::Config;
use super::project::{self, roots, walk};
use super::values::eval::Program as Values;
use super::values::index::Index;
use super::{Problem, Program, ProgramKind, Understanding};
use because::Because;
use reach::Reach;
use slipway_model::Fault;
use std::path::Path;

pub(super) fn understand(folder: &Path) -> Understanding {
    let mut found = Understanding {
        folder: folder.to_owned(),
        module_folder: ".".to_owned(),
        ..Understanding::default()
    };
    if !folder.is_dir() {
        let fault = Fault::new("project-folder-missing").with("folder", folder.display().to_string());
        found.problems.push(Problem::new(fault));
        return found;
    }
    let mut modules = roots::read(folder, &mut found);
    let members: Vec<_> = modules.iter().map(|module| module.folder.clone()).collect();
    let mut walked = walk::walk(folder, &members);
    for module in &modules {
        project::note(module, true, &mut found);
    }
    if modules.is_empty()
        && let Some(module) = project::nested(folder, &walked, &mut found)
    {
        walked = walk::walk(folder, std::slice::from_ref(&module.folder));
        modules.push(module);
    }
    // Modules of this project that stand in for required ones: read, but not for programs of their own.
    let lent = project::lent(folder, &modules);
    if !lent.is_empty() {
        let places: Vec<_> = modules.iter().chain(&lent).map(|module| module.folder.clone()).collect();
        walked = walk::walk(folder, &places);
    }
    let own = modules.len();
    modules.extend(lent);
    let lent = own..modules.len();
    found.cut = walked.cut;
    for (place, error) in walked.unreadable.iter().take(3) {
        found.problems.push(cannot_read(place, error));
    }
    let mut read = read::read_all(folder, &walked.folders);
    for (path, error) in read.unreadable.drain(..).take(20) {
        found.problems.push(cannot_read(&path, &error));
    }
    if modules.is_empty() {
        modules.extend(project::without(folder, &walked, &read.files, &read.folders, &mut found));
    }
    found.files = u32::try_from(read.files.len()).unwrap_or(u32::MAX);
    found.uses_cgo = read.cgo.iter().any(|file| file.line.is_some());

    // The longest path wins: a module may stand within another one's path.
    let resolve = |import: &str| {
        let by = modules.iter().filter(|module| module.folder_of(import).is_some());
        by.max_by_key(|module| module.path.len()).and_then(|module| module.folder_of(import))
    };
    let places: Vec<&str> = modules.iter().map(|module| module.folder.as_str()).collect();
    let config = Config::read(folder, if places.is_empty() { &["."] } else { &places });
    let index = Index::new(&read.files, &read.folders, &resolve, &config);
    let packages = packages::packages(&read.files, &read.folders, &mut found);
    found.packages = u32::try_from(packages.len()).unwrap_or(u32::MAX);

    let mut reaches = Vec::new();
    let is_lent = |place: &str| {
        let by = modules.iter().enumerate().filter(|(_, module)| module.import_path(place).is_some());
        by.max_by_key(|(_, module)| if module.folder == "." { 0 } else { module.folder.len() })
            .is_some_and(|(at, _)| lent.contains(&at))
    };
    let programs = packages.iter().filter(|(place, package)| package.is_program && !is_lent(place));
    for (place, package) in programs {
        let number = found.programs.len();
        let by = modules.iter().filter(|module| module.import_path(place).is_some());
        let by = by.max_by_key(|module| if module.folder == "." { 0 } else { module.folder.len() });
        let import_path = by.and_then(|module| module.import_path(place));
        let import_path =
            import_path.unwrap_or_else(|| if place == "." { ".".to_owned() } else { format!("./{place}") });
        let reach = Reach::of_program(&read.files, &packages, place, &resolve);
        let values = Values::new(&index, &reach);
        let (needs, listening) = needs::find(&values, folder, &read.cgo, &packages, Some(number));
        let kind = rank::kind_by_place(place).or_else(|| rank::kind_by_imports(&read.files, package));
        let kind = kind.unwrap_or(if listening { ProgramKind::Server } else { ProgramKind::Tool });
        found.programs.push(Program {
            name: packages::program_name(place, &import_path, folder),
            import_path,
            folder: place.clone(),
            kind,
            because: Because::Other,
        });
        found.needs.push(needs);
        reaches.push(reach);
    }
    if found.programs.is_empty() {
        let reach = Reach::everything(&read.files, &packages);
        let values = Values::new(&index, &reach);
        let (mut needs, _) = needs::find(&values, folder, &read.cgo, &packages, None);
        // What could listen does not when there is no program.
        needs.ports.clear();
        needs.listens_on.clear();
        needs.arguments.clear();
        found.needs.push(needs);
        reaches.push(reach);
    }
    found.ports = found.needs.iter().flat_map(|needs| needs.ports.clone()).collect();
    found.env = found.needs.iter().flat_map(|needs| needs.env.clone()).collect();
    found.env.sort_by(|a, b| (&a.name, &a.file, a.line).cmp(&(&b.name, &b.file, b.line)));
    found.env.dedup();

    let choice = rank::choose(&found.programs, found.module.as_deref());
    for (program, because) in found.programs.iter_mut().zip(choice.because) {
        program.because = because;
    }
    (found.chosen, found.tie) = (choice.chosen, choice.tie);
    let shape = project::Project::new(folder, &modules, &read.files, &read.folders, &packages, &reaches);
    project::problems(&shape, &mut found);
    found.imports_hash = project::imports_hash(&shape);
    if found.programs.is_empty() && found.problems.is_empty() {
        let left_out = read.left_out.values().flatten().next().filter(|_| found.packages == 0);
        let code = match (found.packages, left_out) {
            (0, Some(_)) => "project-build-constraints",
            (0, None) => "project-no-program",
            _ => "project-library-only",
        };
        let fault = Fault::new(code).with("module", found.module.clone().unwrap_or_default());
        let fault =
            fault.with("folder", left_out.map_or(".", |path| path.rsplit_once('/').map_or(".", |(f, _)| f)));
        found.problems.push(Problem::new(fault));
    }
    found
}

pub(super) fn cannot_read(place: &str, error: &std::io::Error) -> Problem {
    Problem::new(Fault::new("machine-cannot-read").with("path", place).detail(error.to_string()))
        .at(place, None)
}
