//! The rows of the project table.

use super::RunSettings;
use slipway_model::{ProjectId, ShortName, now};
use slipway_store::rusqlite::{OptionalExtension as _, Row, params};
use slipway_store::{Database, StoreError};
use std::path::{Path, PathBuf};

/// One opened folder.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectRecord {
    /// Its UUID.
    pub id: ProjectId,
    /// The canonical folder.
    pub folder: PathBuf,
    /// When it was last opened, milliseconds since the epoch.
    pub opened_ms: i64,
    /// How the user wants it run, once they said so.
    pub run_settings: Option<RunSettings>,
}

impl ProjectRecord {
    /// What the project is called on screen: its folder's name as it is.
    pub fn title(&self) -> String {
        match self.folder.file_name() {
            Some(name) => name.to_string_lossy().into_owned(),
            None => self.name().to_string(),
        }
    }

    /// Its folder's name, as a name that a container may have.
    pub fn name(&self) -> ShortName {
        ShortName::from_any(&self.folder.file_name().unwrap_or_default().to_string_lossy())
    }
}

const COLUMNS: &str = "id, folder, opened_ms, run_settings";

fn record(row: &Row<'_>) -> slipway_store::rusqlite::Result<ProjectRecord> {
    let settings: Option<String> = row.get(3)?;
    Ok(ProjectRecord {
        id: ProjectId::new(row.get::<_, String>(0)?),
        folder: PathBuf::from(row.get::<_, String>(1)?),
        opened_ms: row.get(2)?,
        run_settings: settings.and_then(|text| serde_json::from_str(&text).ok()),
    })
}

pub(super) fn open(database: &Database, folder: &Path) -> Result<ProjectId, StoreError> {
    database.with(|connection| {
        connection.query_row(
            "INSERT INTO project (id, folder, opened_ms) VALUES (?1, ?2, ?3)
             ON CONFLICT (folder) DO UPDATE SET opened_ms = excluded.opened_ms, forgotten = 0
             RETURNING id",
            params![uuid::Uuid::new_v4().to_string(), folder.to_string_lossy(), now().ms],
            |row| row.get::<_, String>(0).map(ProjectId::new),
        )
    })
}

pub(super) fn recent(database: &Database) -> Result<Vec<ProjectRecord>, StoreError> {
    database.with(|connection| {
        connection
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM project WHERE forgotten = 0 ORDER BY opened_ms DESC LIMIT 50"
            ))?
            .query_map([], record)?
            .collect()
    })
}

pub(crate) fn by_id(database: &Database, id: &ProjectId) -> Result<Option<ProjectRecord>, StoreError> {
    database.with(|connection| {
        connection
            .query_row(&format!("SELECT {COLUMNS} FROM project WHERE id = ?1"), [id.as_str()], record)
            .optional()
    })
}

pub(super) fn forget(database: &Database, id: &ProjectId) -> Result<(), StoreError> {
    database
        .with(|connection| {
            connection.execute("UPDATE project SET forgotten = 1 WHERE id = ?1", [id.as_str()])
        })
        .map(drop)
}

pub(crate) fn set_run_settings(
    database: &Database,
    id: &ProjectId,
    settings: &RunSettings,
) -> Result<(), StoreError> {
    let text = serde_json::to_string(settings).unwrap_or_default();
    database
        .with(|connection| {
            connection
                .execute("UPDATE project SET run_settings = ?2 WHERE id = ?1", params![id.as_str(), text])
        })
        .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::TABLES;
    use slipway_store::Paths;

    #[test]
    fn the_same_folder_is_always_the_same_project_also_after_it_was_forgotten() {
        let place = tempfile::tempdir().unwrap();
        let paths = Paths::under(place.path()).unwrap();
        let database = Database::open(&paths, &[TABLES], true).unwrap().database;
        let first = open(&database, Path::new("/src/a")).unwrap();
        let other = open(&database, Path::new("/src/b")).unwrap();
        assert_ne!(first, other);
        forget(&database, &first).unwrap();
        assert_eq!(recent(&database).unwrap().len(), 1);
        assert_eq!(open(&database, Path::new("/src/a")).unwrap(), first);
        assert_eq!(recent(&database).unwrap().len(), 2);
    }
}
