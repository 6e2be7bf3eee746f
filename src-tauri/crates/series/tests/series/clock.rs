//! A clock that is wrong for a while deletes nothing; one that stays is believed.

use crate::support::*;
use slipway_series::{History, Options};
use std::path::Path;

const DAY: i64 = 24 * HOUR;

/// A row a minute: what counts here is time, not how many rows there are.
fn by_minutes(history: &History, seconds: std::ops::Range<i64>) {
    let end = seconds.end;
    for number in seconds.step_by(60) {
        let (key, values) = (key(0), values(number));
        let row = slipway_series::Row { key: &key, span_ms: 60_000, values: &values };
        history.append(time_ms(number), &[row]).unwrap();
        if number % 600 == 0 || number + 60 >= end {
            maintain(history, number);
        }
    }
}

/// Minutes that are known from `from` to `to`.
fn known(history: &History, from: i64, to: i64) -> usize {
    let count = ((to - from) / 60) as usize;
    columns(history, TOOTH, from, to, count).iter().filter(|column| !column.avg.is_nan()).count()
}

fn all(folder: &Path) -> usize {
    files(folder, "1s-").len() + files(folder, "10s-").len() + files(folder, "60s-").len()
}

#[test]
fn a_clock_far_ahead_for_two_hours_deletes_nothing_and_goes_back_without_harm() {
    let folder = tempfile::tempdir().unwrap();
    let (history, _) = open(folder.path(), 0);
    by_minutes(&history, 60..2 * DAY);
    let whole = known(&history, 0, 2 * DAY);
    assert!(whole >= 2 * 24 * 60 - 1, "{whole}");
    for ahead in [20 * DAY, 400 * DAY, 20_000 * DAY] {
        let before = all(folder.path());
        by_minutes(&history, ahead..ahead + 2400);
        assert!(all(folder.path()) >= before, "nothing went, also not of the fine ones");
        assert_eq!(known(&history, 0, 2 * DAY), whole, "{ahead}");
    }
    // Right again, and asked at once, after a start, and two days later.
    let after = 2 * DAY + 3 * 2400;
    by_minutes(&history, after..after + HOUR);
    assert_eq!(known(&history, 0, 2 * DAY), whole);
    drop(history);
    let (history, _) = open(folder.path(), after + HOUR);
    by_minutes(&history, after + HOUR..4 * DAY);
    assert_eq!(known(&history, 0, 2 * DAY), whole);
    assert!(known(&history, after, 4 * DAY) as i64 >= (4 * DAY - after) / 60 - 1);
    // What was written in the future is as old as what came after it, and goes with it.
    by_minutes(&history, 4 * DAY..17 * DAY);
    assert_eq!(known(&history, 0, DAY), 0);
    by_minutes(&history, 17 * DAY..20 * DAY);
    assert_eq!(known(&history, 20 * DAY, 21 * DAY), 0);
    assert_eq!(known(&history, 20_000 * DAY, 20_001 * DAY), 0);
}

#[test]
fn a_machine_that_starts_with_a_wrong_clock_again_and_again_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (history, _) = open(folder.path(), 0);
    by_minutes(&history, 60..DAY);
    let whole = known(&history, 0, DAY - 60);
    drop(history);
    for number in 0..20 {
        let (wrong, right) = (100 * DAY + number * HOUR, DAY + number * 1200);
        let (history, _) = open(folder.path(), wrong);
        by_minutes(&history, wrong..wrong + 300);
        // The time server has answered.
        by_minutes(&history, right..right + 600);
        assert_eq!(known(&history, 0, DAY - 60), whole, "start {number}");
    }
}

#[test]
fn a_clock_that_stays_ahead_is_believed_after_three_hours() {
    let folder = tempfile::tempdir().unwrap();
    let (history, _) = open(folder.path(), 0);
    by_minutes(&history, 60..DAY);
    let (whole, ahead) = (known(&history, 0, DAY - 60), 40 * DAY);
    by_minutes(&history, ahead..ahead + 2 * HOUR + 3000);
    assert_eq!(known(&history, 0, DAY - 60), whole);
    by_minutes(&history, ahead + 2 * HOUR + 3000..ahead + 3 * HOUR + 1200);
    assert_eq!(known(&history, 0, DAY - 60), 0);
}

#[test]
fn a_clock_far_behind_deletes_nothing_either() {
    let folder = tempfile::tempdir().unwrap();
    let (history, _) = open(folder.path(), 0);
    by_minutes(&history, 60..DAY);
    let whole = known(&history, 0, DAY - 60);
    // A start without a battery, for a few minutes and for half a day.
    let behind = -20_000 * DAY;
    by_minutes(&history, behind..behind + 300);
    by_minutes(&history, DAY..DAY + HOUR);
    assert_eq!(known(&history, 0, DAY - 60), whole);
    assert!(known(&history, DAY, DAY + HOUR) >= 59);
    by_minutes(&history, behind..behind + 12 * HOUR + 300);
    by_minutes(&history, 2 * DAY..2 * DAY + 4 * HOUR);
    assert_eq!(known(&history, 0, DAY - 60), whole);
    assert!(known(&history, 2 * DAY, 2 * DAY + 4 * HOUR) >= 4 * 60 - 1);
    assert_eq!(history.spans().unwrap()[0].first_ms, time_ms(0));
}

#[test]
fn damaged_files_count_go_first_and_not_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let (history, _) = open(folder.path(), 0);
    by_minutes(&history, 60..DAY);
    let good = history.bytes();
    drop(history);
    let strange = |name: &str| std::fs::write(folder.path().join(name), [7; 5000]).unwrap();
    strange("0000009001.log");
    let (history, report) = open(folder.path(), DAY);
    assert_eq!(report.put_aside.len(), 1);
    assert!(history.bytes() >= good + 5000, "it counts: {} and {good}", history.bytes());
    drop(history);
    strange("60s-0000009002-0000009003.seg");
    let (history, report) = open(folder.path(), 2 * DAY);
    assert_eq!(report.put_aside.len(), 1, "the one before is not put aside again");
    let (reader, _) = History::read(folder.path()).unwrap();
    assert!(reader.bytes() >= good + 10_000);
    // More than the cap allows: the oldest goes, and nothing else.
    let before = all(folder.path());
    history.set_cap_bytes(history.bytes() - 1);
    maintain(&history, 2 * DAY);
    assert_eq!(files(folder.path(), ".damaged").len(), 1);
    assert!(files(folder.path(), ".damaged")[0].ends_with("60s-0000009002-0000009003.seg.damaged"));
    assert!(all(folder.path()) >= before);
    // Its two weeks begin where it was put aside, and no wrong clock ends them.
    history.set_cap_bytes(Options::default().cap_bytes);
    by_minutes(&history, 90 * DAY..90 * DAY + 1200);
    by_minutes(&history, 15 * DAY..16 * DAY - 600);
    assert_eq!(files(folder.path(), ".damaged").len(), 1);
    by_minutes(&history, 16 * DAY..16 * DAY + 1200);
    assert_eq!(files(folder.path(), ".damaged"), Vec::<std::path::PathBuf>::new());
}

#[test]
fn a_damaged_file_of_a_clock_that_ran_ahead_has_its_two_weeks_from_now() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("0000000007.log"), [7; 64]).unwrap();
    drop(open(folder.path(), 4_000 * DAY));
    let (history, _) = open(folder.path(), 0);
    by_minutes(&history, 60..13 * DAY);
    assert_eq!(files(folder.path(), ".damaged").len(), 1);
    by_minutes(&history, 13 * DAY..15 * DAY);
    assert_eq!(files(folder.path(), ".damaged").len(), 0);
}
