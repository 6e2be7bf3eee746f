//! What a container wrote before anybody followed it: read once beside the live stream, and put in front.

use crate::collector::Writer;
use crate::frame::Joiner;
use crate::gather::gather;
use crate::keep::{KeepError, Older, Record};
use crate::parse::Trace;
use slipway_engine::{LogFrame, LogQuery};
use slipway_model::{Timestamp, ToFault as _};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

/// Lines that are asked for first, and then all: the newest are wanted soonest.
const PAGES: [Option<u64>; 2] = [Some(200_000), None];
/// How far the two streams may be out of order.
const SKEW_NS: i64 = 2_000_000_000;
/// As many lines at most may be out of order.
const MOST_SKEWED: usize = 10_000;
/// A frame holds no more of a line.
const FRAME_BYTES: usize = 16 << 10;
/// How often is looked whether there is a first line.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// Reads up to the first line that is kept, once there is one. Where nothing is older it ends with the first frame.
pub(crate) async fn read(writer: &Arc<Writer>) {
    let look = || writer.look(|log| log.begins());
    while look().is_some_and(|begins| begins.first.is_none()) {
        sleep(LOOK_EVERY).await;
    }
    for tail in PAGES {
        let Some(Begins { first: Some(first), older: Some(older) }) = look() else { return };
        let mut reading = Reading {
            first,
            older,
            joiner: Joiner::default(),
            traces: Default::default(),
            skewed: Vec::new(),
            lines: 0,
        };
        let query = LogQuery { since: None, tail, follow: false };
        let mut frames = writer.source.engine.logs(&writer.id, query);
        let mut met = false;
        loop {
            let chunk = gather(&mut frames).await;
            if chunk.is_empty() {
                break;
            }
            let whole: Vec<_> = chunk.into_iter().filter_map(Result::ok).collect();
            let taken = tokio::task::spawn_blocking(move || {
                let met = reading.take(&whole);
                (reading, met)
            });
            let Ok((back, taken)) = taken.await else { return };
            reading = back;
            match taken {
                Ok(false) => {}
                Ok(true) => {
                    met = true;
                    break;
                }
                Err(error) => return tracing::warn!(fault = ?error.to_fault(), "older lines are not kept"),
            }
        }
        // A stream that broke off leaves a hole before the first line: nothing of it is used.
        if !met || reading.lines == 0 {
            continue;
        }
        let last = writer.clone();
        let put = tokio::task::spawn_blocking(move || {
            let mut put = Ok(());
            last.change(|log| put = log.put_in_front(reading.older));
            put
        });
        if let Ok(Err(error)) = put.await {
            return tracing::warn!(fault = ?error.to_fault(), "older lines are not kept");
        }
    }
}

/// How a log begins.
pub(crate) struct Begins {
    pub(crate) first: Option<Record>,
    /// What takes older lines; nothing, where nothing is kept on disk.
    pub(crate) older: Option<Older>,
}

struct Reading {
    first: Record,
    older: Older,
    joiner: Joiner,
    traces: [Trace; 2],
    /// Later than the first line, and before it in the engine's file all the same.
    skewed: Vec<Record>,
    lines: u64,
}

impl Reading {
    /// True once the first line that is kept came by.
    fn take(&mut self, frames: &[LogFrame]) -> Result<bool, KeepError> {
        let mut lines = Vec::new();
        for frame in frames {
            let ended = frame.time.unwrap_or_default();
            self.joiner.push(frame, |line| lines.push((Record::after(line, &mut self.traces), ended)));
        }
        for (line, ended) in lines {
            let late_ns = line.time.unix_nanos() - self.first.time.unix_nanos();
            let is_first = late_ns == 0 && line.stream == self.first.stream && line.text == self.first.text;
            if is_first {
                self.put_skewed()?;
                return Ok(true);
            }
            if let Some(before) = self.before_the_cut(&line, ended) {
                self.put_skewed()?;
                self.older.push(&before)?;
                self.lines += 1;
                return Ok(true);
            }
            if late_ns < 0 {
                self.put_skewed()?;
                self.older.push(&line)?;
                self.lines += 1;
            } else if late_ns > SKEW_NS || self.skewed.len() == MOST_SKEWED {
                // The first line itself was let go of meanwhile, or was read from its middle on.
                return Ok(true);
            } else {
                self.skewed.push(line);
            }
        }
        Ok(false)
    }

    /// What stands before the first line that is kept, where that is the end of a line too long for one frame: reading
    /// began in its middle, and it stays in two rows.
    fn before_the_cut(&self, line: &Record, ended: Timestamp) -> Option<Record> {
        let Record { time, stream, ref text, .. } = self.first;
        let is_it =
            line.stream == stream && line.time <= time && time <= ended && line.text.len() > FRAME_BYTES;
        // Of one that was cut short the end is not here to be compared.
        let before = if line.truncated { Some(&*line.text) } else { line.text.strip_suffix(text.as_str()) };
        let before = before.filter(|_| is_it)?;
        // Colours are of the whole line: a part of it goes without.
        Some(Record { text: before.to_owned(), styles: Vec::new(), ..line.clone() })
    }

