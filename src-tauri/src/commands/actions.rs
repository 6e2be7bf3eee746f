//! Ship it, followed and cancelled by id.

use super::AppState;
use crate::wire::{ActionEvent, ActionPage, Fault};
use slipway_app::ship::{Overrides, ShipRequest};
use slipway_model::{ActionId, Cursor, IdempotencyKey, ProjectId};
use std::time::Duration;

/// How long a published port may take to answer.
const WAIT: Duration = Duration::from_secs(30);

/// Starts a ship and returns its action's id. The same key again is the same action.
#[tauri::command]
#[specta::specta]
pub async fn ship_start(app: AppState<'_>, project_id: String, key: String) -> Result<String, Fault> {
    let request = ShipRequest {
        project: ProjectId::new(project_id),
        engine: app.engine()?,
        overrides: Overrides { labels: crate::testing::container_labels(), ..Overrides::default() },
        wait: WAIT,
    };
    Ok(app.start_ship(&IdempotencyKey::new(key), request)?.to_string())
}

/// Reads an action from a place on.
#[tauri::command]
#[specta::specta]
pub async fn action_read(app: AppState<'_>, id: String, cursor: u64) -> Result<ActionPage, Fault> {
    let (state, page) = app.read_action(&ActionId::new(id), Cursor(cursor))?;
    Ok(ActionPage {
        state: state.into(),
        next: page.next.0,
        skipped: page.skipped,
        events: page
            .items
            .into_iter()
            .map(|line| ActionEvent { at_ms: line.at_ms, stage: line.stage.into(), text: line.text })
            .collect(),
    })
}

/// Asks an action to stop.
#[tauri::command]
#[specta::specta]
pub async fn action_cancel(app: AppState<'_>, id: String) -> Result<(), Fault> {
    Ok(app.cancel_action(&ActionId::new(id))?)
}
