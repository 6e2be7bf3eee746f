//! What an HTTP server was asked for, summarised by method and path: how often, how it answered, and how long it took.

use crate::columns::Columns;
use crate::keep::block::Block;
use crate::keep::snapshot::Snapshot;
use crate::parse::{Field, Parsed, Shape, parse};
use std::collections::HashMap;

/// Lines that are read for one summary, the newest first.
const MOST_LINES: usize = 200_000;
/// Paths that are told apart while counting; a program that is asked for random paths has no more.
const MOST_PATHS: usize = 2_000;
/// Paths that are given out.
const MOST_GIVEN: usize = 50;
/// A longer path is cut: hostile ones have no end.
const MOST_PATH_CHARS: usize = 200;
/// What stands for a part of a path that is another each time.
const ANY: &str = "…";

const PATH_KEYS: [&str; 6] = ["path", "uri", "url", "request_uri", "route", "http.path"];
const METHOD_KEYS: [&str; 4] = ["method", "http_method", "verb", "http.method"];
const STATUS_KEYS: [&str; 5] = ["status", "status_code", "code", "http_status", "http.status"];
const TOOK_KEYS: [&str; 8] =
    ["took", "duration", "latency", "elapsed", "latency_ms", "duration_ms", "elapsed_ms", "took_ms"];

/// Requests for one path.
#[derive(Debug, Clone, PartialEq)]
pub struct Requests {
    /// As the line has it, hostile; empty where it does not say.
    pub method: String,
    /// Without its query; what differs each time is `…`. Hostile.
    pub path: String,
    /// How many there were.
    pub count: u32,
    /// Of those, answered with 400 to 499.
    pub refused: u32,
    /// With 500 or more.
    pub failed: u32,
    /// Half took no longer, in milliseconds; nothing where no line says it.
    pub p50_ms: Option<f64>,
    /// 95 of 100 took no longer.
    pub p95_ms: Option<f64>,
}

/// Requests by path, those asked for most first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RequestSummary {
    /// The paths.
    pub paths: Vec<Requests>,
    /// Requests for others.
    pub others: u32,
    /// There were more lines than are read; the oldest are left out.
    pub cut: bool,
}

#[derive(Default)]
struct Counted {
    count: u32,
    refused: u32,
    failed: u32,
    took_ms: Vec<f64>,
}

/// A line about a request.
#[derive(Debug, PartialEq)]
struct Request {
    method: String,
    path: String,
    status: u16,
    took_ms: Option<f64>,
}

/// The requests from one moment to another, in one log or in several. Reads files.
pub(crate) fn requests(logs: &[Snapshot], range: Columns) -> RequestSummary {
    let mut counting = Counting { range, paths: HashMap::new(), others: 0, left: 0 };
    let mut cut = false;
    for log in logs {
        counting.left = MOST_LINES / logs.len();
        counting.log(log);
        cut |= counting.left == 0;
    }
    counting.summary(cut)
}

struct Counting {
    range: Columns,
    paths: HashMap<(String, String), Counted>,
    others: u32,
    left: usize,
}

impl Counting {
    fn log(&mut self, log: &Snapshot) {
        for block in log.unsealed.iter().rev() {
            self.block(block);
        }
        for sealed in log.sealed.iter().rev() {
            if self.left > 0
                && self.range.meets(sealed.head.first_ns, sealed.head.last_ns)
                && let Ok(block) = sealed.read()
            {
                self.block(&block);
            }
        }
    }

    fn block(&mut self, block: &Block) {
        for line in (0..block.len()).rev() {
            if self.left == 0 {
                return;
            }
            if self.range.at(block.time_of(line)).is_none() {
                continue;
            }
            self.left -= 1;
            let text = block.text_of(line);
            // No path without one; most other lines are not even parsed.
            if memchr::memchr(b'/', text.as_bytes()).is_some()
                && let Some(request) = parse(text).and_then(request)
            {
                self.take(request);
            }
        }
    }

    fn take(&mut self, request: Request) {
        let key = (request.method, request.path);
        if self.paths.len() >= MOST_PATHS && !self.paths.contains_key(&key) {
            self.others += 1;
            return;
        }
        let counted = self.paths.entry(key).or_default();
        counted.count += 1;
        counted.refused += u32::from((400..500).contains(&request.status));
        counted.failed += u32::from(request.status >= 500);
        counted.took_ms.extend(request.took_ms);
    }

    fn summary(self, cut: bool) -> RequestSummary {
        let mut paths: Vec<Requests> = self
            .paths
            .into_iter()
            .map(|((method, path), mut counted)| {
                counted.took_ms.sort_unstable_by(f64::total_cmp);
                let share = |share: f64| {
                    let at = (counted.took_ms.len() as f64 * share).ceil() as usize;
                    counted.took_ms.get(at.saturating_sub(1)).copied()
                };
                Requests {
                    method,
                    path,
                    count: counted.count,
                    refused: counted.refused,
                    failed: counted.failed,
                    p50_ms: share(0.5),
                    p95_ms: share(0.95),
                }
            })
            .collect();
        paths.sort_unstable_by(|a, b| (b.count, &a.path, &a.method).cmp(&(a.count, &b.path, &b.method)));
        let rest: u32 = paths.iter().skip(MOST_GIVEN).map(|path| path.count).sum();
        paths.truncate(MOST_GIVEN);
        RequestSummary { paths, others: self.others + rest, cut }
    }
}

