//! Every container that was ever seen, also those that are gone: what their recordings are called.

use crate::ContainerRow;
use slipway_model::{ContainerId, EngineKey, ProjectId, RunId};
use slipway_store::rusqlite::{Row, params};
use slipway_store::{Database, Migrations, StoreError};

/// The catalog's table. A released step is never edited, only followed by another.
pub const CATALOG_TABLES: Migrations = Migrations {
    room: "containers",
    steps: &["
    CREATE TABLE container_seen (
        engine TEXT NOT NULL,
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        image TEXT NOT NULL,
        project TEXT,
        program TEXT,
        run TEXT,
        created_ms INTEGER NOT NULL,
        started_ms INTEGER,
        finished_ms INTEGER,
        exit_code INTEGER,
        seen_ms INTEGER NOT NULL,
        PRIMARY KEY (engine, id)
    ) STRICT;
    CREATE INDEX container_seen_by_program ON container_seen (project, program, created_ms);
    "],
};

/// Containers that are remembered; the longest gone go first.
const MOST: u32 = 5_000;

/// A container as it was last seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Which.
    pub id: ContainerId,
    /// Its name.
    pub name: String,
    /// Its image's name.
    pub image: String,
    /// The Slipway project it was shipped from, by its label.
    pub project: Option<ProjectId>,
    /// The program in it.
    pub program: Option<String>,
    /// The run.
    pub run: Option<RunId>,
    /// When it was made.
    pub created_ms: i64,
    /// When its program last started.
    pub started_ms: Option<i64>,
    /// When its program last ended; none while it runs.
    pub finished_ms: Option<i64>,
    /// How.
    pub exit_code: Option<i64>,
    /// When it was last seen.
    pub seen_ms: i64,
}

const COLUMNS: &str =
    "id, name, image, project, program, run, created_ms, started_ms, finished_ms, exit_code, seen_ms";

fn seen(row: &Row<'_>) -> slipway_store::rusqlite::Result<Seen> {
    Ok(Seen {
        id: ContainerId::new(row.get::<_, String>(0)?),
        name: row.get(1)?,
        image: row.get(2)?,
        project: row.get::<_, Option<String>>(3)?.map(ProjectId::new),
        program: row.get(4)?,
        run: row.get::<_, Option<String>>(5)?.map(RunId::new),
        created_ms: row.get(6)?,
        started_ms: row.get(7)?,
        finished_ms: row.get(8)?,
        exit_code: row.get(9)?,
        seen_ms: row.get(10)?,
    })
}

/// Writes down how containers are now, in one transaction.
///
/// # Errors
/// Where the database cannot be written.
pub fn remember(
    database: &Database,
    engine: &EngineKey,
    rows: &[&ContainerRow],
    now_ms: i64,
) -> Result<(), StoreError> {
    database.with(|connection| {
        let transaction = connection.transaction()?;
        {
            let mut upsert = transaction.prepare_cached(
                "INSERT INTO container_seen (engine, id, name, image, project, program, run, created_ms,
                     started_ms, finished_ms, exit_code, seen_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
                 ON CONFLICT (engine, id) DO UPDATE SET name = excluded.name, image = excluded.image,
                     project = excluded.project, program = excluded.program, run = excluded.run,
                     created_ms = excluded.created_ms, seen_ms = excluded.seen_ms,
                     started_ms = coalesce(excluded.started_ms, started_ms),
                     finished_ms = excluded.finished_ms, exit_code = excluded.exit_code",
            )?;
            for row in rows {
                let alive = row.state.is_alive();
                upsert.execute(params![
                    engine.as_str(),
                    row.id.as_str(),
                    row.name,
                    row.image,
                    row.project.as_ref().map(ProjectId::as_str),
                    row.program,
                    row.run.as_ref().map(RunId::as_str),
                    row.created_ms,
                    row.started_ms,
                    row.finished_ms.filter(|_| !alive),
                    row.exit_code,
                    now_ms,
                ])?;
            }
        }
        transaction.execute(
            "DELETE FROM container_seen WHERE rowid IN
                 (SELECT rowid FROM container_seen ORDER BY seen_ms DESC LIMIT -1 OFFSET ?1)",
            [MOST],
        )?;
        transaction.commit()
    })
}

/// The containers of an engine, the last seen first.
///
/// # Errors
/// Where the database cannot be read.
pub fn remembered(database: &Database, engine: &EngineKey) -> Result<Vec<Seen>, StoreError> {
    database.with(|connection| {
        connection
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM container_seen WHERE engine = ?1 ORDER BY seen_ms DESC, created_ms DESC"
            ))?
            .query_map([engine.as_str()], seen)?
            .collect()
    })
}

/// The engines whose containers are remembered, the one that was seen last first.
///
/// # Errors
/// Where the database cannot be read.
pub fn engines(database: &Database) -> Result<Vec<EngineKey>, StoreError> {
    database.with(|connection| {
        connection
            .prepare_cached("SELECT engine FROM container_seen GROUP BY engine ORDER BY max(seen_ms) DESC")?
            .query_map([], |row| row.get::<_, String>(0).map(|key| EngineKey::new(&key)))?
            .collect()
    })
}

/// Does not remember a container any more.
///
/// # Errors
/// Where the database cannot be written.
pub fn forget(database: &Database, engine: &EngineKey, id: &ContainerId) -> Result<(), StoreError> {
    database
        .with(|connection| {
            connection.execute(
                "DELETE FROM container_seen WHERE engine = ?1 AND id = ?2",
                [engine.as_str(), id.as_str()],
            )
        })
        .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use slipway_engine::ContainerState;
    use slipway_store::Paths;

    #[test]
    fn a_container_is_remembered_as_it_last_was() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path()).unwrap();
        let database = Database::open(&paths, &[CATALOG_TABLES], true).unwrap().database;
        let engine = EngineKey::new("e");
        let mut row = ContainerRow::new(
            ContainerId::new("1"),
            "'; DROP TABLE container_seen; --".to_owned(),
            "image".to_owned(),
            ContainerState::Running,
        );
        row.started_ms = Some(5);
        row.finished_ms = Some(3);
        remember(&database, &engine, &[&row], 10).unwrap();
        let before = remembered(&database, &engine).unwrap();
        assert_eq!(
            (before[0].started_ms, before[0].finished_ms),
            (Some(5), None),
            "the end of the run before"
        );
        row.state = ContainerState::Exited;
        (row.started_ms, row.finished_ms, row.exit_code) = (None, Some(20), Some(137));
        remember(&database, &engine, &[&row], 30).unwrap();
        let after = remembered(&database, &engine).unwrap();
        assert_eq!((after.len(), after[0].name.as_str()), (1, row.name.as_str()));
        assert_eq!(
            (after[0].started_ms, after[0].finished_ms, after[0].exit_code),
            (Some(5), Some(20), Some(137))
        );
        let other = EngineKey::new("other");
        assert_eq!(remembered(&database, &other).unwrap(), []);
        remember(&database, &other, &[&row], 30).unwrap();
        forget(&database, &engine, &row.id).unwrap();
        assert_eq!(remembered(&database, &engine).unwrap(), []);
        assert_eq!(remembered(&database, &other).unwrap().len(), 1, "of another engine");
    }
}
