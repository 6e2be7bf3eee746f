//! The programs a new project starts from.

use crate::error::GoError;
use std::path::Path;

/// A template: a small Go module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// Its id; `template-ID` is its message.
    pub id: &'static str,
    /// Its files: the name relative to the module, and the text.
    pub files: &'static [(&'static str, &'static str)],
}

const ALL: &[Template] = &[
    Template {
        id: "env-printer",
        files: &[
            ("go.mod", include_str!("../templates/env-printer/go.mod")),
            ("main.go", include_str!("../templates/env-printer/main.go")),
        ],
    },
    Template {
        id: "http-server",
        files: &[
            ("go.mod", include_str!("../templates/http-server/go.mod")),
            ("main.go", include_str!("../templates/http-server/main.go")),
            ("main_test.go", include_str!("../templates/http-server/main_test.go")),
        ],
    },
    Template {
        id: "json-api",
        files: &[
            ("go.mod", include_str!("../templates/json-api/go.mod")),
            ("main.go", include_str!("../templates/json-api/main.go")),
        ],
    },
    Template {
        id: "worker",
        files: &[
            ("go.mod", include_str!("../templates/worker/go.mod")),
            ("main.go", include_str!("../templates/worker/main.go")),
        ],
    },
    Template {
        id: "crasher",
        files: &[
            ("go.mod", include_str!("../templates/crasher/go.mod")),
            ("main.go", include_str!("../templates/crasher/main.go")),
        ],
    },
    Template {
        id: "cpu-burner",
        files: &[
            ("go.mod", include_str!("../templates/cpu-burner/go.mod")),
            ("main.go", include_str!("../templates/cpu-burner/main.go")),
        ],
    },
    Template {
        id: "memory-hog",
        files: &[
            ("go.mod", include_str!("../templates/memory-hog/go.mod")),
            ("main.go", include_str!("../templates/memory-hog/main.go")),
        ],
    },
];

/// Every template.
pub fn all() -> &'static [Template] {
    ALL
}

/// Writes a template into a folder that does not exist yet or is empty. The folder then holds the whole template, or
/// what it held before.
pub fn write(template_id: &str, folder: &Path, module_name: &str) -> Result<(), GoError> {
    let template = ALL
        .iter()
        .find(|template| template.id == template_id)
        .ok_or_else(|| GoError::NoTemplate { id: template_id.to_owned() })?;
    crate::gomod::check_module_path(module_name)?;
    if let Some(name) = first_entry(folder)? {
        return Err(GoError::FolderNotEmpty { folder: folder.to_owned(), name });
    }
    let made_folder = !folder.exists();
    let mut written = Vec::new();
    let result = write_files(template, folder, module_name, &mut written);
    if result.is_err() {
        // Only what this call made is taken back.
        for path in &written {
            std::fs::remove_file(path).ok();
        }
        if made_folder {
            std::fs::remove_dir(folder).ok();
        }
    }
    result
}

fn write_files(
    template: &Template,
    folder: &Path,
    module_name: &str,
    written: &mut Vec<std::path::PathBuf>,
) -> Result<(), GoError> {
    use std::io::Write as _;
    std::fs::create_dir_all(folder).map_err(GoError::io(folder))?;
    for (name, text) in template.files {
        let path = folder.join(name);
        let text = if *name == "go.mod" {
            text.replacen(TEMPLATE_MODULE, module_name, 1)
        } else {
            (*text).to_owned()
        };
        let mut file = match std::fs::File::create_new(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                return Err(GoError::FolderNotEmpty { folder: folder.to_owned(), name: (*name).to_owned() });
            }
            Err(source) => return Err(GoError::Io { path, source }),
        };
        written.push(path.clone());
        file.write_all(text.as_bytes()).map_err(GoError::io(&path))?;
    }
    Ok(())
}

const TEMPLATE_MODULE: &str = "example.com/template";

/// What is in the way, if anything; a folder's own `.git` is not.
fn first_entry(folder: &Path) -> Result<Option<String>, GoError> {
    match std::fs::read_dir(folder) {
        Ok(entries) => Ok(entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .find(|name| !matches!(name.as_str(), ".git" | ".DS_Store"))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Ok(Some(name))
        }
        Err(source) => Err(GoError::Io { path: folder.to_owned(), source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_written_whole_and_understood() {
        for template in all() {
            let folder = tempfile::tempdir().unwrap();
            let target = folder.path().join("new");
            write(template.id, &target, "example.org/mine").unwrap();
            let found = crate::understand(&target);
            assert_eq!(found.module.as_deref(), Some("example.org/mine"), "{}", template.id);
            assert_eq!((found.chosen, found.programs.len()), (Some(0), 1), "{}", template.id);
            assert_eq!(found.problems, [], "{}", template.id);
            let ports: Vec<_> = found.ports.iter().map(|guess| guess.port).collect();
            let serves = ["http-server", "json-api"].contains(&template.id);
            assert_eq!(ports, if serves { vec![8080] } else { vec![] }, "{}", template.id);
        }
    }

    #[test]
    fn a_file_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("main.go"), "mine").unwrap();
        let error = write("worker", folder.path(), "m").unwrap_err();
        assert!(matches!(error, GoError::FolderNotEmpty { .. }), "{error:?}");
        assert_eq!(std::fs::read_to_string(folder.path().join("main.go")).unwrap(), "mine");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_bad_module_name_or_id_writes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("new");
        for (id, module) in
            [("worker", "a b"), ("worker", ""), ("nothing", "m"), ("worker", "m\nreplace x => /")]
        {
            assert!(write(id, &target, module).is_err(), "{id} {module:?}");
        }
        assert!(!target.exists());
    }
}
