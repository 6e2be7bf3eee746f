//! Projects: opened, read, made from a template.

use super::AppState;
use crate::wire::{
    DockerfileText, Fault, Project, ProjectSummary, RunSettings, Template, TemplateSuggestion,
};
use slipway_app::go::template;
use slipway_model::ProjectId;
use std::path::{Path, PathBuf};
use tauri_plugin_dialog::DialogExt as _;
use tauri_plugin_opener::OpenerExt as _;

/// The projects that were opened, newest first.
#[tauri::command]
#[specta::specta]
pub async fn projects_recent(app: AppState<'_>) -> Result<Vec<ProjectSummary>, Fault> {
    Ok(app.recent_projects()?.iter().map(|record| ProjectSummary::new(&app, record)).collect())
}

/// Opens a folder.
#[tauri::command]
#[specta::specta]
pub async fn project_open(app: AppState<'_>, folder: String) -> Result<String, Fault> {
    Ok(app.open_project(Path::new(&folder)).await?.to_string())
}

/// Reads a project anew.
#[tauri::command]
#[specta::specta]
pub async fn project(app: AppState<'_>, id: String) -> Result<Project, Fault> {
    Ok(Project::read(&app, &ProjectId::new(id)).await?)
}

/// Takes a project off the list; its files stay.
#[tauri::command]
#[specta::specta]
pub async fn project_forget(app: AppState<'_>, id: String) -> Result<(), Fault> {
    Ok(app.forget_project(&ProjectId::new(id))?)
}

/// Remembers how a project is run.
#[tauri::command]
#[specta::specta]
pub async fn project_settings_set(
    app: AppState<'_>,
    id: String,
    settings: RunSettings,
) -> Result<Project, Fault> {
    let id = ProjectId::new(id);
    app.set_run_settings(&id, &settings.into()).await?;
    Ok(Project::read(&app, &id).await?)
}

/// Mends a problem that Slipway knows how to mend.
#[tauri::command]
#[specta::specta]
pub async fn project_fix(app: AppState<'_>, id: String, code: String) -> Result<Project, Fault> {
    let id = ProjectId::new(id);
    app.mend_project(&id, &code).await?;
    Ok(Project::read(&app, &id).await?)
}

/// Stops what is being mended of a project.
#[tauri::command]
#[specta::specta]
pub async fn project_fix_stop(app: AppState<'_>, id: String) -> Result<(), Fault> {
    app.stop_mending(&ProjectId::new(id));
    Ok(())
}

/// The Dockerfile of the Dockerfile way.
#[tauri::command]
#[specta::specta]
pub async fn project_dockerfile(app: AppState<'_>, id: String) -> Result<DockerfileText, Fault> {
    let found = app.dockerfile(&ProjectId::new(id)).await?;
    Ok(DockerfileText { path: found.path, text: found.text })
}

/// Saves the Dockerfile that Slipway wrote into the project.
#[tauri::command]
#[specta::specta]
pub async fn project_dockerfile_save(app: AppState<'_>, id: String) -> Result<Project, Fault> {
    let id = ProjectId::new(id);
    app.save_dockerfile(&id).await?;
    Ok(Project::read(&app, &id).await?)
}

/// Asks the user for a folder in the system's own dialog.
#[tauri::command]
#[specta::specta]
pub async fn project_folder_pick(window: tauri::WebviewWindow) -> Result<Option<String>, Fault> {
    if let Some(folder) = crate::testing::picked_folder() {
        return Ok(Some(folder));
    }
    let (sender, receiver) = tokio::sync::oneshot::channel();
    window.dialog().file().set_parent(&window).pick_folder(move |folder| {
        // The page that asked may be gone.
        let _ = sender.send(folder);
    });
    let folder = receiver.await.ok().flatten();
    Ok(folder.and_then(|folder| folder.into_path().ok()).map(|path| path.to_string_lossy().into_owned()))
}

/// What a project can start from.
#[tauri::command]
#[specta::specta]
pub async fn templates() -> Result<Vec<Template>, Fault> {
    Ok(template::all().iter().map(|template| Template { id: template.id.to_owned() }).collect())
}

/// Writes a template into a new folder and opens it.
#[tauri::command]
#[specta::specta]
pub async fn template_create(
    app: AppState<'_>,
    template: String,
    parent_folder: String,
    name: String,
) -> Result<String, Fault> {
    Ok(app.create_from_template(&template, Path::new(&parent_folder), &name).await?.to_string())
}

/// Where a template would go: the home folder's `slipway`, under a name that is free.
#[tauri::command]
#[specta::specta]
pub async fn template_suggest(template: String) -> Result<TemplateSuggestion, Fault> {
    let home = std::env::home_dir().unwrap_or_else(|| PathBuf::from("."));
    let parent = home.join("slipway");
    let free = |number: u32| {
        let name = if number == 1 { template.clone() } else { format!("{template}-{number}") };
        (!parent.join(&name).exists()).then_some(name)
    };
    let name = (1..1000).find_map(free).unwrap_or_else(|| template.clone());
    Ok(TemplateSuggestion { parent_folder: parent.to_string_lossy().into_owned(), name })
}

/// Opens a file of a project in the user's editor.
#[tauri::command]
#[specta::specta]
pub async fn open_in_editor(
    app: AppState<'_>,
    project_id: String,
    file: String,
    line: u32,
) -> Result<(), Fault> {
    Ok(app.open_in_editor(&ProjectId::new(project_id), &file, line)?)
}

/// Opens a project's folder in the system's file browser.
#[tauri::command]
#[specta::specta]
pub async fn open_folder(
    window: tauri::WebviewWindow,
    app: AppState<'_>,
    project_id: String,
) -> Result<(), Fault> {
    let project = app.project(&ProjectId::new(project_id)).await?;
    open_path(&window, &project.record.folder)
}

pub(super) fn open_path(window: &tauri::WebviewWindow, path: &Path) -> Result<(), Fault> {
    window.opener().open_path(path.to_string_lossy(), None::<&str>).map_err(|error| {
        slipway_model::Fault::new("machine-cannot-open")
            .with("path", path.display().to_string())
            .detail(error.to_string())
            .into()
    })
}
