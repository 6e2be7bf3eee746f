//! Whether a vendor folder matches `go.mod`, as the go command itself compares them.

use super::Project;
use crate::fs::read_bounded;
use crate::understand::{Problem, Understanding, Vendor};
use slipway_model::Fault;
use std::collections::BTreeSet;

const MOST_BYTES: u64 = 8 << 20;

pub(super) fn look(project: &Project<'_>, found: &mut Understanding) {
    let place = project.root.join(&found.module_folder).join("vendor");
    // No symlink out of the folder.
    if !place.symlink_metadata().is_ok_and(|about| about.is_dir()) {
        return;
    }
    let Ok(Some(bytes)) = read_bounded(&place.join("modules.txt"), MOST_BYTES) else {
        let legacy = ["vendor.json", "manifest"].iter().any(|name| place.join(name).is_file());
        if legacy || place.join("github.com").is_dir() {
            found.vendor = Vendor::Legacy;
        }
        return;
    };
    let text = String::from_utf8_lossy(&bytes);
    let module = project.modules.iter().find(|module| module.folder == found.module_folder);
    let Some(parsed) = module.and_then(|module| module.parsed.as_ref()) else {
        found.vendor = Vendor::Consistent;
        return;
    };
    // A workspace has a vendor folder of its own kind.
    if project.root.join("go.work").is_file() || text.starts_with("## workspace") {
        found.vendor = Vendor::Consistent;
        return;
    }
    let old = parsed.go.as_ref().and_then(|(version, _)| version.parse::<crate::GoVersion>().ok());
    if old.is_none_or(|version| version.major == 1 && version.minor < 14) {
        found.vendor = Vendor::Ignored;
        return;
    }
    let explicit = explicit(&text);
    let missing = parsed
        .requires
        .iter()
        .find(|(path, version, _)| !explicit.contains(&(path.as_str(), version.as_str())));
    found.vendor = if missing.is_some() { Vendor::Stale } else { Vendor::Consistent };
    if let Some((path, version, line)) = missing {
        let fault = Fault::new("project-vendor-inconsistent").with("module", format!("{path}@{version}"));
        let file = module.map(super::roots::Module::file).unwrap_or_default();
        found.problems.push(Problem::new(fault).at(file, Some(*line)));
    }
}

/// Path and version of what `modules.txt` marks as required.
fn explicit(text: &str) -> BTreeSet<(&str, &str)> {
    let mut found = BTreeSet::new();
    let mut last = None;
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# ") {
            let mut words = rest.split_whitespace();
            last = words.next().zip(words.next());
        } else if line.starts_with("## explicit")
            && let Some(module) = last
        {
            found.insert(module);
        }
    }
    found
}
