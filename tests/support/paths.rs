//! Where things are: this clone, what was built from it, and room for a test to write.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The root of the clone.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ has a parent")
}

/// A program of this workspace, of the same profile as the one that runs.
pub fn program(name: &str) -> PathBuf {
    let me = std::env::current_exe().expect("this process has a file");
    let mut folder = me.parent().expect("a file has a folder").to_owned();
    if folder.ends_with("deps") {
        folder.pop();
    }
    let path = folder.join(name);
    assert!(path.is_file(), "{} is not built: run `make test`, or `cargo build --workspace`", path.display());
    path
}

/// A folder that this process has for itself, empty when it is first asked for and gone at the next start.
///
/// On disk and inside `target`, since a Go build cache is large and Debian 13 keeps `/tmp` in memory.
pub fn scratch() -> &'static Path {
    static SCRATCH: OnceLock<PathBuf> = OnceLock::new();
    SCRATCH.get_or_init(|| {
        let me = std::env::current_exe().expect("this process has a file");
        let name = me.file_stem().and_then(|name| name.to_str()).unwrap_or("tests");
        let name = name.split('-').next().unwrap_or(name).to_owned();
        let folder = root().join("target").join("scratch").join(name);
        remove_all(&folder);
        std::fs::create_dir_all(&folder).expect("target can be written");
        folder.canonicalize().expect("it was just made")
    })
}

/// A new empty folder in [`scratch`].
pub fn fresh(name: &str) -> PathBuf {
    tempfile::Builder::new()
        .prefix(&format!("{name}-"))
        .tempdir_in(scratch())
        .expect("the scratch folder can be written")
        .keep()
}

/// Removes a folder with everything in it; Go's module cache is read-only and refuses at first.
pub fn remove_all(folder: &Path) {
    if std::fs::remove_dir_all(folder).is_err() && folder.exists() {
        std::process::Command::new("chmod").arg("-R").arg("u+w").arg(folder).status().ok();
        std::fs::remove_dir_all(folder).ok();
    }
}
