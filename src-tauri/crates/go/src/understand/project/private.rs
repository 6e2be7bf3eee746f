//! Modules that not everybody may fetch: said before a build meets them.

use super::Project;
use super::gitignore::glob_fits;
use crate::fs::read_bounded;
use crate::understand::{Problem, Understanding, Vendor};
use slipway_model::Fault;

const MOST_BYTES: u64 = 1 << 20;
/// Names that are served inside of a house only (RFC 6762, RFC 8375 and appendix G of the former, and usual ones).
const INSIDE: &[&str] = &[".internal", ".local", ".lan", ".corp", ".intranet", ".home.arpa", ".private"];
/// Files in which a project tells its own people what is private.
const SAID_IN: &[&str] =
    &["Dockerfile", "Makefile", ".gitlab-ci.yml", ".envrc", "Taskfile.yml", "build/Dockerfile"];
const VARIABLES: &[&str] = &["GOPRIVATE", "GONOPROXY"];

pub(super) fn look(project: &Project<'_>, found: &mut Understanding) {
    // What is vendored is not fetched.
    if matches!(found.vendor, Vendor::Consistent) {
        return;
    }
    let patterns = patterns(project);
    for module in project.modules {
        let Some(parsed) = &module.parsed else { continue };
        let private: Vec<_> = parsed
            .requires
            .iter()
            .filter(|(path, _, _)| !parsed.local.contains(path))
            .filter(|(path, _, _)| is_inside(path) || patterns.iter().any(|pattern| matches(pattern, path)))
            .collect();
        if let Some((path, _, line)) = private.first() {
            let fault = Fault::new("project-private-module")
                .with("module", path)
                .with("others", (private.len() - 1) as u64);
            found.problems.push(Problem::new(fault).at(module.file(), Some(*line)));
        }
    }
}

/// What this machine's Go, and the project's own files, call private.
fn patterns(project: &Project<'_>) -> Vec<String> {
    let mut found: Vec<String> =
        VARIABLES.iter().filter_map(|name| crate::toolchain::go_setting(name)).collect();
    for name in SAID_IN {
        let Ok(Some(bytes)) = read_bounded(&project.root.join(name), MOST_BYTES) else { continue };
        found.extend(String::from_utf8_lossy(&bytes).lines().filter_map(said).map(str::to_owned));
    }
    let patterns = found.iter().flat_map(|list| list.split(',')).map(str::trim);
    patterns.filter(|pattern| !pattern.is_empty()).map(str::to_owned).collect()
}

/// The value in `ENV GOPRIVATE=x`, `export GOPRIVATE := x`, `GOPRIVATE: x`; nothing where it is another variable's.
fn said(line: &str) -> Option<&str> {
    let (before, rest) = VARIABLES.iter().find_map(|name| line.split_once(name))?;
    let alone = !before.trim_start().starts_with('#')
        && before
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | '$' | '{' | '('));
    let value = rest.trim_start().trim_start_matches([':', '?']).trim_start_matches('=').trim();
    let value = value.split_whitespace().next()?.trim_matches(['"', '\'', ';']);
    // A variable in a variable is not known here.
    (alone && rest.starts_with(['=', ':', ' ', '?']) && !value.contains('$')).then_some(value)
}

/// Whether its host has no name, or port, that the world knows.
fn is_inside(path: &str) -> bool {
    let host = path.split('/').next().unwrap_or_default();
    INSIDE.iter().any(|ending| host.ends_with(ending)) || host.contains(':')
}

/// Whether a pattern of `GOPRIVATE` matches a path or something before it, part by part.
fn matches(pattern: &str, path: &str) -> bool {
    let mut parts = path.split('/');
    pattern
        .trim_end_matches('/')
        .split('/')
        .all(|wanted| parts.next().is_some_and(|part| glob_fits(wanted, part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_what_begins_with_it() {
        for (pattern, path, wanted) in [
            ("*.corp.example.com", "git.corp.example.com/a/b", true),
            ("github.com/acme", "github.com/acme/tool/v2", true),
            ("github.com/acme/*", "github.com/acme", false),
            ("github.com/acme", "github.com/acmeister/x", false),
            ("git?b.com", "github.com", false),
        ] {
            assert_eq!(matches(pattern, path), wanted, "{pattern} {path}");
        }
    }

    #[test]
    fn what_a_project_says_of_it_is_read() {
        for (line, wanted) in [
            ("ENV GOPRIVATE=github.com/acme", Some("github.com/acme")),
            ("export GOPRIVATE := \"a.com,b.com\"", Some("a.com,b.com")),
            ("  GOPRIVATE: gitlab.com/x", Some("gitlab.com/x")),
            ("ENV GOPRIVATE github.com/acme/*", Some("github.com/acme/*")),
            ("# GOPRIVATE=x.com", None),
            ("ARG MY_GOPRIVATE=x.com", None),
            ("GOPRIVATE=$HOST", None),
            ("echo $GOPRIVATE", None),
        ] {
            assert_eq!(said(line), wanted, "{line}");
        }
    }
}
