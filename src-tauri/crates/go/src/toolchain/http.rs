//! Asking proxies: small answers whole, big ones into a file; every wait ends when the user says stop.

use super::proxy::{Entry, Place};
use crate::error::GoError;
use futures_util::StreamExt;
use std::path::Path;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio_util::sync::CancellationToken;

/// The client for proxies and the checksum database.
pub(crate) struct Http {
    client: reqwest::Client,
    stop: CancellationToken,
}

/// Why one place did not give what was asked for.
pub(crate) enum Miss {
    /// It says that it has no such thing: the next place may.
    NotThere,
    /// Anything else.
    Failed(GoError),
}

impl Http {
    pub(crate) fn new(stop: CancellationToken) -> Result<Self, GoError> {
        let client = reqwest::Client::builder()
            .user_agent(concat!("slipway/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(Duration::from_secs(10))
            .read_timeout(Duration::from_secs(30))
            .build()
            .map_err(|error| GoError::NoAnswer { host: "localhost".to_owned(), text: reason(error) })?;
        Ok(Self { client, stop })
    }

    /// A small answer, at most `limit` bytes.
    pub(crate) async fn get(&self, place: &Place, limit: usize) -> Result<Vec<u8>, Miss> {
        let mut whole = Vec::new();
        self.stream(place, &mut |chunk, _| {
            whole.extend_from_slice(chunk);
            whole.len() <= limit
        })
        .await?;
        Ok(whole)
    }

    /// A big answer, into a new file; `progress` hears the bytes so far and in all.
    pub(crate) async fn save(
        &self,
        place: &Place,
        into: &Path,
        limit: u64,
        progress: &mut (dyn FnMut(u64, Option<u64>) + Send),
    ) -> Result<(), Miss> {
        if let Place::File(from) = place {
            let copied = tokio::fs::copy(from, into).await;
            return match copied {
                Ok(bytes) => {
                    progress(bytes, Some(bytes));
                    Ok(())
                }
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Miss::NotThere),
                Err(source) => Err(Miss::Failed(GoError::Io { path: into.to_owned(), source })),
            };
        }
        let (mut response, host) = self.ask(place).await?;
        let total = response.content_length();
        let file = tokio::fs::File::create(into).await.map_err(GoError::io(into)).map_err(Miss::Failed)?;
        let mut file = tokio::io::BufWriter::with_capacity(1 << 18, file);
        let mut received = 0_u64;
        progress(0, total);
        while let Some(chunk) = self.or_stop(response.chunk()).await?.map_err(|error| failed(&host, error))? {
            received += chunk.len() as u64;
            if received > limit {
                return Err(Miss::Failed(GoError::NoAnswer { host, text: "answer too long".to_owned() }));
            }
            file.write_all(&chunk).await.map_err(GoError::io(into)).map_err(Miss::Failed)?;
            progress(received, total);
        }
        if total.is_some_and(|total| total != received) {
            return Err(Miss::Failed(GoError::NoAnswer { host, text: "answer cut short".to_owned() }));
        }
        file.flush().await.map_err(GoError::io(into)).map_err(Miss::Failed)
    }

    async fn stream(
        &self,
        place: &Place,
        take: &mut (dyn FnMut(&[u8], ()) -> bool + Send),
    ) -> Result<(), Miss> {
        if let Place::File(path) = place {
            return match tokio::fs::read(path).await {
                Ok(bytes) => {
                    take(&bytes, ());
                    Ok(())
                }
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Miss::NotThere),
                Err(source) => Err(Miss::Failed(GoError::Io { path: path.clone(), source })),
            };
        }
        let (response, host) = self.ask(place).await?;
        let mut chunks = response.bytes_stream();
        while let Some(chunk) = self.or_stop(chunks.next()).await? {
            let chunk = chunk.map_err(|error| failed(&host, error))?;
            if !take(&chunk, ()) {
                return Err(Miss::Failed(GoError::NoAnswer { host, text: "answer too long".to_owned() }));
            }
        }
        Ok(())
    }

