//! An archive on its way: written by a blocking thread, taken by the engine's request, and never more than a few
//! pieces of it in between.

use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, BoxStream, StreamExt as _};
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

const PIECE: usize = 128 * 1024;
const PIECES: usize = 8;

/// The end that is written to. It blocks while the other end is busy, so it belongs on a blocking thread.
pub(crate) struct PipeWriter {
    buffer: BytesMut,
    pieces: mpsc::Sender<io::Result<Bytes>>,
}

/// A pipe: the end to write, the end for the request, and how many bytes were taken. When `stop` is cancelled before
/// the end, the request's end breaks, so that no engine takes half an archive for a whole one.
pub(crate) fn pipe(
    stop: CancellationToken,
) -> (PipeWriter, BoxStream<'static, Result<Bytes, io::Error>>, Arc<AtomicU64>) {
    let (sender, receiver) = mpsc::channel::<io::Result<Bytes>>(PIECES);
    let taken = Arc::new(AtomicU64::new(0));
    let counter = taken.clone();
    let stream = stream::unfold(Some((receiver, stop)), move |state| {
        let counter = counter.clone();
        async move {
            let (mut receiver, stop) = state?;
            let piece = tokio::select! {
                biased;
                () = stop.cancelled() => Some(Err(io::ErrorKind::Interrupted.into())),
                piece = receiver.recv() => piece,
            };
            match piece? {
                Ok(piece) => {
                    counter.fetch_add(piece.len() as u64, Ordering::Relaxed);
                    Some((Ok(piece), Some((receiver, stop))))
                }
                Err(error) => Some((Err(error), None)),
            }
        }
    });
    (PipeWriter { buffer: BytesMut::with_capacity(PIECE), pieces: sender }, stream.boxed(), taken)
}

impl PipeWriter {
    /// Breaks the request: what was sent so far is no whole archive.
    pub(crate) fn fail(self, error: io::Error) {
        // Where nobody takes it any more, the request is broken already.
        self.pieces.blocking_send(Err(error)).ok();
    }

    fn send(&mut self) -> io::Result<()> {
        let piece = self.buffer.split().freeze();
        if piece.is_empty() {
            return Ok(());
        }
        self.pieces.blocking_send(Ok(piece)).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Write for PipeWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PIECE {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_byte_comes_out_in_order() {
        let (mut writer, stream, taken) = pipe(CancellationToken::new());
        let bytes: Vec<u8> = (0..3_000_000_u32).map(|n| n as u8).collect();
        let sent = bytes.clone();
        let task = tokio::task::spawn_blocking(move || {
            sent.chunks(70_001).try_for_each(|piece| writer.write_all(piece)).and_then(|()| writer.flush())
        });
        let pieces: Vec<_> = stream.map(Result::unwrap).collect().await;
        task.await.unwrap().unwrap();
        assert_eq!(pieces.concat(), bytes);
        assert_eq!(taken.load(Ordering::Relaxed), bytes.len() as u64);
    }

    #[tokio::test]
    async fn a_stop_breaks_the_request_and_frees_the_writer() {
        let stop = CancellationToken::new();
        let (mut writer, mut stream, _) = pipe(stop.clone());
        let task = tokio::task::spawn_blocking(move || {
            loop {
                if let Err(error) = writer.write_all(&[0; PIECE]) {
                    return error.kind();
                }
            }
        });
        assert!(stream.next().await.unwrap().is_ok());
        stop.cancel();
        assert!(stream.next().await.unwrap().is_err());
        assert!(stream.next().await.is_none());
        drop(stream);
        assert_eq!(task.await.unwrap(), io::ErrorKind::BrokenPipe);
    }

    #[tokio::test]
    async fn a_failed_archive_is_never_taken_for_a_whole_one() {
        let (mut writer, stream, _) = pipe(CancellationToken::new());
        let task = tokio::task::spawn_blocking(move || {
            writer.write_all(b"half").unwrap();
            writer.fail(io::Error::other("broken"));
        });
        let all: Vec<_> = stream.collect().await;
        task.await.unwrap();
        assert!(all.last().unwrap().is_err());
    }
}
