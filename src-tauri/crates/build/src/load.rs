//! The image put together and loaded, as one stream; and taken out again when the build is stopped.

use crate::error::BuildError;
use crate::event::{BuildEvent, BuildStep, Sink, StepState};
use crate::pipe::pipe;
use slipway_engine::{Engine, EngineError, ImageFacts};
use slipway_image::{Assembled, ImageError, ImageSpec, write_archive};
use slipway_model::{ImageId, label};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// An engine that has the whole archive finishes loading it; so long is waited for that after a stop.
const FINISH: Duration = Duration::from_secs(60);
const TELL_EVERY: Duration = Duration::from_millis(100);

/// What the image shall be.
pub(crate) struct Plan {
    pub(crate) program: PathBuf,
    /// The tar of a layer between base and program.
    pub(crate) files: Option<PathBuf>,
    pub(crate) zoneinfo: Option<PathBuf>,
    pub(crate) name: String,
    pub(crate) tag: String,
    pub(crate) exposed_ports: Vec<u16>,
}

/// What came of it.
pub(crate) struct Loaded {
    pub(crate) facts: ImageFacts,
    pub(crate) assembled: Assembled,
    /// The engine had it before.
    pub(crate) was_there: bool,
}

/// What the engine had before.
struct Before {
    /// Who had the name.
    tagged: Option<ImageId>,
    /// All images of Slipway's.
    known: BTreeSet<ImageId>,
}

/// Puts the image together and loads it.
pub(crate) async fn load(
    engine: &Engine,
    plan: Plan,
    stop: &CancellationToken,
    sink: Sink<'_>,
) -> Result<Loaded, BuildError> {
    if stop.is_cancelled() {
        return Err(BuildError::Cancelled);
    }
    let tag = plan.tag.clone();
    let before = before(engine, &tag).await?;
    let result = match send(engine, plan, stop, sink).await {
        Ok(assembled) => verify(engine, &tag, assembled, &before).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(loaded) if !stop.is_cancelled() => Ok(loaded),
        other => {
            take_out(engine, &tag, &before).await;
            Err(if stop.is_cancelled() {
                BuildError::Cancelled
            } else {
                other.err().unwrap_or(BuildError::Cancelled)
            })
        }
    }
}

async fn before(engine: &Engine, tag: &str) -> Result<Before, BuildError> {
    let known = engine.list_images(Some((label::IMAGE, label::IMAGE_VALUE))).await?;
    let tagged = match engine.inspect_image(tag).await {
        Ok(facts) => Some(facts.id),
        Err(EngineError::ImageNotFound { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(Before { tagged, known: known.into_iter().map(|facts| facts.id).collect() })
}

/// Streams the archive into the engine. Both sides have ended when this returns.
async fn send(
    engine: &Engine,
    plan: Plan,
    stop: &CancellationToken,
    sink: Sink<'_>,
) -> Result<Assembled, BuildError> {
    let (mut writer, archive, taken) = pipe(stop.clone());
    let total = tokio::fs::metadata(&plan.program).await.ok().map(|meta| meta.len());
    let arch = engine.info().arch.clone();
    let assembling = tokio::task::spawn_blocking(move || {
        let spec = ImageSpec {
            repo_tag: Some(plan.tag),
            exposed_ports: plan.exposed_ports,
            labels: BTreeMap::new(),
            zoneinfo: plan.zoneinfo.as_deref(),
            files: plan.files.as_deref(),
            ..ImageSpec::new(&plan.program, &plan.name, &arch)
        };
        let result = write_archive(&spec, &mut writer);
        if let Err(error) = &result {
            writer.fail(std::io::Error::other(error.to_string()));
        }
        result
    });
    let loading = engine.load_image(archive);
    tokio::pin!(loading);
    let mut tell = tokio::time::interval(TELL_EVERY);
    let loaded = loop {
        tokio::select! {
            loaded = &mut loading => break loaded,
            () = stop.cancelled() => {
                // Not whole: the request breaks now. Whole: nothing holds the engine back, so it is waited for.
                break tokio::time::timeout(FINISH, &mut loading).await.unwrap_or(Ok(Vec::new()));
            }
            _ = tell.tick() => {
                let done = taken.load(Ordering::Relaxed);
                let total = total.filter(|total| *total >= done);
                sink(BuildEvent::Step { step: BuildStep::Image, state: StepState::Progress { done, total } });
            }
        }
    };
    match (assembling.await?, loaded) {
        _ if stop.is_cancelled() => Err(BuildError::Cancelled),
        // An engine that hung up is the cause of what the writer then met.
        (Err(ImageError::Output(_)), Err(error)) | (Ok(_), Err(error)) => Err(error.into()),
        (Err(error), _) => Err(error.into()),
        (Ok(assembled), Ok(_)) => Ok(assembled),
    }
}

/// Whether what the engine has under the name is what was sent.
async fn verify(
    engine: &Engine,
    tag: &str,
    assembled: Assembled,
    before: &Before,
) -> Result<Loaded, BuildError> {
    let facts = engine.inspect_image(tag).await?;
    if !is_ours(facts.id.as_str(), &assembled) {
        return Err(BuildError::AnotherImage {
            tag: tag.to_owned(),
            expected: assembled.image_id.to_string(),
            found: facts.id.to_string(),
        });
    }
    let was_there = before.known.contains(&facts.id);
    Ok(Loaded { facts, assembled, was_there })
}

/// Classic stores and Podman name an image by its configuration, containerd stores by its manifest.
fn is_ours(id: &str, assembled: &Assembled) -> bool {
    let plain = |id: &str| id.trim_start_matches("sha256:").to_owned();
    plain(id) == plain(assembled.image_id.as_str()) || plain(id) == plain(&assembled.manifest_digest)
}

/// Puts the engine back to what it had: the name to whom it belonged, and no image that came in.
async fn take_out(engine: &Engine, tag: &str, before: &Before) {
    let came = match engine.inspect_image(tag).await {
        Ok(facts) if Some(&facts.id) != before.tagged.as_ref() => facts.id,
        _ => return,
    };
    let result = match &before.tagged {
        Some(old) => {
            let (repo, name) = tag.rsplit_once(':').unwrap_or((tag, "latest"));
            match engine.tag_image(old.as_str(), repo, name).await {
                Ok(()) if !before.known.contains(&came) => engine.remove_image(came.as_str(), false).await,
                other => other,
            }
        }
        // The name goes, and the image with it unless it has another.
        None => engine.remove_image(tag, false).await,
    };
    if let Err(error) = result {
        tracing::warn!(tag, %error, "an image that was not wanted any more stays in the engine");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_known_by_either_of_its_digests() {
        let assembled = Assembled {
            image_id: ImageId::new("sha256:aa"),
            manifest_digest: "sha256:bb".to_owned(),
            bytes: 0,
            layers: Vec::new(),
        };
        for id in ["sha256:aa", "aa", "sha256:bb"] {
            assert!(is_ours(id, &assembled), "{id}");
        }
        assert!(!is_ours("sha256:cc", &assembled));
    }
}
