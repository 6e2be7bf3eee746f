//! For tests: real files, mutated, with their checksums wrong or made right again, must never make the history panic,
//! hang or take memory without bounds.

use crate::frame::FRAME_HEAD_BYTES;
use crate::head::{self, FileKind, HEAD_BYTES};
use crate::key::Keys;
use crate::segment;
use crate::{History, Kind, Metric, MinAvgMax, Options, Row, SeriesError, SeriesKey};
use slipway_model::bytes::Reader;
use slipway_model::{ContainerId, EngineKey};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const START_MS: i64 = 1_764_000_000_000;
const SECONDS: i64 = 1_500;
/// Short logs, so that every tier is there after minutes.
const OPTIONS: Options = Options { cap_bytes: 1 << 20, log_ms: 20_000 };

/// How it went.
#[derive(Debug, Clone, Copy, Default)]
pub struct Fuzzed {
    /// Folders that were mutated and opened.
    pub turns: u64,
    /// The time that the longest of them took.
    pub longest: Duration,
}

/// Makes a history below `folder`, mutates copies of it and uses them, as long as `goes_on` says so. A panic is a
/// fault found. The same seed mutates in the same way.
///
/// # Errors
/// [`SeriesError`] where `folder` cannot be used; errors of the mutated history are none.
pub fn run(folder: &Path, seed: u64, goes_on: &mut dyn FnMut() -> bool) -> Result<Fuzzed, SeriesError> {
    let files = base(&folder.join("base"))?;
    let mut random = Random::new(seed);
    let mut fuzzed = Fuzzed::default();
    while goes_on() {
        let turn = folder.join("turn");
        let _ = std::fs::remove_dir_all(&turn);
        std::fs::create_dir_all(&turn).map_err(SeriesError::io(&turn))?;
        let mutations = random.below(4) + 1;
        let mut mutated: Vec<_> = files.clone();
        for _ in 0..mutations {
            let other = random.pick(&mutated).map(|file| file.1.clone()).unwrap_or_default();
            let at = random.below(mutated.len());
            if let Some((_, bytes)) = mutated.get_mut(at) {
                mutate(bytes, &other, &mut random);
                if random.below(4) > 0 {
                    make_sums_right(bytes);
                }
            }
        }
        for (name, bytes) in &mutated {
            let path = turn.join(name);
            std::fs::write(&path, bytes).map_err(SeriesError::io(&path))?;
        }
        let begun = Instant::now();
        exercise(&turn, &mut random);
        fuzzed.turns += 1;
        fuzzed.longest = fuzzed.longest.max(begun.elapsed());
    }
    Ok(fuzzed)
}

fn key(number: usize) -> SeriesKey {
    SeriesKey { engine: EngineKey::new("engine"), container: ContainerId::new(format!("{number:064x}")) }
}

fn append(history: &History, time_ms: i64) -> Result<(), SeriesError> {
    let second = (time_ms / 1000 % 1000) as f64;
    let values = [
        (
            Metric { id: 1, kind: Kind::Amount },
            MinAvgMax { min: second, avg: second * 1e3, max: second * 1e5 },
        ),
        (Metric { id: 2, kind: Kind::Exact }, MinAvgMax::only((second / 100.0).floor())),
        (
            Metric { id: 3, kind: Kind::Fraction },
            MinAvgMax::only(if second > 500.0 { 0.5 } else { f64::NAN }),
        ),
    ];
    let keys = [key(0), key(1)];
    let rows = keys.each_ref().map(|key| Row { key, span_ms: 1000, values: &values });
    history.append(time_ms, &rows).map(drop)
}

