//! Structured lines: JSON (slog, zap, zerolog, logrus), logfmt, what slog writes by default, HTTP access logs. A line
//! is one of them as a whole or not at all.

use super::level::LEVEL_KEYS;
use super::{Level, access};
use crate::sanitise;
use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// In which form a line has its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// An object a line.
    Json,
    /// `key=value key="a value"`.
    Logfmt,
    /// A text and pairs behind it, as slog writes by default.
    Pairs,
    /// A server's line about a request.
    Access,
}

/// One thing that a line says.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name, hostile.
    pub key: String,
    /// Its value, hostile: a text without its quotes, or a piece of JSON as it was written.
    pub value: String,
    /// Its value where it is a number.
    pub number: Option<f64>,
}

/// A structured line in its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// In which form it was.
    pub shape: Shape,
    /// When, in the program's own words.
    pub time: Option<String>,
    /// How loud.
    pub level: Option<Level>,
    /// What happened.
    pub message: String,
    /// What else it says, in its own order.
    pub fields: Vec<Field>,
}

const TIME_KEYS: [&str; 5] = ["time", "ts", "timestamp", "@timestamp", "t"];
const MESSAGE_KEYS: [&str; 4] = ["msg", "message", "@message", "event"];
/// A line's fields after these are left out.
const MOST_FIELDS: usize = 64;

/// A line's parts, where it is a structured one.
pub fn parse(text: &str) -> Option<Parsed> {
    let trimmed = text.trim();
    if trimmed.starts_with('{') {
        return json(trimmed);
    }
    let fast = memchr::memchr(b'=', trimmed.as_bytes()).is_some();
    if fast && let Some(parsed) = logfmt(trimmed).or_else(|| by_default(trimmed)) {
        return Some(parsed);
    }
    let found = access::parse(trimmed)?;
    let more = found.more.iter().map(|(key, value)| Field::of(key, value));
    Some(Parsed {
        shape: Shape::Access,
        time: None,
        level: Level::of_status(found.status),
        message: format!("{} {}", found.method, found.path),
        fields: std::iter::once(Field::of("status", &found.status.to_string())).chain(more).collect(),
    })
}

impl Field {
    fn of(key: &str, value: &str) -> Self {
        Self { key: key.to_owned(), value: value.to_owned(), number: number(value) }
    }
}

/// Digits, not the words that also are floating point numbers to a reader.
fn number(value: &str) -> Option<f64> {
    let plain =
        value.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
    if plain { value.parse().ok().filter(|number: &f64| number.is_finite()) } else { None }
}

/// Sorts what a line says into its parts.
#[derive(Default)]
struct Parts {
    time: Option<String>,
    level: Option<Level>,
    message: Option<String>,
    fields: Vec<Field>,
}

impl Parts {
    /// A value and, where it is a text, that it is one.
    fn add(&mut self, key: &str, value: String, is_text: bool) {
        if self.time.is_none() && TIME_KEYS.contains(&key) {
            self.time = Some(value);
        } else if self.level.is_none() && LEVEL_KEYS.contains(&key) {
            self.level =
                if is_text { Level::of_word(&value) } else { value.parse().ok().and_then(Level::of_number) };
            if self.level.is_none() {
                self.field(key, value, is_text);
            }
        } else if self.message.is_none() && is_text && MESSAGE_KEYS.contains(&key) {
            self.message = Some(value);
        } else {
            self.field(key, value, is_text);
        }
    }

    fn field(&mut self, key: &str, value: String, is_text: bool) {
        if self.fields.len() < MOST_FIELDS {
            let number = if is_text { None } else { number(&value) };
            self.fields.push(Field { key: key.to_owned(), value, number });
        }
    }

    fn finish(self, shape: Shape) -> Parsed {
        let Self { time, level, message, fields } = self;
        Parsed { shape, time, level, message: message.unwrap_or_default(), fields }
    }
}

