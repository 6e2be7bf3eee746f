//! How a container ended, by its evidence. Never more is said than the evidence holds.

use crate::command::{BadCommand, bad_command};
use crate::evidence::{Evidence, ProcessState, StoppedBy};
use crate::panic::{Panic, find_panic};
use slipway_model::{Fault, Param};
use std::collections::BTreeMap;

/// How it ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The message's id: `ended-finished`, `ended-stopped`, `ended-stopped-by-somebody`, `ended-unhealthy`,
    /// `ended-crashed`, `ended-out-of-memory`, `ended-killed`, `ended-bad-command` or `ended-unknown`.
    pub code: &'static str,
    /// Its parameters. `how` and `reason` are words that the message chooses by.
    pub params: BTreeMap<String, Param>,
    /// Which of the evidence's last lines shows it best.
    pub evidence_line: Option<usize>,
    /// The panic it died of.
    pub panic: Option<Panic>,
}

impl Verdict {
    fn new(code: &'static str) -> Self {
        Self { code, params: BTreeMap::new(), evidence_line: None, panic: None }
    }

    fn with(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    fn showing(mut self, line: Option<usize>) -> Self {
        self.evidence_line = line;
        self
    }

    /// Whether something went wrong; a program that finished or was stopped did nothing wrong.
    pub fn is_fault(&self) -> bool {
        !matches!(self.code, "ended-finished" | "ended-stopped" | "ended-stopped-by-somebody")
    }

    /// As a fault, for what shows faults.
    pub fn to_fault(&self) -> Fault {
        let mut fault = Fault::new(self.code);
        fault.params.clone_from(&self.params);
        fault
    }
}

/// Says how it ended.
pub fn verdict(evidence: &Evidence) -> Verdict {
    let mut verdict = judge(evidence);
    verdict.params.entry("exit_code".to_owned()).or_insert(match evidence.exit_code {
        Some(code) => code.into(),
        None => "".into(),
    });
    if verdict.code == "ended-out-of-memory" {
        // Who knows what would do says it.
        verdict.params.insert("enough".to_owned(), "none".into());
    }
    verdict.params.insert("restarts".to_owned(), evidence.restart_count.into());
    verdict
}

fn judge(evidence: &Evidence) -> Verdict {
    if let Some(bad) = bad_command(&evidence.error) {
        return refused(bad, None);
    }
    let Some(code) = evidence.exit_code else {
        return Verdict::new("ended-unknown").with("reason", "no-code");
    };
    if evidence.state == ProcessState::NotStarted {
        return Verdict::new("ended-unknown").with("reason", "not-started");
    }
    if matches!(code, 126 | 127 | 1 | 255)
        && let Some((line, bad)) = refused_in_log(evidence)
    {
        return refused(bad, Some(line));
    }
    if code == 0 {
        return match evidence.stopped_by {
            Some(by) => Verdict::new(stopped(by, evidence)).with("how", "clean"),
            None => Verdict::new("ended-finished"),
        };
    }
    let panic = find_panic(evidence.last_lines.iter().map(|(_, text)| text.as_str()))
        .filter(|panic| code == 2 || panic.file.is_some());
    if let Some(line) = go_ran_out(evidence, panic.as_ref()) {
        return Verdict::new("ended-out-of-memory").with("how", "go").showing(Some(line));
    }
    // The kernel kills with 9. Another code beside the witness means that it killed a child, or that the limit was
    // met once and survived; a panic then says better why it ended.
    if evidence.out_of_memory() && (code == 137 || (panic.is_none() && evidence.stopped_by.is_none())) {
        let how = if code == 137 { "kernel" } else { "child" };
        return Verdict::new("ended-out-of-memory").with("how", how).showing(last_line(evidence));
    }
    if let Some(panic) = panic {
        return panicked(panic);
    }
    if let Some(by) = evidence.stopped_by {
        let how = match code {
            137 => "forced",
            2 | 130 | 143 => "no-handler",
            _ => "with-code",
        };
        return Verdict::new(stopped(by, evidence)).with("how", how);
    }
    match signal(code) {
        Some((number, name, true)) => Verdict::new("ended-crashed")
            .with("how", "signal")
            .with("signal", name)
            .with("number", number)
            .showing(last_line(evidence)),
        Some((number, name, false)) => Verdict::new("ended-killed")
            .with("signal", name)
            .with("number", number)
            .showing(last_line(evidence)),
        None => {
            let line = last_line(evidence);
            let text = line.and_then(|line| evidence.last_lines.get(line)).map(|(_, text)| short(text));
            Verdict::new("ended-crashed")
                .with("how", if text.is_some() { "said" } else { "silent" })
                .with("line", text.unwrap_or_default())
                .showing(line)
        }
    }
}

/// A supervisor that ends what is unhealthy is somebody, and its reason is the health.
fn stopped(by: StoppedBy, evidence: &Evidence) -> &'static str {
    match by {
        StoppedBy::Slipway => "ended-stopped",
        StoppedBy::Somebody if evidence.unhealthy => "ended-unhealthy",
        StoppedBy::Somebody => "ended-stopped-by-somebody",
    }
}

