//! Which engine there is, and how to mend it.

use super::AppState;
use crate::wire::{EngineOverview, Fault, MachineNow, Preflight, Remedy, RemedyResult};
use slipway_app::engine::CandidateState;
use slipway_app::engines;

/// All about engines.
#[tauri::command]
#[specta::specta]
pub async fn engine_overview(app: AppState<'_>) -> Result<EngineOverview, Fault> {
    Ok(EngineOverview::of(&app))
}

/// Looks again, now.
#[tauri::command]
#[specta::specta]
pub async fn engine_look_again(app: AppState<'_>) -> Result<EngineOverview, Fault> {
    app.look_for_engines().await;
    Ok(EngineOverview::of(&app))
}

/// Chooses one of the found engines; an endpoint that was not found is refused.
#[tauri::command]
#[specta::specta]
pub async fn engine_choose(app: AppState<'_>, endpoint: String) -> Result<EngineOverview, Fault> {
    if !app.engine_candidates().iter().any(|candidate| candidate.endpoint_url == endpoint) {
        return Err(slipway_model::Fault::new("engine-not-found")
            .with("what", "engine")
            .with("name", endpoint)
            .into());
    }
    app.choose_engine(&endpoint).await?;
    Ok(EngineOverview::of(&app))
}

/// Runs a test container.
#[tauri::command]
#[specta::specta]
pub async fn engine_preflight(app: AppState<'_>) -> Result<Preflight, Fault> {
    Ok(app.run_preflight().await.into())
}

/// Presses a remedy. What needs rights that Slipway does not take by itself is a command to run in a terminal.
#[tauri::command]
#[specta::specta]
pub async fn engine_mend(app: AppState<'_>, endpoint: String, remedy: Remedy) -> Result<RemedyResult, Fault> {
    let group =
        app.engine_candidates().into_iter().find(|candidate| candidate.endpoint_url == endpoint).and_then(
            |candidate| match candidate.state {
                CandidateState::NoPermission { group, .. } => group,
                _ => None,
            },
        );
    let command = engines::Remedy::from(remedy).command(group.as_deref());
    let done = remedy == Remedy::LookAgain;
    app.look_for_engines().await;
    Ok(RemedyResult { done, command })
}

/// The machine's own use.
#[tauri::command]
#[specta::specta]
pub async fn machine_now(app: AppState<'_>) -> Result<MachineNow, Fault> {
    let now = app.machine.latest();
    Ok(MachineNow {
        cores: now.cores,
        cpu_cores_used: now.cpu_cores_used,
        memory_total_bytes: crate::wire::number::safe(now.memory_total_bytes),
        memory_used_bytes: crate::wire::number::safe(now.memory_used_bytes),
    })
}
