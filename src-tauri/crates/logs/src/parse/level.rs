//! How loud a line is meant, from the forms that Go's loggers and their neighbours write.

use super::access;
use serde::Deserialize;
use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// How loud a line is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Every step.
    Trace = 1,
    /// For who wrote the program.
    Debug = 2,
    /// Usual.
    Info = 3,
    /// Should be looked at.
    Warn = 4,
    /// Something failed.
    Error = 5,
    /// The program ends by it.
    Fatal = 6,
}

impl Level {
    /// Every level, from quiet to loud.
    pub const ALL: [Self; 6] = [Self::Trace, Self::Debug, Self::Info, Self::Warn, Self::Error, Self::Fatal];

    /// From the number that is kept; 0 is none.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|level| *level as u8 == number)
    }

    /// Its name, in small letters.
    pub fn name(self) -> &'static str {
        match self {
            Self::Trace => "trace",
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
            Self::Fatal => "fatal",
        }
    }

    /// From a word as loggers write it, in any case: what follows its letters (`INFO+2`, `ERRO[0001]`) is not looked
    /// at.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        let letters = word.find(|c: char| !c.is_ascii_alphabetic()).map_or(word, |at| &word[..at]);
        if !(3..=11).contains(&letters.len()) {
            return None;
        }
        let is = |names: &[&str]| names.iter().any(|name| letters.eq_ignore_ascii_case(name));
        if is(&["info", "inf", "notice", "information"]) {
            Some(Self::Info)
        } else if is(&["error", "err", "erro", "eror"]) {
            Some(Self::Error)
        } else if is(&["warn", "wrn", "warning"]) {
            Some(Self::Warn)
        } else if is(&["debug", "dbg", "debu"]) {
            Some(Self::Debug)
        } else if is(&["trace", "trc", "verbose"]) {
            Some(Self::Trace)
        } else if is(&[
            "fatal", "ftl", "fata", "panic", "pnc", "dpanic", "critical", "crit", "alert", "emerg",
        ]) {
            Some(Self::Fatal)
        } else {
            None
        }
    }

    /// From a number as Bunyan and its kin write it; smaller ones mean something else with each logger.
    pub(crate) fn of_number(number: i64) -> Option<Self> {
        match number {
            10 => Some(Self::Trace),
            20 => Some(Self::Debug),
            30 => Some(Self::Info),
            40 => Some(Self::Warn),
            50 => Some(Self::Error),
            60 => Some(Self::Fatal),
            _ => None,
        }
    }

    pub(crate) fn of_status(status: u16) -> Option<Self> {
        match status {
            500..=599 => Some(Self::Error),
            400..=499 => Some(Self::Warn),
            100..=399 => Some(Self::Info),
            _ => None,
        }
    }
}

/// Keys under which structured logs have their level.
pub(crate) const LEVEL_KEYS: [&str; 5] = ["level", "lvl", "severity", "@level", "loglevel"];

/// Words of a plain line that may name its level, after a date, a time, a name.
const WORDS: usize = 6;
const HEAD_BYTES: usize = 120;

/// How loud a line is meant, where it says so. From its text without escapes.
pub fn level_of(text: &str) -> Option<Level> {
    let text = text.trim_start();
    if text.starts_with('{') {
        return in_json(text);
    }
    if text.starts_with("panic: ") || text.starts_with("fatal error: ") {
        return Some(Level::Fatal);
    }
    in_pairs(text).or_else(|| in_words(text)).or_else(|| {
        let status = access::parse(text)?.status;
        Level::of_status(status)
    })
}

fn in_json(text: &str) -> Option<Level> {
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.deserialize_map(LevelVisitor).ok().flatten()
}

struct LevelVisitor;

impl<'de> Visitor<'de> for LevelVisitor {
    type Value = Option<Level>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Said<'a> {
            Word(#[serde(borrow)] Cow<'a, str>),
            Number(i64),
            Other(IgnoredAny),
        }
        let mut level = None;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            if level.is_none() && LEVEL_KEYS.contains(&key.as_ref()) {
                level = match map.next_value::<Said<'de>>()? {
                    Said::Word(word) => Level::of_word(&word),
                    Said::Number(number) => Level::of_number(number),
                    Said::Other(_) => None,
                };
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(level)
    }
}

