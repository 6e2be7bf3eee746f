//! What a container wrote, frame by frame.

use crate::error::{self, About};
use crate::{Engine, EngineError, time};
use bollard::container::LogOutput;
use bollard::query_parameters::LogsOptions;
use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use slipway_model::{ContainerId, Timestamp};
use std::future::ready;

/// Which part of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LogQuery {
    /// Nothing written before this moment.
    pub since: Option<Timestamp>,
    /// Only the last lines.
    pub tail: Option<u64>,
    /// Go on with what is written from now on.
    pub follow: bool,
}

/// Where it was written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LogStream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

impl LogStream {
    /// `stdout` or `stderr`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stdout => "stdout",
            Self::Stderr => "stderr",
        }
    }
}

/// One frame as the engine sends it: a line, or at most 16 kB of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogFrame {
    /// Where it was written to.
    pub stream: LogStream,
    /// When the engine read it.
    pub time: Option<Timestamp>,
    /// The text, with its newline if there was one.
    pub bytes: Bytes,
}

impl Engine {
    /// Reads a container's log. The stream ends with the log, or with the container when it follows.
    pub fn logs(
        &self,
        id: &ContainerId,
        query: LogQuery,
    ) -> BoxStream<'static, Result<LogFrame, EngineError>> {
        let options = LogsOptions {
            follow: query.follow,
            stdout: true,
            stderr: true,
            // Whole seconds, rounded down; what is older within the second is dropped below.
            since: query.since.map_or(0, |at| i32::try_from(at.ms.div_euclid(1000)).unwrap_or(0)),
            until: 0,
            timestamps: true,
            tail: query.tail.map_or_else(|| "all".to_owned(), |lines| lines.to_string()),
        };
        let (url, name) = (self.url(), id.as_str().to_owned());
        self.docker()
            .logs(id.as_str(), Some(options))
            .map(move |item| {
                item.map(frame).map_err(|error| error::read(error, &url, About::Container(&name)))
            })
            .filter(move |item| {
                let too_old = match (item, query.since) {
                    (Ok(frame), Some(since)) => frame.time.is_some_and(|time| time < since),
                    _ => false,
                };
                ready(!too_old)
            })
            .boxed()
    }
}

fn frame(output: LogOutput) -> LogFrame {
    let (stream, mut bytes) = match output {
        LogOutput::StdErr { message } => (LogStream::Stderr, message),
        LogOutput::StdOut { message } | LogOutput::StdIn { message } | LogOutput::Console { message } => {
            (LogStream::Stdout, message)
        }
    };
    // The engine puts `2026-11-24T15:48:23.123456789Z ` in front of each frame.
    let end = bytes.iter().take(40).position(|byte| *byte == b' ');
    let time = end
        .and_then(|end| bytes.get(..end))
        .and_then(|stamp| std::str::from_utf8(stamp).ok())
        .and_then(time::parse_rfc3339);
    if let (Some(end), Some(_)) = (end, time) {
        let _stamp = bytes.split_to(end + 1);
    }
    LogFrame { stream, time, bytes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_is_taken_off_the_text() {
        let out =
            |text: &'static str| frame(LogOutput::StdErr { message: Bytes::from_static(text.as_bytes()) });
        let seen = out("2026-11-24T15:48:23.000000001Z hello world\n");
        assert_eq!((seen.stream, seen.bytes.as_ref()), (LogStream::Stderr, b"hello world\n".as_slice()));
        assert_eq!(seen.time.unwrap().unix_nanos(), 1_795_535_303_000_000_001);
        assert_eq!(out("2026-11-24T15:48:23Z \n").bytes.as_ref(), b"\n");
    }

    #[test]
    fn a_frame_without_a_time_keeps_all_its_text() {
        let seen = frame(LogOutput::Console { message: Bytes::from_static(b"not a time\n") });
        assert_eq!((seen.time, seen.bytes.as_ref()), (None, b"not a time\n".as_slice()));
    }
}
