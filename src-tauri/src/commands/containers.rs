//! The table of containers, the page of one, its log.

use super::AppState;
use crate::wire::{
    ContainerList, ContainerPage, ContainerRow, EngineState, EnvShown, Fault, Latest, Verb, Verdict,
    container_id,
};
use slipway_app::Attention;
use slipway_app::projects::looks_secret;
use slipway_model::IdempotencyKey;
use std::collections::BTreeMap;

/// The table.
#[tauri::command]
#[specta::specta]
pub async fn containers(app: AppState<'_>) -> Result<ContainerList, Fault> {
    let (version, mut rows) = match app.house() {
        Some(house) => {
            let snapshot = house.index.snapshot();
            (snapshot.version, snapshot.rows.iter().map(ContainerRow::from).collect())
        }
        None => (0, Vec::new()),
    };
    let own_projects: BTreeMap<String, String> =
        app.recent_projects()?.into_iter().map(|record| (record.id.to_string(), record.title())).collect();
    for row in &mut rows {
        // A label is anybody's to write: only a project that is there counts.
        row.project.take_if(|project| !own_projects.contains_key(project));
    }
    Ok(ContainerList { version, engine: EngineState::of(&app), rows, own_projects })
}

/// The page of one.
#[tauri::command]
#[specta::specta]
pub async fn container(app: AppState<'_>, id: String) -> Result<ContainerPage, Fault> {
    let id = container_id(&id);
    let watched = app.watch_container(&id).await?;
    let facts = &watched.facts;
    let house = app.house();
    let mut row = house
        .as_ref()
        .and_then(|house| {
            house.index.snapshot().rows.iter().find(|row| row.id == facts.id).map(ContainerRow::from)
        })
        .ok_or_else(|| {
            slipway_model::Fault::new("engine-not-found").with("what", "container").with("name", id.short())
        })?;
    let project_name = app
        .recent_projects()?
        .into_iter()
        .find(|record| Some(record.id.as_str()) == row.project.as_deref())
        .map(|record| record.title());
    row.project.take_if(|_| project_name.is_none());
    let exit_code = watched.verdict.as_ref().and(facts.exit_code);
    Ok(ContainerPage {
        row,
        project_name,
        command: facts.command.clone(),
        env: facts.env.iter().map(|entry| shown(entry)).collect(),
        labels: facts.labels.clone().into_iter().collect(),
        restart: facts.restart_policy.clone(),
        user: facts.user.clone(),
        image_id: facts.image_id.to_string(),
        takes_input: facts.open_stdin && !facts.tty,
        verdict: watched.verdict.as_ref().map(|verdict| Verdict::new(verdict, exit_code, &watched)),
        latest: house.and_then(|house| house.recorder.latest(&id)).map(Into::into),
    })
}

fn shown(entry: &str) -> EnvShown {
    let (name, value) = entry.split_once('=').unwrap_or((entry, ""));
    EnvShown { name: name.to_owned(), value: (!looks_secret(name, value)).then(|| value.to_owned()) }
}

/// Does something to a container, once for each key.
#[tauri::command]
#[specta::specta]
pub async fn container_act(app: AppState<'_>, id: String, verb: Verb, key: String) -> Result<(), Fault> {
    Ok(app.act_on_container(&container_id(&id), verb.into(), &IdempotencyKey::new(key)).await?)
}

/// Writes a line to its standard input, once for each key.
#[tauri::command]
#[specta::specta]
pub async fn container_write(app: AppState<'_>, id: String, line: String, key: String) -> Result<(), Fault> {
    Ok(app.write_to_container(&container_id(&id), &line, &IdempotencyKey::new(key)).await?)
}

/// What this page looks at; empty when it goes.
#[tauri::command]
#[specta::specta]
pub async fn attention(
    window: tauri::WebviewWindow,
    app: AppState<'_>,
    visible: Vec<String>,
    fleet: bool,
) -> Result<(), Fault> {
    let containers = visible.iter().take(300).map(|id| container_id(id)).collect();
    app.attend(window.label(), Attention { containers, fleet });
    Ok(())
}

/// The newest numbers of every container that is measured.
#[tauri::command]
#[specta::specta]
pub async fn latest_all(app: AppState<'_>) -> Result<BTreeMap<String, Latest>, Fault> {
    let Some(house) = app.house() else { return Ok(BTreeMap::new()) };
    let snapshot = house.index.snapshot();
    Ok(snapshot
        .rows
        .iter()
        .filter_map(|row| Some((row.id.to_string(), house.recorder.latest(&row.id)?.into())))
        .collect())
}
