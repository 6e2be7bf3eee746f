//! A container that is forgotten is gone from every file, at once and after a start; the others are as they were.

use crate::support::*;
use slipway_series::{History, Row, SeriesError};
use std::path::Path;

/// No file has the container's number, which lies in them as 32 bytes.
fn is_named(folder: &Path, number: usize) -> bool {
    let mut id = [0; 32];
    id[24..].copy_from_slice(&(number as u64).to_be_bytes());
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        bytes.windows(32).any(|window| window == id)
    })
}

fn made(folder: &Path, seconds: i64) -> History {
    let (history, _) = open(folder, 0);
    run(&history, 1..seconds, 3);
    history
}

#[test]
fn it_is_gone_from_every_tier_and_the_log_and_stays_so() {
    let folder = tempfile::tempdir().unwrap();
    let end = 14 * HOUR + 100;
    let history = made(folder.path(), end);
    assert!(["1s-", "10s-", "60s-"].iter().all(|tier| !files(folder.path(), tier).is_empty()));
    assert!(is_named(folder.path(), 2));
    let (reader, _) = History::read(folder.path()).unwrap();
    assert_eq!(reader.spans().unwrap().len(), 3);
    let before = (0..2).map(|one| {
        let window = history.window(&key(one), &[TOOTH.id, CLIMB.id], time_ms(0), time_ms(end), 840).unwrap();
        window.metrics
    });
    let before: Vec<_> = before.collect();
    history.forget(&key(2)).unwrap();
    // A second of it that was under way is not taken either.
    let values = values(end);
    let rows = [0, 1, 2].map(key);
    let rows: Vec<_> = rows.iter().map(|key| Row { key, span_ms: 1000, values: &values }).collect();
    history.append(time_ms(end), &rows).unwrap();
    assert!(!is_named(folder.path(), 2), "its id is in no file");
    assert_eq!(history.spans().unwrap().len(), 2);
    let check = |history: &History| {
        for (one, before) in before.iter().enumerate() {
            let to = time_ms(end);
            let now = history.window(&key(one), &[TOOTH.id, CLIMB.id], time_ms(0), to, 840).unwrap();
            // NaN is not itself.
            assert_eq!(
                format!("{:?}", now.metrics[0][..839].iter()),
                format!("{:?}", before[0][..839].iter())
            );
        }
        let gone = history.window(&key(2), &[TOOTH.id], time_ms(0), time_ms(end), 100).unwrap();
        assert!(gone.metrics[0].iter().all(|column| column.avg.is_nan()));
        assert_eq!((gone.newest_ms, history.damaged_blocks()), (None, 0));
        assert_seconds(history, end - HOUR, end);
    };
    check(&history);
    check(&reader);
    assert_eq!(reader.spans().unwrap().len(), 2);
    run(&history, end + 1..end + 2 * HOUR, 2);
    assert!(!is_named(folder.path(), 2));
    drop(history);
    let (history, report) = open(folder.path(), end + 2 * HOUR);
    assert_eq!(report, Default::default());
    assert_eq!(history.spans().unwrap().len(), 2);
    assert_seconds(&history, end, end + 2 * HOUR - 1);
}

#[test]
fn the_only_one_leaves_nothing_and_what_comes_after_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (history, _) = open(folder.path(), 0);
    run(&history, 1..2 * HOUR, 1);
    history.forget(&key(0)).unwrap();
    history.forget(&key(0)).unwrap();
    history.forget(&key(77)).unwrap();
    assert!(["1s-", "10s-", "60s-", ".log"].iter().all(|kind| files(folder.path(), kind).is_empty()));
    assert_eq!((history.bytes(), history.spans().unwrap().len()), (0, 0));
    let (key, values) = (key(5), values(1));
    let row = Row { key: &key, span_ms: 1000, values: &values };
    history.append(time_ms(2 * HOUR), &[row]).unwrap();
    maintain(&history, 2 * HOUR);
    assert_eq!(history.spans().unwrap().len(), 1);
    drop(history);
    let (history, report) = open(folder.path(), 2 * HOUR);
    assert_eq!((report, history.spans().unwrap().len()), (Default::default(), 1));
}

#[test]
fn reading_goes_on_while_it_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let end = 3 * HOUR;
    let history = made(folder.path(), end);
    let (reader, _) = History::read(folder.path()).unwrap();
    std::thread::scope(|threads| {
        let forgetting = threads.spawn(|| {
            history.forget(&key(1)).unwrap();
            history.forget(&key(2)).unwrap();
        });
        while !forgetting.is_finished() {
            assert_seconds(&history, end - HOUR, end - 1);
            assert_seconds(&reader, end - HOUR, end - 1);
        }
    });
    assert_eq!((history.damaged_blocks(), reader.damaged_blocks()), (0, 0));
    assert!(matches!(reader.forget(&key(0)), Err(SeriesError::ReadOnly { .. })));
    assert_eq!(reader.spans().unwrap().len(), 1);
}
