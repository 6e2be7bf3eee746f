//! A path as a program built with `-trimpath` names it: it begins with the module's path instead of the folder.

use crate::fs::read_bounded;
use crate::gomod::GoMod;
use std::path::{Component, Path};

/// A `go.mod` is a few kilobytes.
const MOST_BYTES: u64 = 1 << 20;

/// The file of a project that a panic or a compiler names, relative to the project's folder: `example.org/shop/main.go`
/// of the module `example.org/shop` is `main.go`. The module is that of the program's folder or of the nearest above it.
/// None where it is no file of that module, or no such module is there.
pub fn file_in_project(root: &Path, program: &str, file: &str) -> Option<String> {
    if let Some(inside) = file.strip_prefix("./") {
        return Some(inside.to_owned());
    }
    let program = Path::new(program);
    if !program.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return None;
    }
    let (folder, module) = program.ancestors().find_map(|folder| {
        let bytes = read_bounded(&root.join(folder).join("go.mod"), MOST_BYTES).ok()??;
        Some((folder, GoMod::parse(&String::from_utf8_lossy(&bytes)).module?))
    })?;
    let inside = file.strip_prefix(&module)?.strip_prefix('/')?;
    let plain = folder.components().filter(|part| matches!(part, Component::Normal(_)));
    let folder: Vec<_> = plain.map(|part| part.as_os_str().to_string_lossy()).collect();
    Some(folder.iter().map(AsRef::as_ref).chain([inside]).collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trimmed_path_is_a_file_of_the_nearest_module() {
        let root = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = root.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("go.mod", "module example.org/shop\n");
        write("tools/go.mod", "module example.org/shop/tools\n");
        write("tools/gen/main.go", "package main\n");
        let of = |program: &str, file: &str| file_in_project(root.path(), program, file);
        assert_eq!(of(".", "example.org/shop/main.go").as_deref(), Some("main.go"));
        assert_eq!(of("cmd/web", "example.org/shop/cmd/web/a.go").as_deref(), Some("cmd/web/a.go"));
        assert_eq!(
            of("tools/gen", "example.org/shop/tools/gen/main.go").as_deref(),
            Some("tools/gen/main.go")
        );
        assert_eq!(of(".", "./main.go").as_deref(), Some("main.go"));
        assert_eq!(of(".", "example.org/shopping/main.go"), None);
        assert_eq!(of(".", "runtime/panic.go"), None);
        assert_eq!(of("../..", "example.org/shop/main.go"), None, "a label may hold anything");
        assert_eq!(of("/etc", "example.org/shop/main.go"), None);
    }
}
