//! One connection to one engine. Every question has a bound: an engine that hangs never hangs Slipway.

use crate::endpoint::Kind;
use crate::error::{self, About};
use crate::{Endpoint, EngineError, EngineEvent, EngineInfo, info, time};
use bollard::query_parameters::EventsOptions;
use bollard::{API_DEFAULT_VERSION, Docker};
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use slipway_model::{ContainerId, Timestamp, now};
use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

/// How long a ping may take before the link counts as dead.
pub const PING_BOUND: Duration = Duration::from_secs(5);
/// How long an engine may take to describe itself once it answered a ping.
const DESCRIBE_BOUND: Duration = Duration::from_secs(15);
/// How long a question that changes nothing may take.
pub(crate) const READ_BOUND: Duration = Duration::from_secs(30);
/// How long a change may take (starting a container on a machine under load).
pub(crate) const CHANGE_BOUND: Duration = Duration::from_secs(120);
/// bollard's own bound, until an answer begins. Loading a large image needs long; all else has a tighter one.
pub(crate) const LONGEST: Duration = Duration::from_secs(3600);

/// A connection to an engine. Cheap to clone; each request opens its own socket, so it outlives the engine's
/// restarts.
#[derive(Debug, Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    docker: Docker,
    endpoint: Endpoint,
    info: EngineInfo,
    /// The engine's clock minus ours, seen when connecting (a virtual machine's clock can be off).
    clock_ahead_ns: i64,
}

/// An engine keeps some hundred events.
const MOST_REMEMBERED: usize = 2_000;

impl Engine {
    /// Connects: asks whether it lives and what it is.
    pub async fn connect(endpoint: &Endpoint) -> Result<Self, EngineError> {
        Self::connect_within(endpoint, PING_BOUND, DESCRIBE_BOUND).await
    }

    pub(crate) async fn connect_within(
        endpoint: &Endpoint,
        ping_bound: Duration,
        describe_bound: Duration,
    ) -> Result<Self, EngineError> {
        let docker = client(endpoint)?;
        let url = endpoint.url();
        let ours = |error| with_reason(endpoint, error);
        bounded(url, ping_bound, About::Engine, docker.ping()).await.map_err(ours)?;
        let describe = async {
            let asked = now();
            let info = docker.info().await?;
            let answered = now();
            Ok((docker.version().await?, info, asked.unix_nanos()..=answered.unix_nanos()))
        };
        let (version, system, meanwhile) =
            bounded(url, describe_bound, About::Engine, describe).await.map_err(ours)?;
        let theirs = system.system_time.as_deref().and_then(time::parse_rfc3339);
        // A time between question and answer is our own time: Podman takes most of a second.
        let clock_ahead_ns = match theirs.map(Timestamp::unix_nanos) {
            Some(theirs) if !meanwhile.contains(&theirs) => {
                theirs - i64::midpoint(*meanwhile.start(), *meanwhile.end())
            }
            _ => 0,
        };
        let info = info::read(endpoint, version, system)?;
        Ok(Self { inner: Arc::new(Inner { docker, endpoint: endpoint.clone(), info, clock_ahead_ns }) })
    }

    /// What it is, as it said when connecting.
    pub fn info(&self) -> &EngineInfo {
        &self.inner.info
    }

    /// Where it is.
    pub fn endpoint(&self) -> &Endpoint {
        &self.inner.endpoint
    }

    /// Now, by the engine's clock.
    pub fn clock(&self) -> Timestamp {
        Timestamp::from_unix_nanos(now().unix_nanos() + self.inner.clock_ahead_ns)
    }

    /// Whether it lives; at most [`PING_BOUND`].
    pub async fn ping(&self) -> Result<(), EngineError> {
        self.ask(PING_BOUND, About::Engine, self.docker().ping()).await.map(drop)
    }

