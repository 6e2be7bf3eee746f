//! Containers that Slipway started for a moment, found by their label and removed.

use crate::ContainersError;
use crate::preflight::sweep_images;
use crate::tiny::{self, gone};
use futures_util::StreamExt as _;
use slipway_engine::{ContainerListed, Engine};
use slipway_model::{label, now};
use std::time::Duration;

/// What the name of every container of a measuring begins with.
pub const MEASURED_NAME: &str = "slipway-costs-";

/// How many are removed at a time.
const REMOVALS: usize = 4;
/// What is still there so long after its start is one that was left: preflights and measurings are over long before.
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

/// Removes what preflights and measurings left that were killed in the middle, and says how much: all older than
/// [`LEFT_AFTER`], so that one that runs now in another process is not touched. Nothing without Slipway's own label and
/// name is.
///
/// # Errors
/// As [`remove_labelled`], and where the engine does not list images.
pub async fn sweep_leftovers(engine: &Engine) -> Result<usize, ContainersError> {
    let before_ms = now().ms - LEFT_AFTER.as_millis() as i64;
    let ours = [(label::PREFLIGHT, tiny::NAME), (label::COSTS, MEASURED_NAME)];
    let left = |one: &ContainerListed| {
        let is_ours =
            |(label, name): &(&str, &str)| one.labels.contains_key(*label) && one.name.starts_with(name);
        one.created_ms < before_ms && ours.iter().any(is_ours)
    };
    let chosen: Vec<_> = engine.list_containers().await?.into_iter().filter(left).collect();
    let count = chosen.len();
    remove(engine, chosen, &|| {}).await?;
    Ok(count + sweep_images(engine, before_ms).await?)
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
