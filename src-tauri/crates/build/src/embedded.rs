//! What a project embeds (`//go:embed`): no default may keep that from the builder.

use std::path::Path;

/// More files than this are not looked at.
const MOST_FILES: usize = 20_000;
const MOST_BYTES: u64 = 4 << 20;
const MOST_FOUND: usize = 1_000;

/// The patterns of all embeds, from the root, in the words of a `.dockerignore`. It blocks.
pub(crate) fn embedded(root: &Path) -> Vec<String> {
    let (mut found, mut left) = (Vec::new(), MOST_FILES);
    folder(root, "", &mut found, &mut left, 0);
    found.sort();
    found.dedup();
    found
}

fn folder(path: &Path, prefix: &str, found: &mut Vec<String>, left: &mut usize, depth: u32) {
    let Ok(entries) = std::fs::read_dir(path) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Ok(kind) = entry.file_type() else { continue };
        *left = left.saturating_sub(1);
        if *left == 0 || found.len() >= MOST_FOUND {
            return;
        }
        if kind.is_dir() && depth < 50 && !name.starts_with(['.', '_']) && name != "node_modules" {
            folder(&entry.path(), &format!("{prefix}{name}/"), found, left, depth + 1);
        } else if kind.is_file()
            && name.ends_with(".go")
            && entry.metadata().is_ok_and(|about| about.len() <= MOST_BYTES)
            && let Ok(text) = std::fs::read_to_string(entry.path())
        {
            let lines = text.lines().filter_map(|line| line.strip_prefix("//go:embed "));
            let patterns = lines.flat_map(str::split_whitespace);
            found.extend(patterns.map(|pattern| {
                let pattern = pattern.trim_matches(['"', '`']);
                format!("{prefix}{}", pattern.strip_prefix("all:").unwrap_or(pattern))
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embeds_are_found_from_the_root() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(root.path().join("web")).unwrap();
        std::fs::write(root.path().join("web/a.go"), "package web\n//go:embed all:dist \"a b.pem\"\nvar x\n")
            .unwrap();
        std::fs::write(root.path().join("main.go"), "//go:embed .env\n").unwrap();
        assert_eq!(
            embedded(root.path()),
            [".env", "web/\"a", "web/b.pem", "web/dist"].map(|name| name.replace('"', ""))
        );
    }
}
