//! Putting the new container in the old one's place, and the old one back.

use super::intent::{self, Intent, Phase};
use crate::AppError;
use slipway_containers::RunSpec;
use slipway_engine::{ContainerListed, ContainerState, Engine, EngineError};
use slipway_model::{ContainerId, ProjectId, ToFault as _, label};
use slipway_store::Database;
use std::time::{Duration, Instant};

/// How long the old program may take to end by itself.
const GRACE_S: u32 = 10;
/// How long a port may still count as taken by a container that is gone.
const PORT_IS_FREED: Duration = Duration::from_secs(3);
const ASK_AGAIN: Duration = Duration::from_millis(200);

/// The container of a program that serves now: of several (a crash in the past), the running one, else the newest.
pub(super) fn current<'a>(
    listed: &'a [ContainerListed],
    project: &ProjectId,
    program: &str,
) -> Option<&'a ContainerListed> {
    listed
        .iter()
        .filter(|container| {
            container.labels.get(label::PROJECT).is_some_and(|id| id == project.as_str())
                && container.labels.get(label::PROGRAM).is_some_and(|folder| folder == program)
        })
        .max_by_key(|container| (container.state == ContainerState::Running, container.created_ms))
}

/// Creates the new container under its temporary name, stops the old one and starts the new one.
pub(super) async fn start_new(
    database: &Database,
    engine: &Engine,
    intent: &mut Intent,
    spec: &RunSpec,
) -> Result<ContainerId, AppError> {
    intent.phase = Phase::Replacing;
    intent::write(database, intent)?;
    let new = engine.create_container(&intent.new_name, &spec.to_create()).await?;
    if let Some(old) = intent.old_container.as_ref().filter(|_| intent.old_was_running) {
        gone_is_fine(engine.stop_container(old, Some(GRACE_S)).await)?;
    }
    engine.start_container(&new).await?;
    Ok(new)
}

/// The new one is good: the old one goes, the new one gets the name. Can be repeated after a crash.
pub(super) async fn finish(
    database: &Database,
    engine: &Engine,
    intent: &mut Intent,
) -> Result<(), AppError> {
    intent.phase = Phase::Keeping;
    intent::write(database, intent)?;
    if let Some(old) = &intent.old_container {
        gone_is_fine(engine.remove_container(old, true).await)?;
    }
    if intent.new_name != intent.name
        && let Ok(new) = engine.inspect_container(&intent.new_name).await
    {
        engine.rename_container(&new.id, &intent.name).await?;
    }
    Ok(intent::forget(database, intent)?)
}

/// Removes the new container, where it has come to be.
pub(super) async fn remove_new(engine: &Engine, intent: &Intent) -> Result<(), AppError> {
    match engine.inspect_container(&intent.new_name).await {
        // Only a container of this very run: its temporary name may by now be someone else's.
        Ok(new) if new.labels.get(label::RUN).is_some_and(|run| run == intent.run.as_str()) => {
            gone_is_fine(engine.remove_container(&new.id, true).await)?;
        }
        Ok(_) => {}
        Err(error) => gone_is_fine(Err(error))?,
    }
    Ok(())
}

/// Everything back as it was: the new container and its image go, the old container serves again. Can be repeated.
/// True when there was an old one to bring back.
pub(super) async fn undo(database: &Database, engine: &Engine, intent: &Intent) -> Result<bool, AppError> {
    remove_new(engine, intent).await?;
    if !super::keep::is_kept(database, engine, &intent.tag)? {
        match engine.remove_image(&intent.tag, false).await {
            Ok(()) => {}
            Err(error) if is_gone(&error) => {}
            Err(error) => tracing::warn!(tag = %intent.tag, %error, "an image stays behind"),
        }
    }
    let mut back = false;
    if let Some(old) = &intent.old_container {
        match engine.inspect_container(old.as_str()).await {
            Ok(facts) => {
                back = true;
                if intent.old_was_running && facts.state != ContainerState::Running {
                    start_old(engine, old).await?;
                }
            }
            Err(error) => gone_is_fine(Err(error))?,
        }
    }
    intent::forget(database, intent)?;
    Ok(back)
}

/// Starts the old container. The engine may free a port only a moment after the container that held it is gone.
async fn start_old(engine: &Engine, old: &ContainerId) -> Result<(), EngineError> {
    let began = Instant::now();
    loop {
        match engine.start_container(old).await {
            Err(error) if error.to_fault().code == "engine-port-taken" && began.elapsed() < PORT_IS_FREED => {
                tokio::time::sleep(ASK_AGAIN).await;
            }
            other => return other,
        }
    }
}

fn is_gone(error: &EngineError) -> bool {
    matches!(error.to_fault().code.as_str(), "engine-not-found" | "engine-image-not-found")
}

/// Someone else may have removed it meanwhile: then there is nothing left to do.
fn gone_is_fine(result: Result<(), EngineError>) -> Result<(), EngineError> {
    match result {
        Err(error) if is_gone(&error) => Ok(()),
        other => other,
    }
}
