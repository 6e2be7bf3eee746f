//! Finds a Go panic in the last lines of a log: its message, and the first line of the user's own code.

use regex::Regex;
use std::sync::LazyLock;

/// A panic, or one of the runtime's fatal errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panic {
    /// What was passed to `panic`, or the runtime's own words.
    pub message: String,
    /// The file as the program has it: with `-trimpath` it begins with the module's path.
    pub file: Option<String>,
    /// The line in it.
    pub line: Option<u32>,
    /// The function.
    pub function: Option<String>,
    /// Which of the lines that were searched begins it.
    pub at: usize,
}

const MESSAGE_CHARS: usize = 500;

/// The last panic in these lines. A web server's `http: panic serving` is none: the program lives on.
pub fn find_panic<'a>(lines: impl IntoIterator<Item = &'a str>) -> Option<Panic> {
    let lines: Vec<&str> = lines.into_iter().collect();
    let at = lines.iter().rposition(|line| begins(line).is_some())?;
    let mut message = begins(lines.get(at)?)?.to_owned();
    let mut rest = lines[at + 1..].iter().peekable();
    // A panic while another one was being handled: the last one says why the program died.
    while let Some(line) = rest.next_if(|line| !line.starts_with("goroutine ")) {
        if let Some(next) = line.strip_prefix('\t').and_then(begins) {
            message = next.to_owned();
        }
    }
    let frames: Vec<Frame> = frames(rest.copied());
    let best = best(&frames);
    Some(Panic {
        message: tidy(&message),
        file: best.map(|frame| frame.file.clone()),
        line: best.map(|frame| frame.line),
        function: best.map(|frame| frame.function.clone()),
        at,
    })
}

/// The user's own place in the trace that follows a line of a panic or of a fatal error.
pub(crate) fn traced<'a>(lines: impl Iterator<Item = &'a str>) -> Option<(String, u32)> {
    let frames = frames(lines.skip_while(|line| !line.starts_with("goroutine ")));
    frames.into_iter().find(|frame| frame.owner() == Owner::Own).map(|frame| (frame.file, frame.line))
}

fn best(frames: &[Frame]) -> Option<&Frame> {
    frames
        .iter()
        .find(|frame| frame.owner() == Owner::Own)
        .or_else(|| frames.iter().find(|frame| frame.owner() == Owner::Dependency))
}

fn begins(line: &str) -> Option<&str> {
    line.strip_prefix("panic: ").or_else(|| line.strip_prefix("fatal error: "))
}

pub(crate) fn tidy(message: &str) -> String {
    let message = message.trim();
    let message = message
        .strip_suffix(" [recovered, repanicked]")
        .or_else(|| message.strip_suffix(" [recovered]"))
        .unwrap_or(message);
    // `panic(err)` of an error that is no runtime error prints its type around it: main.Bad{…}. That is kept.
    message.chars().take(MESSAGE_CHARS).collect()
}

/// One place of a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The function, with its package.
    pub function: String,
    /// The file as the program has it.
    pub file: String,
    /// The line in it.
    pub line: u32,
}

/// Whose code it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The user's.
    Own,
    /// A module that it needs.
    Dependency,
    /// Go's own.
    Standard,
}

/// The places of the first goroutine of a stack that was printed, the innermost first.
pub fn stack<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<Frame> {
    frames(lines.into_iter().skip_while(|line| !line.starts_with("goroutine ")))
}

impl Frame {
    /// Whose code it is, by its name and place.
    pub fn owner(&self) -> Owner {
        // What cgo generates between Go and C has no file that anyone could open.
        if is_standard(&self.function) || self.file.ends_with("_cgo_gotypes.go") {
            Owner::Standard
        } else if self.file.contains('@')
            || self.file.contains("/vendor/")
            || self.file.starts_with("vendor/")
        {
            Owner::Dependency
        } else {
            Owner::Own
        }
    }
}

static PLACE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\t(.+):(\d+)(?: \+0x[0-9a-f]+)?(?: fp=\S+ sp=\S+ pc=\S+)?$").ok());

/// The frames of the first goroutine: the one that panicked.
fn frames<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<Frame> {
    let mut frames = Vec::new();
    let mut function: Option<&str> = None;
    for line in lines.skip(1).take_while(|line| !line.starts_with("goroutine ") && !line.trim().is_empty()) {
        let place = PLACE.as_ref().and_then(|place| place.captures(line));
        match (place, function) {
            (Some(place), Some(of)) => {
                if let Ok(line) = place[2].parse() {
                    frames.push(Frame { function: of.to_owned(), file: place[1].to_owned(), line });
                }
                function = None;
            }
            _ => function = Some(function_of(line)),
        }
    }
    frames
}

/// `main.(*Store).Load(0xc000…, …)` → `main.(*Store).Load`; `created by main.run in goroutine 1` → `main.run`.
fn function_of(line: &str) -> &str {
    if let Some(created) = line.strip_prefix("created by ") {
        return created.split(" in goroutine ").next().unwrap_or(created);
    }
    match line.rfind('(') {
        Some(at) if line.ends_with(')') => &line[..at],
        _ => line,
    }
}

/// The first elements of import paths that are the standard library's own.
const STANDARD: &[&str] = &[
    "archive",
    "bufio",
    "builtin",
    "bytes",
    "cmp",
    "compress",
    "container",
    "context",
    "crypto",
    "database",
    "debug",
    "embed",
    "encoding",
    "errors",
    "expvar",
    "flag",
    "fmt",
    "go",
    "hash",
    "html",
    "image",
    "index",
    "internal",
    "io",
    "iter",
    "log",
    "maps",
    "math",
    "mime",
    "net",
    "os",
    "path",
    "plugin",
    "reflect",
    "regexp",
    "runtime",
    "simd",
    "slices",
    "sort",
    "strconv",
    "strings",
    "structs",
    "sync",
    "syscall",
    "testing",
    "text",
    "time",
    "unicode",
    "unique",
    "unsafe",
    "vendor",
    "weak",
];

fn is_standard(function: &str) -> bool {
    // The panic itself is printed as a frame without a package.
    if function.starts_with("panic") && !function.contains('.') {
        return true;
    }
    let first = function.split(['/', '.']).next().unwrap_or_default();
    STANDARD.contains(&first)
}

#[cfg(test)]
#[path = "panic_tests.rs"]
mod tests;