/// `level=warn` and its like.
fn in_pairs(text: &str) -> Option<Level> {
    let bytes = text.as_bytes();
    for equals in memchr::memchr_iter(b'=', bytes).take(16) {
        let start =
            bytes[..equals].iter().rposition(|byte| byte.is_ascii_whitespace()).map_or(0, |at| at + 1);
        let key = &text[start..equals];
        if LEVEL_KEYS.contains(&key) {
            return Level::of_word(text[equals + 1..].trim_start_matches('"'));
        }
    }
    None
}

/// `2009/11/10 23:00:00 WARN …`, `[error] …`, `E1110 23:00:00.000000 …`.
fn in_words(text: &str) -> Option<Level> {
    let mut end = text.len().min(HEAD_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    for (at, word) in text[..end].split_ascii_whitespace().take(WORDS).enumerate() {
        if at == 0
            && let Some(level) = of_glog(word)
        {
            return Some(level);
        }
        let inner = word.trim_start_matches(['[', '(', '<', '|', '"']);
        let letters = inner.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(inner.len());
        let after = inner[letters..].chars().next();
        // In small letters it is a word like any other, unless something sets it off.
        let shouts = inner[..letters].bytes().all(|byte| byte.is_ascii_uppercase());
        let ends_word = matches!(after, None | Some(':' | ']' | ')' | '>' | '|' | '[' | '+' | '-' | ','));
        let is_set_off = matches!(after, Some(':' | ']' | ')' | '>' | '|'));
        if ends_word
            && (shouts || is_set_off)
            && let Some(level) = Level::of_word(inner)
        {
            return Some(level);
        }
    }
    None
}

/// glog and klog: a letter and the month and day.
fn of_glog(word: &str) -> Option<Level> {
    let (letter, date) = word.split_at_checked(1)?;
    if date.len() != 4 || !date.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match letter {
        "I" => Some(Level::Info),
        "W" => Some(Level::Warn),
        "E" => Some(Level::Error),
        "F" => Some(Level::Fatal),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loggers_say_it_in_many_ways() {
        use Level::{Debug, Error, Fatal, Info, Trace, Warn};
        for (text, level) in [
            (r#"{"time":"2024-01-02T10:00:00Z","level":"INFO","msg":"x"}"#, Some(Info)),
            (r#"{"level":"ERROR+4","msg":"x"}"#, Some(Error)),
            (r#"{"level":"warn","ts":1700000000.1,"msg":"x"}"#, Some(Warn)),
            (r#"{"level":50,"msg":"x"}"#, Some(Error)),
            (r#"{"severity":"CRITICAL","message":"x"}"#, Some(Fatal)),
            (r#"{"level":{"a":1},"msg":"x"}"#, None),
            (r#"{"msg":"level"}"#, None),
            (r#"{"level":"info""#, None),
            ("time=2024-01-02T10:00:00Z level=DEBUG msg=\"x y\" a=1", Some(Debug)),
            (r#"ts=1 lvl="warning" msg=x"#, Some(Warn)),
            ("2009/11/10 23:00:00 INFO hello a=1", Some(Info)),
            ("2009/11/10 23:00:00 http: Server closed", None),
            ("[error] no such file", Some(Error)),
            ("error: no such file", Some(Error)),
            ("no error at all", None),
            ("INFO[0000] started", Some(Info)),
            ("10:00AM WRN slow", Some(Warn)),
            ("2024-01-02T10:00:00.000Z\tTRACE\tmain.go:3\tx", Some(Trace)),
            ("E1110 23:00:00.000000       1 main.go:3] x", Some(Error)),
            ("E2E tests", None),
            ("panic: runtime error: index out of range", Some(Fatal)),
            ("fatal error: all goroutines are asleep - deadlock!", Some(Fatal)),
            (r#"127.0.0.1 - - [02/Jan/2024:10:00:00 +0000] "GET / HTTP/1.1" 500 12"#, Some(Error)),
            ("[GIN] 2024/01/02 - 10:00:00 | 404 |     1.2ms |       127.0.0.1 | GET      \"/x\"", Some(Warn)),
            ("", None),
            ("错误：没有这样的文件", None),
        ] {
            assert_eq!(level_of(text), level, "{text}");
        }
    }
}
