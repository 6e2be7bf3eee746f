//! Log lines.

use super::number::safe_ms;
use serde::{Deserialize, Serialize};
use slipway_app::logs::keep::{Kept, Missing};
use slipway_app::logs::search;
use slipway_app::searches::Found;
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
        let Kept { seq, record } = line;
        Self {
            seq,
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
            ..Self::default()
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
}

impl From<Found> for SearchFound {
    fn from(found: Found) -> Self {
        let Found { progress, done, columns } = found;
        Self { lines: progress.lines, matches: progress.matches, done, columns }
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
}

impl LogPage {
    /// Lines, with how much of the log is kept.
    pub fn new(page: Page<Kept>, extent: Option<logs::Extent>) -> Self {
        let (first, total) =
            extent.map_or((page.next.0, page.next.0), |extent| (extent.first.0, extent.next.0));
        Self {
            first,
            total,
            lines: page.items.into_iter().map(Into::into).collect(),
            next: page.next.0,
            skipped: page.skipped,
            ended: page.ended,
        }
    }
}
