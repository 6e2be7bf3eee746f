//! What is looked for, made ready: text or a regular expression, stream, level and time.

use crate::keep::Record;
use crate::keep::block::{Block, Head};
use crate::parse::{Parsed, parse};
use memchr::{memchr, memchr_iter, memmem, memrchr};
use regex::{Regex, RegexBuilder};
use slipway_engine::LogStream;
use slipway_model::{Fault, ToFault};

/// A larger compiled expression is refused.
const MOST_REGEX_BYTES: usize = 4 << 20;
/// A longer pattern is refused.
const MOST_PATTERN_BYTES: usize = 4 << 10;

/// What is looked for. What is empty or nothing asks for all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    /// A text, or a regular expression.
    pub pattern: String,
    /// It is a regular expression.
    pub is_regex: bool,
    /// Upper and lower case are told apart.
    pub match_case: bool,
    /// Only what was written there.
    pub stream: Option<LogStream>,
    /// Only lines at least this loud: 1 (trace) to 6 (fatal).
    pub least_level: u8,
    /// Only lines from this moment on, in milliseconds.
    pub from_ms: Option<i64>,
    /// Only lines before this moment.
    pub to_ms: Option<i64>,
    /// Only structured lines of which all this is true.
    pub fields: Vec<FieldTest>,
    /// Only lines of these, in a log of several containers.
    pub sources: Vec<usize>,
}

/// What a structured line must say.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldTest {
    /// The field's name.
    pub key: String,
    /// What it must be like.
    pub test: Test,
}

/// What a field must be like.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// This, letter by letter.
    Is(String),
    /// A number, this or more.
    AtLeast(f64),
    /// A number, this or less.
    AtMost(f64),
}

impl FieldTest {
    fn passes(&self, line: &Parsed) -> bool {
        line.fields.iter().filter(|field| field.key == self.key).any(|field| match &self.test {
            Test::Is(value) => field.value == *value,
            Test::AtLeast(least) => field.number.is_some_and(|number| number >= *least),
            Test::AtMost(most) => field.number.is_some_and(|number| number <= *most),
        })
    }
}

/// Why a query cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// The regular expression is none.
    #[error("not a regular expression")]
    NotARegex {
        /// What is wrong with it, in the words of its reader.
        why: String,
    },
    /// It is too large.
    #[error("too large a pattern")]
    TooLarge,
}

impl ToFault for QueryError {
    fn to_fault(&self) -> Fault {
        match self {
            Self::NotARegex { why } => Fault::new("usage-bad-regex").detail(why.clone()),
            Self::TooLarge => Fault::new("usage-pattern-too-large"),
        }
    }
}

#[derive(Debug, Clone)]
enum Finder {
    All,
    /// Exactly these bytes.
    Literal(Box<memmem::Finder<'static>>),
    /// Over many lines at once; what it finds is looked at again in its own line.
    Block(Regex),
    /// It asks for the beginning or end of the text: each line is one.
    Line(Regex),
}

/// A query that can be put to lines.
#[derive(Debug, Clone)]
pub struct Matcher {
    finder: Finder,
    stream: Option<LogStream>,
    least_level: u8,
    from_ns: Option<i64>,
    to_ns: Option<i64>,
    fields: Vec<FieldTest>,
    sources: Vec<usize>,
}

impl Matcher {
    /// Makes a query ready.
    ///
    /// # Errors
    /// Where its pattern is no regular expression, or too large.
    pub fn new(query: &Query) -> Result<Self, QueryError> {
        if query.pattern.len() > MOST_PATTERN_BYTES {
            return Err(QueryError::TooLarge);
        }
        let nanos = |ms: i64| ms.saturating_mul(1_000_000);
        Ok(Self {
            finder: finder(query)?,
            stream: query.stream,
            least_level: query.least_level,
            from_ns: query.from_ms.map(nanos),
            to_ns: query.to_ms.map(nanos),
            fields: query.fields.clone(),
            sources: query.sources.clone(),
        })
    }

    /// Whether lines of one of several containers can match.
    pub fn wants(&self, source: usize) -> bool {
        self.sources.is_empty() || self.sources.contains(&source)
    }

    /// Whether more than the text of a line decides.
    pub(crate) fn needs_more_than_text(&self) -> bool {
        self.stream.is_some()
            || self.least_level > 0
            || self.from_ns.is_some()
            || self.to_ns.is_some()
            || !self.fields.is_empty()
    }

