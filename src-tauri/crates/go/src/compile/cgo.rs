//! Cgo: whether a program needs it, whether it needs more than a C compiler, and how `go` is told about ours.

use super::Compile;
use crate::error::GoError;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::process::Command;
use tokio_util::sync::CancellationToken;

/// A C compiler of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cgo {
    /// The `zig` command, see [`crate::zig::fetch`].
    pub zig: PathBuf,
    /// Where it keeps what it compiled.
    pub cache: PathBuf,
}

/// The linker's part: one static program that needs no C library beside it.
pub(super) const LDFLAGS: &str = "-s -w -linkmode external -extldflags -static";

impl Cgo {
    /// Tells `go` about it.
    pub(super) fn apply(&self, command: &mut Command, goarch: &str) -> Result<(), GoError> {
        let target = match goarch {
            "amd64" => "x86_64-linux-musl",
            "arm64" => "aarch64-linux-musl",
            other => return Err(GoError::NoCompiler { platform: format!("linux/{other}") }),
        };
        let zig = quoted(&self.zig);
        command
            .env("CGO_ENABLED", "1")
            .env("CC", format!("{zig} cc -target {target}"))
            .env("CXX", format!("{zig} c++ -target {target}"))
            .env("AR", format!("{zig} ar"))
            // Flags for this machine's own compiler and libraries would not fit. The C library has the old names of
            // its 64-bit calls only on demand, and older database drivers use them.
            .env("CGO_CFLAGS", "-g -O2 -D_LARGEFILE64_SOURCE")
            .env_remove("CGO_LDFLAGS")
            .env("ZIG_GLOBAL_CACHE_DIR", &self.cache)
            .env("ZIG_LOCAL_CACHE_DIR", &self.cache);
        Ok(())
    }
}

/// As `go` takes a command with a space in its path.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    if text.contains(char::is_whitespace) { format!("\"{text}\"") } else { text }
}

/// The packages of a program that call C, those of Go's own that do without left out; empty: no cgo needed. Fails where
/// one of them needs a library of the system, and names it.
pub async fn cgo_packages(compile: &Compile, stop: &CancellationToken) -> Result<Vec<String>, GoError> {
    const FORMAT: &str =
        "{{if .CgoFiles}}{{if not .Standard}}{{.ImportPath}}\t{{join .CgoPkgConfig \" \"}}{{end}}{{end}}";
    let mut command = Command::new(&compile.go);
    command
        .args(["list", "-deps", "-f", FORMAT, "--"])
        .arg(&compile.package)
        .current_dir(&compile.folder)
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    compile.environment(&mut command);
    command.env("CGO_ENABLED", "1");
    let not_started = |source| GoError::NotStarted { path: compile.go.clone(), source };
    let output = tokio::select! {
        biased;
        () = stop.cancelled() => return Err(GoError::Cancelled),
        output = command.output() => output.map_err(not_started)?,
    };
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let diagnostics = super::diagnostics(&text, &compile.folder);
        return Err(GoError::Compile { diagnostics, output: text, status: output.status.code() });
    }
    let mut packages = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Some((package, libraries)) = line.split_once('\t') else { continue };
        if !libraries.trim().is_empty() {
            let (library, package) = (libraries.trim().to_owned(), package.to_owned());
            return Err(GoError::NeedsLibrary { library, package });
        }
        packages.push(package.to_owned());
    }
    Ok(packages)
}

/// The library that a linker did not find.
pub(super) fn missing_library(output: &str) -> Option<String> {
    ["system library '", "library not found for -l", "cannot find -l"].iter().find_map(|mark| {
        let after = output.split_once(mark)?.1;
        let end =
            after.find(|c: char| !(c.is_ascii_alphanumeric() || "_-+.".contains(c))).unwrap_or(after.len());
        after.get(..end).filter(|name| !name.is_empty()).map(str::to_owned)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_library_has_its_name() {
        assert_eq!(
            missing_library("error: unable to find dynamic system library 'X11' using strategy").as_deref(),
            Some("X11")
        );
        assert_eq!(missing_library("ld: cannot find -lgpgme: No such file").as_deref(), Some("gpgme"));
        assert_eq!(missing_library("undefined: x"), None);
        assert_eq!(quoted(Path::new("/a b/zig")), "\"/a b/zig\"");
    }
}
