//! Known troubles as a table: a pattern over an output, and the code whose sentences explain it.
//!
//! A capture's name is the parameter's name. Patterns match in any case and over the whole output; what is found is
//! reported once a code, in the order of the table: the most telling first.

use regex::Regex;
use slipway_model::{Fault, Param};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A trouble that was recognised.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// Its code and parameters.
    pub fault: Fault,
    /// Which line of the output shows it, from 0.
    pub line: usize,
}

/// What a program says of itself while it runs.
const LOG: &[(&str, &str)] = &[
    ("project-run-port-taken", r"listen tcp\S* (?P<address>\S+): bind: address already in use"),
    ("project-run-port-forbidden", r"listen tcp\S* (?P<address>\S+): bind: permission denied"),
    ("project-run-no-certificates", r"x509: certificate signed by unknown authority"),
    ("project-run-time-zone", r"unknown time zone (?P<zone>\S+)"),
    (
        "project-run-not-writable",
        r"(?:open|mkdir) (?P<path>\S+): (?:permission denied|read-only file system)",
    ),
    ("project-run-file-missing", r"open (?P<path>\S+): no such file or directory"),
    (
        "project-run-dials-itself",
        r"dial tcp (?P<address>(?:127\.0\.0\.1|\[::1\]):\d+): connect: connection refused",
    ),
    ("project-run-no-such-name", r"dial tcp: lookup (?P<host>\S+?)(?: on \S+)?: no such host"),
    (
        "project-run-only-itself",
        r"(?:listening|serving|started).{0,40}?(?P<address>(?:127\.0\.0\.1|localhost):\d+)",
    ),
];

struct Table(Vec<(&'static str, Regex)>);

impl Table {
    fn new(patterns: &[(&'static str, &str)]) -> Self {
        let compile = |pattern: &str| Regex::new(&format!("(?i){pattern}")).ok();
        Self(patterns.iter().filter_map(|(code, pattern)| Some((*code, compile(pattern)?))).collect())
    }

    fn explain(&self, output: &str) -> Vec<Explained> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for (code, pattern) in &self.0 {
            let Some(captures) = pattern.captures(output) else { continue };
            if !seen.insert(*code) {
                continue;
            }
            let mut fault = Fault::new(code);
            for name in pattern.capture_names().flatten() {
                let text = captures.name(name).map(|text| text.as_str().to_owned()).unwrap_or_default();
                fault.params.insert(name.to_owned(), Param::Text(text));
            }
            let start = captures.get(0).map_or(0, |all| all.start());
            let line = output[..start].matches('\n').count();
            let text = output.lines().nth(line).unwrap_or_default();
            found.push(Explained { fault: fault.detail(text), line });
        }
        found
    }
}

static LOG_TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(LOG));

/// What a program's own lines mean, most telling first.
pub fn explain_log<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<Explained> {
    LOG_TABLE.explain(&lines.into_iter().collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_valid() {
        assert_eq!(LOG_TABLE.0.len(), LOG.len());
    }

    #[test]
    fn every_code_has_its_sentences_in_both_languages() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../ui/messages");
        for language in ["en", "zh-CN"] {
            let text = std::fs::read_to_string(format!("{root}/{language}/diagnose.ftl")).unwrap();
            let ended =
                ["finished", "stopped", "crashed", "out-of-memory", "killed", "bad-command", "unknown"];
            let codes = LOG.iter().map(|(code, _)| (*code).to_owned());
            for code in codes.chain(ended.map(|code| format!("ended-{code}"))) {
                assert!(text.contains(&format!("\n{code} = ")), "{code} in {language}");
            }
        }
    }

    #[test]
    fn an_ordinary_log_is_left_alone() {
        assert_eq!(explain_log(["listening on :8080", "GET / 200", ""]), []);
    }

    #[test]
    fn the_line_that_shows_it_is_named() {
        let found =
            explain_log(["start", "2026/11/24 listen tcp :8080: bind: address already in use", "end"]);
        assert_eq!((found[0].line, found[0].fault.params["address"].clone()), (1, ":8080".into()));
        assert!(found[0].fault.detail.as_deref().is_some_and(|text| text.starts_with("2026")));
    }

    #[test]
    fn what_a_program_says_is_recognised() {
        for (line, code) in [
            ("Get \"https://x\": tls: x509: certificate signed by unknown authority", "no-certificates"),
            ("panic: unknown time zone Asia/Shanghai", "time-zone"),
            ("open /data/x.db: permission denied", "not-writable"),
            ("dial tcp 127.0.0.1:5432: connect: connection refused", "dials-itself"),
            ("Listening on http://localhost:8080", "only-itself"),
            ("dial tcp: lookup db on 10.0.0.1:53: no such host", "no-such-name"),
        ] {
            assert_eq!(explain_log([line])[0].fault.code, format!("project-run-{code}"), "{line}");
        }
    }
}
