//! A Dockerfile taken apart: its instructions with their lines, what continues, what is a here-document, and whether a
//! command stands in exec or in shell form.

use crate::DockerfileError;
use crate::stage::{self, Stage};
use std::ops::Range;

const KNOWN: &[&str] = &[
    "ADD",
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "LABEL",
    "MAINTAINER",
    "ONBUILD",
    "RUN",
    "SHELL",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
];

/// A Dockerfile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dockerfile {
    /// Its text, as it was read.
    pub text: String,
    /// What continues a line and takes away a character's meaning: `\`, or what an `escape` directive says.
    pub escape: char,
    /// The frontend that a `# syntax=` line asks for. It has to be pulled.
    pub syntax: Option<String>,
    /// The instructions, in their order.
    pub instructions: Vec<Instruction>,
    /// The stages, in their order.
    pub stages: Vec<Stage>,
}

/// One instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instruction {
    /// Its keyword, in capitals.
    pub keyword: String,
    /// Its first line, from 1.
    pub line: u32,
    /// Its last line, its here-documents included.
    pub last_line: u32,
    /// Where it stands in the text.
    pub bytes: Range<usize>,
    /// Where its keyword ends in the text.
    pub keyword_end: usize,
    /// Its flags: `--from=build`.
    pub flags: Vec<String>,
    /// What follows the flags, continued lines joined and comments left out.
    pub arguments: String,
    /// Its here-documents.
    pub heredocs: Vec<Heredoc>,
}

/// A here-document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heredoc {
    /// The word that ends it.
    pub word: String,
    /// Its text.
    pub text: String,
}

/// How a command is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// `["go", "build"]`: the program itself is started.
    Exec(Vec<String>),
    /// `go build`: a shell is started, and that starts the program.
    Shell(String),
}

impl Instruction {
    /// How a command (`RUN`, `CMD`, `ENTRYPOINT`) is written. Docker takes what is not JSON for shell form.
    pub fn form(&self) -> Form {
        let text = self.arguments.trim();
        match serde_json::from_str::<Vec<String>>(text) {
            Ok(words) if self.heredocs.is_empty() && text.starts_with('[') => Form::Exec(words),
            _ => Form::Shell(text.to_owned()),
        }
    }

    /// The value of a flag: `flag("from")` of `--from=build`.
    pub fn flag(&self, name: &str) -> Option<&str> {
        self.flags.iter().find_map(|flag| flag.strip_prefix("--")?.strip_prefix(name)?.strip_prefix('='))
    }
}

impl Dockerfile {
    /// Reads a Dockerfile.
    pub fn parse(text: &str) -> Result<Self, DockerfileError> {
        let lines = lines(text);
        let (escape, syntax) = directives(&lines);
        let mut reader = Reader { lines: &lines, next: 0, escape };
        let mut instructions = Vec::new();
        while let Some(instruction) = reader.instruction()? {
            let Instruction { keyword, line, .. } = &instruction;
            if !KNOWN.contains(&keyword.as_str()) {
                return Err(DockerfileError::UnknownInstruction { line: *line, keyword: keyword.clone() });
            }
            instructions.push(instruction);
        }
        let stages = stage::stages(&instructions)?;
        Ok(Self { text: text.to_owned(), escape, syntax, instructions, stages })
    }

    /// The instructions of a stage, its `FROM` left out.
    pub fn of_stage(&self, stage: &Stage) -> &[Instruction] {
        self.instructions.get(stage.instructions.clone()).unwrap_or_default()
    }
}

struct Line<'a> {
    number: u32,
    start: usize,
    /// Without the line's end.
    text: &'a str,
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let bare = line.strip_suffix('\n').unwrap_or(line);
        let bare = bare.strip_suffix('\r').unwrap_or(bare);
        let mark = if start == 0 && bare.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        lines.push(Line { number, start: start + mark, text: bare.get(mark..).unwrap_or(bare) });
        start += line.len();
    }
    lines
}

/// Directives stand before all else, each at most once.
fn directives(lines: &[Line<'_>]) -> (char, Option<String>) {
    let (mut escape, mut syntax) = ('\\', None);
    for line in lines {
        let Some(comment) = line.text.trim_start().strip_prefix('#') else { break };
        let Some((name, value)) = comment.split_once('=') else { break };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "escape" if value == "`" => escape = '`',
            "escape" => {}
            "syntax" => syntax = Some(value.to_owned()),
            "check" => {}
            _ => break,
        }
    }
    (escape, syntax)
}

