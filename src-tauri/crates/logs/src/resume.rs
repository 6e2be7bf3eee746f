//! Where a log was left, so that a new stream goes on there: nothing twice, nothing lost.
//!
//! An engine can only be asked for everything since a moment, and gives that moment's own lines again. What was had
//! of a moment is counted in bytes, because lines share a nanosecond and engines cut frames differently. Each stream
//! counts for itself: standard output and standard error are stamped apart and may overtake each other by a little.

use crate::frame::place;
use slipway_engine::{LogFrame, LogStream};
use slipway_model::Timestamp;

/// How far the two streams may be apart in time.
const OVERLAP_MS: i64 = 2_000;

/// As many frames as this are asked for of a log of which nothing was had: where so many came, there may be older ones.
pub(crate) const LAST_FRAMES: u64 = 20_000;

/// What has been had of a log.
#[derive(Debug, Clone, Default)]
pub struct Resume {
    had: [Option<Place>; 2],
    skipping: [Option<Place>; 2],
    /// The time of the first frame that was had.
    first: Option<Timestamp>,
    /// How many were had since.
    frames: u64,
    /// The last place of all, until the first frame of a stream that began again.
    unmet: Option<Place>,
}

/// How much of one stream has been had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// The time of its last bytes.
    pub time: Timestamp,
    /// Bytes with exactly that time.
    pub bytes: u64,
}

impl Resume {
    /// Goes on where somebody was before.
    pub fn at(places: [Option<Place>; 2]) -> Self {
        let frames = if places == [None; 2] { 0 } else { LAST_FRAMES };
        Self { had: places, frames, ..Self::default() }
    }

    /// Up to where a stream was had.
    pub(crate) fn place(&self, stream: LogStream) -> Option<Place> {
        self.had[place(stream)]
    }

    /// Up to where a stream counts as had that has said nothing.
    pub(crate) fn silent(&self, stream: LogStream) -> Option<Place> {
        self.had[place(stream)].filter(|had| had.bytes == u64::MAX)
    }

    /// The moment to ask for, a little before the last one had; nothing when nothing was had.
    pub fn since(&self) -> Option<Timestamp> {
        let last = self.had.iter().flatten().map(|had| had.time).max()?;
        Some(Timestamp { ms: last.ms - OVERLAP_MS, ns: last.ns })
    }

    /// A stream begins again at [`Resume::since`].
    pub fn begin(&mut self) {
        self.skipping = self.had;
        self.unmet = self.had.iter().flatten().copied().max_by_key(|had| had.time);
    }

    /// Whether the engine had let go of what was had last, and so of an unknown number of lines behind it. Says so
    /// once, with the first frame of a stream that began again.
    pub fn missed(&mut self, frame: &LogFrame) -> bool {
        // The oldest go first: where anything as old is there, all that came later is.
        let (Some(last), Some(time)) = (self.unmet.take(), frame.time) else { return false };
        time > last.time
    }

