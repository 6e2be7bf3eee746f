//! Log lines.

use super::number::safe_ms;
use serde::{Deserialize, Serialize};
use slipway_app::diagnose::{Frame, Owner};
use slipway_app::logs::keep::{Kept, Missing};
use slipway_app::logs::parse::{Colour, Field, Level, Run, parse, runs};
use slipway_app::logs::search;
use slipway_app::searches::{Found, Step};
use slipway_app::{engine, logs};
use slipway_model::Page;
use specta::Type;

/// Where a line was written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// A line, clean of control characters and terminal escapes.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct LogLine {
    /// Its number in the container's log as Slipway has it.
    pub seq: u64,
    /// When the engine got it.
    pub time_ms: i64,
    /// The remainder.
    pub ns: u32,
    /// Where it was written to.
    pub stream: Stream,
    /// The text, hostile.
    pub text: String,
    /// It was too long and is cut.
    pub cut: bool,
    /// It is no line, but stands for lines that are missing.
    pub gap: Option<LogGap>,
    /// How loud it is meant, where it says so.
    pub level: Option<LogLevel>,
    /// It goes on what a line before it began: a panic, a stack.
    pub part: bool,
    /// Its colours, by rising places.
    pub styles: Vec<StyleRun>,
    /// What it says, where it is a structured line.
    pub parsed: Option<ParsedLine>,
    /// Where it is from, in a log of several containers.
    pub origin: Option<LineOrigin>,
}

/// Where a line of a log of several containers is from.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type)]
pub struct LineOrigin {
    /// Which of the containers, from 0.
    pub source: u32,
    /// Its number in that container's log.
    pub seq: u64,
}

/// How loud a line is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    /// Every step.
    Trace,
    /// For who wrote the program.
    Debug,
    /// Usual.
    Info,
    /// Should be looked at.
    Warn,
    /// Something failed.
    Error,
    /// The program ends by it.
    Fatal,
}

impl From<Level> for LogLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::Trace => Self::Trace,
            Level::Debug => Self::Debug,
            Level::Info => Self::Info,
            Level::Warn => Self::Warn,
            Level::Error => Self::Error,
            Level::Fatal => Self::Fatal,
        }
    }
}

impl From<LogLevel> for Level {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Trace => Self::Trace,
            LogLevel::Debug => Self::Debug,
            LogLevel::Info => Self::Info,
            LogLevel::Warn => Self::Warn,
            LogLevel::Error => Self::Error,
            LogLevel::Fatal => Self::Fatal,
        }
    }
}

/// From here on, the text looks so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct StyleRun {
    /// A place in the text, in UTF-16 units.
    pub at: u32,
    /// The colour of the letters: below 256 one of a terminal's, else 0x1000000 and red, green, blue.
    pub foreground: Option<u32>,
    /// The colour behind them.
    pub background: Option<u32>,
    /// Bold 1, dim 2, italic 4, underlined 8, exchanged colours 16, struck through 32.
    pub attributes: u8,
}

/// The parts of a structured line, all hostile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ParsedLine {
    /// What happened.
    pub message: String,
    /// What else it says, in its own order.
    pub fields: Vec<LineField>,
}

/// One thing that a line says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct LineField {
    /// Its name.
    pub key: String,
    /// Its value.
    pub value: String,
    /// It is a number.
    pub number: bool,
}

fn styles(text: &str, bytes: &[u8]) -> Vec<StyleRun> {
    let colour = |colour| match colour {
        Colour::Default => None,
        Colour::Indexed(index) => Some(u32::from(index)),
        Colour::Rgb(red, green, blue) => Some(u32::from_be_bytes([1, red, green, blue])),
    };
    let (mut from, mut units) = (0, 0_u32);
    let mut found = Vec::new();
    for Run { at, style } in runs(bytes) {
        let Some(between) = text.get(from..at) else { break };
        units += between.chars().map(|c| c.len_utf16() as u32).sum::<u32>();
        from = at;
        found.push(StyleRun {
            at: units,
            foreground: colour(style.foreground),
            background: colour(style.background),
            attributes: style.attributes,
        });
    }
    found
}