    /// Whether any line of such a block can match.
    pub(crate) fn may_match(&self, head: &Head) -> bool {
        self.from_ns.is_none_or(|from| head.last_ns >= from)
            && self.to_ns.is_none_or(|to| head.first_ns < to)
            && head.levels.iter().skip(usize::from(self.least_level)).any(|lines| *lines > 0)
    }

    /// Whether one line matches.
    pub fn matches(&self, record: &Record) -> bool {
        let text = match &self.finder {
            Finder::All => true,
            Finder::Literal(finder) => finder.find(record.text.as_bytes()).is_some(),
            Finder::Block(regex) | Finder::Line(regex) => regex.is_match(&record.text),
        };
        text && record.gap.is_none()
            && self.passes(record.stream, record.level, record.time.unix_nanos())
            && self.says(&record.text)
    }

    /// Whether a line's fields are as they must be.
    fn says(&self, text: &str) -> bool {
        if self.fields.is_empty() {
            return true;
        }
        // Most lines do not even have the word.
        let has = |test: &FieldTest| memmem::find(text.as_bytes(), test.key.as_bytes()).is_some();
        self.fields.iter().all(has)
            && parse(text).is_some_and(|line| self.fields.iter().all(|test| test.passes(&line)))
    }

    fn passes(&self, stream: LogStream, level: u8, time_ns: i64) -> bool {
        self.stream.is_none_or(|wanted| wanted == stream)
            && level >= self.least_level
            && self.from_ns.is_none_or(|from| time_ns >= from)
            && self.to_ns.is_none_or(|to| time_ns < to)
    }

    /// The places of the lines of a block that match.
    pub(crate) fn in_block(&self, block: &Block, mut found: impl FnMut(usize)) {
        self.in_text(block.text(), |at| {
            let flags = block.flags_of(at);
            let passes = !flags.is_gap() && self.passes(flags.stream(), flags.level(), block.time_of(at));
            if passes && self.says(block.text_of(at)) {
                found(at);
            }
        });
    }

