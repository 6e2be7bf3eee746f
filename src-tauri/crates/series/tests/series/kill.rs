//! Killed at any instant, two hundred times over the same folder: nothing is lost that was said to be written.

use crate::support::*;
use slipway_series::{History, Options};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const FOLDER: &str = "SLIPWAY_TEST_KILL_FOLDER";
const CONTAINERS: usize = 3;
const KILLS: usize = 200;

/// Not a test by itself: the process that is killed. It appends as fast as it can, so that logs turn into segments
/// and segments into coarser ones all the time, and says each second that is written.
#[test]
fn writes_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let first = match History::read(folder) {
        Ok((history, _)) => {
            history.spans().unwrap().first().map_or(1, |span| (span.last_ms - START_MS) / 1000 + 1)
        }
        Err(_) => 1,
    };
    let (history, report) = open(folder, first);
    assert!(report.put_aside.is_empty() && report.newer.is_empty(), "{report:?}");
    let mut out = std::io::stdout().lock();
    let history = &history;
    std::thread::scope(|scope| {
        let (sender, receiver) = std::sync::mpsc::sync_channel::<i64>(1);
        scope.spawn(move || receiver.into_iter().for_each(|number| maintain(history, number)));
        for number in first.. {
            second(history, number, CONTAINERS);
            writeln!(out, "@{number}").unwrap();
            let _ = sender.try_send(number);
        }
    });
}

#[test]
fn a_kill_at_any_instant_loses_nothing_that_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let (mut written, mut torn, mut with_temporary) = (0, 0, 0);
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for turn in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "--nocapture", "kill::writes_until_it_is_killed"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.by_ref().map(Result::unwrap).find_map(|line| number(&line));
        let reading =
            std::thread::spawn(move || lines.map_while(Result::ok).filter_map(|line| number(&line)).last());
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        // Now and then there is time for the longest work, too.
        let longest_us = if turn % 20 == 0 { 0x7_ffff } else { 0xffff };
        std::thread::sleep(Duration::from_micros(random >> 33 & longest_us));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        let last = reading.join().unwrap().or(first);
        assert!(last.is_some(), "turn {turn}: it wrote nothing and ended with {status}");
        assert!(last > Some(written), "turn {turn}: time goes on");
        written = last.unwrap();

        with_temporary += usize::from(!files(folder.path(), ".tmp").is_empty());
        check(folder.path(), written, turn);
        // Every now and then the parent is the next start, so that what it cuts is counted.
        let (_, report) = open(folder.path(), written + 1);
        assert!(report.put_aside.is_empty(), "{report:?}");
        torn += usize::from(report.cut_bytes > 0);
        check(folder.path(), written, turn);
    }
    let hours = written / HOUR;
    println!("{hours} h of seconds, {torn} torn frames, {with_temporary} segments cut short");
    assert!(hours >= 24 && files(folder.path(), "60s-").len() > 1, "all tiers were at work: {hours} h");
}

fn number(line: &str) -> Option<i64> {
    line.strip_prefix('@')?.parse().ok()
}

/// The newest second may be one that was written but not said yet.
fn check(folder: &Path, written: i64, turn: usize) {
    let (history, report) = History::read(folder).unwrap();
    assert!(report.put_aside.is_empty() && report.newer.is_empty(), "turn {turn}: {report:?}");
    let spans = history.spans().unwrap();
    assert_eq!(spans.len(), CONTAINERS);
    for span in spans {
        assert_eq!(span.first_ms, time_ms(0));
        let last = (span.last_ms - START_MS) / 1000;
        assert!(
            last == written || last == written + 1,
            "turn {turn}: {last} is there, {written} was written"
        );
    }
    assert_seconds(&history, (written - 2000).max(0), written);
    // All the time before, without a hole, in averages that only whole data has.
    let hours = (written / HOUR) as usize;
    for (hour, column) in columns(&history, TOOTH, 0, hours as i64 * HOUR, hours).iter().enumerate() {
        assert!((column.avg - 295.0).abs() < 1.0, "turn {turn}, hour {hour}: {column:?}");
    }
    assert_eq!(history.damaged_blocks(), 0);
    assert!(history.bytes() < Options::default().cap_bytes);
}