/// Lines that are missing.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type)]
pub struct LogGap {
    /// Why.
    pub missing: MissingLines,
    /// How many, where that is known.
    pub lines: Option<u64>,
}

/// Why lines are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MissingLines {
    /// The engine threw them away before they were read.
    Rotated,
    /// The container's logging driver keeps none.
    NotKept,
}

impl From<Kept> for LogLine {
    fn from(line: Kept) -> Self {
        let Kept { seq, record, origin } = line;
        let parsed = if record.part { None } else { parse(&record.text) };
        Self {
            seq,
            origin: origin.map(|origin| LineOrigin { source: origin.source as u32, seq: origin.seq }),
            level: Level::from_number(record.level).map(Into::into),
            part: record.part,
            styles: if record.styles.is_empty() { Vec::new() } else { styles(&record.text, &record.styles) },
            parsed: parsed.map(|parsed| ParsedLine {
                message: parsed.message,
                fields: parsed.fields.into_iter().map(Into::into).collect(),
            }),
            time_ms: safe_ms(record.time.ms),
            ns: record.time.ns,
            stream: match record.stream {
                engine::LogStream::Stdout => Stream::Stdout,
                engine::LogStream::Stderr => Stream::Stderr,
            },
            text: record.text,
            cut: record.truncated,
            gap: record.gap.map(|gap| LogGap {
                missing: match gap.missing {
                    Missing::Rotated => MissingLines::Rotated,
                    Missing::NotKept => MissingLines::NotKept,
                },
                lines: gap.lines,
            }),
        }
    }
}

impl From<Field> for LineField {
    fn from(field: Field) -> Self {
        Self { key: field.key, value: field.value, number: field.number.is_some() }
    }
}

/// What is looked for in a log.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct LogQuery {
    /// A text, or a regular expression.
    pub pattern: String,
    /// It is a regular expression.
    pub regex: bool,
    /// Upper and lower case are told apart.
    pub match_case: bool,
    /// Only one of the two.
    pub stream: Option<Stream>,
    /// At least this loud.
    pub level: Option<LogLevel>,
    /// Structured lines of which all this is true.
    pub fields: Vec<LogFieldTest>,
    /// From this moment on.
    #[serde(default)]
    pub from_ms: Option<i64>,
    /// Before this moment.
    #[serde(default)]
    pub to_ms: Option<i64>,
    /// Only of these, in a log of several containers; all where it is empty.
    #[serde(default)]
    pub sources: Vec<u32>,
}

/// What a field of a line must be like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct LogFieldTest {
    /// The field's name.
    pub key: String,
    /// How it is compared.
    pub how: LogFieldHow,
    /// With what: a text, or a number.
    pub value: String,
}

/// How a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum LogFieldHow {
    /// The same, letter by letter.
    Is,
    /// A number, this or more.
    AtLeast,
    /// A number, this or less.
    AtMost,
}

impl From<LogFieldTest> for search::FieldTest {
    fn from(test: LogFieldTest) -> Self {
        // What is no number is passed by none.
        let number = || test.value.trim().parse().unwrap_or(f64::NAN);
        let test_of = match test.how {
            LogFieldHow::AtLeast => search::Test::AtLeast(number()),
            LogFieldHow::AtMost => search::Test::AtMost(number()),
            LogFieldHow::Is => search::Test::Is(test.value),
        };
        Self { key: test.key, test: test_of }
    }
}

/// A match beside a line.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type)]
pub struct LogStep {
    /// The line that matches.
    pub seq: u64,
    /// How many that match lie before it, as far as is known.
    pub nth: u64,
}

impl From<Step> for LogStep {
    fn from(step: Step) -> Self {
        Self { seq: step.seq, nth: step.nth }
    }
}

/// A stack that was printed, read.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct LogTrace {
    /// The innermost first.
    pub frames: Vec<LogFrame>,
}

/// A place of a stack, hostile.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct LogFrame {
    /// The function, with its package.
    pub function: String,
    /// The file as the program has it.
    pub file: String,
    /// The line in it.
    pub line: u32,
    /// It is the user's own code.
    pub own: bool,
}