/// The files of a small history with every tier, by name.
fn base(folder: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>, SeriesError> {
    let (history, _) = History::open(folder, OPTIONS, START_MS)?;
    for second in 1..=SECONDS {
        let time_ms = START_MS + second * 1000;
        append(&history, time_ms)?;
        while history.maintain(time_ms)? {}
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(SeriesError::io(folder))? {
        let path = entry.map_err(SeriesError::io(folder))?.path();
        let bytes = std::fs::read(&path).map_err(SeriesError::io(&path))?;
        files.push((path.file_name().map(PathBuf::from).unwrap_or_default(), bytes));
    }
    files.sort_unstable();
    Ok(files)
}

fn exercise(folder: &Path, random: &mut Random) {
    let now_ms = START_MS + SECONDS * 1000;
    look(History::read(folder).ok().map(|opened| opened.0), now_ms, random);
    if let Ok((history, _)) = History::open(folder, OPTIONS, now_ms) {
        for second in 1..30 {
            let _ = append(&history, now_ms + second * 1000);
        }
        let later_ms = now_ms + random.below(20) as i64 * 3_600_000;
        for _ in 0..100 {
            if !history.maintain(later_ms).unwrap_or(false) {
                break;
            }
        }
        look(Some(history), now_ms, random);
    }
    look(History::open(folder, OPTIONS, now_ms).ok().map(|opened| opened.0), now_ms, random);
}

fn look(history: Option<History>, now_ms: i64, random: &mut Random) {
    let Some(history) = history else { return };
    let _ = history.spans();
    for number in 0..2 {
        let span_ms = [30_000, 600_000, 100_000_000][random.below(3)];
        let _ = history.window(&key(number), &[1, 2, 3], now_ms - span_ms, now_ms, random.below(1000));
    }
    let _ = history.window(&key(0), &[1], i64::MIN, i64::MAX, 100);
}

/// One mutation: cut, flipped, made longer, or mixed with another file.
pub fn mutate(bytes: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let length = random.below(64);
    match random.below(6) {
        0 => bytes.truncate(at),
        1 => {
            let from = random.below(other.len() + 1);
            let piece = other.get(from..).unwrap_or_default();
            let piece = piece.get(..length.min(piece.len())).unwrap_or_default().to_vec();
            drop(bytes.splice(at..at, piece));
        }
        2 => drop(bytes.drain(at..(at + length).min(bytes.len()))),
        3 => bytes.extend((0..length).map(|_| random.byte())),
        // Large numbers where small ones are expected.
        4 => bytes.iter_mut().skip(at).take(length % 10).for_each(|byte| *byte = 0xff),
        _ => bytes.iter_mut().skip(at).take(length % 4 + 1).for_each(|byte| *byte ^= 1 << random.below(8)),
    }
}

/// Gives a file a version, with a right checksum.
pub fn set_version(bytes: &mut [u8], version: u16) {
    if let Some(place) = bytes.get_mut(8..10) {
        place.copy_from_slice(&version.to_le_bytes());
    }
    put_sum(bytes, 0..12, 12);
}

fn put_sum(bytes: &mut [u8], of: std::ops::Range<usize>, at: usize) {
    let sum = bytes.get(of).map(crc32fast::hash);
    if let (Some(sum), Some(place)) = (sum, bytes.get_mut(at..at.saturating_add(4))) {
        place.copy_from_slice(&sum.to_le_bytes());
    }
}

/// Makes every checksum right, so that what lies behind them is reached.
fn make_sums_right(bytes: &mut [u8]) {
    put_sum(bytes, 0..12, 12);
    if head::check(bytes, FileKind::Log, 0).is_ok() {
        let mut at = HEAD_BYTES;
        while let Some(Ok(length)) = bytes.get(at..).map(|rest| Reader(rest).u32()) {
            let payload = at + FRAME_HEAD_BYTES;
            let Some(end) = payload.checked_add(length as usize).filter(|end| *end <= bytes.len()) else {
                break;
            };
            put_sum(bytes, payload..end, at + 4);
            at = end;
        }
        return;
    }
    let Some(trailer) = bytes.len().checked_sub(segment::TRAILER_BYTES) else { return };
    let length = bytes.get(trailer..).and_then(|rest| Reader(rest).u32().ok()).unwrap_or(0);
    let Some(footer) = trailer.checked_sub(length as usize) else { return };
    let blocks = bytes.get(footer..trailer).map(|footer_bytes| {
        segment::decode_footer(footer_bytes, footer as u64, &mut Keys::default()).unwrap_or_default()
    });
    for (start, end) in blocks.unwrap_or_default().values().map(segment::BlockPlace::range) {
        put_sum(bytes, start + 4..end, start);
    }
    put_sum(bytes, footer..trailer, trailer + 4);
}

/// Numbers that look random and are the same each time.
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    /// From a seed, whichever.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn byte(&mut self) -> u8 {
        (self.next() >> 32) as u8
    }

    /// Less than `bound`; 0 where that is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        ((self.next() >> 16) % (bound as u64).max(1)) as usize
    }

    /// One of them.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }
}
