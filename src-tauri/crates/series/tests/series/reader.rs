//! A second process that reads while the first one writes.

use crate::support::*;
use slipway_series::{History, SeriesError};
use std::sync::atomic::{AtomicI64, Ordering};

#[test]
fn a_reader_sees_what_the_writer_appends_seals_and_deletes() {
    let folder = tempfile::tempdir().unwrap();
    let (writer, _) = open(folder.path(), 0);
    second(&writer, 1, 1);
    let (reader, report) = History::read(folder.path()).unwrap();
    assert_eq!(report, Default::default());
    let written = AtomicI64::new(1);
    let checks = std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 2..5 * HOUR {
                second(&writer, number, 1);
                written.store(number, Ordering::Release);
                if number % 10 == 0 {
                    maintain(&writer, number);
                }
            }
            written.store(-1, Ordering::Release);
        });
        let mut checks = 0;
        loop {
            let last = written.load(Ordering::Acquire);
            if last < 0 {
                return checks;
            }
            assert_seconds(&reader, (last - 1500).max(0), last);
            let hours = (last / HOUR) as usize;
            let all = columns(&reader, TOOTH, 0, hours as i64 * HOUR, hours);
            assert!(all.iter().all(|hour| (hour.avg - 295.0).abs() < 1.0), "{last}: {all:?}");
            checks += 1;
        }
    });
    assert!(checks > 10, "{checks} looks");
    assert_eq!(reader.spans().unwrap(), writer.spans().unwrap());
    assert_eq!(reader.bytes(), writer.bytes());
}

#[test]
fn a_reader_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (writer, _) = open(folder.path(), 0);
    run(&writer, 1..1000, 1);
    drop(writer);
    let log = files(folder.path(), ".log").remove(0);
    let mut bytes = std::fs::read(&log).unwrap();
    bytes.truncate(bytes.len() - 3);
    std::fs::write(&log, &bytes).unwrap();
    std::fs::write(folder.path().join("1s-0000000090-0000000090.seg"), "not one").unwrap();
    let (reader, report) = History::read(folder.path()).unwrap();
    assert_eq!((report.cut_bytes, report.put_aside.len()), (0, 1));
    assert_seconds(&reader, 0, 998);
    assert_eq!(std::fs::read(&log).unwrap(), bytes);
    assert!(report.put_aside[0].exists());
    assert!(matches!(reader.append(0, &[]), Err(SeriesError::ReadOnly { .. })));
    assert!(matches!(reader.maintain(0), Err(SeriesError::ReadOnly { .. })));
    assert!(History::read(&folder.path().join("none")).is_err());
}
