//! The order of several logs, held against sorted lists.

use super::*;
use crate::keep::{FIRST_SEQ, KeptLog, Record};
use crate::search::{Matcher, Query, Search};
use proptest::prelude::*;
use slipway_engine::LogStream;
use slipway_model::Timestamp;
use std::sync::Mutex;

fn record(ms: i64, text: &str) -> Record {
    Record {
        time: Timestamp::from_ms(ms),
        stream: LogStream::Stdout,
        level: 3,
        truncated: false,
        part: false,
        text: text.to_owned(),
        styles: Vec::new(),
        gap: None,
    }
}

/// Several logs with lines at these moments, each text naming its source and moment.
struct Logs {
    kept: Vec<KeptLog>,
    now: Instant,
    merged: Merged,
}

impl Logs {
    fn new(times: &[&[i64]]) -> Self {
        let kept = times.iter().map(|_| KeptLog::in_memory()).collect();
        let mut logs = Self { kept, now: Instant::now(), merged: Merged::new(times.len()) };
        times.iter().enumerate().for_each(|(source, times)| logs.write(source, times));
        logs
    }

    fn write(&mut self, source: usize, times: &[i64]) {
        let lines: Vec<_> = times.iter().map(|ms| record(*ms, &format!("{source}:{ms}"))).collect();
        self.kept[source].append(&lines, [None; 2]).unwrap();
    }

    fn snapshots(&self) -> Vec<Snapshot> {
        self.kept.iter().map(KeptLog::snapshot).collect()
    }

    fn update(&mut self, later: Duration) -> Bounds {
        self.now += later;
        let snapshots = self.snapshots();
        self.merged.update(&snapshots, self.now);
        self.merged.bounds(&snapshots)
    }

    fn texts(&mut self, from: u64) -> Vec<String> {
        let page = self.merged.read(&self.snapshots(), from, usize::MAX);
        page.items.into_iter().map(|line| line.record.text).collect()
    }

    fn all(&mut self) -> Vec<String> {
        let first = self.merged.bounds(&self.snapshots()).first;
        self.texts(first)
    }
}

#[test]
fn what_is_there_is_in_the_order_of_time() {
    let mut logs = Logs::new(&[&[1, 4, 9], &[2, 3, 5, 20], &[]]);
    let bounds = logs.update(Duration::ZERO);
    assert_eq!((bounds.first, bounds.next, bounds.holds), (MIDDLE - 7, MIDDLE, false));
    assert_eq!(logs.texts(MIDDLE - 3), ["1:5", "0:9", "1:20"]);
    assert_eq!(logs.all(), ["0:1", "1:2", "1:3", "0:4", "1:5", "0:9", "1:20"]);
    let lines = logs
        .merged
        .lines(&logs.kept.iter().map(KeptLog::snapshot).collect::<Vec<_>>(), [MIDDLE - 2].into_iter());
    assert_eq!(lines[0].origin, Some(Origin { source: 0, seq: FIRST_SEQ + 2 }));
    assert_eq!(logs.merged.number_of(&[FIRST_SEQ + 1, FIRST_SEQ + 2, FIRST_SEQ]), MIDDLE - 4);
}

#[test]
fn what_comes_a_little_late_falls_in_its_place() {
    let mut logs = Logs::new(&[&[], &[]]);
    logs.update(Duration::ZERO);
    logs.write(0, &[100, 300]);
    assert!(logs.update(Duration::from_millis(10)).holds);
    logs.write(1, &[200]);
    assert_eq!(logs.update(Duration::from_millis(200)).next, MIDDLE);
    // The first two were held long enough: the third comes behind them, as it did later than that.
    let bounds = logs.update(Duration::from_millis(100));
    assert_eq!((bounds.next, bounds.holds), (MIDDLE + 2, true));
    logs.write(0, &[400]);
    logs.update(Duration::from_millis(100));
    let bounds = logs.update(Duration::from_millis(300));
    assert_eq!((bounds.next, bounds.holds), (MIDDLE + 4, false));
    assert_eq!(logs.all(), ["0:100", "0:300", "1:200", "0:400"]);
}

#[test]
fn what_came_together_is_ordered() {
    let mut logs = Logs::new(&[&[], &[]]);
    logs.update(Duration::ZERO);
    logs.write(0, &[100, 300]);
    logs.write(1, &[50, 200]);
    logs.update(Duration::from_millis(10));
    logs.update(HELD);
    assert_eq!(logs.all(), ["1:50", "0:100", "1:200", "0:300"]);
}

