//! What containers cost, measured: one image started again and again, and the layers that images share.

use super::AppState;
use crate::wire::number::safe;
use crate::wire::{CostBounds, CostRun, Fault, SharedImages};
use slipway_app::costs::{self, CostRequest};
use slipway_model::IdempotencyKey;

/// What may be asked for.
#[tauri::command]
#[specta::specta]
pub async fn costs_offer(app: AppState<'_>) -> Result<CostBounds, Fault> {
    let engine_memory_bytes = app.engine()?.info().memory_bytes;
    Ok(CostBounds {
        most_count: costs::MOST_COUNT,
        longest_ms: costs::LONGEST.as_millis() as u32,
        cpu_nanocores: safe(costs::CPU_NANOCORES),
        usual_memory_bytes: safe(costs::USUAL_MEMORY_BYTES),
        most_memory_bytes: safe(costs::most_memory_bytes(engine_memory_bytes)),
    })
}

/// The newest measuring, also one that is over.
#[tauri::command]
#[specta::specta]
pub async fn costs(app: AppState<'_>) -> Result<Option<CostRun>, Fault> {
    Ok(app.costs().map(Into::into))
}

/// Starts a measuring, once for each key.
#[tauri::command]
#[specta::specta]
pub async fn costs_start(
    app: AppState<'_>,
    image: String,
    count: u32,
    memory_bytes: u64,
    key: String,
) -> Result<String, Fault> {
    let request = CostRequest { image, count, memory_bytes };
    Ok(app.start_costs(&IdempotencyKey::new(key), request).await?.to_string())
}

/// Starts no more containers, and removes those that there are.
#[tauri::command]
#[specta::specta]
pub async fn costs_cancel(app: AppState<'_>) -> Result<(), Fault> {
    app.cancel_costs();
    Ok(())
}

/// The engine's images, the oldest first, and the layers that they share.
#[tauri::command]
#[specta::specta]
pub async fn images_shared(app: AppState<'_>) -> Result<SharedImages, Fault> {
    Ok(app.shared_images().await?.into())
}
