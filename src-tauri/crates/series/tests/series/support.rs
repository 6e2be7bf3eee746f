//! A history whose every value is known beforehand.

use slipway_model::{ContainerId, EngineKey};
use slipway_series::{
    Appended, History, Kind, MAX_COLUMNS, Metric, MinAvgMax, OpenReport, Options, Row, SeriesKey,
};
use std::path::Path;

pub(crate) const START_MS: i64 = 1_764_000_000_000;
pub(crate) const HOUR: i64 = 3600;

/// A saw-tooth whose average over any 60 seconds is known.
pub(crate) const TOOTH: Metric = Metric { id: 1, kind: Kind::Amount };
/// Ten below to ten above the second's number, so that least and most are seen to be kept.
pub(crate) const CLIMB: Metric = Metric { id: 2, kind: Kind::Exact };

pub(crate) fn key(number: usize) -> SeriesKey {
    SeriesKey { engine: EngineKey::new("engine"), container: ContainerId::new(format!("{number:064x}")) }
}

pub(crate) fn open(folder: &Path, second: i64) -> (History, OpenReport) {
    History::open(folder, Options::default(), time_ms(second)).unwrap()
}

pub(crate) fn time_ms(second: i64) -> i64 {
    START_MS + second * 1000
}

pub(crate) fn values(second: i64) -> [(Metric, MinAvgMax); 2] {
    let climb = second as f64;
    [
        (TOOTH, MinAvgMax::only((second.rem_euclid(60) * 10) as f64)),
        (CLIMB, MinAvgMax { min: climb - 10.0, avg: climb, max: climb + 10.0 }),
    ]
}

/// Appends a second of so many containers.
pub(crate) fn second(history: &History, second: i64, containers: usize) {
    let (keys, values): (Vec<_>, _) = ((0..containers).map(key).collect(), values(second));
    let rows: Vec<_> = keys.iter().map(|key| Row { key, span_ms: 1000, values: &values }).collect();
    assert_eq!(history.append(time_ms(second), &rows).unwrap(), Appended::Written);
}

pub(crate) fn maintain(history: &History, second: i64) {
    while history.maintain(time_ms(second)).unwrap() {}
}

/// Appends seconds, maintaining every ten.
pub(crate) fn run(history: &History, seconds: std::ops::Range<i64>, containers: usize) {
    for number in seconds {
        second(history, number, containers);
        if number % 10 == 0 {
            maintain(history, number);
        }
    }
}

/// The columns of a metric of container 0.
pub(crate) fn columns(history: &History, metric: Metric, from: i64, to: i64, count: usize) -> Vec<MinAvgMax> {
    let mut window = history.window(&key(0), &[metric.id], time_ms(from), time_ms(to), count).unwrap();
    window.metrics.remove(0)
}

/// Says whether each second from `from` to `to` is as it was appended; a row ends at its second.
pub(crate) fn assert_seconds(history: &History, from: i64, to: i64) {
    for from in (from..to).step_by(MAX_COLUMNS) {
        let to = to.min(from + MAX_COLUMNS as i64);
        let climbs = columns(history, CLIMB, from, to, (to - from) as usize);
        for (second, column) in (from + 1..=to).zip(climbs) {
            let expected = values(second)[1].1;
            assert_eq!(column, expected, "second {second} of {from}..{to}");
        }
    }
}

/// Files of a folder by the start of their name (`1s-`, `10s-`, `60s-`) or their end (`.log`).
pub(crate) fn files(folder: &Path, pattern: &str) -> Vec<std::path::PathBuf> {
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            if pattern.starts_with('.') { name.ends_with(pattern) } else { name.starts_with(pattern) }
        })
        .collect();
    found.sort();
    found
}
