//! Which of the two ways an image is built, and why.

use super::plan::Overrides;
use crate::projects::{BuildWay, Project};
use slipway_build::Source;
use slipway_go::Program;
use std::path::{Path, PathBuf};

/// The way of one ship.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chosen {
    /// By which Dockerfile; none for the native way.
    pub dockerfile: Option<Source>,
    /// The id of the sentence that says why.
    pub because: &'static str,
}

impl Chosen {
    /// Whether the project's own Dockerfile says what is in the image and where it runs.
    pub(super) const fn is_own(&self) -> bool {
        matches!(self.dockerfile, Some(Source::Own(_)))
    }

    /// Its name on the wire and on the command line.
    pub(super) const fn word(&self) -> &'static str {
        if self.dockerfile.is_some() { "dockerfile" } else { "native" }
    }
}

/// The way that was asked for, else the better one: native for everything that Go compiles by itself.
pub(super) fn choose(project: &Project, program: &Program, overrides: &Overrides) -> Chosen {
    let own = own_dockerfile(&project.record.folder, program);
    let source = || own.clone().map_or(Source::Generated, Source::Own);
    match overrides.way.unwrap_or(project.settings.way) {
        BuildWay::Native => Chosen { dockerfile: None, because: "way-because-asked-native" },
        BuildWay::Dockerfile => {
            let because = if own.is_some() { "way-because-own" } else { "way-because-generated" };
            Chosen { dockerfile: Some(source()), because }
        }
        BuildWay::Auto => {
            let needs = project.understanding.needs_of(&program.folder);
            if own.is_some() && needs.is_some_and(|needs| needs.cgo.needed.is_some()) {
                return Chosen { dockerfile: Some(source()), because: "way-because-cgo" };
            }
            Chosen { dockerfile: None, because: "cli-because-native" }
        }
    }
}

/// Which way a ship would go now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayNow {
    /// `native` or `dockerfile`.
    pub way: &'static str,
    /// The id of the sentence that says why.
    pub because: &'static str,
    /// The project's own Dockerfile, relative, where that is what builds it.
    pub dockerfile: Option<PathBuf>,
}

/// Which way a ship would go now, and why. None where no program is chosen.
pub fn way_of(project: &Project) -> Option<WayNow> {
    let overrides = Overrides::default();
    let program = super::plan::program(project, &overrides).ok()?;
    let chosen = choose(project, program, &overrides);
    let (way, because) = (chosen.word(), chosen.because);
    let dockerfile = match chosen.dockerfile {
        Some(Source::Own(path)) => Some(path),
        _ => None,
    };
    Some(WayNow { way, because, dockerfile })
}

/// The project's own Dockerfile, relative: beside the program, else in the root. A link is none: what it points to may
/// be anywhere.
pub(super) fn own_dockerfile(folder: &Path, program: &Program) -> Option<PathBuf> {
    let beside = Path::new(&program.folder).join("Dockerfile");
    [beside, PathBuf::from("Dockerfile")]
        .into_iter()
        .map(|path| path.strip_prefix(".").map(Path::to_path_buf).unwrap_or(path))
        .find(|path| folder.join(path).symlink_metadata().is_ok_and(|facts| facts.is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use slipway_go::{Because, ProgramKind};

    fn program(folder: &str) -> Program {
        Program {
            import_path: "x".into(),
            folder: folder.into(),
            name: "x".into(),
            kind: ProgramKind::Server,
            because: Because::Only,
        }
    }

    #[test]
    fn the_dockerfile_beside_the_program_is_nearer_than_the_roots() {
        let place = tempfile::tempdir().unwrap();
        assert_eq!(own_dockerfile(place.path(), &program(".")), None);
        std::fs::write(place.path().join("Dockerfile"), "FROM scratch\n").unwrap();
        assert_eq!(own_dockerfile(place.path(), &program("cmd/x")), Some("Dockerfile".into()));
        assert_eq!(own_dockerfile(place.path(), &program(".")), Some("Dockerfile".into()));
        std::fs::create_dir_all(place.path().join("cmd/x")).unwrap();
        std::fs::write(place.path().join("cmd/x/Dockerfile"), "FROM scratch\n").unwrap();
        assert_eq!(own_dockerfile(place.path(), &program("cmd/x")), Some("cmd/x/Dockerfile".into()));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_no_dockerfile() {
        let place = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/etc/passwd", place.path().join("Dockerfile")).unwrap();
        assert_eq!(own_dockerfile(place.path(), &program(".")), None);
    }
}
