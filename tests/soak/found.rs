//! What must be found afterwards: in the index, in the table of marks, in the history.

use crate::flapping::Ends;
use serde_json::Value;
use slipway_model::{ContainerId, EngineKey};
use slipway_monitor::Metric;
use slipway_series::{History, SeriesKey};
use slipway_tests::{Headless, Slipway, TestEngine};
use std::collections::{BTreeSet, HashMap};
use std::time::{Duration, Instant};

/// Until what was told last is written down.
const SETTLE: Duration = Duration::from_secs(15);
/// The first samples and the last second are not there yet, or not any more.
const EDGE_MS: i64 = 5_000;
/// The width of a column in which there must be something; samples are a tenth of a second apart.
const COLUMN_MS: i64 = 3_000;

/// Asks until nothing is wrong, or for so long; then what is wrong is the answer.
fn settled(mut wrong: impl FnMut() -> Vec<String>) {
    let begun = Instant::now();
    loop {
        let found = wrong();
        if found.is_empty() {
            return;
        }
        assert!(begun.elapsed() < SETTLE, "{} are wrong:\n{}", found.len(), found.join("\n"));
        std::thread::sleep(Duration::from_millis(500));
    }
}

/// The index told of every end, and of no other.
pub(crate) fn every_end_is_told(slipway: &mut Headless, ends: &[Ends]) {
    settled(|| {
        let told = slipway.ask("ends");
        let times = |id: &str| told[id].as_array().map_or(0, Vec::len);
        let wrong = ends.iter().filter(|one| times(&one.id) != one.times);
        wrong.map(|one| format!("the index told of {}: {one:?}", told[&one.id])).collect()
    });
}

/// Every end has its mark, the last one with its code.
pub(crate) fn every_end_has_its_mark(home: &Slipway, ends: &[Ends]) {
    settled(|| {
        let mut marks = marks(home);
        let wrong = ends.iter().filter_map(|one| {
            let codes = marks.remove(&one.id).unwrap_or_default();
            let last = codes.last().and_then(|code| code.parse::<i64>().ok());
            let right = codes.len() == one.times && (one.exit_code.is_none() || last == one.exit_code);
            (!right).then(|| format!("marks {codes:?}: {one:?}"))
        });
        wrong.collect()
    });
}

/// The codes of every end that has a mark, by container, oldest first.
fn marks(home: &Slipway) -> HashMap<String, Vec<String>> {
    let database = slipway_store::rusqlite::Connection::open(home.database()).expect("it was made");
    let mut statement = database
        .prepare("SELECT container, value FROM mark WHERE kind = 'ended' ORDER BY time_ms")
        .expect("there is a table of marks");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("it can be read");
    let mut marks: HashMap<String, Vec<String>> = HashMap::new();
    for (container, code) in rows.map(|row| row.expect("a row")) {
        marks.entry(container).or_default().push(code);
    }
    marks
}

/// The rows are the engine's containers, and no others.
pub(crate) fn rows_are_the_engines(slipway: &mut Headless, engine: &TestEngine) {
    settled(|| {
        let answer = slipway.ask("rows");
        let name = |row: &Value| row["name"].as_str().unwrap_or_default().to_owned();
        let rows: BTreeSet<String> = answer["rows"].as_array().into_iter().flatten().map(name).collect();
        let containers: BTreeSet<String> = engine.containers().into_iter().collect();
        rows.symmetric_difference(&containers).map(|name| format!("a ghost, or missing: {name}")).collect()
    });
}

/// One that stayed has its memory in the history from beginning to end.
pub(crate) fn no_hole(home: &Slipway, engine: &str, id: &str, from_ms: i64, to_ms: i64) {
    let folder = home.database().with_file_name("history");
    let (history, report) = History::read(&folder).expect("the history can be read");
    assert!(report.cut_bytes == 0 && report.put_aside.is_empty(), "{report:?}");
    let key = SeriesKey { engine: EngineKey::new(engine), container: ContainerId::new(id) };
    let (from_ms, to_ms) = (from_ms + EDGE_MS, to_ms - EDGE_MS);
    let columns = ((to_ms - from_ms) / COLUMN_MS).clamp(1, slipway_series::MAX_COLUMNS as i64);
    let window = history
        .window(&key, &[Metric::Memory.number()], from_ms, to_ms, columns as usize)
        .expect("the history can be read");
    let holes: Vec<usize> = window.metrics[0]
        .iter()
        .enumerate()
        .filter(|(_, column)| !column.avg.is_finite())
        .map(|(at, _)| at)
        .collect();
    assert!(holes.is_empty(), "of {columns} columns of {id} these are empty: {holes:?}");
}
