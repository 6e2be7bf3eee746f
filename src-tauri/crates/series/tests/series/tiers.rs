//! What comes out is what went in, in every tier, and no longer than it should.

use crate::support::*;
use slipway_series::{Appended, History, Kind, Metric, MinAvgMax, Options, Row, Tier};

#[test]
fn what_is_appended_is_there_at_once_and_after_a_start() {
    let folder = tempfile::tempdir().unwrap();
    let (history, report) = open(folder.path(), 0);
    assert_eq!(report, Default::default());
    for number in 1..=30 {
        second(&history, number, 3);
    }
    assert_seconds(&history, 0, 30);
    drop(history);
    let (history, report) = open(folder.path(), 31);
    assert_eq!(report, Default::default());
    assert_seconds(&history, 0, 30);
    second(&history, 31, 3);
    assert_seconds(&history, 0, 31);
    assert_eq!(files(folder.path(), ".log").len(), 1, "a short break goes on with the same log");
    let spans = history.spans().unwrap();
    assert_eq!(spans.len(), 3);
    assert!(spans.iter().all(|span| span.first_ms == time_ms(0) && span.last_ms == time_ms(31)));
}

#[test]
fn a_log_becomes_a_segment_and_six_become_ten_seconds_a_row() {
    let folder = tempfile::tempdir().unwrap();
    let (history, _) = open(folder.path(), 0);
    run(&history, 1..HOUR + 30, 2);
    assert_eq!(files(folder.path(), "1s-").len(), 6);
    assert_eq!(files(folder.path(), "10s-").len(), 1);
    assert_seconds(&history, 0, HOUR + 29);
    // Columns of ten seconds come from the coarser tier, and are the same as its seconds say.
    for (number, column) in columns(&history, CLIMB, 0, HOUR, 360).into_iter().enumerate() {
        let last = (number as f64 + 1.0) * 10.0;
        assert_eq!((column.min, column.max), (last - 9.0 - 10.0, last + 10.0));
        assert!((column.avg - (last - 4.5)).abs() < 1e-3, "{number}: {column:?}");
    }
    drop(history);
    let (history, report) = open(folder.path(), HOUR + 30);
    assert_eq!(report, Default::default());
    assert_seconds(&history, 0, HOUR + 29);
}

#[test]
fn tiers_are_kept_for_their_time_and_agree() {
    let folder = tempfile::tempdir().unwrap();
    let (history, _) = open(folder.path(), 0);
    let end = 30 * HOUR;
    run(&history, 1..end + 1, 1);
    let age = |pattern: &str| {
        let oldest = files(folder.path(), pattern);
        oldest.len() as i64
    };
    assert!((12..=19).contains(&age("1s-")), "two to three hours of ten minutes: {}", age("1s-"));
    assert!((24..=26).contains(&age("10s-")), "a day of hours: {}", age("10s-"));
    assert_eq!(age("60s-"), 2);
    // Over the whole time nothing is missing, and minutes have the average, least and most of their seconds.
    for (minute, column) in columns(&history, TOOTH, 0, end, (end / 60) as usize).into_iter().enumerate() {
        assert!((column.avg - 295.0).abs() < 0.5, "minute {minute}: {column:?}");
        assert_eq!((column.min, column.max), (0.0, 590.0), "minute {minute}");
    }
    // Asked finely where only minutes are left, each minute fills its columns.
    let fine = columns(&history, CLIMB, HOUR, HOUR + 120, 120);
    assert!(fine.iter().all(|column| (column.avg - HOUR as f64).abs() < 121.0));
    assert_seconds(&history, end - HOUR, end);
    assert_eq!(history.spans().unwrap()[0].first_ms, time_ms(0));
}

#[test]
fn what_is_fourteen_days_old_goes_and_the_rest_stays() {
    let folder = tempfile::tempdir().unwrap();
    let (history, _) = open(folder.path(), 0);
    run(&history, 1..HOUR, 1);
    assert_eq!(files(folder.path(), "1s-").len(), 5);
    let later = 13 * 24 * HOUR;
    run(&history, later..later + 4 * HOUR, 1);
    assert_eq!(files(folder.path(), "60s-").len(), 1);
    assert!(columns(&history, TOOTH, 0, HOUR, 10).iter().all(|column| !column.avg.is_nan()));
    let later = 15 * 24 * HOUR;
    run(&history, later..later + 3 * HOUR + 700, 1);
    assert!(columns(&history, TOOTH, 0, HOUR, 10).iter().all(|column| column.avg.is_nan()));
    assert_eq!(history.spans().unwrap()[0].first_ms, time_ms(13 * 24 * HOUR - 1));
}

#[test]
fn a_gap_stays_one_in_every_tier() {
    let folder = tempfile::tempdir().unwrap();
    let (history, _) = open(folder.path(), 0);
    run(&history, 1..1201, 1);
    run(&history, 2401..40 * HOUR, 1);
    assert!(files(folder.path(), "60s-").len() >= 2);
    let columns = columns(&history, TOOTH, 0, 3600, 60);
    for (minute, column) in columns.iter().enumerate() {
        assert_eq!(column.avg.is_nan(), (20..40).contains(&minute), "minute {minute}: {column:?}");
    }
}