    fn put_skewed(&mut self) -> Result<(), KeepError> {
        for line in self.skewed.drain(..) {
            self.older.push(&line)?;
            self.lines += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keep::KeptLog;
    use bytes::Bytes;
    use slipway_engine::LogStream;
    use slipway_model::Cursor;

    fn frame(stream: LogStream, ms: i64, text: &str) -> LogFrame {
        let time = Some(Timestamp::from_ms(1_700_000_000_000 + ms));
        LogFrame { stream, time, bytes: Bytes::copy_from_slice(format!("{text}\n").as_bytes()) }
    }

    fn record(frame: &LogFrame) -> Record {
        let mut found = None;
        Joiner::default().push(frame, |line| found = Some(line.into()));
        found.unwrap()
    }

    const OUT: LogStream = LogStream::Stdout;
    const ERR: LogStream = LogStream::Stderr;

    /// What is kept in the end, where the engine has these frames and the log begins with this one.
    fn kept(first: &LogFrame, engine: &[LogFrame]) -> (Vec<String>, bool) {
        let folder = tempfile::tempdir().unwrap();
        let (mut log, _) = KeptLog::open(folder.path().to_owned(), u64::MAX).unwrap();
        log.append(&[record(first)], [None; 2]).unwrap();
        let mut reading = Reading {
            first: log.oldest().unwrap(),
            older: log.older().unwrap(),
            joiner: Joiner::default(),
            traces: Default::default(),
            skewed: Vec::new(),
            lines: 0,
        };
        let met = reading.take(engine).unwrap();
        log.put_in_front(reading.older).unwrap();
        let page = log.read(Cursor(log.first()), usize::MAX);
        (page.items.into_iter().map(|line| line.record.text).collect(), met)
    }

    #[test]
    fn all_before_the_first_line_is_put_in_front_of_it() {
        let all = [frame(OUT, 1, "a"), frame(OUT, 2, "b"), frame(OUT, 3, "c"), frame(OUT, 4, "d")];
        assert_eq!(kept(&all[2], &all), (vec!["a".into(), "b".into(), "c".into()], true));
        assert_eq!(kept(&all[0], &all), (vec!["a".into()], true));
    }

    #[test]
    fn the_two_streams_may_be_a_little_out_of_order() {
        let all = [frame(OUT, 1, "a"), frame(ERR, 9, "late"), frame(OUT, 4, "b"), frame(OUT, 8, "first")];
        let expected = ["a", "late", "b", "first"].map(String::from).to_vec();
        assert_eq!(kept(&all[3], &all), (expected, true));
        let same = [frame(ERR, 8, "same time"), frame(OUT, 8, "first"), frame(OUT, 8, "after")];
        assert_eq!(kept(&same[1], &same).0, ["same time", "first"]);
    }

    #[test]
    fn a_line_whose_end_was_read_first_gets_what_stands_before_it() {
        let piece = |ms, letter: &str, end: &str| LogFrame {
            bytes: Bytes::from(letter.repeat(FRAME_BYTES) + end),
            ..frame(OUT, ms, "")
        };
        // Docker stamps all pieces with the time of the first, Podman each with its own.
        for times in [[2, 2, 2], [2, 3, 4]] {
            let [one, two, three] =
                [piece(times[0], "x", ""), piece(times[1], "y", ""), piece(times[2], "z", "\n")];
            let all = [frame(OUT, 1, "a"), one, two, three.clone(), frame(OUT, 5, "b")];
            let (texts, met) = kept(&three, &all);
            assert!(met);
            assert_eq!(texts.iter().map(String::len).collect::<Vec<_>>(), [1, 2 * FRAME_BYTES, FRAME_BYTES]);
            assert_eq!(
                texts.concat(),
                "a".to_owned() + &["x", "y", "z"].map(|one| one.repeat(FRAME_BYTES)).concat()
            );
        }
    }

    #[test]
    fn also_where_that_line_is_longer_than_what_is_kept_of_one() {
        let piece =
            |end: &str| LogFrame { bytes: Bytes::from("x".repeat(FRAME_BYTES) + end), ..frame(OUT, 2, "") };
        let mut all = vec![frame(OUT, 1, "a")];
        all.extend((0..5).map(|_| piece("")));
        all.extend([piece("\n"), frame(OUT, 5, "b")]);
        let (texts, met) = kept(&piece("\n"), &all);
        assert!(met);
        assert_eq!(texts.iter().map(String::len).collect::<Vec<_>>(), [1, 64 << 10, FRAME_BYTES]);
    }

    #[test]
    fn a_first_line_that_the_engine_has_no_more_ends_it() {
        let later = [frame(OUT, 5_000, "x"), frame(OUT, 6_000, "y")];
        assert_eq!(kept(&frame(OUT, 1, "first"), &later), (vec!["first".into()], true));
    }
}