struct Reader<'a> {
    lines: &'a [Line<'a>],
    next: usize,
    escape: char,
}

impl Reader<'_> {
    fn instruction(&mut self) -> Result<Option<Instruction>, DockerfileError> {
        let blank = |line: &Line<'_>| {
            let text = line.text.trim_start();
            text.is_empty() || text.starts_with('#')
        };
        while self.lines.get(self.next).is_some_and(blank) {
            self.next += 1;
        }
        let Some(first) = self.lines.get(self.next) else { return Ok(None) };
        let start = first.start + (first.text.len() - first.text.trim_start().len());
        let mut joined = String::new();
        let mut last = first;
        let mut begun = false;
        while let Some(line) = self.lines.get(self.next) {
            self.next += 1;
            // Comments and empty lines inside of an instruction do not count.
            if begun && blank(line) {
                continue;
            }
            last = line;
            let text = if begun { line.text } else { line.text.trim_start() };
            begun = true;
            match self.continued(text) {
                Some(text) => joined.push_str(text),
                None => {
                    joined.push_str(text);
                    break;
                }
            }
        }
        let joined = joined.trim().to_owned();
        let end = joined.find(char::is_whitespace).unwrap_or(joined.len());
        let (word, rest) = joined.split_at(end);
        let keyword = word.to_ascii_uppercase();
        let (flags, arguments) = flags(rest);
        let mut heredocs = Vec::new();
        if matches!(keyword.as_str(), "RUN" | "COPY" | "ADD") {
            for open in opened(&arguments) {
                heredocs.push(self.heredoc(&open, first.number)?);
                last = self.lines.get(self.next.saturating_sub(1)).unwrap_or(last);
            }
        }
        Ok(Some(Instruction {
            keyword,
            line: first.number,
            last_line: last.number,
            bytes: start..last.start + last.text.len(),
            keyword_end: start + word.len(),
            flags,
            arguments,
            heredocs,
        }))
    }

    /// The line without its mark, if it goes on. A doubled mark is a character, not a mark.
    fn continued<'t>(&self, text: &'t str) -> Option<&'t str> {
        let rest = text.trim_end_matches([' ', '\t']).strip_suffix(self.escape)?;
        (!rest.ends_with(self.escape)).then_some(rest)
    }

    fn heredoc(&mut self, open: &Open, line: u32) -> Result<Heredoc, DockerfileError> {
        let mut text = String::new();
        while let Some(next) = self.lines.get(self.next) {
            self.next += 1;
            let body = if open.tabs { next.text.trim_start_matches('\t') } else { next.text };
            if body == open.word {
                return Ok(Heredoc { word: open.word.clone(), text });
            }
            text.push_str(body);
            text.push('\n');
        }
        Err(DockerfileError::OpenHeredoc { line, word: open.word.clone() })
    }
}

/// `--name=value` words, and what comes after them.
fn flags(rest: &str) -> (Vec<String>, String) {
    let mut flags = Vec::new();
    let mut rest = rest.trim_start();
    while rest.starts_with("--") {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (flag, after) = rest.split_at(end);
        rest = after.trim_start();
        if flag == "--" {
            break;
        }
        flags.push(flag.to_owned());
    }
    (flags, rest.to_owned())
}

struct Open {
    word: String,
    tabs: bool,
}

/// The here-documents that a command opens: `<<EOF`, `<<-"EOF"`; `<<<` is none, nor is one in quotes.
fn opened(arguments: &str) -> Vec<Open> {
    let mut found = Vec::new();
    let mut quote = None;
    let mut rest = arguments;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '<') if rest.starts_with("<<") => {
                let signs = rest.len() - rest.trim_start_matches('<').len();
                let body = rest.get(signs..).unwrap_or_default();
                let (tabs, body) = body.strip_prefix('-').map_or((false, body), |body| (true, body));
                let quoted = body.chars().next().filter(|c| matches!(c, '"' | '\''));
                let word = match quoted {
                    Some(mark) => body.get(1..).and_then(|body| body.split(mark).next()),
                    None => body.split(|c: char| !(c.is_alphanumeric() || "_.-".contains(c))).next(),
                };
                if let (2, Some(word)) = (signs, word.filter(|word| !word.is_empty())) {
                    found.push(Open { word: word.to_owned(), tabs });
                }
                rest = body;
                quote = quoted;
                if quoted.is_some() {
                    rest = rest.get(1..).unwrap_or_default();
                }
                continue;
            }
            _ => {}
        }
        rest = after;
    }
    found
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
