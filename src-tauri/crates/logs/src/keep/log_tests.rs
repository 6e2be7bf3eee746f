//! A kept log against what was written to it, also where its files are torn or of a newer version.

use super::*;
use crate::keep::{Gap, Missing};
use proptest::prelude::*;
use slipway_engine::LogStream;
use slipway_model::Timestamp;

const PLENTY: u64 = u64::MAX;

fn record(number: u64, text: impl Into<String>) -> Record {
    Record {
        time: Timestamp::from_unix_nanos(1_700_000_000_000_000_000 + number as i64 * 1_000_003),
        stream: if number.is_multiple_of(3) { LogStream::Stderr } else { LogStream::Stdout },
        level: (number % 7) as u8,
        truncated: number.is_multiple_of(11),
        part: number.is_multiple_of(13),
        text: text.into(),
        styles: if number.is_multiple_of(5) { vec![1, 2, number as u8] } else { Vec::new() },
        gap: None,
    }
}

fn line(number: u64) -> Record {
    record(number, format!("line {number} of a log, 中文 and all, {}", "x".repeat((number % 90) as usize)))
}

fn lines(numbers: std::ops::Range<u64>) -> Vec<Record> {
    numbers.map(line).collect()
}

fn place(bytes: u64) -> [Option<Place>; 2] {
    [Some(Place { time: Timestamp::from_ms(5), bytes }), None]
}

fn open(folder: &Path) -> KeptLog {
    let (log, report) = KeptLog::open(folder.to_owned(), PLENTY).unwrap();
    assert_eq!(report, KeptReport::default());
    log
}

fn put_in_front(log: &mut KeptLog, older: &[Record]) {
    let mut taken = log.older().unwrap();
    older.iter().for_each(|record| taken.push(record).unwrap());
    log.put_in_front(taken).unwrap();
}

/// All lines, page by page.
fn all(log: &mut KeptLog) -> Vec<Record> {
    let (mut at, mut found) = (Cursor(log.first()), Vec::new());
    while at.0 < log.next() {
        let page = log.read(at, 64 * 1024);
        assert_eq!(page.skipped, 0);
        assert_eq!(page.items.first().map(|line| line.seq), Some(at.0));
        at = page.next;
        found.extend(page.items.into_iter().map(|line| line.record));
    }
    found
}

#[test]
fn what_is_appended_is_there_at_once_and_after_a_start() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = open(folder.path());
    for number in (0..60_000).step_by(1_000) {
        log.append(&lines(number..number + 1_000), place(number)).unwrap();
    }
    assert!(log.sealed.len() >= 3, "{} blocks", log.sealed.len());
    assert!(all(&mut log) == lines(0..60_000));
    assert_eq!((log.first(), log.next()), (FIRST_SEQ, FIRST_SEQ + 60_000));
    let mut reader = KeptLog::read_only(folder.path().to_owned()).unwrap();
    assert!(all(&mut reader) == lines(0..60_000), "whoever reads meanwhile has them too");
    drop(log);
    let mut log = open(folder.path());
    assert_eq!(log.places(), place(59_000));
    assert!(all(&mut log) == lines(0..60_000));
    log.append(&lines(60_000..60_001), place(7)).unwrap();
    assert_eq!(log.tail(2).items[1].record, line(60_000));
    assert_eq!(log.tail(2).items[0].record, line(59_999));
}

#[test]
fn older_lines_come_in_front_and_stay_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = open(folder.path());
    log.append(&lines(50_000..50_010), place(1)).unwrap();
    put_in_front(&mut log, &lines(20_000..50_000));
    put_in_front(&mut log, &lines(10_000..20_000));
    put_in_front(&mut log, &[]);
    assert_eq!(log.first(), FIRST_SEQ - 40_000);
    assert!(all(&mut log) == lines(10_000..50_010));
    log.append(&lines(50_010..90_000), place(2)).unwrap();
    drop(log);
    assert!(all(&mut open(folder.path())) == lines(10_000..90_000));
}