    /// What is new of a frame, if anything.
    pub fn admit(&mut self, mut frame: LogFrame) -> Option<LogFrame> {
        let place = place(frame.stream);
        let time = frame.time.or(self.had[place].map(|had| had.time)).unwrap_or_default();
        if let Some(skip) = &mut self.skipping[place] {
            if time < skip.time {
                return None;
            }
            if time == skip.time {
                let again = usize::try_from(skip.bytes).unwrap_or(usize::MAX).min(frame.bytes.len());
                skip.bytes -= again as u64;
                let _had = frame.bytes.split_to(again);
            }
            if frame.bytes.is_empty() {
                return None;
            }
            self.skipping[place] = None;
        }
        let first = *self.first.get_or_insert(time);
        self.frames += 1;
        if self.frames == LAST_FRAMES && self.had[1 - place].is_none() {
            // Reading may have begun in the middle: what a silent stream wrote before is not new when it comes by.
            self.had[1 - place] = Some(Place { time: first, bytes: u64::MAX });
        }
        match &mut self.had[place] {
            Some(had) if had.time == time => {
                had.bytes = had.bytes.saturating_add(frame.bytes.len() as u64);
            }
            had => *had = Some(Place { time, bytes: frame.bytes.len() as u64 }),
        }
        Some(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use proptest::prelude::*;

    fn frame(stream: LogStream, ns: i64, text: &str) -> LogFrame {
        let time = Some(Timestamp::from_unix_nanos(10_000_000_000 + ns));
        LogFrame { stream, time, bytes: Bytes::copy_from_slice(text.as_bytes()) }
    }

    fn read(resume: &mut Resume, frames: &[LogFrame]) -> String {
        resume.begin();
        frames
            .iter()
            .filter_map(|frame| resume.admit(frame.clone()))
            .map(|frame| String::from_utf8(frame.bytes.to_vec()).unwrap())
            .collect()
    }

    const OUT: LogStream = LogStream::Stdout;

    #[test]
    fn lines_of_the_same_nanosecond_are_counted() {
        let all = [frame(OUT, 1, "a\n"), frame(OUT, 2, "b\n"), frame(OUT, 2, "b\n"), frame(OUT, 2, "c\n")];
        let mut resume = Resume::default();
        assert_eq!(read(&mut resume, &all[..2]), "a\nb\n");
        assert_eq!(read(&mut resume, &all), "b\nc\n");
        assert_eq!(read(&mut resume, &all), "");
    }

    #[test]
    fn a_stream_that_overtook_the_other_loses_nothing() {
        let error = frame(LogStream::Stderr, 1, "late\n");
        let mut resume = Resume::default();
        assert_eq!(read(&mut resume, &[frame(OUT, 5, "out\n")]), "out\n");
        assert!(resume.since().unwrap() < error.time.unwrap());
        assert_eq!(read(&mut resume, &[error, frame(OUT, 5, "out\n")]), "late\n");
    }

    #[test]
    fn what_the_other_stream_wrote_before_the_first_frame_is_not_new() {
        let early = frame(LogStream::Stderr, 1, "early\n");
        let first = frame(OUT, 2, "first\n");
        let mut resume = Resume::default();
        read(&mut resume, &vec![first.clone(); LAST_FRAMES as usize]);
        let later = frame(LogStream::Stderr, 3, "later\n");
        assert_eq!(read(&mut resume, &[early, later]), "later\n");
    }

    #[test]
    fn a_cut_during_the_repetition_changes_nothing() {
        let all = [frame(OUT, 1, "a\n"), frame(OUT, 1, "b\n"), frame(OUT, 1, "c\n")];
        let mut resume = Resume::default();
        assert_eq!(read(&mut resume, &all[..2]), "a\nb\n");
        assert_eq!(read(&mut resume, &all[..1]), "");
        assert_eq!(read(&mut resume, &all), "c\n");
    }

    #[test]
    fn lines_that_the_engine_let_go_are_missed_and_others_are_not() {
        let all = [frame(OUT, 1, "a\n"), frame(OUT, 2, "b\n"), frame(OUT, 3, "c\n")];
        let mut resume = Resume::default();
        resume.begin();
        assert!(!resume.missed(&all[0]), "nothing was had before");
        read(&mut resume, &all[..2]);
        resume.begin();
        assert_eq!(all.each_ref().map(|one| resume.missed(one)), [false, false, false]);
        resume.begin();
        assert!(resume.missed(&all[2]));
        assert!(!resume.missed(&all[2]), "said once");
    }

    #[test]
    fn nothing_had_asks_for_no_moment() {
        assert_eq!(Resume::default().since(), None);
    }

    proptest! {
        #[test]
        fn any_cuts_give_every_byte_once(
            times in proptest::collection::vec(0_i64..3, 1..40),
            errors in proptest::collection::vec(any::<bool>(), 40),
            cuts in proptest::collection::vec(0_usize..40, 0..6),
        ) {
            let mut at = 0;
            let all: Vec<_> = times.iter().enumerate().map(|(n, step)| {
                at += step;
                frame(if errors[n] { LogStream::Stderr } else { OUT }, at, &format!("{n}\n"))
            }).collect();
            let mut resume = Resume::default();
            let mut got = String::new();
            for cut in cuts {
                got += &read(&mut resume, &all[..cut.min(all.len())]);
            }
            got += &read(&mut resume, &all);
            let mut numbers: Vec<usize> = got.lines().map(|line| line.parse().unwrap()).collect();
            numbers.sort_unstable();
            prop_assert_eq!(numbers, (0..all.len()).collect::<Vec<_>>());
        }
    }
}
