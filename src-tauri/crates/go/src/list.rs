//! What Go itself says of a program's packages: `go list`, asked where a Go is there. It reads, it compiles and runs
//! nothing, it asks no network, and a failure of its own is a fact about the project.

use crate::toolchain::Found;
use crate::understand::{Cgo, CgoBecause, CgoUse};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

/// How long it may take; who has not said anything by then is not waited for.
const PATIENCE: Duration = Duration::from_secs(10);
const MOST_COMPLAINTS: usize = 50;
const MOST_BYTES: usize = 1 << 20;

/// A package that Go would not build.
const COMPLAINTS: &str = "{{with .Error}}{{$.ImportPath}}\t{{.Pos}}\t{{printf \"%q\" .Err}}\n{{end}}";
/// What Go says of a package whose files all need C, and of one that is for other systems.
const EXCLUDED: &str = "build constraints exclude all Go files";
/// What is said only because nothing may be fetched now.
const NOT_FETCHED: &[&str] = &["GOPROXY=off", "module lookup disabled", "no such host", "dial tcp"];

/// What it said of one program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// The packages that cannot be built without C.
    pub needs_c: Vec<CgoUse>,
    /// Why Go would not build it, in its own words, those about the project's own lines first.
    pub complaints: Vec<Complaint>,
}

/// One thing that Go does not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The package it is about; empty for all of it.
    pub package: String,
    /// The file relative to where Go ran, and the line, where it says one.
    pub at: Option<(String, u32)>,
    /// Its words.
    pub text: String,
}

/// Asks the Go that is there for a program, as `.` or `./cmd/x`, of the module in a folder. `None` where there is no
/// Go that will do, or it does not answer in time.
pub async fn list(go: &Found, module_folder: &Path, package: &str) -> Option<Listed> {
    let plain = ask(go, module_folder, package, "0").await?;
    let mut listed = Listed { complaints: plain.complaints, ..Listed::default() };
    if listed.complaints.iter().any(|complaint| complaint.text.contains(EXCLUDED)) {
        // The same with a C compiler: what is left is no matter of C.
        let with_c = ask(go, module_folder, package, "1").await?;
        let (c, rest): (Vec<_>, Vec<_>) = listed.complaints.into_iter().partition(|complaint| {
            complaint.text.contains(EXCLUDED)
                && !with_c.complaints.iter().any(|other| other.package == complaint.package)
        });
        listed.complaints = rest;
        listed.needs_c = c
            .into_iter()
            .map(|complaint| {
                let (file, line) = complaint.at.unwrap_or_default();
                CgoUse::new(&complaint.package, CgoBecause::MadeOfC, &file, line)
            })
            .collect();
    }
    Some(listed)
}

impl Listed {
    /// Adds what it knows better to what the files alone say.
    pub fn correct(&self, cgo: &mut Cgo) {
        let known = cgo.needed.is_some() || cgo.optional.is_some();
        if let Some(first) = self.needs_c.first().filter(|_| !known) {
            cgo.needed = Some(first.clone());
        }
    }
}

async fn ask(go: &Found, folder: &Path, package: &str, cgo: &str) -> Option<Listed> {
    let (command, goroot) = match go {
        Found::Host { path, .. } => (path.clone(), None),
        Found::Kept { goroot, .. } => (crate::toolchain::go_command(goroot), Some(goroot)),
        Found::Fetch { .. } => return None,
    };
    let mut asked = tokio::process::Command::new(command);
    asked
        // No look at the version control either: a repository may name programs that git then runs.
        .args(["list", "-e", "-deps", "-buildvcs=false", "-f", COMPLAINTS, "--", package])
        .current_dir(folder)
        .env("CGO_ENABLED", cgo)
        .env("GOOS", "linux")
        .env("GOPROXY", "off")
        .env("GOTOOLCHAIN", "local")
        .env("GOVCS", "*:off")
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    match goroot {
        Some(goroot) => asked.env("GOROOT", goroot),
        None => asked.env_remove("GOROOT"),
    };
    let answer = tokio::time::timeout(PATIENCE, asked.output()).await.ok()?.ok()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes.get(..MOST_BYTES).unwrap_or(bytes)).into_owned();
    let mut complaints = of_packages(&text(&answer.stdout), folder);
    if !answer.status.success() {
        complaints.extend(of_all(&text(&answer.stderr)));
    }
    complaints.retain(|complaint| !NOT_FETCHED.iter().any(|words| complaint.text.contains(words)));
    complaints.sort_by_key(|complaint| complaint.at.is_none());
    complaints.truncate(MOST_COMPLAINTS);
    Some(Listed { needs_c: Vec::new(), complaints })
}