impl From<Vec<Frame>> for LogTrace {
    fn from(frames: Vec<Frame>) -> Self {
        let frame = |frame: Frame| LogFrame {
            own: frame.owner() == Owner::Own,
            function: frame.function,
            file: frame.file,
            line: frame.line,
        };
        Self { frames: frames.into_iter().map(frame).collect() }
    }
}

/// Whether a container's log is kept while nobody reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum LogKept {
    /// Slipway shipped it: always.
    Own,
    /// The user chose it.
    Chosen,
    /// Only while somebody looks.
    WhileRead,
}

impl From<slipway_app::LogKept> for LogKept {
    fn from(kept: slipway_app::LogKept) -> Self {
        match kept {
            slipway_app::LogKept::Own => Self::Own,
            slipway_app::LogKept::Chosen => Self::Chosen,
            slipway_app::LogKept::WhileRead => Self::WhileRead,
        }
    }
}

/// How lines are written into a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// As the program wrote them.
    Text,
    /// An object a line.
    Json,
}

impl From<LogQuery> for search::Query {
    fn from(query: LogQuery) -> Self {
        Self {
            pattern: query.pattern,
            is_regex: query.regex,
            match_case: query.match_case,
            stream: query.stream.map(|stream| match stream {
                Stream::Stdout => engine::LogStream::Stdout,
                Stream::Stderr => engine::LogStream::Stderr,
            }),
            least_level: query.level.map_or(0, |level| Level::from(level) as u8),
            fields: query.fields.into_iter().map(Into::into).collect(),
            from_ms: query.from_ms,
            to_ms: query.to_ms,
            sources: query.sources.into_iter().map(|source| source as usize).collect(),
        }
    }
}

/// How far a search is.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SearchFound {
    /// Lines that were looked at.
    pub lines: u64,
    /// Lines that match.
    pub matches: u64,
    /// All were looked at.
    pub done: bool,
    /// How the matches are spread over the whole log, oldest first.
    pub columns: Vec<u32>,
    /// As a page of lines has it.
    pub generation: u32,
}

impl From<Found> for SearchFound {
    fn from(found: Found) -> Self {
        let Found { progress, done, columns, generation } = found;
        Self {
            lines: progress.lines,
            matches: progress.matches,
            done,
            columns,
            generation: generation as u32,
        }
    }
}

/// Lines that came so fast that they were left out for a while.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type)]
pub struct LogFlood {
    /// So many a second, when last looked at.
    pub lines_per_s: u64,
    /// About so many were left out.
    pub left_out: u64,
    /// Exactly so many of them have been read back; none while it lasts.
    pub read_back: Option<u64>,
}

impl From<logs::Flood> for LogFlood {
    fn from(flood: logs::Flood) -> Self {
        let logs::Flood { lines_per_s, left_out, read_back } = flood;
        Self { lines_per_s, left_out, read_back }
    }
}

/// Some lines.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct LogPage {
    /// Oldest first.
    pub lines: Vec<LogLine>,
    /// Where to go on.
    pub next: u64,
    /// Lines dropped between the cursor asked for and the first line here.
    pub skipped: u64,
    /// The number of the oldest line that is kept.
    pub first: u64,
    /// How many lines there were in all.
    pub total: u64,
    /// No line will follow.
    pub ended: bool,
    /// Of several containers: where it is another than before, numbers of before mean nothing now.
    pub generation: u32,
    /// Lines have come that get their place in a moment.
    pub soon: bool,
    /// Lines come so fast that they are not followed, but read back when that is over.
    pub flood: Option<LogFlood>,
}

impl LogPage {
    /// Lines, with how much of the log is kept.
    pub fn new(page: Page<Kept>, extent: Option<logs::Extent>, flood: Option<logs::Flood>) -> Self {
        let (first, total) =
            extent.map_or((page.next.0, page.next.0), |extent| (extent.first.0, extent.next.0));
        Self {
            first,
            total,
            lines: page.items.into_iter().map(Into::into).collect(),
            next: page.next.0,
            skipped: page.skipped,
            ended: page.ended,
            generation: extent.map_or(0, |extent| extent.generation as u32),
            flood: flood.map(Into::into),
            soon: extent.is_some_and(|extent| extent.holds),
        }
    }
}