#[test]
fn what_comes_far_too_late_begins_it_anew() {
    let mut logs = Logs::new(&[&[10_000], &[]]);
    let before = logs.update(Duration::ZERO).generation;
    logs.write(1, &[1_000, 2_000]);
    logs.update(Duration::from_millis(10));
    assert_eq!(logs.update(HELD).generation, before);
    assert_eq!(logs.all(), ["0:10000", "1:1000", "1:2000"]);
    assert_eq!(logs.update(ANEW_AFTER).generation, before + 1);
    assert_eq!(logs.all(), ["1:1000", "1:2000", "0:10000"]);
}

#[test]
fn a_search_finds_in_all_and_goes_on() {
    let mut logs = Logs::new(&[&[1, 4, 9], &[2, 3, 5, 20], &[6]]);
    logs.update(Duration::ZERO);
    let query = |pattern: &str, sources| Query {
        pattern: pattern.to_owned(),
        is_regex: true,
        sources,
        ..Query::default()
    };
    let new = |query| Search::new(Matcher::new(&query).unwrap());
    let (all, one) = (new(query("", vec![])), new(query("[:][2-9]", vec![0, 2])));
    let found = |logs: &mut Logs, search: &Search| -> Vec<String> {
        let snapshots = logs.snapshots();
        let merged = Mutex::new(std::mem::replace(&mut logs.merged, Merged::new(0)));
        super::super::search(search, &merged, &snapshots);
        logs.merged = merged.into_inner().unwrap();
        let numbers: Vec<u64> = (0..search.progress().matches).filter_map(|n| search.nth(n)).collect();
        let lines = logs.merged.lines(&snapshots, numbers.into_iter());
        lines.into_iter().map(|line| line.record.text).collect()
    };
    assert_eq!(found(&mut logs, &all), ["0:1", "1:2", "1:3", "0:4", "1:5", "2:6", "0:9", "1:20"]);
    assert_eq!(found(&mut logs, &one), ["0:4", "2:6", "0:9"]);
    assert_eq!(one.progress().lines, 8);
    logs.write(2, &[30, 31]);
    logs.write(1, &[32]);
    logs.update(Duration::from_millis(10));
    logs.update(HELD);
    assert_eq!(found(&mut logs, &one), ["0:4", "2:6", "0:9", "2:30", "2:31"]);
    assert_eq!((all.progress().matches, one.progress().lines), (8, 11));
    assert_eq!(found(&mut logs, &all).len(), 11);
}

proptest! {
    #[test]
    fn every_line_is_there_once_and_in_order(
        before in proptest::collection::vec(proptest::collection::vec(0_i64..1_000, 0..60), 1..5),
        down in 0_u64..200,
        after in proptest::collection::vec((0_usize..5, proptest::collection::vec(1_000_i64..2_000, 0..30)), 0..6),
    ) {
        let sorted: Vec<Vec<i64>> = before.into_iter().map(|mut times| { times.sort_unstable(); times }).collect();
        let mut logs = Logs::new(&sorted.iter().map(Vec::as_slice).collect::<Vec<_>>());
        logs.update(Duration::ZERO);
        logs.merged.down_to(&logs.snapshots(), MIDDLE - down);
        let mut all: Vec<i64> = sorted.iter().flatten().copied().collect();
        let sources = sorted.len();
        let mut written: Vec<Vec<i64>> = vec![Vec::new(); sources];
        for (source, mut times) in after {
            times.sort_unstable();
            let source = source % sources;
            // Within one log they rise.
            times.retain(|ms| written[source].last().is_none_or(|last| ms >= last));
            logs.write(source, &times);
            all.extend(&times);
            written[source].extend(times);
        }
        logs.update(Duration::from_millis(1));
        let bounds = logs.update(HELD);
        all.sort_unstable();
        let texts = logs.all();
        let times: Vec<i64> = texts.iter().map(|text| text.split_once(':').unwrap().1.parse().unwrap()).collect();
        prop_assert_eq!(&times, &all);
        prop_assert_eq!(bounds.next - bounds.first, all.len() as u64);
        // Any page begins with the line that its number says.
        for from in (bounds.first..bounds.next).step_by(7) {
            let at = (from - bounds.first) as usize;
            let page = logs.merged.read(&logs.snapshots(), from, 1);
            prop_assert_eq!(page.items[0].seq, from);
            prop_assert_eq!(&page.items[0].record.text, &texts[at]);
        }
    }
}
