//! Lines of HTTP servers about a request that was answered: the common and the combined log format, Gin's, chi's.

use regex::Regex;
use std::sync::LazyLock;

/// A request and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Access<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) status: u16,
    /// What else it says, in its order.
    pub(crate) more: Vec<(&'static str, &'a str)>,
}

static COMMON: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(
        r#"^(?<client>\S+) \S+ (?<user>\S+) \[[^\]]+\] "(?<method>[A-Z]+) (?<path>\S+)(?: HTTP/[\d.]+)?" (?<status>\d{3}) (?<bytes>\d+|-)"#,
    )
});
static GIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(
        r#"^\[GIN\] \S+ - \S+ \|\s*(?<status>\d{3})\s*\|\s*(?<took>\S+)\s*\|\s*(?<client>\S+)\s*\|\s*(?<method>[A-Z]+)\s+"(?<path>[^"]*)""#,
    )
});
static CHI: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(
        r#""(?<method>[A-Z]+) (?<path>\S+) HTTP/[\d.]+" from (?<client>\S+) - (?<status>\d{3}) (?<bytes>\d+)B in (?<took>\S+)"#,
    )
});

fn compile(pattern: &str) -> Option<Regex> {
    let built = Regex::new(pattern);
    debug_assert!(built.is_ok(), "{built:?}");
    built.ok()
}

/// The request that a line is about, where it is one of a server's access log.
pub(crate) fn parse(text: &str) -> Option<Access<'_>> {
    let regex = if text.starts_with("[GIN]") {
        &GIN
    } else if memchr::memmem::find(text.as_bytes(), b" HTTP/").is_none() {
        return None;
    } else if memchr::memmem::find(text.as_bytes(), b" from ").is_some() {
        &CHI
    } else {
        &COMMON
    };
    let found = regex.as_ref()?.captures(text)?;
    let part = |name: &str| found.name(name).map(|part| part.as_str());
    let more = ["took", "bytes", "client", "user"]
        .into_iter()
        .filter_map(|name| part(name).filter(|value| *value != "-").map(|value| (name, value)))
        .collect();
    Some(Access { method: part("method")?, path: part("path")?, status: part("status")?.parse().ok()?, more })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_kinds_of_servers_are_read() {
        let common =
            r#"10.0.0.1 - bob [02/Jan/2024:10:00:00 +0000] "GET /a?b=c HTTP/1.1" 200 123 "-" "curl/8""#;
        let access = parse(common).unwrap();
        assert_eq!((access.method, access.path, access.status), ("GET", "/a?b=c", 200));
        assert_eq!(access.more, [("bytes", "123"), ("client", "10.0.0.1"), ("user", "bob")]);
        let gin = r#"[GIN] 2024/01/02 - 10:00:00 | 500 |    1.2034ms |       127.0.0.1 | POST     "/pay""#;
        let access = parse(gin).unwrap();
        assert_eq!((access.method, access.path, access.status), ("POST", "/pay", 500));
        assert_eq!(access.more, [("took", "1.2034ms"), ("client", "127.0.0.1")]);
        let chi = r#"2024/01/02 10:00:00 "GET http://localhost:3000/ HTTP/1.1" from 127.0.0.1:5000 - 200 7B in 30.5µs"#;
        let access = parse(chi).unwrap();
        assert_eq!((access.method, access.path, access.status), ("GET", "http://localhost:3000/", 200));
        assert_eq!(parse("Serving HTTP/1.1 on :8080"), None);
    }
}
