//! The Go of a build.

use crate::error::BuildError;
use crate::event::{BuildEvent, BuildStep, Sink, StepState};
use crate::native::NativeRequest;
use slipway_go::toolchain::{self, Found, GoPlatform, Phase, Wanted};
use std::path::{Path, PathBuf};
use tokio_util::sync::CancellationToken;

/// Where the Go came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It is installed on this machine.
    Host,
    /// It was fetched for an earlier build.
    Kept,
    /// It was fetched just now.
    Fetched,
    /// It is in the image that the Dockerfile compiles in.
    Builder,
}

pub(crate) struct Go {
    pub(crate) command: PathBuf,
    /// Its root, where it is one of ours.
    pub(crate) goroot: Option<PathBuf>,
    pub(crate) version: String,
    pub(crate) how: How,
}

/// Finds the Go for a request, or fetches it.
pub(crate) async fn obtain(
    request: &NativeRequest,
    stop: &CancellationToken,
    sink: Sink<'_>,
) -> Result<Go, BuildError> {
    obtain_for(request, &GoPlatform::here(), stop, sink).await
}

/// The same for another platform than this one: kept or fetched, never the machine's own.
pub(crate) async fn obtain_for(
    request: &NativeRequest,
    platform: &GoPlatform,
    stop: &CancellationToken,
    sink: Sink<'_>,
) -> Result<Go, BuildError> {
    let wanted = Wanted::of(request.understanding.go.as_deref(), request.understanding.toolchain.as_deref());
    let folder = &request.paths.toolchains;
    let found = if *platform == GoPlatform::here() {
        stopped_by(stop, toolchain::choose(wanted, folder, &request.host)).await?
    } else {
        Found::Fetch { version: wanted }
    };
    match found {
        Found::Host { path, version } => {
            Ok(Go { command: path, goroot: None, version: version.to_string(), how: How::Host })
        }
        Found::Kept { goroot, version } => Ok(ours(goroot, version.to_string(), How::Kept)),
        Found::Fetch { version } => {
            let mut progress = |event: toolchain::FetchEvent| {
                if event.phase == Phase::Downloading {
                    let state = StepState::Progress { done: event.received_bytes, total: event.total_bytes };
                    sink(BuildEvent::Step { step: BuildStep::Toolchain, state });
                }
            };
            let goroot =
                toolchain::fetch(version, platform, &request.proxy, folder, stop, &mut progress).await?;
            let version =
                toolchain::version_of(&goroot).map(|version| version.to_string()).unwrap_or_default();
            Ok(ours(goroot, version, How::Fetched))
        }
    }
}

fn ours(goroot: PathBuf, version: String, how: How) -> Go {
    Go { command: toolchain::go_command(&goroot), goroot: Some(goroot), version, how }
}

async fn stopped_by<T>(stop: &CancellationToken, work: impl Future<Output = T>) -> Result<T, BuildError> {
    tokio::select! {
        biased;
        () = stop.cancelled() => Err(BuildError::Cancelled),
        done = work => Ok(done),
    }
}

/// Go's own zone data, beside the command: `bin/go` → `lib/time/zoneinfo.zip`. Links are followed, for a
/// distribution's `/usr/bin/go`.
pub(crate) fn zoneinfo(command: &Path) -> Option<PathBuf> {
    let command = command.canonicalize().ok()?;
    let zip = command.parent()?.parent()?.join("lib/time/zoneinfo.zip");
    zip.is_file().then_some(zip)
}
