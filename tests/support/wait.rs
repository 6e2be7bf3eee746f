//! Waiting for what will happen, never for a time that should be enough.

use std::time::{Duration, Instant};

/// Asks every 50 ms until there is an answer; panics with what was waited for.
pub fn until<T>(what: &str, patience: Duration, mut ask: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begin.elapsed() < patience, "waited {patience:?} in vain: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The body that a URL answers with, or nothing while it does not.
pub fn http_get(url: &str) -> Option<String> {
    http_get_within(url, Duration::from_secs(5))
}

/// The body that a URL answers with, or nothing when it says nothing for so long.
pub fn http_get_within(url: &str, patience: Duration) -> Option<String> {
    use std::io::{Read as _, Write as _};
    let rest = url.strip_prefix("http://")?;
    let (authority, path) = rest.split_once('/').map_or((rest, ""), |(authority, path)| (authority, path));
    let mut stream = std::net::TcpStream::connect_timeout(&authority.parse().ok()?, patience).ok()?;
    stream.set_read_timeout(Some(patience)).ok()?;
    write!(stream, "GET /{path} HTTP/1.0\r\nHost: {authority}\r\n\r\n").ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n")?;
    head.starts_with("HTTP/1.").then(|| body.to_owned())
}
