//! An output as lines, each freed of what the tools around it wrote: colours, step numbers, service names, times, JSON.
//!
//! Bounded: of a longer text its beginning and its end are read, of a longer line its beginning. Lines are cleaned one
//! by one when they are asked for, so that ten million of them take no more room than their offsets.

use crate::place::Place;
use regex::Regex;
use serde_json::Value;
use std::borrow::Cow;
use std::sync::LazyLock;

/// How much of a text is read.
pub const TEXT_BYTES: usize = 10 << 20;
/// How much of a line is read.
pub const LINE_BYTES: usize = 64 << 10;
/// How many things in front of a line are taken away.
const PREFIXES: usize = 5;

/// How loud its writer made a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Level {
    /// Debug, info or a warning.
    Quiet,
    /// It does not say.
    #[default]
    Plain,
    /// Error or worse.
    Loud,
}

/// A line freed of its surroundings.
#[derive(Debug, Default)]
pub(crate) struct Line<'a> {
    /// Whose output it is, where several are mixed: a service, a build step.
    pub(crate) source: &'a str,
    pub(crate) text: Cow<'a, str>,
    pub(crate) level: Level,
    /// Where the program says that it wrote it.
    pub(crate) place: Option<Place>,
}

/// A text and where its lines begin.
pub(crate) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// From this line on, that many more were left out before it.
    gap: (usize, usize),
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut lines = Self { text, starts: Vec::new(), gap: (usize::MAX, 0) };
        if text.len() <= TEXT_BYTES {
            lines.add(0, text.len());
        } else {
            let head = end_of_line(text, TEXT_BYTES / 2);
            let tail = end_of_line(text, text.len() - TEXT_BYTES / 2).max(head);
            lines.add(0, head);
            let left_out = text.as_bytes().get(head..tail).unwrap_or_default();
            lines.gap = (lines.starts.len(), left_out.iter().filter(|byte| **byte == b'\n').count());
            lines.add(tail, text.len());
        }
        lines
    }

    fn add(&mut self, from: usize, to: usize) {
        if from >= to {
            return;
        }
        self.starts.push(from);
        let bytes = self.text.as_bytes().get(from..to.saturating_sub(1)).unwrap_or_default();
        let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        self.starts.extend(ends.map(|(at, _)| from + at + 1));
    }

    pub(crate) fn len(&self) -> usize {
        self.starts.len()
    }

    /// Its number in the whole text, from 0.
    pub(crate) fn number(&self, index: usize) -> usize {
        if index >= self.gap.0 { index + self.gap.1 } else { index }
    }

    pub(crate) fn get(&self, index: usize) -> Line<'a> {
        let Some(rest) = self.starts.get(index).and_then(|start| self.text.get(*start..)) else {
            return Line::default();
        };
        // No line that is looked at is longer, and no byte beyond it is.
        let window = cut(rest, LINE_BYTES);
        clean(window.split('\n').next().unwrap_or_default())
    }

    /// From this line on, those of the same source.
    pub(crate) fn following(&self, index: usize, count: usize) -> Vec<String> {
        let source = self.get(index).source;
        let lines = (index..self.len().min(index + count * 4)).map(|index| self.get(index));
        lines.filter(|line| line.source == source).take(count).map(|line| line.text.into_owned()).collect()
    }
}

/// The first end of a line at or after a place.
fn end_of_line(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    // A line without an end is cut where a character begins.
    match rest.iter().take(LINE_BYTES).position(|byte| *byte == b'\n') {
        Some(end) => at + end + 1,
        None => (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len()),
    }
}

fn cut(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

/// What tools write in front of a line. The group `source` tells several writers apart.
static PREFIX: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let parts = [
        // docker logs -t, kubectl logs --timestamps, CI services
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d) ",
        // BuildKit, plain and on a terminal
        r"(?P<step>#\d+) (?:\d+\.\d+ )?",
        r"\s?=> (?:=> )?(?:# )?",
        r"\d+\.\d{2,4} ",
        // docker compose, kubectl logs --prefix
        r"(?P<service>[A-Za-z][\w.-]*)\s*\|(?: |$)",
        r"\[pod/[^\]]+\] ",
        // CI services
        r"##\[\w+\]",
        r"\u{feff}",
    ];
    Regex::new(&format!("^(?:{})", parts.join("|"))).ok()
});

