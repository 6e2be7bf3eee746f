//! Linux and macOS: a Unix socket.

use super::{MOST_BYTES, Request};
use slipway_app::store::Paths;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixListener;

/// Asks the first start; false when it does not answer.
pub(crate) fn send(paths: &Paths, request: &Request) -> bool {
    let Ok(mut stream) = UnixStream::connect(paths.handover_socket()) else { return false };
    let line = serde_json::to_string(request).unwrap_or_default();
    let mut answer = String::new();
    stream.set_read_timeout(Some(Duration::from_secs(5))).is_ok()
        && writeln!(stream, "{line}").is_ok()
        && BufReader::new(stream.take(16)).read_line(&mut answer).is_ok()
        && answer.trim() == "ok"
}

/// The first start's ear.
#[derive(Debug)]
pub(crate) struct Listener(UnixListener);

impl Listener {
    /// Listens. Only the holder of the window lock does, so a socket that lies there is left over.
    pub(crate) fn bind(paths: &Paths) -> std::io::Result<Self> {
        let path = paths.handover_socket();
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        UnixListener::bind(path).map(Self)
    }

    /// The next request.
    pub(crate) async fn next(&self) -> Option<Request> {
        loop {
            let Ok((mut stream, _)) = self.0.accept().await else { return None };
            let reading = async {
                let (reader, mut writer) = stream.split();
                let mut line = String::new();
                tokio::io::BufReader::new(reader.take(MOST_BYTES)).read_line(&mut line).await.ok()?;
                let request = serde_json::from_str(&line).ok()?;
                writer.write_all(b"ok\n").await.ok()?;
                Some(request)
            };
            if let Ok(Some(request)) = tokio::time::timeout(Duration::from_secs(2), reading).await {
                return Some(request);
            }
        }
    }
}
