//! A project's `.env`: read when the program is run, by the rules of the libraries that read it, and kept nowhere.

use super::looks_secret;
use slipway_model::Fault;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;

/// What it is called.
pub(crate) const NAME: &str = ".env";
const EXAMPLES: &[&str] = &[".env.example", ".env.sample", ".env.template"];
const MOST_BYTES: u64 = 1 << 20;

/// Its variables, in order. A file that is gone has none.
///
/// # Errors
/// `project-bad-env-file` with the line that cannot be read; its text is not repeated, it may be a secret.
pub(crate) fn read(folder: &Path, path: &str) -> Result<Vec<(String, String)>, Fault> {
    let path = folder.join(path);
    // A link may lead anywhere.
    if !path.symlink_metadata().is_ok_and(|about| about.is_file()) {
        return Ok(Vec::new());
    }
    let unreadable = |error: std::io::Error| {
        Fault::new("project-bad-env-file").with("line", 0_u64).detail(error.to_string())
    };
    let file = std::fs::File::open(&path).map_err(unreadable)?;
    let mut text = String::new();
    file.take(MOST_BYTES).read_to_string(&mut text).map_err(unreadable)?;
    let mut found = Vec::new();
    for one in dotenvy::from_read_iter(text.as_bytes()) {
        match one {
            Ok(variable) => found.push(variable),
            Err(dotenvy::Error::LineParse(line, _)) => {
                let number = text.lines().position(|own| own.trim() == line.trim()).map_or(0, |at| at + 1);
                return Err(Fault::new("project-bad-env-file").with("line", number as u64));
            }
            Err(_) => return Err(Fault::new("project-bad-env-file").with("line", 0_u64)),
        }
    }
    Ok(found)
}

/// What a project's files say of variables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FromFiles {
    /// Names that its `.env` gives.
    pub given: BTreeSet<String>,
    /// What its example says, for names that do not look secret.
    pub suggested: BTreeMap<String, String>,
}

/// Looks at a project's `.env` and at the first example beside it. What cannot be read says nothing.
pub fn from_files(folder: &Path) -> FromFiles {
    let given = read(folder, NAME).unwrap_or_default();
    let suggested = EXAMPLES.iter().map(|name| read(folder, name).unwrap_or_default());
    let suggested = suggested.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
    FromFiles {
        given: given.into_iter().map(|(name, _)| name).collect(),
        suggested: suggested
            .into_iter()
            .filter(|(name, value)| !value.is_empty() && !looks_secret(name, value))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Vec<(String, String)>, Fault> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(NAME), text).unwrap();
        read(folder.path(), NAME)
    }

    #[test]
    fn it_is_read_as_its_libraries_read_it() {
        let found = of("# a comment\nexport A=1\nB=\"two words\"\nC='$A'\n\nD=x # why\n").unwrap();
        let wanted = [("A", "1"), ("B", "two words"), ("C", "$A"), ("D", "x")];
        assert_eq!(found, wanted.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn a_line_that_says_nothing_is_named_and_not_repeated() {
        let fault = of("A=1\ncanary secret\n").unwrap_err();
        assert_eq!(fault.code, "project-bad-env-file");
        assert_eq!(fault.params["line"], slipway_model::Param::from(2_u64));
        assert!(!format!("{fault:?}").contains("canary"));
    }

    #[test]
    fn an_example_suggests_what_is_no_secret() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(NAME), "TOKEN=canary\n").unwrap();
        std::fs::write(folder.path().join(".env.example"), "PORT=8080\nAPI_TOKEN=changeme\nEMPTY=\n")
            .unwrap();
        let found = from_files(folder.path());
        assert_eq!(found.given, BTreeSet::from(["TOKEN".to_owned()]));
        assert_eq!(found.suggested, BTreeMap::from([("PORT".to_owned(), "8080".to_owned())]));
    }

    #[test]
    fn one_that_is_gone_or_a_link_has_no_variables() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path(), NAME).unwrap(), []);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/etc/passwd", folder.path().join(NAME)).unwrap();
            assert_eq!(read(folder.path(), NAME).unwrap(), []);
        }
    }
}
