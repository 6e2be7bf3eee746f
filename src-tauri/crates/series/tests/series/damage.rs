//! Damage of every kind: cut, put aside, left alone and said; never a panic.

use crate::support::*;
use slipway_series::fuzz;
use std::path::Path;
use std::time::{Duration, Instant};

fn made(folder: &Path, seconds: i64) {
    let (history, _) = open(folder, 0);
    run(&history, 1..seconds, 2);
}

#[test]
fn a_damaged_tail_is_cut_and_said() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path(), 100);
    let log = files(folder.path(), ".log").remove(0);
    let whole = std::fs::read(&log).unwrap();
    for (name, tail) in [("cut", 0), ("torn", 7), ("zeros", 4096)] {
        let mut bytes = whole.clone();
        match name {
            "cut" => bytes.truncate(whole.len() - 2),
            "torn" => bytes.extend_from_slice(&whole[whole.len() - tail..]),
            _ => bytes.resize(whole.len() + tail, 0),
        }
        std::fs::write(&log, &bytes).unwrap();
        let (history, report) = open(folder.path(), 100);
        let last = if name == "cut" { 98 } else { 99 };
        let kept = log.metadata().unwrap().len();
        assert_eq!(report.cut_bytes, bytes.len() as u64 - kept, "{name}");
        assert!(report.cut_bytes > 0 && kept <= whole.len() as u64);
        assert_seconds(&history, 0, last);
        second(&history, last + 1, 2);
        assert_seconds(&history, 0, last + 1);
    }
}

#[test]
fn a_log_without_a_head_goes_and_one_with_a_strange_one_is_put_aside() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("0000000001.log"), "").unwrap();
    std::fs::write(folder.path().join("0000000002.log"), "slipway").unwrap();
    std::fs::write(folder.path().join("0000000003.log"), [7; 64]).unwrap();
    let (history, report) = open(folder.path(), 0);
    assert_eq!(report.cut_bytes, 7);
    assert_eq!(report.put_aside, files(folder.path(), ".damaged"));
    assert_eq!(report.put_aside.len(), 1);
    second(&history, 1, 1);
    assert!(files(folder.path(), ".log")[0].ends_with("0000000004.log"), "no number is used twice");
}

#[test]
fn a_damaged_segment_is_put_aside_and_what_was_made_of_it_tells_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path(), HOUR + 100);
    let segment = files(folder.path(), "1s-").remove(2);
    let mut bytes = std::fs::read(&segment).unwrap();
    let end = bytes.len() - 20;
    bytes[end] ^= 1;
    std::fs::write(&segment, &bytes).unwrap();
    let (history, report) = open(folder.path(), HOUR + 100);
    assert_eq!(report.put_aside.len(), 1);
    assert_eq!(std::fs::read(&report.put_aside[0]).unwrap(), bytes, "it is still there to look at");
    assert_seconds(&history, 0, 1190);
    assert_seconds(&history, 1810, HOUR + 99);
    let coarse = columns(&history, TOOTH, 0, HOUR, 360);
    assert!(coarse.iter().all(|column| !column.avg.is_nan()));
}

#[test]
fn a_damaged_block_is_a_gap_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path(), 1300);
    let segment = files(folder.path(), "1s-").remove(0);
    let mut bytes = std::fs::read(&segment).unwrap();
    bytes[30] ^= 1;
    std::fs::write(&segment, &bytes).unwrap();
    let (history, report) = open(folder.path(), 1300);
    assert_eq!(report, Default::default());
    assert!(columns(&history, CLIMB, 0, 590, 59).iter().all(|column| column.avg.is_nan()));
    assert_eq!(history.damaged_blocks(), 1);
    assert_seconds(&history, 610, 1299);
    let other = history.window(&key(1), &[CLIMB.id], time_ms(0), time_ms(590), 59).unwrap();
    assert!(other.metrics[0].iter().all(|column| !column.avg.is_nan()));
}

#[test]
fn files_of_a_newer_version_are_left_alone_and_said() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path(), 1300);
    let (log, segment) = (files(folder.path(), ".log").remove(0), files(folder.path(), "1s-").remove(0));
    for path in [&log, &segment] {
        let mut bytes = std::fs::read(path).unwrap();
        fuzz::set_version(&mut bytes, 2);
        std::fs::write(path, bytes).unwrap();
    }
    let newer = [std::fs::read(&log).unwrap(), std::fs::read(&segment).unwrap()];
    let (history, report) = open(folder.path(), 1300);
    assert_eq!(report.newer, [segment.clone(), log.clone()]);
    assert_eq!((report.cut_bytes, report.put_aside.len()), (0, 0));
    // Days go by, and everything that this version has is made coarser and deleted.
    run(&history, 1300..1300 + 2 * HOUR, 2);
    let later = 20 * 24 * HOUR;
    run(&history, later..later + 4 * HOUR, 2);
    assert!(history.spans().unwrap()[0].first_ms >= time_ms(later - 1), "all that it has");
    assert_eq!([std::fs::read(&log).unwrap(), std::fs::read(&segment).unwrap()], newer);
}

#[test]
fn no_bytes_make_it_panic_or_hang() {
    let folder = tempfile::tempdir().unwrap();
    let until = Instant::now() + Duration::from_secs(5);
    let fuzzed = fuzz::run(folder.path(), 1, &mut || Instant::now() < until).unwrap();
    assert!(fuzzed.turns > 20 && fuzzed.longest < Duration::from_secs(5), "{fuzzed:?}");
}
