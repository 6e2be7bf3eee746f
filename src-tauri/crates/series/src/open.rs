//! Opening a folder: what a crash left is put in order, what cannot be read is put aside and said.

use crate::SeriesError;
use crate::aside;
use crate::folder::{self, Listing};
use crate::history::{History, Options, State, WaitingLog};
use crate::log_file::{self, LogFile, ReadLog};
use crate::segment::{ReadSegment, Segment, SegmentName};
use crate::tier::Tier;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A reader lists anew so often where files vanish between listing and opening.
const ATTEMPTS: usize = 5;

/// What was found that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenReport {
    /// Bytes at the ends of logs that were no whole frame: a write that a kill cut short, or damage.
    pub cut_bytes: u64,
    /// Files that are damaged: where they lie now. A reader leaves them in their place.
    pub put_aside: Vec<PathBuf>,
    /// Files of a newer Slipway, which were left alone. They are not lost, only not shown.
    pub newer: Vec<PathBuf>,
}

impl History {
    /// Opens a folder, which is made where it is missing, for the one process that writes it (the caller holds the
    /// recorder's lock).
    ///
    /// # Errors
    /// [`SeriesError::Io`] or [`SeriesError::Full`] where the folder cannot be used. Damaged files are no error.
    pub fn open(folder: &Path, options: Options, now_ms: i64) -> Result<(Self, OpenReport), SeriesError> {
        std::fs::create_dir_all(folder).map_err(SeriesError::io(folder))?;
        let (mut state, mut report) = (State::default(), OpenReport::default());
        let listing = folder::list(folder)?;
        state.next_seq = listing.next_seq;
        for path in &listing.temporary {
            std::fs::remove_file(path).map_err(SeriesError::io(path))?;
        }
        open_segments(&mut state, &listing, &mut report, |path| aside::put_aside(path, now_ms))?;
        for (seq, path) in listing.logs {
            if is_sealed(&state.segments, seq) {
                std::fs::remove_file(&path).map_err(SeriesError::io(&path))?;
            } else {
                open_log(&mut state, seq, path, &mut report, now_ms)?;
            }
        }
        state.aside = aside::look(listing.aside.iter().chain(&report.put_aside), Some(now_ms));
        if let Some(last) = state.waiting.pop() {
            let goes_on = last.log.first_ms.is_none_or(|first_ms| {
                first_ms.abs_diff(now_ms) < options.log_ms.unsigned_abs() && last.log.last_ms <= Some(now_ms)
            });
            match Arc::try_unwrap(last) {
                Ok(WaitingLog { seq, path, log, bytes }) if goes_on => {
                    state.current = Some(LogFile::go_on(path, seq, log, bytes)?);
                }
                Ok(last) => state.waiting.push(Arc::new(last)),
                Err(last) => state.waiting.push(last),
            }
        }
        Ok((Self::over(folder, options, false, state), report))
    }

    /// Opens a folder for reading while another process may write it. Every question to it looks at the files anew.
    ///
    /// # Errors
    /// [`SeriesError::Io`] where the folder or a file in it cannot be read.
    pub fn read(folder: &Path) -> Result<(Self, OpenReport), SeriesError> {
        let history = Self::over(folder, Options::default(), true, State::default());
        let report = history.look_again()?;
        Ok((history, report))
    }

    /// Where another process writes, takes what is new.
    pub(crate) fn refresh(&self) -> Result<(), SeriesError> {
        if self.is_read_only { self.look_again().map(drop) } else { Ok(()) }
    }

    fn look_again(&self) -> Result<OpenReport, SeriesError> {
        let mut attempt = 1;
        loop {
            match self.try_look_again() {
                Err(error) if error.is_gone() && attempt < ATTEMPTS && self.folder.is_dir() => attempt += 1,
                done => return done,
            }
        }
    }