fn json(text: &str) -> Option<Parsed> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let parts = reader.deserialize_map(Fields).ok()?;
    reader.end().ok()?;
    Some(parts.finish(Shape::Json))
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Parts;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Parts, A::Error> {
        let mut parts = Parts::default();
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            let raw = map.next_value::<&'de RawValue>()?.get();
            // What was escaped in JSON may be what a terminal would obey.
            let key = harmless(&key);
            match serde_json::from_str::<String>(raw) {
                Ok(text) => parts.add(&key, harmless(&text), true),
                Err(_) => parts.add(&key, raw.to_owned(), false),
            }
        }
        Ok(parts)
    }
}

/// A value that was escaped in its line, as text of one line.
fn harmless(text: &str) -> String {
    if text.contains('\n') {
        sanitise(text.replace('\n', " ⏎ ").as_bytes())
    } else {
        sanitise(text.as_bytes())
    }
}

/// All of it pairs, two at least.
fn logfmt(text: &str) -> Option<Parsed> {
    let (mut parts, mut rest, mut count) = (Parts::default(), text, 0);
    while !rest.is_empty() {
        let (key, value, is_text, after) = pair(rest)?;
        parts.add(key, value, is_text);
        rest = after;
        count += 1;
    }
    (count > 1).then(|| parts.finish(Shape::Logfmt))
}

/// `2009/11/10 23:00:00 INFO hello world key=value`.
fn by_default(text: &str) -> Option<Parsed> {
    let (date, rest) = text.split_at_checked(19)?;
    let is_date = date.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'/',
        10 => byte == b' ',
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    });
    if !is_date {
        return None;
    }
    let (word, rest) = rest.strip_prefix(' ')?.split_once(' ')?;
    let level = Level::of_word(word).filter(|_| word.starts_with(|c: char| c.is_ascii_uppercase()))?;
    // Pairs go to the end; the first word from which they do ends the message.
    let starts = std::iter::once(0).chain(memchr::memchr_iter(b' ', rest.as_bytes()).map(|at| at + 1));
    for start in starts.take(64) {
        let (mut parts, mut left) = (Parts::default(), &rest[start..]);
        while let Some((key, value, is_text, after)) = pair(left) {
            parts.field(key, value, is_text);
            left = after;
        }
        if left.is_empty() && !parts.fields.is_empty() {
            let message = rest[..start].trim_end().to_owned();
            let time = Some(date.to_owned());
            return Some(Parsed {
                shape: Shape::Pairs,
                time,
                level: Some(level),
                message,
                fields: parts.fields,
            });
        }
    }
    None
}

/// One pair at the beginning: its key, its value, whether that was in quotes or is no number, and what follows.
fn pair(text: &str) -> Option<(&str, String, bool, &str)> {
    let (key, rest) = text.split_once('=')?;
    let is_key = |c: char| !c.is_whitespace() && !matches!(c, '"' | '{' | '}' | '[' | ']' | '(' | ')');
    if key.is_empty() || !key.chars().all(is_key) {
        return None;
    }
    if rest.starts_with('"') {
        let end = closing_quote(rest)?;
        let (quoted, after) = rest.split_at(end + 1);
        let value = serde_json::from_str::<String>(quoted)
            .map_or_else(|_| quoted[1..end].to_owned(), |text| harmless(&text));
        let after = if after.is_empty() { after } else { after.strip_prefix(' ')? };
        return Some((key, value, true, after.trim_start()));
    }
    let (value, after) = rest.split_once(' ').unwrap_or((rest, ""));
    if value.contains('"') {
        return None;
    }
    let is_text = number(value).is_none();
    Some((key, value.to_owned(), is_text, after.trim_start()))
}

