//! `.gitignore` at the root and beside what it is about, as far as whole folders and files go.

use crate::fs::read_bounded;
use std::path::Path;

/// The rules of a project.
#[derive(Debug, Default)]
pub(super) struct GitIgnore {
    /// Folder of the file, pattern, whether it takes back.
    rules: Vec<(String, String, bool)>,
}

impl GitIgnore {
    pub(super) fn read(root: &Path) -> Self {
        let mut found = Self::default();
        found.add(root, ".");
        let listed = std::fs::read_dir(root).into_iter().flatten().flatten().take(500);
        for entry in listed.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())) {
            if let Ok(name) = entry.file_name().into_string() {
                found.add(root, &name);
            }
        }
        found
    }

    /// Reads the file of one more folder.
    pub(super) fn add(&mut self, root: &Path, folder: &str) {
        let Ok(Some(bytes)) = read_bounded(&root.join(folder).join(".gitignore"), 256 << 10) else { return };
        for line in String::from_utf8_lossy(&bytes).lines().take(2_000) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (pattern, back) = line.strip_prefix('!').map_or((line, false), |rest| (rest, true));
            self.rules.push((folder.to_owned(), pattern.to_owned(), back));
        }
    }

    /// Whether a path, or a folder above it, is ignored.
    pub(super) fn matches(&self, path: &str) -> bool {
        let mut ignored = false;
        for (folder, pattern, back) in &self.rules {
            let below = if folder == "." { Some(path) } else { path.strip_prefix(&format!("{folder}/")) };
            if below.is_some_and(|below| fits(pattern, below)) {
                ignored = !back;
            }
        }
        ignored
    }
}

fn fits(pattern: &str, path: &str) -> bool {
    let pattern = pattern.trim_end_matches("/**").trim_end_matches("/*").trim_end_matches('/');
    let anchored = pattern.contains('/');
    let pattern = pattern.trim_start_matches('/');
    let parts: Vec<&str> = path.split('/').collect();
    let wanted: Vec<&str> = pattern.split('/').collect();
    if anchored && wanted.first() != Some(&"**") {
        return parts.len() >= wanted.len()
            && wanted.iter().zip(&parts).all(|(glob, part)| glob_fits(glob, part));
    }
    let wanted: Vec<&str> = wanted.into_iter().filter(|part| *part != "**").collect();
    parts
        .windows(wanted.len().max(1))
        .any(|part| wanted.iter().zip(part).all(|(glob, part)| glob_fits(glob, part)))
}

/// `*` and `?` within one name; bounded, without going back more than once.
pub(super) fn glob_fits(glob: &str, name: &str) -> bool {
    let (glob, name): (Vec<char>, Vec<char>) = (glob.chars().collect(), name.chars().collect());
    let (mut g, mut n) = (0, 0);
    let mut star = None;
    while n < name.len() {
        match glob.get(g) {
            Some('*') => {
                star = Some((g, n));
                g += 1;
            }
            Some(c) if *c == '?' || name.get(n) == Some(c) => {
                g += 1;
                n += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    g = at + 1;
                    n = from + 1;
                    star = Some((at, n));
                }
                None => return false,
            },
        }
    }
    glob.iter().skip(g).all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_fit_as_git_reads_them() {
        for (pattern, path, expected) in [
            ("dist", "web/dist", true),
            ("/dist", "web/dist", false),
            ("/web/dist/*", "web/dist/index.html", true),
            ("*.pb.go", "a/b/x.pb.go", true),
            ("ui/build/", "ui/build", true),
            ("**/gen", "a/gen/x", true),
            ("build", "rebuild", false),
        ] {
            assert_eq!(fits(pattern, path), expected, "{pattern} {path}");
        }
    }
}
