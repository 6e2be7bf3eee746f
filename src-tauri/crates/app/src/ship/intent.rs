//! What a ship is about to do, written down before it does it.

use slipway_model::{ContainerId, ProjectId, RunId};
use slipway_store::rusqlite::{Row, params};
use slipway_store::{Database, StoreError};

/// How far a ship got. What is not [`Phase::Keeping`] is undone after a crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// The image is being made; the old container is untouched.
    Building,
    /// The old container may be stopped, the new one may exist under its temporary name.
    Replacing,
    /// The new one is good: the old one goes, the new one gets the name.
    Keeping,
}

impl Phase {
    const fn word(self) -> &'static str {
        match self {
            Self::Building => "building",
            Self::Replacing => "replacing",
            Self::Keeping => "keeping",
        }
    }
}

/// A ship under way.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Intent {
    pub project: ProjectId,
    pub program: String,
    pub endpoint: String,
    pub run: RunId,
    /// The name the container has when all is well.
    pub name: String,
    /// The name it has until then.
    pub new_name: String,
    pub tag: String,
    pub old_container: Option<ContainerId>,
    pub old_was_running: bool,
    pub phase: Phase,
}

pub(super) fn write(database: &Database, intent: &Intent) -> Result<(), StoreError> {
    database
        .with(|connection| {
            connection.execute(
                "INSERT OR REPLACE INTO ship_intent (project, program, endpoint, run, name, new_name, tag,
                 old_container, old_was_running, phase) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                params![
                    intent.project.as_str(),
                    intent.program,
                    intent.endpoint,
                    intent.run.as_str(),
                    intent.name,
                    intent.new_name,
                    intent.tag,
                    intent.old_container.as_ref().map(ContainerId::as_str),
                    intent.old_was_running,
                    intent.phase.word()
                ],
            )
        })
        .map(drop)
}

pub(super) fn forget(database: &Database, intent: &Intent) -> Result<(), StoreError> {
    database
        .with(|connection| {
            connection.execute(
                "DELETE FROM ship_intent WHERE project = ?1 AND program = ?2",
                params![intent.project.as_str(), intent.program],
            )
        })
        .map(drop)
}

pub(super) fn all(database: &Database) -> Result<Vec<Intent>, StoreError> {
    database.with(|connection| {
        connection
            .prepare_cached(
                "SELECT project, program, endpoint, run, name, new_name, tag, old_container, old_was_running, phase
                 FROM ship_intent",
            )?
            .query_map([], intent)?
            .collect()
    })
}

fn intent(row: &Row<'_>) -> slipway_store::rusqlite::Result<Intent> {
    Ok(Intent {
        project: ProjectId::new(row.get::<_, String>(0)?),
        program: row.get(1)?,
        endpoint: row.get(2)?,
        run: RunId::new(row.get::<_, String>(3)?),
        name: row.get(4)?,
        new_name: row.get(5)?,
        tag: row.get(6)?,
        old_container: row.get::<_, Option<String>>(7)?.map(ContainerId::new),
        old_was_running: row.get(8)?,
        phase: match row.get::<_, String>(9)?.as_str() {
            "keeping" => Phase::Keeping,
            "replacing" => Phase::Replacing,
            _ => Phase::Building,
        },
    })
}