#[test]
fn older_lines_that_are_given_up_leave_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = open(folder.path());
    log.append(&lines(50_000..50_010), place(1)).unwrap();
    let mut older = log.older().unwrap();
    lines(0..50_000).iter().for_each(|record| older.push(record).unwrap());
    let files = || std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(files(), 2);
    drop(older);
    assert_eq!((files(), log.first()), (1, FIRST_SEQ));
}

#[test]
fn of_more_older_lines_than_have_room_the_newest_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (mut log, _) = KeptLog::open(folder.path().to_owned(), 20 << 20).unwrap();
    log.append(&lines(50_000..50_010), place(1)).unwrap();
    let all: Vec<Record> = (0..30_000).map(|number| record(number, noise(number))).collect();
    put_in_front(&mut log, &all);
    let kept = (log.next() - log.first() - 10) as usize;
    assert!((3_000..11_000).contains(&kept), "{kept}");
    drop(log);
    let mut log = open(folder.path());
    let found = super::tests::all(&mut log);
    assert!(found[..kept] == all[30_000 - kept..] && found[kept..] == lines(50_000..50_010));
}

/// Text that does not get smaller.
fn noise(mut seed: u64) -> String {
    let mut text = String::new();
    while text.len() < 2_000 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.extend(seed.to_le_bytes().map(|byte| char::from(b'!' + byte % 90)));
    }
    text
}

#[test]
fn a_moment_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = open(folder.path());
    log.append(&lines(0..40_000), place(1)).unwrap();
    for number in [0, 1, 17_000, 32_767, 39_999] {
        assert_eq!(log.seq_at(line(number).time.unix_nanos()), FIRST_SEQ + number);
        assert_eq!(log.seq_at(line(number).time.unix_nanos() - 1), FIRST_SEQ + number);
    }
    assert_eq!(log.seq_at(i64::MAX), log.next());
    assert_eq!(log.seq_at(i64::MIN), FIRST_SEQ);
}

#[test]
fn a_gap_is_a_row_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = open(folder.path());
    let gap = |lines| Record {
        gap: Some(Gap { missing: Missing::Rotated, lines }),
        text: String::new(),
        styles: Vec::new(),
        ..line(1)
    };
    let rows = [line(0), gap(Some(3)), gap(None), line(5)];
    log.append(&rows, place(1)).unwrap();
    drop(log);
    let mut log = open(folder.path());
    assert_eq!(all(&mut log), rows);
    log.append(&lines(0..40_000), place(2)).unwrap();
    assert_eq!(all(&mut log)[..4], rows);
}

#[test]
fn the_oldest_go_where_there_is_too_much() {
    let folder = tempfile::tempdir().unwrap();
    let (mut log, _) = KeptLog::open(folder.path().to_owned(), 20 << 20).unwrap();
    let noise: Vec<Record> = (0..1_000).map(|number| record(number, noise(number))).collect();
    for turn in 0..40 {
        log.append(&noise, place(turn)).unwrap();
    }
    assert!(log.bytes() <= 20 << 20 && log.bytes() > 10 << 20, "{} B", log.bytes());
    assert!(log.first() > FIRST_SEQ);
    let page = log.read(Cursor(FIRST_SEQ), 100);
    assert_eq!(page.skipped, log.first() - FIRST_SEQ, "what went is counted");
    let first = log.first();
    drop(log);
    let mut log = open(folder.path());
    assert_eq!(log.first(), first);
    assert_eq!(all(&mut log).len() as u64, FIRST_SEQ + 40_000 - first);
}

