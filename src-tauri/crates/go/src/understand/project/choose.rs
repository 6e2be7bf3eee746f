//! A folder with no module of its own: one below is chosen, or the path that it had in GOPATH is guessed.

use super::roots::{self, Module};
use super::{gopath, note};
use crate::understand::parse::source::Source;
use crate::understand::project::walk::Walked;
use crate::understand::{Problem, Understanding};
use slipway_model::Fault;
use std::path::Path;

/// More modules are not compared.
const MOST: usize = 60;

/// The best of the modules below a folder that has none. What decides: a `main` package, how near it is to the root,
/// a name that says server rather than example or tool, then how much Go it holds.
pub(in crate::understand) fn nested(
    folder: &Path,
    walked: &Walked,
    found: &mut Understanding,
) -> Option<Module> {
    if !walked.folders.is_empty() || walked.nested.is_empty() {
        return None;
    }
    let mut known: Vec<(i64, Module)> = walked
        .nested
        .iter()
        .take(MOST)
        .filter_map(|below| roots::at(folder, below))
        .map(|module| (score(folder, &module), module))
        .collect();
    known.sort_by(|(a, left), (b, right)| (b, &left.folder).cmp(&(a, &right.folder)));
    for (at, (_, module)) in known.iter().enumerate() {
        note(module, at == 0, found);
    }
    let others: Vec<&str> = known.iter().skip(1).map(|(_, module)| module.folder.as_str()).take(12).collect();
    let (_, best) = known.first()?;
    let fault = if others.is_empty() {
        Fault::new("project-module-below").with("folder", &best.folder)
    } else {
        Fault::new("project-several-modules").with("folder", &best.folder).with("others", others.join(", "))
    };
    found.problems.push(Problem::new(fault));
    found.module = Some(best.path.clone());
    found.module_folder.clone_from(&best.folder);
    let parsed = best.parsed.as_ref()?;
    found.go = parsed.go.clone().map(|(version, _)| version);
    found.toolchain.clone_from(&parsed.toolchain);
    found.vendored = folder.join(&best.folder).join("vendor/modules.txt").is_file();
    Some(best.clone())
}

fn score(root: &Path, module: &Module) -> i64 {
    let below = crate::understand::project::walk::walk(&root.join(&module.folder), &[]);
    let mut files = 0_i64;
    let mut is_program = false;
    for (folder, names) in &below.folders {
        files += i64::try_from(names.len()).unwrap_or(0);
        let place = root.join(&module.folder).join(folder);
        is_program |= names.iter().any(|name| name == "main.go") || place.join("main.go").is_file();
    }
    let words: Vec<String> = module.folder.split(['/', '-', '_']).map(str::to_ascii_lowercase).collect();
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let mut score = files.min(400);
    if is_program {
        score += 1_000;
    }
    if has(&["server", "backend", "api", "app", "service", "web", "frontend"]) {
        score += 300;
    }
    if has(&[
        "example", "examples", "demo", "sample", "test", "tests", "tool", "tools", "docs", "hack", "e2e",
    ]) {
        score -= 2_000;
    }
    score - 50 * i64::try_from(module.folder.split('/').count()).unwrap_or(0)
}

/// What to say of a folder with no module: that it belongs to one above, or that it has none; and the path that its
/// own imports give it.
pub(in crate::understand) fn without(
    folder: &Path,
    walked: &Walked,
    files: &[Source],
    folders: &[String],
    found: &mut Understanding,
) -> Option<Module> {
    if found.problems.iter().any(|problem| problem.file.as_deref() == Some("go.mod")) {
        return None;
    }
    let above = folder.ancestors().skip(1).find(|above| above.join("go.mod").is_file());
    if let Some(above) = above {
        let fault = Fault::new("project-inside-module").with("folder", above.display().to_string());
        found.problems.push(Problem::new(fault));
        return None;
    }
    let era = gopath::look(folder, walked, files, folders);
    let fault = match (&era.path, &era.sign) {
        (Some(path), _) => Fault::new("project-gopath-era")
            .with("module", path)
            .with("sign", era.sign.clone().unwrap_or_else(|| "GOPATH".to_owned())),
        (None, Some(sign)) => {
            Fault::new("project-gopath-era").with("module", "example.com/app").with("sign", sign)
        }
        (None, None) => Fault::new("project-no-go-mod").with("folder", folder.display().to_string()),
    };
    found.problems.push(Problem::new(fault));
    era.path.map(|path| Module { folder: ".".to_owned(), path, parsed: None })
}

/// Modules inside of the project that `replace` lines name.
pub(in crate::understand) fn lent(folder: &Path, modules: &[Module]) -> Vec<Module> {
    let mut found: Vec<Module> = Vec::new();
    let mut open: Vec<Module> = modules.to_vec();
    while let Some(module) = open.pop() {
        let Some(parsed) = &module.parsed else { continue };
        for (target, _) in &parsed.replaced {
            let Some(place) = inside(&module.folder, target) else { continue };
            let known = |other: &Module| other.folder == place;
            if modules.iter().any(known) || found.iter().any(known) || found.len() >= MOST {
                continue;
            }
            if let Some(lent) = roots::at(folder, &place) {
                open.push(lent.clone());
                found.push(lent);
            }
        }
    }
    found
}

/// A path relative to a folder of the project, as one relative to the project; none outside of it.
fn inside(folder: &str, target: &str) -> Option<String> {
    if target.starts_with('/') || target.contains('\\') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| *part != ".").collect();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}