static QUIET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:\S+ ){0,3}\[?(?:trace|debug|info|notice|warn|warning)\]?(?:[:\t|]| [^=])|\blevel=\W?(?:trace|debug|info|warn)|\b(?:will retry|retrying in|non-fatal)\b").ok()
});
static LOUD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\blevel=\W?(?:error|fatal|panic|dpanic|critical)|^(?:\S+ ){0,3}\[?(?:ERROR|FATAL|CRITICAL)\]?[:\s]").ok()
});

fn is(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

fn clean(raw: &str) -> Line<'_> {
    let raw = raw.trim_end_matches('\r');
    // A progress bar writes over its line: the last that was written is what is seen.
    let raw = raw.rsplit('\r').next().unwrap_or(raw);
    let (source, rest) = without_prefixes(raw);
    let mut line = Line { source, ..Line::default() };
    let text = without_controls(rest);
    // A colour may have stood before what is in front.
    let text = match &text {
        Cow::Borrowed(text) => Cow::Borrowed(*text),
        Cow::Owned(text) => Cow::Owned(without_prefixes(text).1.to_owned()),
    };
    line.text = text;
    if line.text.starts_with('{') && from_json(&mut line) {
        return line;
    }
    if line.text.contains("\\\"") {
        line.text = Cow::Owned(line.text.replace("\\\"", "\""));
    }
    line.level = if is(&LOUD, &line.text) {
        Level::Loud
    } else if is(&QUIET, &line.text) {
        Level::Quiet
    } else {
        Level::Plain
    };
    line
}

fn without_prefixes(text: &str) -> (&str, &str) {
    let (mut source, mut rest) = ("", text);
    for _ in 0..PREFIXES {
        let Some(found) = PREFIX.as_ref().and_then(|prefix| prefix.captures(rest)) else { break };
        if let Some(name) = found.name("step").or_else(|| found.name("service")) {
            source = name.as_str();
        }
        rest = found.get(0).and_then(|all| rest.get(all.end()..)).unwrap_or_default();
    }
    (source, rest)
}

/// Without terminal sequences and control characters; a tab stays.
fn without_controls(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c.is_control() && c != '\t') {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\u{1b}' => match rest.next() {
                // A control sequence ends with a letter or one of a few signs, a title with a bell.
                Some('[') => drop(rest.find(|c| ('@'..='~').contains(c))),
                Some(']') => drop(rest.find(|c| matches!(c, '\u{7}' | '\u{9c}' | '\\'))),
                _ => {}
            },
            c if c.is_control() && c != '\t' => {}
            c => clean.push(c),
        }
    }
    Cow::Owned(clean)
}