    /// What it reports from now on, and what it still remembers since a moment (by its own clock, see
    /// [`Engine::clock`]). The request goes out when the stream is first polled. Its end or an error means that
    /// events may have been lost.
    pub async fn events(
        &self,
        since: Option<Timestamp>,
    ) -> BoxStream<'static, Result<EngineEvent, EngineError>> {
        let types = vec!["container".to_owned(), "image".to_owned()];
        let options = EventsOptions {
            since: since.map(|at| {
                format!("{}.{:09}", at.ms.div_euclid(1000), at.unix_nanos().rem_euclid(1_000_000_000))
            }),
            until: None,
            // Only the kinds we know: a kind that bollard does not know would end the stream.
            filters: Some(HashMap::from([("type".to_owned(), types)])),
        };
        let url = self.url();
        self.docker()
            .events(Some(options))
            .map(move |item| {
                item.map(EngineEvent::read).map_err(|error| error::read(error, &url, About::Engine))
            })
            .boxed()
    }

    /// What it still remembers of one container since a moment: the newest of its last few hundred events. Nothing,
    /// where it does not answer soon.
    pub async fn events_of(&self, id: &ContainerId, since: Timestamp) -> Vec<EngineEvent> {
        let seconds = |at: Timestamp| {
            format!("{}.{:09}", at.ms.div_euclid(1000), at.unix_nanos().rem_euclid(1_000_000_000))
        };
        let filters = HashMap::from([
            ("type".to_owned(), vec!["container".to_owned()]),
            ("container".to_owned(), vec![id.as_str().to_owned()]),
        ]);
        let options = EventsOptions {
            since: Some(seconds(since)),
            until: Some(seconds(self.clock())),
            filters: Some(filters),
        };
        let mut events = Vec::new();
        let mut stream = self.docker().events(Some(options));
        let reading = async {
            while let Some(Ok(message)) = stream.next().await {
                events.push(EngineEvent::read(message));
                if events.len() == MOST_REMEMBERED {
                    break;
                }
            }
        };
        if tokio::time::timeout(PING_BOUND, reading).await.is_err() {
            tracing::debug!(container = id.short(), "what it remembers did not come in time");
        }
        events
    }

    pub(crate) fn docker(&self) -> &Docker {
        &self.inner.docker
    }

    pub(crate) fn url(&self) -> String {
        self.inner.endpoint.url().to_owned()
    }

    /// Asks with a bound, and reads the error.
    pub(crate) async fn ask<T>(
        &self,
        bound: Duration,
        about: About<'_>,
        request: impl Future<Output = Result<T, bollard::errors::Error>>,
    ) -> Result<T, EngineError> {
        bounded(self.inner.endpoint.url(), bound, about, request)
            .await
            .map_err(|error| with_reason(&self.inner.endpoint, error))
    }
}

async fn bounded<T>(
    url: &str,
    bound: Duration,
    about: About<'_>,
    request: impl Future<Output = Result<T, bollard::errors::Error>>,
) -> Result<T, EngineError> {
    match tokio::time::timeout(bound, request).await {
        Ok(answer) => answer.map_err(|error| error::read(error, url, about)),
        Err(_) => Err(error::no_answer(url, bound.as_millis() as u64)),
    }
}

/// Where permission is missing, says whose it is.
fn with_reason(endpoint: &Endpoint, error: EngineError) -> EngineError {
    match (error, endpoint.socket()) {
        (EngineError::NoPermission { endpoint, .. }, Some(socket)) => {
            let (group, user_in_group) = crate::discover::whose(socket);
            EngineError::NoPermission { endpoint, group, user_in_group }
        }
        (error, _) => error,
    }
}

/// bollard's client. It looks for the socket itself, but cannot tell "not there" from "may not look".
fn client(endpoint: &Endpoint) -> Result<Docker, EngineError> {
    let seconds = LONGEST.as_secs();
    let made = match endpoint.kind() {
        #[cfg(unix)]
        Kind::Unix(path) => {
            std::fs::symlink_metadata(path)
                .map_err(|error| error::read(error.into(), endpoint.url(), About::Engine))
                .map_err(|error| with_reason(endpoint, error))?;
            Docker::connect_with_unix(&path.to_string_lossy(), seconds, API_DEFAULT_VERSION)
        }
        #[cfg(windows)]
        Kind::Pipe(path) => Docker::connect_with_named_pipe(path, seconds, API_DEFAULT_VERSION),
        Kind::Tcp(address) => Docker::connect_with_http(address, seconds, API_DEFAULT_VERSION),
        #[allow(unreachable_patterns)] // the other platform's kind of socket
        _ => {
            let scheme = endpoint.url().split(':').next().unwrap_or_default().to_owned();
            return Err(EngineError::NotSupported { scheme });
        }
    };
    made.map_err(|error| error::read(error, endpoint.url(), About::Engine))
}
