//! The files of kept lines.

use slipway_engine::LogStream;
use slipway_logs::keep::fuzz::{make_segment_right, make_tail_right};
use slipway_logs::keep::{KeptLog, Record};
use slipway_logs::search::{Matcher, Query, Search};
use slipway_model::{Cursor, Timestamp};
use slipway_series::fuzz::{Random, mutate};
use slipway_tests::paths;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Some megabytes of lines are not looked at for longer, whatever stands in the files. This machine may be busy.
const LONGEST: Duration = Duration::from_secs(20);

#[test]
fn no_bytes_of_kept_lines_panic_or_hang() {
    let folder = paths::fresh("fuzz-lines");
    let files = base(&folder.join("base"));
    let mut random = Random::new(super::seed("lines"));
    let mut goes_on = super::until_the_end();
    let (mut turns, mut longest) = (0_u64, Duration::ZERO);
    let place = folder.join("turn");
    while goes_on() {
        let _ = std::fs::remove_dir_all(&place);
        std::fs::create_dir_all(&place).expect("the scratch folder can be written");
        let mut mutated = files.clone();
        for _ in 0..=random.below(4) {
            let other = random.pick(&mutated).map(|file| file.1.clone()).unwrap_or_default();
            let at = random.below(mutated.len());
            let (name, bytes) = &mut mutated[at];
            mutate(bytes, &other, &mut random);
            if random.below(4) > 0 {
                let is_tail = name.extension().is_some_and(|ending| ending == "tail");
                if is_tail { make_tail_right(bytes) } else { make_segment_right(bytes) }
            }
        }
        for (name, bytes) in &mutated {
            std::fs::write(place.join(name), bytes).expect("the scratch folder can be written");
        }
        let begun = Instant::now();
        use_them(&place, &mut random);
        turns += 1;
        longest = longest.max(begun.elapsed());
    }
    eprintln!("lines: {turns} logs, the slowest took {longest:?}");
    assert!(turns > 0 && longest < LONGEST, "{turns} turns, {longest:?}");
    paths::remove_all(&folder);
}

fn record(number: i64, text: String) -> Record {
    Record {
        time: Timestamp::from_ms(1_764_000_000_000 + number),
        stream: if number % 3 == 0 { LogStream::Stderr } else { LogStream::Stdout },
        level: (number % 7) as u8,
        truncated: number % 11 == 0,
        part: number % 13 == 0,
        text,
        styles: if number % 5 == 0 { vec![1, 2, 3] } else { Vec::new() },
        gap: None,
    }
}

/// Two blocks in a segment, and a tail.
fn base(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let (mut log, _) = KeptLog::open(folder.to_owned(), u64::MAX).expect("an empty folder");
    for from in (0..70_000).step_by(7_000) {
        let lines: Vec<_> = (from..from + 7_000).map(|n| record(n, format!("line {n}"))).collect();
        log.append(&lines, [None; 2]).expect("it can be written");
    }
    drop(log);
    let files = std::fs::read_dir(folder).expect("it is there").map(|entry| entry.expect("a file").path());
    let mut files: Vec<_> = files
        .map(|path| (path.file_name().expect("a name").into(), std::fs::read(&path).expect("a file")))
        .collect();
    files.sort();
    assert!(files.len() >= 2, "a segment and a tail");
    files
}

fn use_them(folder: &Path, random: &mut Random) {
    let look = |log: &mut KeptLog| {
        let mut at = Cursor(log.first());
        while at.0 < log.next() {
            let page = log.read(at, 1 << 20);
            if page.next == at {
                break;
            }
            at = page.next;
        }
        log.tail(100);
        log.seq_at(1_764_000_035_000_000_000);
        let query = Query { pattern: "line 35".to_owned(), least_level: 2, ..Query::default() };
        let search = Search::new(Matcher::new(&query).expect("a text"));
        log.search(&search);
        search.columns(log.first(), log.next(), 100);
        search.nth(random_place(&search));
    };
    if let Ok(mut log) = KeptLog::read_only(folder.to_owned()) {
        look(&mut log);
    }
    if let Ok((mut log, _)) = KeptLog::open(folder.to_owned(), 1 << 20) {
        let lines: Vec<_> = (0..random.below(3_000) as i64).map(|n| record(n, format!("new {n}"))).collect();
        let next = log.next();
        // What it says of a disk that it may not write is no fault here.
        let _ = log.append(&lines, [None; 2]);
        assert_eq!(log.next(), next + lines.len() as u64);
        look(&mut log);
    }
}

fn random_place(search: &Search) -> u64 {
    search.progress().matches / 2
}
