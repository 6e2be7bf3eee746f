//! From the engine's frames to lines. A frame is a line, or a piece of at most 16 kB of a longer one, or (behind a
//! terminal, or another engine) any piece at all: the lines are the same however the bytes were cut.

use crate::styled;
use slipway_engine::{LogFrame, LogStream};
use slipway_model::Timestamp;

/// How many bytes of a line are kept; what is longer is cut and says so.
pub const MAX_LINE_BYTES: usize = 64 * 1024;

/// A whole line, not yet numbered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// When its first byte was read by the engine.
    pub time: Timestamp,
    /// Where it was written to.
    pub stream: LogStream,
    /// Its text, harmless, without the newline.
    pub text: String,
    /// The colours of its parts, as [`crate::parse::runs`] reads them.
    pub styles: Vec<u8>,
    /// It was longer than [`MAX_LINE_BYTES`].
    pub truncated: bool,
}

/// Joins frames to lines, each stream by itself.
#[derive(Debug, Default)]
pub struct Joiner {
    pending: [Option<Pending>; 2],
    last_time: Timestamp,
}

#[derive(Debug)]
struct Pending {
    time: Timestamp,
    bytes: Vec<u8>,
    truncated: bool,
    /// Bytes of the frame in which it began.
    began_with: u64,
}

impl Joiner {
    /// Takes one frame and gives out the lines that it completes.
    ///
    /// Answers how many of the frame's last bytes belong to a line that began in it and is not complete; nothing where
    /// the whole frame is a piece of a line that began before.
    pub fn push(&mut self, frame: &LogFrame, mut line: impl FnMut(Joined)) -> Option<u64> {
        let time = frame.time.unwrap_or(self.last_time);
        self.last_time = time;
        let mut began_before = self.pending[place(frame.stream)].is_some();
        let mut rest = &frame.bytes[..];
        while !rest.is_empty() {
            let (piece, ended) = match rest.iter().position(|byte| *byte == b'\n') {
                Some(at) => {
                    let piece = &rest[..at];
                    rest = &rest[at + 1..];
                    (piece, true)
                }
                None => (std::mem::take(&mut rest), false),
            };
            let pending = self.pending[place(frame.stream)].get_or_insert_with(|| Pending {
                time,
                bytes: Vec::new(),
                truncated: false,
                began_with: piece.len() as u64,
            });
            pending.add(piece);
            if ended && let Some(pending) = self.pending[place(frame.stream)].take() {
                began_before = false;
                line(pending.finish(frame.stream));
            }
        }
        match &self.pending[place(frame.stream)] {
            Some(_) if began_before => None,
            Some(pending) => Some(pending.began_with),
            None => Some(0),
        }
    }

    /// Gives out what never got its newline. For when nothing follows: the container ended.
    pub fn flush(&mut self, mut line: impl FnMut(Joined)) {
        for stream in [LogStream::Stdout, LogStream::Stderr] {
            if let Some(pending) = self.pending[place(stream)].take() {
                line(pending.finish(stream));
            }
        }
    }

    /// Bytes held for lines that are not complete.
    pub fn pending_bytes(&self) -> usize {
        self.pending.iter().flatten().map(|pending| pending.bytes.len()).sum()
    }
}

impl Pending {
    fn add(&mut self, piece: &[u8]) {
        let room = MAX_LINE_BYTES - self.bytes.len();
        let taken = piece.len().min(room);
        self.bytes.extend_from_slice(&piece[..taken]);
        self.truncated |= taken < piece.len();
    }

    fn finish(mut self, stream: LogStream) -> Joined {
        if self.truncated {
            // The cut may have gone through a character: that is no fault of the program.
            let whole = match std::str::from_utf8(&self.bytes) {
                Err(error) if error.error_len().is_none() => error.valid_up_to(),
                _ => last_whole(&self.bytes),
            };
            self.bytes.truncate(whole);
        }
        let (text, styles) = styled(&self.bytes);
        Joined { time: self.time, stream, text, styles, truncated: self.truncated }
    }
}

/// Where the last character ends that is not torn, in bytes that hold other faults as well.
fn last_whole(bytes: &[u8]) -> usize {
    let from = bytes.len().saturating_sub(3);
    for at in (from..bytes.len()).rev() {
        if bytes[at] >= 0xc0 {
            let torn = std::str::from_utf8(&bytes[at..]).is_err_and(|error| error.error_len().is_none());
            return if torn { at } else { bytes.len() };
        }
    }
    bytes.len()
}

pub(crate) fn place(stream: LogStream) -> usize {
    match stream {
        LogStream::Stdout => 0,
        LogStream::Stderr => 1,
    }
}

#[cfg(test)]
#[path = "frame_tests.rs"]
mod tests;