    fn try_look_again(&self) -> Result<OpenReport, SeriesError> {
        let mut report = OpenReport::default();
        let listing = settled(&self.folder)?;
        let mut state = self.state();
        let state = &mut *state;
        // One that was written anew, without a container that was forgotten, is shorter.
        let is_same = |known: &Segment| known.path.metadata().is_ok_and(|file| file.len() == known.bytes);
        state
            .segments
            .retain(|known| listing.segments.iter().any(|(name, _)| *name == known.name) && is_same(known));
        open_segments(state, &listing, &mut report, |path| Ok(path.to_owned()))?;
        state.aside = aside::look(listing.aside.iter(), None);
        let mut waiting = std::mem::take(&mut state.waiting);
        waiting.retain(|known| listing.logs.iter().any(|(seq, _)| *seq == known.seq));
        for (seq, path) in listing.logs {
            if is_sealed(&state.segments, seq) {
                continue;
            }
            let known = waiting.iter().position(|known| known.seq == seq).map(|at| waiting.remove(at));
            match known.map(Arc::try_unwrap) {
                Some(Ok(mut known)) => {
                    known.bytes = log_file::read_on(&path, &mut known.log, known.bytes, &mut state.keys)?;
                    state.waiting.push(Arc::new(known));
                }
                _ => match log_file::read(&path, &mut state.keys)? {
                    // Its head is not there yet.
                    ReadLog::Read { whole_bytes: 0, .. } => {}
                    ReadLog::Read { log, whole_bytes: bytes, .. } => {
                        state.waiting.push(Arc::new(WaitingLog { seq, path, log, bytes }));
                    }
                    ReadLog::Damaged => report.put_aside.push(path),
                    ReadLog::Newer => report.newer.push(path),
                },
            }
        }
        Ok(report)
    }
}

/// Lists the folder until two listings agree: in the middle of one, a log may turn into a segment and be seen as
/// neither.
fn settled(folder: &Path) -> Result<Listing, SeriesError> {
    let mut listing = folder::list(folder)?;
    for _ in 1..ATTEMPTS {
        let again = folder::list(folder)?;
        if again == listing {
            break;
        }
        listing = again;
    }
    Ok(listing)
}

/// Whether a log has been made into a segment.
fn is_sealed(segments: &[Arc<Segment>], seq: u32) -> bool {
    let name = SegmentName { tier: Tier::Second, first_seq: seq, last_seq: seq };
    segments.iter().any(|segment| segment.name == name)
}

/// Opens the segments that are listed and not open yet.
fn open_segments(
    state: &mut State,
    listing: &Listing,
    report: &mut OpenReport,
    put_aside: impl Fn(&Path) -> Result<PathBuf, SeriesError>,
) -> Result<(), SeriesError> {
    for (name, path) in &listing.segments {
        let Err(place) = state.segments.binary_search_by_key(name, |known| known.name) else { continue };
        match Segment::open(path, *name, &mut state.keys)? {
            ReadSegment::Read(segment) => state.segments.insert(place, Arc::new(segment)),
            ReadSegment::Damaged => report.put_aside.push(put_aside(path)?),
            ReadSegment::Newer => report.newer.push(path.clone()),
        }
    }
    Ok(())
}

fn open_log(
    state: &mut State,
    seq: u32,
    path: PathBuf,
    report: &mut OpenReport,
    now_ms: i64,
) -> Result<(), SeriesError> {
    match log_file::read(&path, &mut state.keys)? {
        ReadLog::Damaged => report.put_aside.push(aside::put_aside(&path, now_ms)?),
        ReadLog::Newer => report.newer.push(path),
        ReadLog::Read { whole_bytes: 0, file_bytes, .. } => {
            report.cut_bytes += file_bytes;
            std::fs::remove_file(&path).map_err(SeriesError::io(&path))?;
        }
        ReadLog::Read { log, whole_bytes, file_bytes } => {
            if file_bytes > whole_bytes {
                let file = OpenOptions::new().write(true).open(&path).map_err(SeriesError::io(&path))?;
                file.set_len(whole_bytes).map_err(SeriesError::io(&path))?;
                report.cut_bytes += file_bytes - whole_bytes;
            }
            state.waiting.push(Arc::new(WaitingLog { seq, path, log, bytes: whole_bytes }));
        }
    }
    Ok(())
}