    /// The places of the lines of a text that match by their text, each with a newline behind it.
    pub(crate) fn in_text(&self, text: &str, mut found: impl FnMut(usize)) {
        let bytes = text.as_bytes();
        match &self.finder {
            Finder::All => (0..memchr_iter(b'\n', bytes).count()).for_each(found),
            Finder::Line(regex) => {
                for (at, line) in text.split_terminator('\n').enumerate() {
                    if regex.is_match(line) {
                        found(at);
                    }
                }
            }
            Finder::Literal(finder) => {
                let (mut from, mut line) = (0, 0);
                while let Some(hit) = finder.find(&bytes[from..]).map(|at| from + at) {
                    line += memchr_iter(b'\n', &bytes[from..hit]).count();
                    found(line);
                    let Some(end) = memchr(b'\n', &bytes[hit..]) else { return };
                    from = hit + end + 1;
                    line += 1;
                }
            }
            Finder::Block(regex) => {
                let (mut from, mut line) = (0, 0);
                while let Some(hit) = regex.find_at(text, from).map(|hit| hit.start()) {
                    if hit >= bytes.len() {
                        return;
                    }
                    line += memchr_iter(b'\n', &bytes[from..hit]).count();
                    let start = memrchr(b'\n', &bytes[..hit]).map_or(0, |at| at + 1);
                    let end = hit + memchr(b'\n', &bytes[hit..]).unwrap_or(bytes.len() - hit);
                    // It may have gone over the end of its line.
                    if regex.is_match(&text[start..end]) {
                        found(line);
                    }
                    from = end + 1;
                    line += 1;
                    if from >= bytes.len() {
                        return;
                    }
                }
            }
        }
    }
}

fn finder(query: &Query) -> Result<Finder, QueryError> {
    if query.pattern.is_empty() {
        return Ok(Finder::All);
    }
    if !query.is_regex && query.match_case {
        return Ok(Finder::Literal(Box::new(memmem::Finder::new(&query.pattern).into_owned())));
    }
    let escaped;
    let pattern = if query.is_regex {
        &query.pattern
    } else {
        escaped = regex::escape(&query.pattern);
        &escaped
    };
    // Multi-line: `^` and `$` are those of a line also where many are looked at together.
    let built = RegexBuilder::new(pattern)
        .case_insensitive(!query.match_case)
        .multi_line(true)
        .size_limit(MOST_REGEX_BYTES)
        .dfa_size_limit(MOST_REGEX_BYTES)
        .build();
    let regex = built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => QueryError::TooLarge,
        other => QueryError::NotARegex { why: other.to_string() },
    })?;
    let own_text =
        query.is_regex && (pattern.contains(r"\A") || pattern.contains(r"\z") || pattern.contains("(?-m"));
    Ok(if own_text { Finder::Line(regex) } else { Finder::Block(regex) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn query(pattern: &str, is_regex: bool, match_case: bool) -> Query {
        Query { pattern: pattern.to_owned(), is_regex, match_case, ..Query::default() }
    }

    fn places(query: &Query, text: &str) -> Vec<usize> {
        let mut found = Vec::new();
        Matcher::new(query).unwrap().in_text(text, |at| found.push(at));
        found
    }

    #[test]
    fn a_text_is_found_in_each_line_once() {
        let text = "one two one\n\nTWO\none\n";
        assert_eq!(places(&query("one", false, true), text), [0, 3]);
        assert_eq!(places(&query("two", false, false), text), [0, 2]);
        assert_eq!(places(&query("", false, false), text), [0, 1, 2, 3]);
        assert_eq!(places(&query("o.e", false, false), text), [0_usize; 0], "a text is no expression");
    }

    #[test]
    fn fields_are_asked_for_what_they_are() {
        let lines = [
            r#"{"level":"info","msg":"ok","latency_ms":12,"user":"bob"}"#,
            r#"{"level":"info","msg":"latency_ms 900","latency_ms":900,"user":"bob"}"#,
            "level=info msg=ok latency_ms=500 user=eve",
            "latency_ms 900 user bob",
        ];
        let found = |fields: &[(&str, Test)]| {
            let fields =
                fields.iter().map(|(key, test)| FieldTest { key: (*key).to_owned(), test: test.clone() });
            let matcher = Matcher::new(&Query { fields: fields.collect(), ..Query::default() }).unwrap();
            (0..lines.len()).filter(|at| matcher.says(lines[*at])).collect::<Vec<_>>()
        };
        assert_eq!(found(&[("latency_ms", Test::AtLeast(500.0))]), [1, 2]);
        assert_eq!(found(&[("latency_ms", Test::AtMost(500.0)), ("user", Test::Is("bob".to_owned()))]), [0]);
        assert_eq!(
            found(&[("level", Test::Is("info".to_owned()))]),
            [0_usize; 0],
            "a level is asked for as such"
        );
        assert_eq!(found(&[]), [0, 1, 2, 3]);
    }

    #[test]
    fn an_expression_stays_within_its_line() {
        let text = "a b\nc\na\nb\nend";
        assert_eq!(places(&query(r"a\s+b", true, true), text), [0]);
        assert_eq!(places(&query(r"^b$", true, true), text), [3]);
        assert_eq!(places(&query(r"\Ac\z", true, true), text), [1]);
        assert_eq!(places(&query(r"(?s)a.*?\nb", true, true), text), [0_usize; 0]);
        assert_eq!(places(&query(r"$", true, true), "x\n\ny\n"), [0, 1, 2]);
    }

    #[test]
    fn what_is_no_expression_is_said() {
        assert!(matches!(Matcher::new(&query("(", true, true)).unwrap_err(), QueryError::NotARegex { .. }));
        let large = Matcher::new(&query(r"(\p{L}{1000}){1000}", true, true)).unwrap_err();
        assert_eq!(large, QueryError::TooLarge);
        assert_eq!(Matcher::new(&query(&"x".repeat(9_999), false, true)).unwrap_err(), QueryError::TooLarge);
    }

    proptest! {
        #[test]
        fn many_lines_at_once_are_as_each_by_itself(
            lines in proptest::collection::vec("[ab\\s.]{0,6}", 0..20),
            pattern in proptest::sample::select(vec![
                "a", "ab", "a\\s*b", "^a", "b$", "[^a]b", "a|b", "", ".", "\\s", "(a\\n|b)", "a*", "\\bab\\b", "a[^x]*b",
            ]),
            is_regex in any::<bool>(),
            match_case in any::<bool>(),
        ) {
            let lines: Vec<String> = lines.into_iter().map(|line| line.replace(['\n', '\r'], " ")).collect();
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            let query = query(pattern, is_regex, match_case);
            let alone = Matcher::new(&query).unwrap();
            let expected: Vec<usize> = lines
                .iter()
                .enumerate()
                .filter(|(_, line)| {
                    let record = Record {
                        time: slipway_model::Timestamp::default(),
                        stream: LogStream::Stdout,
                        level: 0,
                        truncated: false,
                        part: false,
                        text: (*line).clone(),
                        styles: Vec::new(),
                        gap: None,
                    };
                    alone.matches(&record)
                })
                .map(|(at, _)| at)
                .collect();
            prop_assert_eq!(places(&query, &text), expected);
        }
    }
}