/// Where the quotes that open a text close.
fn closing_quote(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return Some(at),
            _ => at += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Said = (Shape, Option<Level>, String, Vec<(String, String)>);

    fn said(text: &str) -> Option<Said> {
        let Parsed { shape, level, message, fields, .. } = parse(text)?;
        Some((shape, level, message, fields.into_iter().map(|field| (field.key, field.value)).collect()))
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn four_loggers_in_json_say_the_same() {
        for text in [
            r#"{"time":"2024-01-02T10:00:00.1Z","level":"WARN","msg":"slow","latency_ms":812,"host":"a b"}"#,
            r#"{"level":"warn","ts":1704189600.1,"msg":"slow","latency_ms":812,"host":"a b"}"#,
            r#"{"level":"warn","latency_ms":812,"host":"a b","time":1704189600,"message":"slow"}"#,
            r#"{"latency_ms":812,"host":"a b","level":"warning","msg":"slow","time":"2024-01-02T10:00:00Z"}"#,
        ] {
            let expected = pairs(&[("latency_ms", "812"), ("host", "a b")]);
            assert_eq!(
                said(text),
                Some((Shape::Json, Some(Level::Warn), "slow".to_owned(), expected)),
                "{text}"
            );
            assert!(parse(text).unwrap().time.is_some());
            assert_eq!(parse(text).unwrap().fields[0].number, Some(812.0));
        }
    }

    #[test]
    fn what_json_hides_is_harmless() {
        let text = r#"{"msg":"a\u001b[31mb\u202ec","stack":"one\n\ttwo","\u0007key":{"a":[1, 2]}}"#;
        let expected = pairs(&[("stack", "one ⏎ \ttwo"), ("key", r#"{"a":[1, 2]}"#)]);
        assert_eq!(said(text), Some((Shape::Json, None, "abc".to_owned(), expected)));
    }

    #[test]
    fn pairs_are_read_to_the_end_or_not_at_all() {
        let logfmt = r#"time=2024-01-02T10:00:00Z level=ERROR msg="it \"broke\"" err="a b" n=3"#;
        let expected = pairs(&[("err", "a b"), ("n", "3")]);
        assert_eq!(
            said(logfmt),
            Some((Shape::Logfmt, Some(Level::Error), "it \"broke\"".to_owned(), expected))
        );
        let default = "2009/11/10 23:00:00 INFO hello big world count=3 name=\"x y\"";
        let expected = pairs(&[("count", "3"), ("name", "x y")]);
        assert_eq!(
            said(default),
            Some((Shape::Pairs, Some(Level::Info), "hello big world".to_owned(), expected))
        );
        for text in [
            "a=b",
            "x = y",
            "if a=b then c",
            "url=http://x/?a=b c",
            "2009/11/10 23:00:00 listening addr=:80",
            "{",
            "{}x",
            "[1]",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }

    #[test]
    fn a_request_has_its_status_as_a_number() {
        let text = r#"10.0.0.1 - - [02/Jan/2024:10:00:00 +0000] "GET /a HTTP/1.1" 503 12"#;
        let parsed = parse(text).unwrap();
        assert_eq!((parsed.message.as_str(), parsed.level), ("GET /a", Some(Level::Error)));
        assert_eq!(parsed.fields[0].number, Some(503.0));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_harm(text in any::<String>()) {
            let text = sanitise(text.as_bytes());
            let _ = parse(&text);
        }

        #[test]
        fn what_is_written_as_pairs_is_read_back(
            values in proptest::collection::vec(("[a-z_.]{1,8}", "[ -~]{0,12}"), 2..6)
        ) {
            let mut text = String::new();
            for (key, value) in &values {
                text += &format!("f_{key}={} ", serde_json::to_string(value).unwrap());
            }
            let parsed = parse(&text).unwrap();
            let read: Vec<_> = parsed.fields.iter().map(|field| (field.key.clone(), field.value.clone())).collect();
            let written: Vec<_> = values.into_iter().map(|(key, value)| (format!("f_{key}"), value)).collect();
            prop_assert_eq!(read, written);
        }
    }
}
