//! Killed at any instant, two hundred times over the same folder: no line is lost that was said to be written, and
//! none is there twice.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test's panic is its answer; the child says what it wrote"
)]

use slipway_logs::LogStream;
use slipway_logs::keep::{FIRST_SEQ, KeptLog, Record};
use slipway_model::{Cursor, Timestamp};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const FOLDER: &str = "SLIPWAY_TEST_KILL_FOLDER";
const KILLS: usize = 200;
/// Lines that are written together.
const TOGETHER: u64 = 400;
/// Lines before the end that are looked at after every kill; all of them after the last.
const LOOKED_AT: u64 = 20_000;

fn line(number: u64) -> Record {
    Record {
        time: Timestamp::from_ms(1_700_000_000_000 + number as i64),
        stream: if number.is_multiple_of(3) { LogStream::Stderr } else { LogStream::Stdout },
        level: (number % 7) as u8,
        truncated: false,
        part: number.is_multiple_of(5),
        text: format!("line {number} {}", "x".repeat((number % 90) as usize)),
        styles: if number.is_multiple_of(11) { vec![0, 1, 2, 0] } else { Vec::new() },
        gap: None,
    }
}

fn lines_of(log: &KeptLog) -> u64 {
    log.next() - FIRST_SEQ
}

/// Not a test by itself: the process that is killed. It appends as fast as it can, so that tails turn into blocks and
/// blocks into segments all the time, and says how many lines are written.
#[test]
fn writes_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let (mut log, report) = KeptLog::open(folder.into(), u64::MAX).unwrap();
    assert!(report.newer.is_empty(), "{report:?}");
    let mut out = std::io::stdout().lock();
    loop {
        let from = lines_of(&log);
        let lines: Vec<_> = (from..from + TOGETHER).map(line).collect();
        log.append(&lines, [None; 2]).unwrap();
        writeln!(out, "@{}", from + TOGETHER).unwrap();
    }
}

#[test]
fn a_kill_at_any_instant_loses_no_line_that_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let (mut written, mut torn) = (0, 0);
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for turn in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "--nocapture", "writes_until_it_is_killed"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = said.by_ref().map(Result::unwrap).find_map(|line| number(&line));
        let reading =
            std::thread::spawn(move || said.map_while(Result::ok).filter_map(|line| number(&line)).last());
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let longest_us = if turn.is_multiple_of(20) { 0x3_ffff } else { 0x7fff };
        std::thread::sleep(Duration::from_micros(random >> 33 & longest_us));
        child.kill().unwrap();
        child.wait().unwrap();
        let last = reading.join().unwrap().or(first).expect("it wrote something");
        assert!(last > written, "turn {turn}: it goes on where it was");
        written = last;
        check(folder.path(), written, written.saturating_sub(LOOKED_AT), turn);
        // Every now and then the parent is the next start, so that what it cuts is counted.
        let (log, report) = KeptLog::open(folder.path().to_owned(), u64::MAX).unwrap();
        assert!(report.newer.is_empty(), "{report:?}");
        torn += usize::from(report.torn_bytes > 0);
        drop(log);
        check(folder.path(), written, written.saturating_sub(LOOKED_AT), turn);
    }
    check(folder.path(), written, 0, KILLS);
    println!("{written} lines, {torn} torn files");
    assert!(written > 200_000, "blocks were sealed as well: {written} lines");
}

fn number(said: &str) -> Option<u64> {
    said.strip_prefix('@')?.parse().ok()
}

/// Every line from one on is there once; those of the last batch may be there that was not said yet.
fn check(folder: &Path, written: u64, from: u64, turn: usize) {
    let mut log = KeptLog::read_only(folder.to_owned()).unwrap();
    let there = lines_of(&log);
    assert!((written..=written + TOGETHER).contains(&there), "turn {turn}: {there} lines of {written}");
    let mut at = Cursor(FIRST_SEQ + from);
    while at.0 < log.next() {
        let page = log.read(at, 1 << 20);
        assert_eq!(page.skipped, 0, "turn {turn}: a hole at {}", at.0 - FIRST_SEQ);
        for (kept, seq) in page.items.iter().zip(at.0..) {
            assert_eq!((kept.seq, &kept.record), (seq, &line(seq - FIRST_SEQ)), "turn {turn}");
        }
        assert!(page.next > at);
        at = page.next;
    }
}
