//! Reads an output line by line: what each line is known as, and how much an unknown one looks like the trouble.

use crate::catalog::start::BAD_COMMAND;
use crate::catalog::{CATALOG, Entry, Severity};
use crate::command::bad_command;
use crate::text::{Level, Line, Lines};
use regex::{Captures, Regex, RegexSet};
use slipway_model::{Fault, Param};
use std::sync::LazyLock;

/// A line that an entry knows.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    pub(crate) entry: &'static Entry,
    /// What it counts here: a line that its writer did not mean as an error is no more than a hint.
    pub(crate) severity: Severity,
    /// It was tried again afterwards, or said in passing: what works later takes it back.
    pub(crate) soft: bool,
    pub(crate) line: usize,
    pub(crate) fault: Fault,
}

/// What a reading found.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// One for each code, the one that counts most, of those the first. In the order of their lines.
    pub(crate) hits: Vec<Hit>,
    /// Lines that look frightening and are harmless, one for each code.
    pub(crate) harmless: Vec<Hit>,
    /// The unknown line that looks most like the trouble.
    pub(crate) likeliest: Option<usize>,
    /// How many complaints the compiler had.
    pub(crate) complaints: u32,
    /// The last line that says that something works after all.
    pub(crate) works: Option<usize>,
}

/// What stands for a part of a sentence that the output does not name.
const NOT_NAMED: &str = "…";
/// How far back a line is looked for that has to stand before.
const LOOK_BACK: usize = 200;
/// What a parameter and a detail may hold.
const PARAM_CHARS: usize = 300;
const DETAIL_CHARS: usize = 2000;
/// Parameters that are numbers; a sentence formats them.
const NUMBERS: &[&str] = &["port", "status", "line"];

static AGAIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:retry(?:ing)?|attempt|try(?:ing)? again|backing off|reconnecting|waiting for)\b")
        .ok()
});
static WORKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:connected|reconnected|connection (?:established|restored)|(?:database|db) (?:is )?(?:ready|up)|succeeded)\b")
        .ok()
});
static COMPLAINT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:vet: )?(?:\./)?[^\s:]+\.go:\d+:\d+: ").ok());

/// Words of trouble, the strongest first.
static TROUBLE: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new([
        r"(?i)\b(?:panic|fatal|critical)\b",
        // Not as a part of a path or of a name.
        r#"(?i)(?:^|[\s"'(\[=:|])(?:err(?:or)?s?)(?:[\s"'):\],.=|!]|$)|\w(?:Error|Exception)\b"#,
        r"(?i)\b(?:fail(?:ed|ure|s|ing)?|can(?:no|')t|cannot|could ?n[o']t|unable|denied|refused|invalid|not found|no such|undefined|unexpected|unknown|illegal|missing|timed? ?out|unsupported|abort(?:ed|ing)?|crash(?:ed)?|segmentation|rejected|forbidden|expired|exceeded|mismatch|broken|corrupt(?:ed)?|does not exist|doesn't exist|not (?:supported|allowed|permitted)|must (?:be|not)|is required)\b",
        r"(?i)\bexit (?:status|code):? ?[1-9]|\bnon-zero\b|^FAIL\b",
    ])
    .unwrap_or_else(|_| RegexSet::empty())
});
const WEIGHTS: [i32; 4] = [4, 3, 2, 1];

fn is(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

pub(crate) fn scan(lines: &Lines<'_>) -> Scan {
    let mut scan = Scan::default();
    let mut best = 0;
    for index in 0..lines.len() {
        let line = lines.get(index);
        if line.text.trim().is_empty() {
            continue;
        }
        scan.complaints += u32::from(is(&COMPLAINT, &line.text));
        if is(&WORKS, &line.text) && !TROUBLE.is_match(&line.text) {
            scan.works = Some(index);
        }
        match hit(lines, index, &line) {
            Some(hit) => scan.keep(hit),
            None => {
                let score = trouble(&line);
                if score > best {
                    (best, scan.likeliest) = (score, Some(index));
                }
            }
        }
    }
    scan.hits.sort_by_key(|hit| hit.line);
    scan
}

impl Scan {
    fn keep(&mut self, hit: Hit) {
        let kept = if hit.severity == Severity::Harmless { &mut self.harmless } else { &mut self.hits };
        match kept.iter_mut().find(|kept| kept.fault.code == hit.fault.code) {
            Some(kept) if hit.severity < kept.severity => *kept = hit,
            Some(_) => {}
            None => kept.push(hit),
        }
    }
}

/// How much an unknown line looks like the trouble; nothing for one that its writer did not mean so.
fn trouble(line: &Line<'_>) -> i32 {
    let words = TROUBLE.matches(&line.text);
    let Some(weight) = words.into_iter().next().and_then(|word| WEIGHTS.get(word)) else {
        return if line.level == Level::Loud { 3 } else { 0 };
    };
    match line.level {
        Level::Quiet => 0,
        Level::Plain => *weight,
        Level::Loud => weight + 2,
    }
}

fn hit(lines: &Lines<'_>, index: usize, line: &Line<'_>) -> Option<Hit> {
    let dies = line.text.starts_with("panic: ") || line.text.starts_with("fatal error: ");
    CATALOG.matching(&line.text).find_map(|(entry, pattern)| {
        if entry.severity == Severity::Harmless && dies {
            return None;
        }
        if entry.after.is_some_and(|wanted| !stands_before(lines, index, wanted)) {
            return None;
        }
        let mut fault = Fault::new(entry.code);
        if entry.code == BAD_COMMAND {
            let bad = bad_command(&line.text)?;
            let name = bad.name.unwrap_or_else(|| NOT_NAMED.to_owned());
            fault = fault.with("reason", bad.reason).with("name", name);
        } else {
            fill(&mut fault, pattern, &pattern.captures(&line.text)?);
        }
        for (name, value) in entry.with {
            fault = fault.with(name, *value);
        }
        let fault = fault.detail(short(&line.text, DETAIL_CHARS));
        let said_in_passing = line.level == Level::Quiet || is(&AGAIN, &line.text);
        let soft = said_in_passing && entry.severity <= Severity::Hint && !dies;
        let severity = if soft { entry.severity.max(Severity::Hint) } else { entry.severity };
        Some(Hit { entry, severity, soft, line: index, fault })
    })
}

fn stands_before(lines: &Lines<'_>, index: usize, wanted: &str) -> bool {
    (index.saturating_sub(LOOK_BACK)..index).any(|index| lines.get(index).text.contains(wanted))
}

/// Captures become parameters; a digit at the end of a name only tells alternatives apart.
fn fill(fault: &mut Fault, pattern: &Regex, captures: &Captures<'_>) {
    for group in pattern.capture_names().flatten() {
        let name = group.trim_end_matches(|c: char| c.is_ascii_digit());
        let text = captures.name(group).map(|text| short(text.as_str(), PARAM_CHARS));
        if text.is_none() && fault.params.contains_key(name) {
            continue;
        }
        let param = if NUMBERS.contains(&name) {
            Param::Number(text.and_then(|text| text.parse().ok()).unwrap_or_default())
        } else {
            // A text that was there and empty is shown as such.
            Param::Text(text.unwrap_or_else(|| NOT_NAMED.to_owned()))
        };
        fault.params.insert(name.to_owned(), param);
    }
}

fn short(text: &str, chars: usize) -> String {
    text.trim().chars().take(chars).collect()
}
