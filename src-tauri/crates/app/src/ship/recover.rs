//! Ships that were cut off: finished or undone at the next start.

use super::intent::{self, Intent, Phase};
use super::replace;
use crate::AppError;
use crate::notices::Notices;
use slipway_engine::{Endpoint, Engine};
use slipway_model::{Fault, ProjectId};
use slipway_store::{Database, Lock, Paths, lock};

/// Looks at every intent that nobody is working on. One whose engine does not answer waits for the next start.
pub(crate) async fn recover_all(paths: &Paths, database: &Database, notices: &Notices) {
    let intents = match intent::all(database) {
        Ok(intents) => intents,
        Err(error) => {
            tracing::warn!(%error, "cut-off ships cannot be read");
            return;
        }
    };
    for left in intents {
        // The lock is free only when the ship that wrote the intent is no more.
        let Ok(Some(_lock)) = Lock::try_take(paths, &lock::name::ship(&left.project)) else { continue };
        match recover_one(database, None, left.clone()).await {
            Ok(notice) => notices.add(notice),
            Err(error) => {
                tracing::warn!(project = %left.project, %error, "a cut-off ship waits for its engine");
            }
        }
    }
}

/// The same for one project, by who holds its lock already.
pub(super) async fn recover_project(
    database: &Database,
    engine: &Engine,
    project: &ProjectId,
) -> Result<Vec<Fault>, AppError> {
    let mut notices = Vec::new();
    for left in intent::all(database)?.into_iter().filter(|left| left.project == *project) {
        notices.push(recover_one(database, Some(engine), left).await?);
    }
    Ok(notices)
}

/// In the engine that is connected where it is the same, else in the one that the intent names. The Podman that Slipway
/// starts has no address that would be there in the next process: what was cut off in it waits for the next ship.
async fn recover_one(
    database: &Database,
    connected: Option<&Engine>,
    mut left: Intent,
) -> Result<Fault, AppError> {
    let engine = match connected.filter(|engine| engine.endpoint().url() == left.endpoint) {
        Some(engine) => engine.clone(),
        None => Engine::connect(&Endpoint::parse(&left.endpoint)?).await?,
    };
    let name = left.name.clone();
    if left.phase == Phase::Keeping {
        replace::finish(database, &engine, &mut left).await?;
        return Ok(Fault::new("recovered-finished").with("name", name));
    }
    let back = replace::undo(database, &engine, &left).await?;
    Ok(Fault::new(if back { "recovered-undone" } else { "recovered-finished" }).with("name", name))
}
