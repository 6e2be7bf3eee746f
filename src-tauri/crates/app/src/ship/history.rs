//! The history of ships: one row each, whoever started it.

use crate::ActionState;
use slipway_model::ProjectId;
use slipway_store::rusqlite::{OptionalExtension as _, params};
use slipway_store::{Database, StoreError};

/// What is said to one that came while another ships the same project.
const REFUSED: &str = "machine-busy";

/// Writes an ended ship down. A failure is logged: the ship itself is over. One that was refused has done nothing, and
/// must not stand before the one that it met.
pub(super) fn record(database: &Database, state: &ActionState) {
    let Some(outcome) = &state.outcome else { return };
    if outcome.fault.as_ref().is_some_and(|fault| fault.code == REFUSED) {
        return;
    }
    let text = serde_json::to_string(state).unwrap_or_default();
    let written = database.with(|connection| {
        connection.execute(
            "INSERT OR REPLACE INTO ship (action, project, program, run, started_ms, ended_ms, ok, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                state.id.as_str(),
                state.project.as_str(),
                outcome.program.as_deref().unwrap_or(""),
                outcome.run.as_ref().map(|run| run.as_str()).unwrap_or(""),
                state.started_ms,
                state.ended_ms.unwrap_or(state.started_ms),
                outcome.ok,
                text
            ],
        )
    });
    if let Err(error) = written {
        tracing::warn!(%error, "a ship is missing from the history");
    }
}

/// The last ship of a project that ended; none where a newer version wrote what this one cannot read.
pub(crate) fn last_ship(database: &Database, project: &ProjectId) -> Result<Option<ActionState>, StoreError> {
    let text: Option<String> = database.with(|connection| {
        connection
            .query_row(
                "SELECT state FROM ship WHERE project = ?1 ORDER BY started_ms DESC LIMIT 1",
                [project.as_str()],
                |row| row.get(0),
            )
            .optional()
    })?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ship::Outcome;
    use crate::tables::TABLES;
    use slipway_model::{ActionId, RunId};
    use slipway_store::Paths;

    #[test]
    fn the_newest_ship_is_the_last_one_and_carries_its_run() {
        let place = tempfile::tempdir().unwrap();
        let paths = Paths::under(place.path()).unwrap();
        let database = Database::open(&paths, &[TABLES], true).unwrap().database;
        let project = ProjectId::new("p");
        assert_eq!(last_ship(&database, &project).unwrap(), None);
        for (action, started_ms) in [("new", 20), ("old", 10)] {
            let outcome = Outcome { ok: true, run: Some(RunId::new(action)), ..Outcome::default() };
            record(
                &database,
                &ActionState {
                    id: ActionId::new(action),
                    project: project.clone(),
                    started_ms,
                    ended_ms: Some(started_ms + 1),
                    stages: Vec::new(),
                    outcome: Some(outcome),
                },
            );
        }
        let last = last_ship(&database, &project).unwrap().unwrap();
        assert_eq!(last.id, ActionId::new("new"));
        let run: String = database
            .with(|connection| {
                connection.query_row("SELECT run FROM ship WHERE action = 'new'", [], |row| row.get(0))
            })
            .unwrap();
        assert_eq!(run, "new");
    }

    #[test]
    fn one_that_was_refused_is_no_ship() {
        let place = tempfile::tempdir().unwrap();
        let paths = Paths::under(place.path()).unwrap();
        let database = Database::open(&paths, &[TABLES], true).unwrap().database;
        let project = ProjectId::new("p");
        let outcome = Outcome { fault: Some(slipway_model::Fault::new(REFUSED)), ..Outcome::default() };
        record(
            &database,
            &ActionState {
                id: ActionId::new("refused"),
                project: project.clone(),
                started_ms: 1,
                ended_ms: Some(2),
                stages: Vec::new(),
                outcome: Some(outcome),
            },
        );
        assert_eq!(last_ship(&database, &project).unwrap(), None);
    }
}