/// A log line that is a JSON object: its message, its error, its level and its place.
fn from_json(line: &mut Line<'_>) -> bool {
    let Ok(Value::Object(fields)) = serde_json::from_str::<Value>(&line.text) else { return false };
    let text = |names: &[&str]| {
        names.iter().find_map(|name| fields.get(*name)).and_then(Value::as_str).map(str::to_owned)
    };
    // The engine's own log files.
    if let Some(log) = text(&["log"]).filter(|_| fields.contains_key("stream")) {
        let inner = clean(log.trim_end_matches('\n'));
        (line.level, line.place) = (inner.level, inner.place);
        line.text = Cow::Owned(inner.text.into_owned());
        return true;
    }
    let message = text(&["message", "msg", "@message", "textPayload", "@m"]);
    let error = text(&["error", "err", "errorMessage", "exception", "cause"]);
    let together = match (message, error) {
        (Some(message), Some(error)) if !message.contains(&error) => format!("{message}: {error}"),
        (Some(message), _) => message,
        (None, Some(error)) => error,
        (None, None) => return false,
    };
    let level = ["level", "lvl", "severity", "@l"].iter().find_map(|name| fields.get(*name));
    line.level = match level {
        Some(Value::String(level)) => match level.to_ascii_lowercase().as_str() {
            "trace" | "debug" | "info" | "notice" | "warn" | "warning" => Level::Quiet,
            _ => Level::Loud,
        },
        Some(Value::Number(level)) if level.as_i64().is_some_and(|level| level >= 50) => Level::Loud,
        Some(Value::Number(level)) if level.as_i64().is_some_and(|level| level >= 10) => Level::Quiet,
        _ => Level::Plain,
    };
    line.place = fields.get("caller").and_then(Value::as_str).and_then(Place::first_in).or_else(|| {
        let source = fields.get("source")?;
        let number = source.get("line")?.as_u64()?;
        Place::own(source.get("file")?.as_str()?, u32::try_from(number).ok()?, None)
    });
    // A message may have several lines; the trace in it is not read.
    line.text = Cow::Owned(together.replace(['\n', '\r'], " "));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(raw: &str) -> String {
        clean(raw).text.into_owned()
    }

    #[test]
    fn what_tools_write_in_front_is_taken_away() {
        for (raw, text) in [
            ("#12 3.456 main.go:5:2: x", "main.go:5:2: x"),
            ("web-1  | panic: x", "panic: x"),
            ("web-1  | \tmain.go:5 +0x1d", "\tmain.go:5 +0x1d"),
            ("2026-11-24T10:00:00.123456789Z panic: x", "panic: x"),
            ("\u{1b}[31m2026-11-24T10:00:00Z \u{1b}[0mpanic: x", "panic: x"),
            ("\u{1b}]0;title\u{7}plain\u{1b}[K", "plain"),
            ("10 %\r100 %\rdone\r", "done"),
            (" => => # main.go:5:2: x", "main.go:5:2: x"),
            ("0.345 main.go:5:2: x", "main.go:5:2: x"),
            ("   8 | >>> COPY go.sum .", "   8 | >>> COPY go.sum ."),
            ("level=error msg=\"exec: \\\"a\\\": x\"", "level=error msg=\"exec: \"a\": x\""),
        ] {
            assert_eq!(cleaned(raw), text, "{raw}");
        }
        assert_eq!(clean("db-1 | x").source, "db-1");
    }

    #[test]
    fn of_a_json_line_the_message_the_error_and_the_place_are_read() {
        let line = clean(
            r#"{"level":"error","msg":"cannot start","err":"open x: denied","caller":"srv/main.go:7"}"#,
        );
        assert_eq!((line.text.as_ref(), line.level), ("cannot start: open x: denied", Level::Loud));
        assert_eq!(line.place.map(|place| place.line), Some(7));
        assert_eq!(cleaned(r#"{"log":"panic: x\n","stream":"stderr","time":"t"}"#), "panic: x");
        assert_eq!(cleaned(r#"{"a":1}"#), r#"{"a":1}"#);
        assert_eq!(cleaned("{broken"), "{broken");
    }

    #[test]
    fn how_loud_a_line_is_meant_is_heard() {
        for (raw, level) in [
            ("2026/11/24 10:00:00 INFO starting", Level::Quiet),
            ("time=x level=WARN msg=y", Level::Quiet),
            ("[DEBUG] x", Level::Quiet),
            ("time=x level=ERROR msg=y", Level::Loud),
            ("ERROR: failed to solve: x", Level::Loud),
            ("2026/11/24 10:00:00 open x: no such file", Level::Plain),
        ] {
            assert_eq!(clean(raw).level, level, "{raw}");
        }
    }

    #[test]
    fn of_too_long_a_text_the_beginning_and_the_end_are_read() {
        let text = format!("first\n{}last\n", "middle line\n".repeat(TEXT_BYTES / 10));
        let lines = Lines::new(&text);
        let last = lines.len() - 1;
        assert_eq!((lines.get(0).text.as_ref(), lines.get(last).text.as_ref()), ("first", "last"));
        assert_eq!(lines.number(last), text.lines().count() - 1);
        let endless = "ä".repeat(TEXT_BYTES);
        let lines = Lines::new(&endless);
        assert!(lines.get(0).text.len() <= LINE_BYTES && lines.len() <= 2);
    }
}