    /// Sends the question, twice if the first finds nobody.
    async fn ask(&self, place: &Place) -> Result<(reqwest::Response, String), Miss> {
        let Place::Http(url) = place else { return Err(Miss::Failed(GoError::ProxyOff)) };
        let host = place.host();
        let mut tries = 0;
        let response = loop {
            tries += 1;
            match self.or_stop(self.client.get(url.clone()).send()).await? {
                Ok(response) if response.status().is_server_error() && tries < 2 => {}
                Ok(response) => break response,
                Err(error) if tries < 2 && !error.is_timeout() => {
                    tracing::debug!(%host, error = %reason(error), "asked again");
                }
                Err(error) => return Err(failed(&host, error)),
            }
            self.or_stop(tokio::time::sleep(Duration::from_millis(300))).await?;
        };
        match response.status().as_u16() {
            200 => Ok((response, host)),
            404 | 410 => Err(Miss::NotThere),
            status => Err(Miss::Failed(GoError::Refused { host, status })),
        }
    }

    async fn or_stop<T>(&self, work: impl Future<Output = T>) -> Result<T, Miss> {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(Miss::Failed(GoError::Cancelled)),
            done = work => Ok(done),
        }
    }
}

/// A walk along the list of proxies, as Go walks it: ask at each [`Walk::next`], tell [`Walk::heard`].
///
/// A value instead of a function that takes an async closure: such a closure's future is not `Send` for every
/// lifetime, and a fetch runs in a task.
pub(crate) struct Walk<'a> {
    rest: std::slice::Iter<'a, Entry>,
    now: Option<&'a Entry>,
    hosts: Vec<String>,
    failure: Option<GoError>,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(entries: &'a [Entry]) -> Self {
        Self { rest: entries.iter(), now: None, hosts: Vec::new(), failure: None }
    }

    /// Who is asked next.
    pub(crate) fn next(&mut self) -> Result<Option<&'a Place>, GoError> {
        self.now = self.rest.next();
        match self.now {
            // Off ends the list; what a proxy before it said is more telling.
            Some(entry) if entry.place == Place::Off => {
                if self.failure.is_none() && self.hosts.is_empty() {
                    Err(GoError::ProxyOff)
                } else {
                    Ok(None)
                }
            }
            other => Ok(other.map(|entry| &entry.place)),
        }
    }

    /// What it said. `None`: ask the next one.
    pub(crate) fn heard<T>(&mut self, answer: Result<T, Miss>) -> Result<Option<T>, GoError> {
        let entry = self.now;
        match answer {
            Ok(found) => Ok(Some(found)),
            Err(Miss::NotThere) => {
                self.hosts.extend(entry.map(|entry| entry.place.host()));
                Ok(None)
            }
            Err(Miss::Failed(GoError::Cancelled)) => Err(GoError::Cancelled),
            Err(Miss::Failed(error)) if entry.is_some_and(|entry| entry.on_error) => {
                self.failure.get_or_insert(error);
                Ok(None)
            }
            Err(Miss::Failed(error)) => Err(self.failure.take().unwrap_or(error)),
        }
    }

    /// Nobody has it: the hosts that said so.
    pub(crate) fn nobody(self) -> Result<Vec<String>, GoError> {
        match self.failure {
            Some(error) => Err(error),
            None => Ok(self.hosts),
        }
    }
}

fn failed(host: &str, error: reqwest::Error) -> Miss {
    let host = host.to_owned();
    let text = reason(error);
    let lower = text.to_ascii_lowercase();
    let unknown =
        lower.contains("dns error") || lower.contains("failed to lookup") || lower.contains("unreachable");
    Miss::Failed(if unknown { GoError::Offline { host, text } } else { GoError::NoAnswer { host, text } })
}

/// What the client says, with its causes and without the URL, which may hold a password.
fn reason(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        cause = error.source();
    }
    text
}
