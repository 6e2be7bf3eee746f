//! What a user may do to any container.

use crate::ContainersError;
use slipway_engine::Engine;
use slipway_model::ContainerId;

/// An act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Start it.
    Start,
    /// Ask it to end; kill it when it does not.
    Stop,
    /// Stop and start it.
    Restart,
    /// Freeze it.
    Pause,
    /// Let it go on.
    Unpause,
    /// End it at once.
    Kill,
    /// Remove it, running or not, with its anonymous volumes.
    Remove,
}

/// Does it. The index shows the outcome.
pub async fn act(engine: &Engine, id: &ContainerId, verb: Verb) -> Result<(), ContainersError> {
    match verb {
        Verb::Start => engine.start_container(id).await?,
        Verb::Stop => engine.stop_container(id, None).await?,
        Verb::Restart => engine.restart_container(id).await?,
        Verb::Pause => engine.pause_container(id).await?,
        Verb::Unpause => engine.unpause_container(id).await?,
        Verb::Kill => engine.kill_container(id).await?,
        Verb::Remove => engine.remove_container(id, true).await?,
    }
    Ok(())
}