#[test]
fn a_metric_that_is_not_known_is_absent_never_zero() {
    let folder = tempfile::tempdir().unwrap();
    let (history, _) = open(folder.path(), 0);
    let other = Metric { id: 40_000, kind: Kind::Fraction };
    for number in 1..=2 * HOUR {
        let mut values = values(number).to_vec();
        let known = number % 100 < 50;
        values.push((other, if known { MinAvgMax::only(0.25) } else { MinAvgMax::GAP }));
        if number % 3 == 0 {
            values.remove(0);
        }
        history.append(time_ms(number), &[Row { key: &key(0), span_ms: 1000, values: &values }]).unwrap();
        maintain(&history, number);
    }
    for width in [1, 10] {
        let count = (2 * HOUR / width) as usize;
        for (number, column) in columns(&history, other, 0, 2 * HOUR, count).into_iter().enumerate() {
            let last = (number as i64 + 1) * width;
            let known = (last - width + 1..=last).any(|second| second % 100 < 50);
            let is_right = if known { (column.avg - 0.25).abs() < 2e-4 } else { column.avg.is_nan() };
            assert!(is_right, "{width} s to {last}: {column:?}");
        }
    }
    let tooth = columns(&history, TOOTH, 0, 30, 30);
    assert!((0..30).all(|at| tooth[at].avg.is_nan() == ((at + 1) % 3 == 0)));
}

#[test]
fn a_clock_set_back_or_ahead_is_no_panic_and_the_newest_wins() {
    let folder = tempfile::tempdir().unwrap();
    let (history, _) = open(folder.path(), 0);
    run(&history, 1..2000, 1);
    // Within one log, over many, and by years.
    for back in [1990, 1700, -5_000_000, 100, 90_000_000, 1000] {
        let end = back + HOUR + 500;
        run(&history, back..end + 1, 1);
        assert_seconds(&history, back, end);
        for span in history.spans().unwrap() {
            assert!(span.first_ms <= span.last_ms);
            assert_eq!(span.last_ms, time_ms(end));
        }
    }
    drop(history);
    let (history, report) = open(folder.path(), 1000 + HOUR);
    assert_eq!(report, Default::default());
    assert_seconds(&history, 1000, 1000 + HOUR + 500);
}

#[test]
fn the_cap_holds_and_no_tier_starves() {
    let folder = tempfile::tempdir().unwrap();
    let (history, _) = open(folder.path(), 0);
    run(&history, 1..26 * HOUR, 4);
    let full = history.bytes();
    let cap = full / 2;
    history.set_cap_bytes(cap);
    maintain(&history, 26 * HOUR);
    assert!(history.bytes() <= cap && history.bytes() > cap / 3, "{} of {cap}", history.bytes());
    assert!(["1s-", "10s-", "60s-"].iter().all(|tier| !files(folder.path(), tier).is_empty()));
    assert_seconds(&history, 26 * HOUR - 1200, 26 * HOUR - 1);
    let coarse = columns(&history, TOOTH, 0, 12 * HOUR, 12);
    assert!(coarse.iter().all(|column| !column.avg.is_nan()), "old time is still there, coarsely");
    // A cap next to nothing keeps no more than it must.
    history.set_cap_bytes(1);
    maintain(&history, 26 * HOUR);
    assert!(["1s-", "10s-", "60s-"].iter().all(|tier| files(folder.path(), tier).is_empty()));
    assert_seconds(&history, 26 * HOUR - 60, 26 * HOUR - 1);
}

#[test]
fn who_never_maintains_does_not_fill_the_memory() {
    let folder = tempfile::tempdir().unwrap();
    let (history, _) = open(folder.path(), 0);
    for number in 1..3 * HOUR {
        second(&history, number, 1);
    }
    assert!(files(folder.path(), ".log").len() <= 9);
    assert_seconds(&history, 0, 3 * HOUR - 1);
}

#[test]
fn strange_calls_are_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    let (history, _) = History::open(folder.path(), Options { cap_bytes: 0, log_ms: -1 }, i64::MIN).unwrap();
    let (key, values) = (key(0), values(5));
    for time_ms in [i64::MIN, i64::MAX, 0, -1, i64::MAX, i64::MIN] {
        let twice = [
            Row { key: &key, span_ms: 0, values: &values },
            Row { key: &key, span_ms: u32::MAX, values: &[values[0], values[0]] },
        ];
        assert_eq!(history.append(time_ms, &twice).unwrap(), Appended::Written);
        assert_eq!(history.append(time_ms, &[]).unwrap(), Appended::Written);
        while history.maintain(time_ms).unwrap() {}
        for (from_ms, to_ms, count) in [
            (i64::MIN, i64::MAX, usize::MAX),
            (i64::MAX, i64::MIN, 7),
            (0, 0, 1),
            (0, 1, 0),
            (time_ms, time_ms, 10),
        ] {
            let window = history.window(&key, &[1, 1, 9], from_ms, to_ms, count).unwrap();
            assert_eq!(window.metrics.len(), 3);
        }
        history.spans().unwrap();
    }
}

#[test]
fn the_tier_fits_the_columns() {
    assert_eq!(Tier::ALL.map(Tier::width_ms), [1_000, 10_000, 60_000]);
    assert!(Tier::ALL.is_sorted_by_key(|tier| tier.kept_ms()));
}