#[test]
fn a_damaged_block_is_a_counted_hole_and_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = open(folder.path());
    log.append(&lines(0..100_000), place(1)).unwrap();
    let (second, third) = (log.sealed[1].clone(), log.sealed[2].head.first_seq);
    drop(log);
    let mut bytes = std::fs::read(&*second.path).unwrap();
    let at = log_offset_of(&second) + 200;
    bytes[at] ^= 0xff;
    std::fs::write(&*second.path, bytes).unwrap();
    let mut log = open(folder.path());
    let first = log.read(Cursor(log.first()), usize::MAX);
    assert_eq!(first.next.0, second.head.first_seq, "a page ends before a hole");
    let page = log.read(first.next, 100);
    assert_eq!((page.skipped, page.items[0].seq), (third - second.head.first_seq, third));
}

fn log_offset_of(block: &BlockRef) -> usize {
    let segment = Segment::read(block.path.to_path_buf()).unwrap();
    let before = segment.blocks.iter().take_while(|one| one.head.first_seq < block.head.first_seq);
    before.map(|one| crate::keep::block::HEAD_BYTES + one.head.parts_bytes()).sum()
}

#[test]
fn what_a_newer_slipway_wrote_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = open(folder.path());
    log.append(&lines(0..40_000), place(1)).unwrap();
    let (segment, tail) = (log.sealed[0].path.clone(), log.tail.as_ref().unwrap().path().to_owned());
    drop(log);
    for path in [&*segment, &tail] {
        let mut bytes = std::fs::read(path).unwrap();
        bytes[4] = 2;
        std::fs::write(path, bytes).unwrap();
    }
    let before = (std::fs::read(&segment).unwrap(), std::fs::read(&tail).unwrap());
    let (mut log, report) = KeptLog::open(folder.path().to_owned(), PLENTY).unwrap();
    assert_eq!(report.newer, [segment.to_path_buf(), tail.clone()]);
    log.append(&lines(0..5), place(1)).unwrap();
    assert_eq!(all(&mut log), lines(0..5));
    assert_eq!((std::fs::read(&segment).unwrap(), std::fs::read(&tail).unwrap()), before);
}

/// A tail that ends anywhere, as a kill leaves it, gives a whole beginning and goes on from there.
#[test]
fn a_torn_end_is_cut_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = open(folder.path());
    for number in 0..20 {
        log.append(&lines(number * 10..number * 10 + 10), place(number)).unwrap();
    }
    let tail = log.tail.as_ref().unwrap().path().to_owned();
    drop(log);
    let whole = std::fs::read(&tail).unwrap();
    for end in (16..whole.len()).step_by(37) {
        std::fs::write(&tail, &whole[..end]).unwrap();
        let mut log = KeptLog::read_only(folder.path().to_owned()).unwrap();
        let found = all(&mut log);
        assert_eq!(found, lines(0..found.len() as u64));
        assert_eq!(found.len() % 10, 0, "what was written together is there together");
        let expected = (found.len() as u64 / 10).checked_sub(1).map_or([None; 2], place);
        assert_eq!(log.places(), expected, "its place is that of its lines");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_deeds_in_any_order_keep_every_line(
        deeds in proptest::collection::vec((0_u8..4, 0_usize..4_000), 1..24),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut log = open(folder.path());
        let (mut model, mut number) = (VecDeque::new(), 1_000_000);
        let mut front = number;
        for (deed, count) in deeds {
            match deed {
                0 | 1 => {
                    let fresh = lines(number..number + count as u64);
                    number += count as u64;
                    log.append(&fresh, place(number)).unwrap();
                    model.extend(fresh);
                }
                2 => {
                    let older = lines(front - count as u64..front);
                    front -= count as u64;
                    put_in_front(&mut log, &older);
                    older.into_iter().rev().for_each(|one| model.push_front(one));
                }
                _ => {
                    let places = log.places();
                    drop(log);
                    log = open(folder.path());
                    prop_assert_eq!(log.places(), places);
                }
            }
            prop_assert_eq!(log.next() - log.first(), model.len() as u64);
        }
        prop_assert!(all(&mut log) == model.into_iter().collect::<Vec<_>>());
    }
}