fn refused(bad: BadCommand, line: Option<usize>) -> Verdict {
    Verdict::new("ended-bad-command")
        .with("reason", bad.reason)
        .with("name", bad.name.unwrap_or_default())
        .showing(line)
}

/// A runtime that printed its refusal where the program's output would be. Only in a log that holds nothing else: a
/// program may talk about such errors itself.
fn refused_in_log(evidence: &Evidence) -> Option<(usize, BadCommand)> {
    let mut lines = evidence.last_lines.iter().enumerate().filter(|(_, (_, text))| !text.trim().is_empty());
    let (at, (_, text)) = lines.next()?;
    if lines.next().is_some() {
        return None;
    }
    let by_runtime = text.starts_with("exec ") || text.starts_with("standard_init_linux");
    by_runtime.then(|| bad_command(text)).flatten().map(|bad| (at, bad))
}

/// Go's own report that the system gave it no more memory.
fn go_ran_out(evidence: &Evidence, panic: Option<&Panic>) -> Option<usize> {
    let panic = panic?;
    let said = panic.message.contains("out of memory") || panic.message.contains("cannot allocate memory");
    let by_runtime =
        evidence.last_lines.get(panic.at).is_some_and(|(_, text)| text.starts_with("fatal error: "));
    (said && by_runtime).then_some(panic.at)
}

fn panicked(panic: Panic) -> Verdict {
    Verdict {
        panic: Some(panic.clone()),
        ..Verdict::new("ended-crashed")
            .with("how", if panic.file.is_some() { "panic" } else { "panic-nowhere" })
            .with("message", panic.message)
            .with("file", panic.file.unwrap_or_default())
            // As text: a line number is not grouped in thousands.
            .with("place", panic.line.map(|line| line.to_string()).unwrap_or_default())
            .showing(Some(panic.at))
    }
}

/// The last line on standard error that says something, else the last of any.
fn last_line(evidence: &Evidence) -> Option<usize> {
    let says = |text: &str| !text.trim().is_empty();
    evidence
        .last_lines
        .iter()
        .rposition(|(is_error, text)| *is_error && says(text))
        .or_else(|| evidence.last_lines.iter().rposition(|(_, text)| says(text)))
}

fn short(text: &str) -> String {
    text.trim().chars().take(300).collect()
}

/// The name of the signal that an exit code stands for.
pub fn signal_name(exit_code: i64) -> Option<&'static str> {
    signal(exit_code).map(|(_, name, _)| name)
}

/// The signal of an exit code, its name, and whether a program brings it on itself.
fn signal(code: i64) -> Option<(i64, &'static str, bool)> {
    let number = code.checked_sub(128)?;
    let (name, own) = match number {
        1 => ("SIGHUP", false),
        2 => ("SIGINT", false),
        3 => ("SIGQUIT", false),
        4 => ("SIGILL", true),
        5 => ("SIGTRAP", true),
        6 => ("SIGABRT", true),
        7 => ("SIGBUS", true),
        8 => ("SIGFPE", true),
        9 => ("SIGKILL", false),
        10 => ("SIGUSR1", false),
        11 => ("SIGSEGV", true),
        12 => ("SIGUSR2", false),
        13 => ("SIGPIPE", true),
        14 => ("SIGALRM", false),
        15 => ("SIGTERM", false),
        31 => ("SIGSYS", true),
        _ => return None,
    };
    Some((number, name, own))
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
