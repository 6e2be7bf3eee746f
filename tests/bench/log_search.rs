//! Ten million lines on disk, looked through by us and by `rg`, in turns.

use slipway_engine::LogStream;
use slipway_logs::keep::{KeptLog, Record};
use slipway_logs::parse::level_of;
use slipway_logs::search::{Matcher, Query, Search};
use slipway_model::Timestamp;
use slipway_tests::paths;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const LINES: u64 = 10_000_000;
const AT_ONCE: u64 = 20_000;
const RUNS: usize = 7;
/// Lines that fill a screen.
const PAGE: u64 = 50;
/// In one of two thousand lines.
const LITERAL: &str = "deadline exceeded";
/// No letter of it is certain.
const REGEX: &str = r"[0-9]{4}ms [a-f]+[0-9]$";

pub(crate) struct Measured {
    pub(crate) first_page: Vec<f64>,
    pub(crate) literal: Vec<f64>,
    pub(crate) rg_literal: Vec<f64>,
    pub(crate) regex: Vec<f64>,
    pub(crate) rg_regex: Vec<f64>,
    pub(crate) memory_mb: Vec<f64>,
}

pub(crate) fn measure() -> Measured {
    let folder = paths::fresh("bench-lines");
    std::fs::create_dir_all(&folder).expect("the scratch folder can be written");
    let (raw, kept) = (folder.join("raw.log"), folder.join("kept"));
    make(&raw, &kept);
    let log = KeptLog::read_only(kept).expect("it was just written");
    let mut seen = Measured {
        first_page: Vec::new(),
        literal: Vec::new(),
        rg_literal: Vec::new(),
        regex: Vec::new(),
        rg_regex: Vec::new(),
        memory_mb: Vec::new(),
    };
    // The first turn brings both files into the disk cache.
    for run in 0..=RUNS {
        let (rg_ms, rg_found) = rg(LITERAL, &["-F"], &raw);
        let (first, all, found) = ours(&log, LITERAL, false);
        assert_eq!(found, rg_found, "both find the same");
        let (rg_regex_ms, rg_found) = rg(REGEX, &[], &raw);
        forget_peak();
        let before = memory_mb("VmRSS");
        let (_, regex_ms, found) = ours(&log, REGEX, true);
        let peak = memory_mb("VmHWM");
        assert_eq!(found, rg_found, "both find the same");
        println!(
            "  literal {all:.0} ms (first page {first:.1}), rg {rg_ms:.0}; regex {regex_ms:.0} ms, rg {rg_regex_ms:.0}; {before:.0} → {peak:.0} MB"
        );
        if run > 0 {
            seen.first_page.push(first);
            seen.literal.push(all);
            seen.rg_literal.push(rg_ms);
            seen.regex.push(regex_ms);
            seen.rg_regex.push(rg_regex_ms);
            seen.memory_mb.push(peak);
        }
    }
    drop(log);
    paths::remove_all(&folder);
    seen
}

/// The same lines as text and as Slipway keeps them.
fn make(raw: &Path, kept: &Path) {
    let mut raw = BufWriter::new(std::fs::File::create(raw).expect("it can be written"));
    let (mut log, _) = KeptLog::open(kept.to_owned(), u64::MAX).expect("it can be written");
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for from in (0..LINES).step_by(AT_ONCE as usize) {
        let records: Vec<Record> = (from..from + AT_ONCE)
            .map(|n| {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                let text = line(n, random);
                writeln!(raw, "{text}").expect("it can be written");
                Record {
                    time: Timestamp::from_unix_nanos(1_700_000_000_000_000_000 + n as i64 * 100_000),
                    stream: LogStream::Stdout,
                    level: level_of(&text).map_or(0, |level| level as u8),
                    truncated: false,
                    part: false,
                    text,
                    styles: Vec::new(),
                    gap: None,
                }
            })
            .collect();
        log.append(&records, [None; 2]).expect("it can be written");
    }
    raw.flush().expect("it can be written");
    println!("  {LINES} lines, {} MB as kept", log.bytes() / 1_000_000);
}

fn line(n: u64, random: u64) -> String {
    let (order, ms) = (random % 100_000, random >> 20 & 0xfff);
    if random.is_multiple_of(2_000) {
        return format!("level=ERROR msg=\"price lookup: context {LITERAL}\" order={order:x} n={n}");
    }
    format!(
        "level=INFO msg=\"GET /products/{order}\" status=200 order={order:x} took {ms}ms {:x}",
        random >> 40
    )
}

fn rg(pattern: &str, options: &[&str], file: &Path) -> (f64, u64) {
    let begun = Instant::now();
    let out = Command::new("rg")
        .args(["--count", "--no-config"])
        .args(options)
        .args(["-e", pattern])
        .arg(file)
        .stderr(Stdio::inherit())
        .output()
        .expect("rg is there");
    let ms = begun.elapsed().as_secs_f64() * 1e3;
    (ms, String::from_utf8_lossy(&out.stdout).trim().parse().expect("a count"))
}

/// Until the last lines that match can be shown, until all are known, and how many there are.
fn ours(log: &KeptLog, pattern: &str, is_regex: bool) -> (f64, f64, u64) {
    let query = Query { pattern: pattern.to_owned(), is_regex, match_case: true, ..Query::default() };
    let begun = Instant::now();
    let search = Search::new(Matcher::new(&query).expect("an expression"));
    let mut first = None;
    std::thread::scope(|scope| {
        let running = scope.spawn(|| log.search(&search));
        while !running.is_finished() {
            if first.is_none() && search.progress().matches >= PAGE {
                first = Some(begun.elapsed().as_secs_f64() * 1e3);
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    });
    let all = begun.elapsed().as_secs_f64() * 1e3;
    (first.unwrap_or(all), all, search.progress().matches)
}

fn memory_mb(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("our own");
    let line = status.lines().find(|line| line.starts_with(name)).expect("it is there");
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).expect("kilobytes") / 1024.0
}

/// The peak begins anew (proc(5), `clear_refs`).
fn forget_peak() {
    std::fs::write("/proc/self/clear_refs", "5").expect("our own");
}