/// What the format above prints.
fn of_packages(text: &str, folder: &Path) -> Vec<Complaint> {
    let mut found: Vec<Complaint> = Vec::new();
    for line in text.lines() {
        let mut parts = line.splitn(3, '\t');
        let (Some(package), Some(place), Some(quoted)) = (parts.next(), parts.next(), parts.next()) else {
            continue;
        };
        // What %q writes is nearly JSON; where it is not, its words will do as they are.
        let text = serde_json::from_str(quoted).unwrap_or_else(|_| quoted.trim_matches('"').to_owned());
        let complaint = Complaint { package: package.to_owned(), at: place_of(place, folder), text };
        if !found.contains(&complaint) {
            found.push(complaint);
        }
    }
    found
}

/// The failure of the whole: `go: updates to go.mod needed`, `go: inconsistent vendoring in …`.
fn of_all(text: &str) -> Option<Complaint> {
    let said = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).take(20);
    let text = said.collect::<Vec<_>>().join("\n");
    let text = text.strip_prefix("go: ").unwrap_or(&text).to_owned();
    (!text.is_empty()).then(|| Complaint { package: String::new(), at: None, text })
}

/// `main.go:5:2` relative to where Go ran; nothing for a place outside of it.
fn place_of(place: &str, folder: &Path) -> Option<(String, u32)> {
    let mut parts = place.splitn(3, ':');
    let (file, line) = (parts.next()?, parts.next()?.parse().ok()?);
    let file = Path::new(file);
    let file = file.strip_prefix(folder).unwrap_or(file);
    let inside = !file.is_absolute() && !file.components().any(|part| part.as_os_str() == "..");
    inside.then(|| (file.to_string_lossy().replace('\\', "/"), line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_has_its_package_its_line_and_its_words() {
        let text = "example.org/x\tmain.go:5:2\t\"import cycle not allowed\\n\\tpackage example.org/x\"\nbroken\n\
                    C\t/usr/lib/go/x.go:1:1\t\"say \\x00\"\n";
        let found = of_packages(text, Path::new("/p"));
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].at, Some(("main.go".to_owned(), 5)));
        assert_eq!(found[0].text, "import cycle not allowed\n\tpackage example.org/x");
        assert_eq!((found[1].at.as_ref(), found[1].text.as_str()), (None, "say \\x00"));
    }

    #[test]
    fn the_failure_of_the_whole_is_one() {
        let found = of_all("go: updates to go.mod needed; to update it:\n\tgo mod tidy\n").unwrap();
        assert_eq!(found.text, "updates to go.mod needed; to update it:\n\tgo mod tidy");
        assert_eq!(of_all("\n"), None);
    }

    #[test]
    fn a_place_outside_of_the_project_is_none() {
        let folder = Path::new("/p");
        assert_eq!(place_of("/p/cmd/x/main.go:7:1", folder), Some(("cmd/x/main.go".to_owned(), 7)));
        assert_eq!(place_of("../other/main.go:7:1", folder), None);
        assert_eq!(place_of("", folder), None);
    }

    #[tokio::test]
    async fn without_a_go_nothing_is_said() {
        let fetch = Found::Fetch { version: crate::toolchain::Wanted::Newest };
        assert_eq!(list(&fetch, Path::new("/nowhere"), ".").await, None);
    }
}
