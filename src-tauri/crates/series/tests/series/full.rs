//! A disk that is full says so once, and what was there stays.

use crate::support::*;
use slipway_model::ToFault as _;
use slipway_series::{Appended, History, Row, SeriesError};
use std::path::Path;
use std::process::Command;

const FOLDER: &str = "SLIPWAY_TEST_FULL_FOLDER";

fn append(history: &History, number: i64) -> Result<Appended, SeriesError> {
    let keys: Vec<_> = (0..200).map(key).collect();
    let values = values(number);
    let rows: Vec<_> = keys.iter().map(|key| Row { key, span_ms: 1000, values: &values }).collect();
    history.append(time_ms(number), &rows)
}

/// Not a test by itself: runs where files may have 64 KiB and no signal says so.
#[test]
fn writes_into_a_limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let (history, _) = open(folder, 0);
    let mut last = 0;
    let error = loop {
        match append(&history, last + 1) {
            Ok(written) => assert_eq!(written, Appended::Written),
            Err(error) => break error,
        }
        last += 1;
        assert!(last < 500, "the limit is felt");
    };
    assert!(matches!(error, SeriesError::Full { .. }), "{error:?}");
    assert_eq!(error.to_fault().code, "machine-disk-full");
    let length = || files(folder, ".log").iter().map(|log| log.metadata().unwrap().len()).sum::<u64>();
    let before = length();
    for number in last + 2..last + 5 {
        assert_eq!(append(&history, number).unwrap(), Appended::NotWritten, "said once");
        assert_eq!(length(), before, "nothing of it stays");
    }
    assert_seconds(&history, 0, last);
    let (reader, report) = History::read(folder).unwrap();
    assert_eq!(report, Default::default());
    assert_seconds(&reader, 0, last);
    // Room again: also a container that is new since is there, and the gap is one.
    let hard = getrlimit(Resource::Fsize).maximum;
    setrlimit(Resource::Fsize, Rlimit { current: hard, maximum: hard }).unwrap();
    for number in last + 5..last + 10 {
        assert_eq!(append(&history, number).unwrap(), Appended::Written);
    }
    second(&history, last + 10, 201);
    for history in [&history, &open(folder, last + 10).0] {
        assert_seconds(history, 0, last);
        assert_seconds(history, last + 4, last + 10);
        assert!(columns(history, CLIMB, last, last + 4, 4).iter().all(|column| column.avg.is_nan()));
        assert_eq!(history.spans().unwrap().len(), 201);
    }
    println!("done");
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_said_once_and_what_was_written_stays() {
    let folder = tempfile::tempdir().unwrap();
    // The shell's signal that is ignored stays so in the test that it becomes.
    let output = Command::new("sh")
        .args([
            "-c",
            r#"trap '' XFSZ; ulimit -S -f 128; exec "$0" --exact --nocapture full::writes_into_a_limit"#,
        ])
        .arg(std::env::current_exe().unwrap())
        .env(FOLDER, folder.path())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("done"),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
