//! Opening a file of a project in the user's editor, at a line.

use crate::{App, AppError};
use slipway_model::{Fault, ProjectId};
use std::path::{Component, Path, PathBuf};
use std::process::Stdio;

/// Editors that are looked for when the user named none, with how they take a line.
const KNOWN: &[(&str, Style)] = &[
    ("code", Style::Goto),
    ("codium", Style::Goto),
    ("cursor", Style::Goto),
    ("zed", Style::Colon),
    ("subl", Style::Colon),
    ("goland", Style::LineFlag),
    ("kate", Style::LineFlag),
    ("gedit", Style::Plus),
    ("gnome-text-editor", Style::Plus),
    ("mousepad", Style::LineFlag),
    ("emacs", Style::Plus),
    ("gvim", Style::Plus),
];

/// How an editor is told the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `-g file:line`
    Goto,
    /// `file:line`
    Colon,
    /// `--line line file`
    LineFlag,
    /// `+line file`
    Plus,
}

impl App {
    /// The editor's command: the setting, `VISUAL`, `EDITOR`, or the first well-known one on the PATH.
    pub fn editor(&self) -> Option<String> {
        let named = self.settings().editor;
        let from = |name: &str| std::env::var(name).ok();
        named
            .or_else(|| from("VISUAL"))
            .or_else(|| from("EDITOR"))
            .filter(|command| !command.trim().is_empty())
            .or_else(|| KNOWN.iter().map(|(name, _)| *name).find(|name| on_path(name)).map(str::to_owned))
    }

    /// Opens a file of a project, relative to its folder, at a line.
    ///
    /// # Errors
    /// `machine-editor-failed` where there is no editor or it does not start; a file outside of the project is
    /// refused the same way.
    pub fn open_in_editor(&self, project: &ProjectId, file: &str, line: u32) -> Result<(), AppError> {
        let record = crate::projects::by_id(&self.database, project)?
            .ok_or_else(|| Fault::new("machine-no-such-project"))?;
        let editor = self.editor();
        let failed = |detail: String| {
            Fault::new("machine-editor-failed")
                .with("editor", editor.as_deref().unwrap_or("—"))
                .with("file", file)
                .with("line", line)
                .detail(detail)
        };
        let path = inside(&record.folder, file).ok_or_else(|| failed(String::new()))?;
        let command = editor.as_deref().ok_or_else(|| failed(String::new()))?;
        let arguments = arguments(command, &path, line).ok_or_else(|| failed(String::new()))?;
        let mut child = std::process::Command::new(&arguments[0])
            .args(&arguments[1..])
            .current_dir(&record.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        // Waits in a thread that ends with the editor, so that no zombie stays.
        std::thread::Builder::new()
            .name("editor".to_owned())
            .spawn(move || child.wait())
            .map_err(|error| failed(error.to_string()))?;
        Ok(())
    }
}

/// The file, if it lies in the folder: no absolute path, no `..`, no link that leads out.
fn inside(folder: &Path, file: &str) -> Option<PathBuf> {
    let plain =
        Path::new(file).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let path = folder.join(file).canonicalize().ok()?;
    (plain && path.starts_with(folder.canonicalize().ok()?)).then_some(path)
}

/// The program and its arguments. The command may carry arguments of its own; it is never given to a shell.
fn arguments(command: &str, file: &Path, line: u32) -> Option<Vec<String>> {
    let mut words: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
    let program = Path::new(words.first()?).file_stem()?.to_string_lossy().into_owned();
    let style = KNOWN.iter().find(|(name, _)| *name == program).map_or(Style::Plus, |(_, style)| *style);
    let file = file.to_string_lossy().into_owned();
    match style {
        Style::Goto => words.extend(["-g".to_owned(), format!("{file}:{line}")]),
        Style::Colon => words.push(format!("{file}:{line}")),
        Style::LineFlag => words.extend(["--line".to_owned(), line.to_string(), file]),
        Style::Plus => words.extend([format!("+{line}"), file]),
    }
    Some(words)
}

fn on_path(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        let file = Path::new("/p/a b.go");
        for (command, expected) in [
            ("code --wait", "code --wait -g /p/a b.go:7"),
            ("/usr/bin/zed", "/usr/bin/zed /p/a b.go:7"),
            ("kate", "kate --line 7 /p/a b.go"),
            ("unknown", "unknown +7 /p/a b.go"),
        ] {
            assert_eq!(arguments(command, file, 7).unwrap().join(" "), expected);
        }
        assert_eq!(arguments("  ", file, 7), None);
    }

    #[test]
    fn nothing_outside_of_the_project_is_opened() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("p");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("main.go"), "").unwrap();
        std::fs::write(place.path().join("secret"), "").unwrap();
        std::os::unix::fs::symlink(place.path().join("secret"), folder.join("link")).unwrap();
        assert!(inside(&folder, "main.go").is_some());
        for out in ["../secret", "/etc/passwd", "link", "gone.go"] {
            assert_eq!(inside(&folder, out), None, "{out}");
        }
    }
}
