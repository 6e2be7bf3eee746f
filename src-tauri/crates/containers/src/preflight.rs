//! Proof that an engine can do what Slipway needs: load an image, run it, read what it wrote.

use crate::ContainersError;
use futures_util::{StreamExt as _, stream};
use slipway_engine::{Bytes, ContainerState, CreateSpec, Engine, EngineError, LogQuery};
use slipway_image::{PREFLIGHT_OUTPUT, preflight_archive};
use slipway_model::{ContainerId, label, now};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// How long the program, which ends at once, may take.
const END_BOUND: Duration = Duration::from_secs(60);
/// How long its log may take.
const LOG_BOUND: Duration = Duration::from_secs(10);
/// How long after its start a preflight that is still there is taken for a leftover.
const LEFT_AFTER: Duration = Duration::from_secs(600);
/// What the names of all preflights begin with.
const NAME: &str = "slipway-preflight-";
/// How much of what it wrote is kept.
const OUTPUT_CAP: usize = 4096;

/// What the preflight saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreflightReport {
    /// How long it took, with the tidying up.
    pub took_ms: u64,
    /// The architecture it ran as.
    pub arch: String,
    /// What the program wrote.
    pub output: String,
}

/// Loads a tiny image, runs it and checks what it wrote. Its container and its image go again in any case; each call
/// has its own, so that two at a time do not meet.
pub async fn preflight(
    engine: &Engine,
    stop: &CancellationToken,
) -> Result<PreflightReport, ContainersError> {
    let began = Instant::now();
    let arch = engine.info().arch.clone();
    let name = unique_name();
    let tag = format!("{name}:1");
    let mut made = Made { image: tag.clone(), container: None };
    let outcome = run(engine, stop, &name, &arch, &mut made).await;
    let tidied = tidy(engine, &name, made).await;
    let output = outcome?;
    tidied?;
    Ok(PreflightReport { took_ms: began.elapsed().as_millis() as u64, arch, output })
}

/// Removes what preflights left that were killed in the middle: all older than [`LEFT_AFTER`], so that one that runs
/// now in another process is not touched. Nothing without Slipway's own label and name is.
///
/// # Errors
/// Where the engine does not list.
pub async fn sweep_preflights(engine: &Engine) -> Result<usize, ContainersError> {
    let before_ms = now().ms - LEFT_AFTER.as_millis() as i64;
    let mut swept = 0;
    for container in engine.list_containers().await? {
        let ours = container.labels.contains_key(label::PREFLIGHT) && container.name.starts_with(NAME);
        if ours && container.created_ms < before_ms {
            gone(engine.remove_container(&container.id, true).await)?;
            swept += 1;
        }
    }
    for image in engine.list_images(Some((label::PREFLIGHT, label::IMAGE_VALUE))).await? {
        for tag in image.tags.iter().filter(|tag| started_before(tag, before_ms)) {
            gone(engine.remove_image(tag, true).await)?;
            swept += 1;
        }
    }
    Ok(swept)
}

/// When the preflight of an image began stands in its name: the image itself is dated at the epoch.
fn started_before(tag: &str, before_ms: i64) -> bool {
    tag.rsplit('/')
        .next()
        .and_then(|name| name.strip_prefix(NAME))
        .and_then(|rest| rest.split('-').nth(1))
        .and_then(|nanos| i128::from_str_radix(nanos, 16).ok())
        .is_some_and(|nanos| nanos / 1_000_000 < i128::from(before_ms))
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
    arch: &str,
    made: &mut Made,
) -> Result<String, ContainersError> {
    let go_on = || if stop.is_cancelled() { Err(ContainersError::Cancelled) } else { Ok(()) };
    go_on()?;
    let archive = Bytes::from(preflight_archive(arch, &made.image)?);
    let loaded = engine.load_image(stream::iter([Ok(archive)]).boxed()).await?;
    // Podman puts `localhost/` in front.
    if let Some(loaded) = loaded.into_iter().find(|loaded| loaded.contains(name)) {
        made.image = loaded;
    }
    go_on()?;
    let spec = CreateSpec {
        image: made.image.clone(),
        labels: BTreeMap::from([(label::PREFLIGHT.to_owned(), "1".to_owned())]),
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
    if exit_code != 0 || output != PREFLIGHT_OUTPUT {
        let why = engine.inspect_container(id.as_str()).await.map(|facts| facts.error).unwrap_or_default();
        let output = if why.is_empty() { output } else { why };
        return Err(ContainersError::PreflightFailed { exit_code, output });
    }
    Ok(output)
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

fn gone(result: Result<(), EngineError>) -> Result<(), ContainersError> {
    match result {
        Err(EngineError::NotFound { .. } | EngineError::ImageNotFound { .. }) | Ok(()) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn unique_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{NAME}{:x}-{:x}-{count:x}", std::process::id(), now().unix_nanos())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_preflights_never_share_a_name() {
        assert_ne!(unique_name(), unique_name());
    }

    #[test]
    fn a_preflight_that_runs_now_is_no_leftover() {
        let tag = format!("{}:1", unique_name());
        assert!(!started_before(&tag, now().ms - 600_000));
        assert!(started_before(&tag, now().ms + 1_000));
        assert!(started_before(&format!("localhost/{tag}"), now().ms + 1_000));
        for other in ["slipway/app:1", "slipway-preflight-x:1", "slipway-preflight-", ""] {
            assert!(!started_before(other, i64::MAX), "{other}");
        }
    }
}
