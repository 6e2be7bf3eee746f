//! Windows: a named pipe. Written, not yet run.

use super::{MOST_BYTES, Request};
use slipway_app::store::Paths;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::windows::named_pipe::ServerOptions;

/// One pipe for each data folder.
fn name(paths: &Paths) -> String {
    let mut hasher = DefaultHasher::new();
    paths.data().hash(&mut hasher);
    format!(r"\\.\pipe\slipway-{:016x}", hasher.finish())
}

/// Asks the first start; false when it does not answer.
pub(crate) fn send(paths: &Paths, request: &Request) -> bool {
    let Ok(mut pipe) = std::fs::OpenOptions::new().read(true).write(true).open(name(paths)) else {
        return false;
    };
    let line = serde_json::to_string(request).unwrap_or_default();
    let mut answer = String::new();
    writeln!(pipe, "{line}").is_ok()
        && BufReader::new(pipe.take(16)).read_line(&mut answer).is_ok()
        && answer.trim() == "ok"
}

/// The first start's ear.
#[derive(Debug)]
pub(crate) struct Listener(String);

impl Listener {
    /// Listens.
    pub(crate) fn bind(paths: &Paths) -> std::io::Result<Self> {
        Ok(Self(name(paths)))
    }

    /// The next request.
    pub(crate) async fn next(&self) -> Option<Request> {
        loop {
            let mut pipe = ServerOptions::new().reject_remote_clients(true).create(&self.0).ok()?;
            pipe.connect().await.ok()?;
            let (reader, mut writer) = tokio::io::split(&mut pipe);
            let mut line = String::new();
            if tokio::io::BufReader::new(reader.take(MOST_BYTES)).read_line(&mut line).await.is_err() {
                continue;
            }
            if let Ok(request) = serde_json::from_str(&line) {
                // Who asked may be gone; the request stands.
                let _ = writer.write_all(b"ok\n").await;
                return Some(request);
            }
        }
    }
}
