//! The Podman that Slipway started: one at most, kept while the app lives and ended after everything that may need it.

use crate::tasks::Tasks;
use crate::{App, AppError};
use slipway_engine::{CandidateState, Engine, EngineError, PodmanService};
use slipway_model::ToFault as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long its end may take; asking and insisting are both within it.
const END_DEADLINE: Duration = Duration::from_secs(8);
/// How long to wait before one that ended by itself is started again.
const START_AGAIN: Duration = Duration::from_secs(2);

/// So long after a start that failed none is tried again by itself.
const FAILED_FOR: Duration = Duration::from_secs(30);

/// The service, once it was needed.
#[derive(Debug)]
pub(crate) struct OwnPodman {
    // A tokio mutex: who needs it waits for the one who is starting it.
    engine: tokio::sync::Mutex<Option<Engine>>,
    // Held for a copy.
    failed: Mutex<Option<(Instant, EngineError)>>,
    tasks: Tasks,
}

impl Default for OwnPodman {
    fn default() -> Self {
        Self { engine: tokio::sync::Mutex::default(), failed: Mutex::default(), tasks: Tasks::new() }
    }
}

impl OwnPodman {
    /// The running service, started where it is not there yet.
    async fn engine(&self, program: &Path, folder: &Path) -> Result<Engine, EngineError> {
        let mut known = self.engine.lock().await;
        if let Some(engine) = &*known {
            return Ok(engine.clone());
        }
        tracing::info!(program = %program.display(), "podman's service is started");
        let starting = PodmanService::start(program, folder);
        let Some(service) = self.tasks.stop().run_until_cancelled(starting).await else {
            return Err(EngineError::ServiceFailed { detail: "Slipway ends".to_owned() });
        };
        let service = service.inspect_err(|error| {
            let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
            *failed = Some((Instant::now(), error.clone()));
        })?;
        let engine = service.engine().clone();
        let stop = self.tasks.stop().clone();
        let (program, folder) = (program.to_owned(), folder.to_owned());
        self.tasks.spawn(async move { keep(service, &program, &folder, &stop).await });
        *known = Some(engine.clone());
        Ok(engine)
    }

    /// The connection to it, where it was started.
    async fn running(&self) -> Option<Engine> {
        self.engine.lock().await.clone()
    }

    /// Why it could not be started a moment ago.
    fn failed(&self) -> Option<EngineError> {
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.as_ref().filter(|(at, _)| at.elapsed() < FAILED_FOR).map(|(_, error)| error.clone())
    }

    /// Ends it. True when nothing of it is left.
    pub(crate) async fn end(&self) -> bool {
        self.tasks.end(END_DEADLINE).await
    }
}

/// Keeps the service until the stop. The socket's name stays the same, so connections mend themselves when it had to
/// be started again.
async fn keep(
    mut service: PodmanService,
    program: &Path,
    folder: &Path,
    stop: &tokio_util::sync::CancellationToken,
) {
    loop {
        if stop.run_until_cancelled(service.keep()).await.is_none() {
            service.end().await;
            return;
        }
        service = loop {
            let again = async {
                tokio::time::sleep(START_AGAIN).await;
                PodmanService::start(program, folder).await
            };
            match stop.run_until_cancelled(again).await {
                None => return,
                Some(Ok(service)) => break service,
                Some(Err(error)) => tracing::warn!(%error, "podman's service does not start again"),
            }
        };
    }
}

impl App {
    /// The Podman of Slipway's own, started where it is not there yet.
    pub(super) async fn own_podman(&self, program: &Path) -> Result<Engine, AppError> {
        let folder: PathBuf = self.paths.runtime().to_owned();
        Ok(self.engines.own.engine(program, &folder).await?)
    }

    /// The Podman of Slipway's own, where it runs.
    pub(super) async fn running_podman(&self) -> Option<Engine> {
        self.engines.own.running().await
    }

    /// How it is, where it was started or could not be.
    pub(super) async fn podman_now(&self) -> Option<CandidateState> {
        let Some(engine) = self.running_podman().await else {
            return self.engines.own.failed().map(|error| CandidateState::Failed(error.to_fault()));
        };
        Some(match engine.ping().await {
            Ok(()) => CandidateState::Ready(engine.info().clone()),
            Err(error) => CandidateState::Failed(error.to_fault()),
        })
    }
}
