//! A tiny image of ours run once for what it writes: loaded, run, read and removed again.

use crate::ContainersError;
use futures_util::{StreamExt as _, stream};
use slipway_engine::{Bytes, ContainerState, CreateSpec, Engine, EngineError, LogQuery};
use slipway_model::{ContainerId, label, now};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// What the names of all of them begin with.
pub(crate) const NAME: &str = "slipway-preflight-";
/// How long the program, which ends at once, may take.
const END_BOUND: Duration = Duration::from_secs(60);
/// How long its log may take.
const LOG_BOUND: Duration = Duration::from_secs(10);
/// How much of what it wrote is kept.
const OUTPUT_CAP: usize = 256 << 10;

/// How the program ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub exit_code: i64,
    pub output: String,
    /// The engine's own words, where it has any.
    pub error: String,
}

/// Runs the image that `archive` makes for a tag. Its container and its image go again in any case; each call has its
/// own, so that two at a time do not meet. With `network_of` it runs in that container's network.
pub(crate) async fn run_once(
    engine: &Engine,
    stop: &CancellationToken,
    archive: impl FnOnce(&str) -> Result<Vec<u8>, slipway_image::ImageError>,
    network_of: Option<&ContainerId>,
) -> Result<Ran, ContainersError> {
    let name = unique_name();
    let tag = format!("{name}:1");
    let archive = archive(&tag)?;
    let mut made = Made { image: tag, container: None };
    let outcome = run(engine, stop, &name, archive, network_of, &mut made).await;
    let tidied = tidy(engine, &name, made).await;
    let ran = outcome?;
    tidied?;
    Ok(ran)
}

struct Made {
    /// The image's name as the engine has it.
    image: String,
    container: Option<ContainerId>,
}

/// Requests are not torn: what the engine began it would finish, and nobody would know. Between them it can stop.
async fn run(
    engine: &Engine,
    stop: &CancellationToken,
    name: &str,
    archive: Vec<u8>,
    network_of: Option<&ContainerId>,
    made: &mut Made,
) -> Result<Ran, ContainersError> {
    let go_on = || if stop.is_cancelled() { Err(ContainersError::Cancelled) } else { Ok(()) };
    go_on()?;
    let loaded = engine.load_image(stream::iter([Ok(Bytes::from(archive))]).boxed()).await?;
    // Podman puts `localhost/` in front.
    if let Some(loaded) = loaded.into_iter().find(|loaded| loaded.contains(name)) {
        made.image = loaded;
    }
    go_on()?;
    let spec = CreateSpec {
        image: made.image.clone(),
        labels: BTreeMap::from([(label::PREFLIGHT.to_owned(), "1".to_owned())]),
        network_of: network_of.cloned(),
        ..Default::default()
    };
    let id = engine.create_container(name, &spec).await?;
    made.container = Some(id.clone());
    go_on()?;
    engine.start_container(&id).await?;
    let ended = async {
        match tokio::time::timeout(END_BOUND, engine.wait_container(&id)).await {
            Ok(code) => Ok(code?),
            Err(_) => Err(ContainersError::PreflightHangs { after_s: END_BOUND.as_secs() }),
        }
    };
    let exit_code = stop.run_until_cancelled(ended).await.ok_or(ContainersError::Cancelled)??;
    let output = stop.run_until_cancelled(output(engine, &id)).await.ok_or(ContainersError::Cancelled)?;
    let error = if exit_code == 0 {
        String::new()
    } else {
        engine.inspect_container(id.as_str()).await.map(|facts| facts.error).unwrap_or_default()
    };
    Ok(Ran { exit_code, output, error })
}

async fn output(engine: &Engine, id: &ContainerId) -> String {
    let mut text = Vec::new();
    let mut frames = engine.logs(id, LogQuery { since: None, tail: None, follow: true });
    let reading = async {
        while let Some(Ok(frame)) = frames.next().await {
            text.extend_from_slice(&frame.bytes);
            if text.len() > OUTPUT_CAP {
                break;
            }
        }
    };
    if tokio::time::timeout(LOG_BOUND, reading).await.is_err() {
        tracing::debug!(%id, "the preflight's log did not end");
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// Removes what was made, also what was made without an answer coming back.
async fn tidy(engine: &Engine, name: &str, made: Made) -> Result<(), ContainersError> {
    let container = match made.container {
        Some(id) => Some(id),
        None => engine.inspect_container(name).await.ok().map(|facts| facts.id),
    };
    let mut result = Ok(());
    if let Some(id) = container {
        result = gone(engine.remove_container(&id, true).await);
        if result.is_err()
            && matches!(engine.inspect_container(name).await, Ok(f) if f.state == ContainerState::Removing)
        {
            result = Ok(());
        }
    }
    result.and(gone(engine.remove_image(&made.image, true).await))
}

pub(crate) fn gone(result: Result<(), EngineError>) -> Result<(), ContainersError> {
    match result {
        Err(EngineError::NotFound { .. } | EngineError::ImageNotFound { .. }) | Ok(()) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

pub(crate) fn unique_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{NAME}{:x}-{:x}-{count:x}", std::process::id(), now().unix_nanos())
}
