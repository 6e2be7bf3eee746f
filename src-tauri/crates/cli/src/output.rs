//! Where words go: JSON alone on standard output, or sentences for people.

use serde::Serialize;
use serde_json::Value;
use slipway_app::diagnose::{NOT_RECOGNISED, fix_of};
use slipway_app::ship::ProblemAt;
use slipway_messages::{Catalog, Language, turns_text};
use slipway_model::{Fault, Param};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::ExitCode;

/// The contract's number.
pub(crate) const CONTRACT: u32 = 1;

/// How to speak.
pub(crate) struct Output {
    catalog: Catalog,
    json: bool,
}

impl Output {
    pub(crate) fn new(lang: Option<&str>, json: bool) -> Self {
        let language = lang.map_or_else(Language::of_environment, Language::from_locale);
        Self { catalog: Catalog::new(language), json }
    }

    pub(crate) fn json(&self) -> bool {
        self.json
    }

    /// One JSON value on one line.
    pub(crate) fn line(&self, value: &impl Serialize) {
        // A reader that went away is not our fault and ends us at the next write anyway.
        let _ = writeln!(std::io::stdout().lock(), "{}", serde_json::to_string(value).unwrap_or_default());
    }

    /// A line for people, on standard output.
    pub(crate) fn say(&self, text: &str) {
        let _ = writeln!(std::io::stdout().lock(), "{text}");
    }

    /// A line of progress for people, on standard error.
    pub(crate) fn progress(&self, text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    pub(crate) fn text(&self, id: &str, params: &[(&str, Param)]) -> String {
        let params: BTreeMap<String, Param> =
            params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        self.catalog.text(id, &params)
    }

    pub(crate) fn title(&self, fault: &Fault) -> String {
        self.catalog.fault(fault).title
    }

    /// `{code, title, cause, fix, file, line, recognised}`, with the line itself and what a button may do.
    pub(crate) fn explanation(&self, problem: &ProblemAt) -> Value {
        let sentence = self.catalog.fault(&problem.fault);
        serde_json::json!({
            "code": problem.fault.code,
            "title": sentence.title,
            "cause": sentence.cause,
            "fix": sentence.fix,
            "file": problem.file,
            "line": problem.line,
            "text": problem.text,
            "button": fix_of(&problem.fault.code),
            "recognised": problem.fault.code != NOT_RECOGNISED,
        })
    }

    /// `{code, title, cause, line}`: what is no fault. `line` is one of the text that was read.
    pub(crate) fn note(&self, note: &Fault, line: Option<usize>) -> Value {
        let sentence = self.catalog.fault(note);
        serde_json::json!({ "code": note.code, "title": sentence.title, "cause": sentence.cause, "line": line })
    }

    /// A problem in words, as progress.
    pub(crate) fn say_problem(&self, problem: &ProblemAt) {
        for line in self.problem_lines(problem) {
            self.progress(&line);
        }
    }

    /// A problem in words: title, place, cause, fix, the raw text last.
    pub(crate) fn problem_lines(&self, problem: &ProblemAt) -> Vec<String> {
        let sentence = self.catalog.fault(&problem.fault);
        let mut lines = vec![format!("✗ {}", sentence.title)];
        if let Some(file) = &problem.file {
            let place = problem.line.map_or_else(String::new, |line| format!(":{line}"));
            let text = problem.text.as_deref().unwrap_or_default();
            lines.push(format!("  {}{place}  {}", plain(file), plain(text)));
        } else if let Some(text) = &problem.text {
            lines.push(format!("  {}", plain(text)));
        }
        lines.extend([sentence.cause, sentence.fix].into_iter().flatten().map(|text| format!("  {text}")));
        let detail = problem.fault.detail.iter().flat_map(|detail| detail.lines()).take(20);
        lines.extend(detail.map(|line| format!("    {}", plain(line))));
        lines
    }

    /// Says a fault that ended everything; the exit status is the contract's.
    pub(crate) fn fail(&self, fault: &Fault) -> ExitCode {
        if self.json {
            let sentence = self.catalog.fault(fault);
            self.line(&serde_json::json!({
                "event": "result",
                "contract": CONTRACT,
                "ok": false,
                "error": { "code": fault.code, "title": sentence.title, "cause": sentence.cause, "fix": sentence.fix },
            }));
        } else {
            self.say_problem(&ProblemAt::from(fault.clone()));
        }
        ExitCode::from(fault.area().exit_status())
    }
}

/// Text of others on a terminal: nothing in it moves the cursor or turns the line around.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' => ' ',
            c if turns_text(c) || c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}
