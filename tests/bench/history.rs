//! The history's own figures, of 300 containers for a week: what a second costs to write, how large a value is, how
//! long a week takes to read.

use slipway_model::{ContainerId, EngineKey};
use slipway_series::{History, Options, SeriesKey};
use slipway_tests::load::{Load, VALUES_IN_ROW};
use slipway_tests::paths;
use std::path::Path;
use std::time::Instant;

const CONTAINERS: usize = 300;
const DAYS: i64 = 7;
/// Each has its row; more than the finest tier keeps, so that its files are all of them.
const SECONDS: i64 = 9_000;
/// A log's time, after which it is sealed: so much is measured together.
const TOGETHER: i64 = 600;
const QUERIES: usize = 50;
const COLUMNS: usize = 1_000;
const START_MS: i64 = 1_764_000_000_000;

pub(crate) struct Measured {
    /// Of a second of all containers, sealing and thinning out with it, over ten minutes each.
    pub(crate) write_ms: Vec<f64>,
    /// In a file of ten minutes, a row a second.
    pub(crate) bytes_per_value: Vec<f64>,
    /// A week of one metric of one container.
    pub(crate) query_ms: Vec<f64>,
    /// A week of every metric of one container.
    pub(crate) query_all_ms: Vec<f64>,
}

pub(crate) fn measure() -> Measured {
    let folder = paths::fresh("history");
    let options = Options { cap_bytes: 4 << 30, ..Options::default() };
    let (history, _) = History::open(&folder, options, START_MS).expect("the scratch folder can be written");
    let mut load = Load::of((0..CONTAINERS).map(key));
    let fine_ms = START_MS + DAYS * 86_400_000;
    load.fill(&history, DAYS, 0, fine_ms);
    let mut write_ms = Vec::new();
    for part in 0..SECONDS / TOGETHER {
        let (mut append, mut upkeep) = (0.0, 0.0);
        for second in 1..=TOGETHER {
            let now_ms = fine_ms + (part * TOGETHER + second) * 1000;
            let (appended, kept) = load.step(&history, now_ms, 1000);
            append += appended.as_secs_f64() * 1000.0 / TOGETHER as f64;
            upkeep += kept.as_secs_f64() * 1000.0 / TOGETHER as f64;
        }
        println!("  a second: append {append:.2} ms, upkeep {upkeep:.2} ms");
        write_ms.push(append + upkeep);
    }
    let bytes_per_value = bytes_per_value(&folder);
    let now_ms = fine_ms + SECONDS * 1000;
    let keys = load.keys();
    let query = |metrics: &[u16]| -> Vec<f64> {
        let times = (0..QUERIES).map(|turn| {
            let begun = Instant::now();
            let window = history.window(
                &keys[turn * 7 % CONTAINERS],
                metrics,
                now_ms - DAYS * 86_400_000,
                now_ms,
                COLUMNS,
            );
            let took_ms = begun.elapsed().as_secs_f64() * 1000.0;
            let first = &window.expect("the history can be read").metrics[0];
            assert!(first.iter().all(|column| column.avg.is_finite()), "a week without a hole");
            took_ms
        });
        times.collect()
    };
    let query_ms = query(&[1]);
    let query_all_ms = query(&(1..=VALUES_IN_ROW as u16).collect::<Vec<_>>());
    drop(history);
    paths::remove_all(&folder);
    Measured { write_ms, bytes_per_value, query_ms, query_all_ms }
}

fn key(number: usize) -> SeriesKey {
    let id = format!("{:064x}", (number as u128 + 1) * 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    SeriesKey { engine: EngineKey::new("7TX4:PZ3K:engine"), container: ContainerId::new(id) }
}

/// Of each file of the finest tier. All are of whole ten minutes.
fn bytes_per_value(folder: &Path) -> Vec<f64> {
    let entries = std::fs::read_dir(folder).expect("it is there").filter_map(Result::ok);
    let fine = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("1s-"));
    let sizes = fine.map(|entry| entry.metadata().map_or(0, |metadata| metadata.len()));
    let values = CONTAINERS as u64 * VALUES_IN_ROW * TOGETHER as u64;
    sizes.map(|bytes| bytes as f64 / values as f64).collect()
}