/// The request that a line is about, where it is.
fn request(line: Parsed) -> Option<Request> {
    let field =
        |keys: &[&str]| keys.iter().find_map(|key| line.fields.iter().find(|field| field.key == **key));
    let status = field(&STATUS_KEYS)?.number.filter(|status| (100.0..600.0).contains(status))? as u16;
    let took_ms = field(&TOOK_KEYS).and_then(took_ms);
    let (method, path) = if line.shape == Shape::Access {
        let (method, path) = line.message.split_once(' ')?;
        (method.to_owned(), path.to_owned())
    } else {
        let method = field(&METHOD_KEYS).map(|field| field.value.clone()).unwrap_or_default();
        (method, field(&PATH_KEYS)?.value.clone())
    };
    Some(Request { method, path: path_of(&path), status, took_ms })
}

/// A path without its query and without what is another each time.
fn path_of(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let part = |part: &str| if is_id(part) { ANY.to_owned() } else { part.to_owned() };
    let path = path.split('/').map(part).collect::<Vec<_>>().join("/");
    path.chars().take(MOST_PATH_CHARS).collect()
}

/// A number, a UUID, a hash.
fn is_id(part: &str) -> bool {
    let hex = part.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    !part.is_empty() && hex && digits > 0 && (digits == part.len() || part.len() >= 8)
}

/// How long something took, in milliseconds: as Go writes a duration, or a number whose name has its unit.
fn took_ms(field: &Field) -> Option<f64> {
    match field.number {
        Some(number) if field.key.ends_with("_ms") => Some(number),
        // Without a unit nobody knows: slog and zap mean nanoseconds and seconds.
        Some(_) => None,
        None => duration_ms(&field.value),
    }
}

/// `1m2.5s`, `350µs`.
fn duration_ms(text: &str) -> Option<f64> {
    let (mut rest, mut sum) = (text.trim(), 0.0);
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at(digits);
        let unit = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
        let (unit, after) = after.split_at(unit);
        let ms = match unit {
            "ns" => 1e-6,
            "us" | "µs" | "μs" => 1e-3,
            "ms" => 1.0,
            "s" => 1e3,
            "m" => 6e4,
            "h" => 3.6e6,
            _ => return None,
        };
        sum += number.parse::<f64>().ok()? * ms;
        rest = after;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keep::{KeptLog, Record};
    use slipway_engine::LogStream;
    use slipway_model::Timestamp;

    fn record(ms: i64, text: &str) -> Record {
        Record {
            time: Timestamp::from_ms(ms),
            stream: LogStream::Stdout,
            level: 3,
            truncated: false,
            part: false,
            text: text.to_owned(),
            styles: Vec::new(),
            gap: None,
        }
    }

    #[test]
    fn requests_of_several_servers_are_counted_by_path() {
        let lines = [
            r#"10.0.0.1 - - [02/Jan/2026:10:00:00 +0000] "GET /users/17?full=1 HTTP/1.1" 200 12"#,
            r#"10.0.0.1 - - [02/Jan/2026:10:00:00 +0000] "GET /users/18 HTTP/1.1" 404 12"#,
            r#"[GIN] 2026/01/02 - 10:00:00 | 500 |    2.5ms |  10.0.0.1 | GET      "/users/9""#,
            r#"{"level":"info","msg":"request","method":"GET","path":"/users/3fa85f64-5717-4562-b3fc-2c963f66afa6","status":200,"latency_ms":7}"#,
            r#"level=INFO msg=request method=POST path=/orders status=201 duration=1m0.5s"#,
            r#"level=INFO msg="no request" path=/orders"#,
            "listening on /tmp/socket",
        ];
        let mut log = KeptLog::in_memory();
        let records: Vec<_> = lines.iter().enumerate().map(|(at, text)| record(at as i64, text)).collect();
        log.append(&records, [None; 2]).unwrap();
        let read = |from, to| requests(&[log.snapshot()], Columns::new(from, to, 1));
        let all = read(0, 100);
        let users = &all.paths[0];
        assert_eq!((&*users.method, &*users.path, users.count), ("GET", "/users/…", 4));
        assert_eq!((users.refused, users.failed), (1, 1));
        assert_eq!((users.p50_ms, users.p95_ms), (Some(2.5), Some(7.0)));
        let orders = &all.paths[1];
        assert_eq!((&*orders.method, &*orders.path, orders.count), ("POST", "/orders", 1));
        assert_eq!(orders.p50_ms, Some(60_500.0));
        assert_eq!((all.paths.len(), all.others, all.cut), (2, 0, false));
        assert_eq!(read(1, 3).paths[0].count, 2);
    }

    #[test]
    fn what_is_another_each_time_is_one_path() {
        assert_eq!(path_of("/a/12/b/0badc0ffee12?x=/1"), "/a/…/b/…");
        assert_eq!(path_of("/v2/cafe/face"), "/v2/cafe/face");
        assert_eq!(path_of(&"/x".repeat(1_000)).chars().count(), MOST_PATH_CHARS);
        assert_eq!(duration_ms("500µs"), Some(0.5));
        assert_eq!(duration_ms("soon"), None);
        assert_eq!(duration_ms("12"), None);
    }

    #[test]
    fn more_paths_than_are_told_apart_are_others() {
        let mut log = KeptLog::in_memory();
        let text = |n: usize| format!("level=INFO path=/{}x status=200", "y".repeat(n % 2_500));
        let records: Vec<_> = (0..2_500).map(|n| record(1, &text(n))).collect();
        log.append(&records, [None; 2]).unwrap();
        let all = requests(&[log.snapshot()], Columns::new(0, 100, 1));
        assert_eq!(all.paths.len(), MOST_GIVEN);
        let counted: u32 = all.paths.iter().map(|path| path.count).sum();
        assert_eq!(counted + all.others, 2_500);
    }
}
