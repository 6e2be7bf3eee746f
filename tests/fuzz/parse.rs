//! What containers write: joined to lines, made harmless, read for levels, fields, colours and stacks.

use bytes::Bytes;
use rustix::time::{ClockId, clock_gettime};
use slipway_engine::{LogFrame, LogStream};
use slipway_logs::parse::{Trace, level_of, parse, runs};
use slipway_logs::search::{FieldTest, Matcher, Query, Test};
use slipway_logs::{Joiner, MAX_LINE_BYTES, sanitise};
use slipway_model::Timestamp;
use slipway_series::fuzz::{Random, mutate};
use std::time::Duration;

/// A line of 64 kB takes no more of a processor to be read, whatever stands in it.
const LONGEST: Duration = Duration::from_secs(2);

const SAMPLES: &[&str] = &[
    r#"{"time":"2024-01-02T10:00:00Z","level":"WARN","msg":"slow","latency_ms":812,"o":{"a":[1,"\u001b[31m"]}}"#,
    r#"time=2024-01-02T10:00:00Z level=ERROR msg="it \"broke\"" err="a b" n=3"#,
    "2009/11/10 23:00:00 INFO hello big world count=3 name=\"x y\"",
    r#"10.0.0.1 - - [02/Jan/2024:10:00:00 +0000] "GET /a HTTP/1.1" 503 12 "-" "curl""#,
    "[GIN] 2024/01/02 - 10:00:00 | 404 |     1.2ms |       127.0.0.1 | GET      \"/x\"",
    "2024/01/02 10:00:00 \"GET http://x/ HTTP/1.1\" from 127.0.0.1:5000 - 200 7B in 30.5µs",
    "panic: assignment to entry in nil map [recovered]\n\tpanic: again\n\ngoroutine 7 [running]:\n\
     main.(*Cart).Total(0xc000010000, {0x1, 0x2})\n\t/src/cart.go:118 +0x1d\ncreated by main.main in goroutine 1\n",
    "\x1b[31;1mred\x1b[0m \x1b[38;5;208mx\x1b[38;2;1;2;3my\x1b[38:2::4:5:6mz\x1b]0;t\x07 \x1bPq\x1b\\ \u{9b}31m\u{202e}",
    "E1110 23:00:00.000000       1 main.go:3] x",
    "中文日志 \u{fffd} 👩‍💻 \r\r\n",
];

#[test]
fn no_bytes_that_a_container_writes_panic_or_hang() {
    let mut random = Random::new(super::seed("parse"));
    let mut goes_on = super::until_the_end();
    let (mut turns, mut lines, mut longest) = (0_u64, 0_u64, Duration::ZERO);
    let query = Query {
        pattern: "a.*b".to_owned(),
        is_regex: true,
        least_level: 2,
        fields: vec![FieldTest { key: "n".to_owned(), test: Test::AtLeast(3.0) }],
        ..Query::default()
    };
    let matcher = Matcher::new(&query).expect("an expression");
    while goes_on() {
        let mut bytes = sample(&mut random);
        for _ in 0..random.below(3) {
            bytes.extend(sample(&mut random));
        }
        let other = sample(&mut random);
        mutate(&mut bytes, &other, &mut random);
        if random.below(50) == 0 {
            // A line of the largest size, all of it the same piece.
            bytes = bytes.repeat(MAX_LINE_BYTES / bytes.len().max(1) + 1);
        }
        let begun = used();
        lines += take(&bytes, &mut random, &matcher);
        runs(&bytes);
        longest = longest.max(used().saturating_sub(begun));
        turns += 1;
    }
    eprintln!("parse: {turns} outputs, {lines} lines, the slowest took {longest:?}");
    assert!(turns > 0 && longest < LONGEST, "{turns} turns, {longest:?}");
}

/// What this thread has had of a processor: the machine may be busy with something else.
fn used() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec.unsigned_abs() as u32)
}

fn sample(random: &mut Random) -> Vec<u8> {
    random.pick(SAMPLES).map(|text| text.as_bytes().to_vec()).unwrap_or_default()
}

/// The same lines however the bytes are cut; each of them harmless.
fn take(bytes: &[u8], random: &mut Random, matcher: &Matcher) -> u64 {
    let whole = joined(&[bytes]);
    let cut = random.below(bytes.len() + 1);
    let (front, back) = bytes.split_at(cut);
    assert_eq!(whole, joined(&[front, back]), "cut at {cut}: {bytes:?}");
    let mut trace = Trace::default();
    for text in &whole {
        assert!(!text.contains(['\n', '\x1b', '\u{202e}', '\u{9b}']), "{text:?}");
        level_of(text);
        trace.goes_on(text);
        for field in parse(text).map(|line| line.fields).unwrap_or_default() {
            assert_eq!(sanitise(field.value.as_bytes()), field.value, "{text:?}");
        }
        matcher.matches(&slipway_logs::keep::Record::from(slipway_logs::Joined {
            time: Timestamp::default(),
            stream: LogStream::Stdout,
            text: text.clone(),
            styles: Vec::new(),
            truncated: false,
        }));
    }
    whole.len() as u64
}

fn joined(pieces: &[&[u8]]) -> Vec<String> {
    let (mut joiner, mut lines) = (Joiner::default(), Vec::new());
    for piece in pieces {
        let bytes = Bytes::copy_from_slice(piece);
        joiner.push(&LogFrame { stream: LogStream::Stdout, time: None, bytes }, |line| lines.push(line.text));
    }
    joiner.flush(|line| lines.push(line.text));
    lines
}
