//! Known troubles as data: how a line shows it, and the code whose sentences explain it. No sentence, no logic.
//!
//! Of the entries that match a line the first one is meant: what says more stands before what says less, and what is
//! known to be harmless before all. A capture's name is the parameter's name; a digit at its end only tells
//! alternatives apart (`path`, `path2`). Patterns match in any case, on one line.

mod build;
mod compile;
mod data;
mod harmless;
mod image;
mod panics;
mod run;
pub(crate) mod start;

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use std::sync::{LazyLock, OnceLock};

/// When a trouble shows. In this order: what fails earlier is why the later ones fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Fetching: modules, images, packages.
    Network,
    /// The Go command or the C compiler.
    Build,
    /// The Dockerfile and its steps.
    Dockerfile,
    /// The engine makes and starts the container.
    Start,
    /// The program runs.
    Run,
}

/// How much a line that matches decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It explains the failure.
    Cause,
    /// It explains a failure, and often another one made it happen: that one is told where it stands just before.
    Aftermath,
    /// It may be why; it counts only where nothing better is found.
    Hint,
    /// It only says that something else failed.
    Wrapper,
    /// It looks frightening and is not: nobody is blamed.
    Harmless,
}

/// One trouble.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The code, which is also the id of its sentences.
    pub code: &'static str,
    /// When it shows.
    pub phase: Phase,
    /// How much it decides.
    pub severity: Severity,
    /// What a button may do about it, where that is safe.
    pub fix: Option<&'static str>,
    /// How a line shows it.
    pub pattern: &'static str,
    /// Parameters that are always the same: words that a message chooses by.
    pub with: &'static [(&'static str, &'static str)],
    /// What has to stand in a line before.
    pub after: Option<&'static str>,
}

impl Entry {
    const fn new(phase: Phase, code: &'static str, pattern: &'static str) -> Self {
        Self { code, phase, severity: Severity::Cause, fix: None, pattern, with: &[], after: None }
    }

    const fn severity(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    const fn fix(self, fix: &'static str) -> Self {
        Self { fix: Some(fix), ..self }
    }

    const fn with(self, with: &'static [(&'static str, &'static str)]) -> Self {
        Self { with, ..self }
    }

    const fn after(self, line: &'static str) -> Self {
        Self { after: Some(line), ..self }
    }
}

/// Short names for the tables.
const fn network(code: &'static str, pattern: &'static str) -> Entry {
    Entry::new(Phase::Network, code, pattern)
}
const fn build(code: &'static str, pattern: &'static str) -> Entry {
    Entry::new(Phase::Build, code, pattern)
}
const fn dockerfile(code: &'static str, pattern: &'static str) -> Entry {
    Entry::new(Phase::Dockerfile, code, pattern)
}
const fn start(code: &'static str, pattern: &'static str) -> Entry {
    Entry::new(Phase::Start, code, pattern)
}
const fn run(code: &'static str, pattern: &'static str) -> Entry {
    Entry::new(Phase::Run, code, pattern)
}

/// The tables in their order.
const TABLES: &[&[Entry]] = &[
    harmless::FIRST,
    build::ENTRIES,
    image::ENTRIES,
    start::ENTRIES,
    panics::ENTRIES,
    compile::ENTRIES,
    data::ENTRIES,
    run::ENTRIES,
    harmless::LAST,
    image::WRAPPERS,
];

/// Every entry, in the order in which it is looked for. A code may stand more than once.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    TABLES.iter().copied().flatten()
}

/// What a button may do about a code, where that is safe.
pub fn fix_of(code: &str) -> Option<&'static str> {
    entries().find(|entry| entry.code == code).and_then(|entry| entry.fix)
}

/// The tables compiled: all patterns together at once, each one alone when a line first meets it.
pub(crate) struct Catalog {
    set: RegexSet,
    alone: Vec<(&'static Entry, OnceLock<Option<Regex>>)>,
}

pub(crate) static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::new);

/// What one pattern, and all of them together, may take.
const PATTERN_BYTES: usize = 1 << 20;
const SET_BYTES: usize = 64 << 20;

impl Catalog {
    fn new() -> Self {
        let set = RegexSetBuilder::new(entries().map(|entry| entry.pattern))
            .case_insensitive(true)
            .size_limit(SET_BYTES)
            .dfa_size_limit(SET_BYTES)
            .build();
        // Every pattern compiles: a test says so.
        Self {
            set: set.unwrap_or_else(|_| RegexSet::empty()),
            alone: entries().map(|entry| (entry, OnceLock::new())).collect(),
        }
    }

    /// The entries that match a line, the one that is meant first.
    pub(crate) fn matching(&self, line: &str) -> impl Iterator<Item = (&'static Entry, &Regex)> {
        self.set.matches(line).into_iter().filter_map(|index| {
            let (entry, pattern) = self.alone.get(index)?;
            Some((*entry, pattern.get_or_init(|| compile(entry)).as_ref()?))
        })
    }
}

fn compile(entry: &Entry) -> Option<Regex> {
    RegexBuilder::new(entry.pattern).case_insensitive(true).size_limit(PATTERN_BYTES).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_valid_and_the_set_holds_them_all() {
        for entry in entries() {
            assert!(compile(entry).is_some(), "{}: {}", entry.code, entry.pattern);
        }
        assert_eq!(CATALOG.set.len(), entries().count());
    }

    #[test]
    fn a_code_has_one_phase_and_one_button() {
        for entry in entries() {
            let first = entries().find(|other| other.code == entry.code).unwrap();
            assert_eq!((entry.phase, entry.fix), (first.phase, first.fix), "{}", entry.code);
            assert!(entry.fix.is_none_or(|fix| fix.starts_with("fix-")), "{}", entry.code);
        }
    }

    #[test]
    fn there_are_enough_of_them() {
        let codes: std::collections::BTreeSet<_> = entries().map(|entry| entry.code).collect();
        assert!(codes.len() >= 45, "{}", codes.len());
    }
}
