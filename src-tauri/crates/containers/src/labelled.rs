//! Containers that Slipway started for a moment, found by their label and removed.

use crate::ContainersError;
use crate::tiny::gone;
use futures_util::StreamExt as _;
use slipway_engine::{ContainerListed, Engine};
use slipway_model::{label, now};
use std::time::Duration;

/// How many are removed at a time.
const REMOVALS: usize = 4;
/// A container of a measuring that is still there after this is one that was left: a measuring is over long before.
const LEFT_AFTER: Duration = Duration::from_secs(600);

/// Removes every container whose label has this value, running or not, and tells of each that is gone. Those that
/// another one removes meanwhile count as gone.
///
/// # Errors
/// Where the engine does not list, or the first that could not be removed; the others were tried too.
pub async fn remove_labelled(
    engine: &Engine,
    name: &str,
    value: &str,
    removed: &(dyn Fn() + Sync),
) -> Result<(), ContainersError> {
    let all = engine.list_containers().await?;
    let chosen = all.into_iter().filter(|one| one.labels.get(name).is_some_and(|found| found == value));
    remove(engine, chosen.collect(), removed).await
}

/// Removes what measurings left that were killed in the middle, and says how many. One that another process runs now
/// is not touched.
///
/// # Errors
/// As [`remove_labelled`].
pub async fn sweep_measured(engine: &Engine) -> Result<usize, ContainersError> {
    let before_ms = now().ms - LEFT_AFTER.as_millis() as i64;
    let all = engine.list_containers().await?;
    let left = |one: &ContainerListed| one.labels.contains_key(label::COSTS) && one.created_ms < before_ms;
    let chosen: Vec<_> = all.into_iter().filter(left).collect();
    let count = chosen.len();
    remove(engine, chosen, &|| {}).await?;
    Ok(count)
}

async fn remove(
    engine: &Engine,
    chosen: Vec<ContainerListed>,
    removed: &(dyn Fn() + Sync),
) -> Result<(), ContainersError> {
    let mut removing = futures_util::stream::iter(chosen)
        .map(|one| async move { gone(engine.remove_container(&one.id, true).await) })
        .buffer_unordered(REMOVALS);
    let mut first = Ok(());
    while let Some(answer) = removing.next().await {
        match answer {
            Ok(()) => removed(),
            Err(error) => first = first.and(Err(error)),
        }
    }
    first
}
