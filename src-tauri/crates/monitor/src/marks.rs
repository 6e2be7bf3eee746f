//! What happened to a container, as marks on its time axis: told from one state of the index to the next, and kept.

use slipway_containers::ContainerRow;
use slipway_model::{ContainerId, EngineKey};
use slipway_store::rusqlite::{Row, Transaction, params};
use slipway_store::{Database, Migrations, StoreError};

/// The table of marks. A released step is never edited, only followed by another.
pub const MARK_TABLES: Migrations = Migrations {
    room: "monitor",
    steps: &["
    CREATE TABLE mark (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        engine TEXT NOT NULL,
        container TEXT NOT NULL,
        time_ms INTEGER NOT NULL,
        kind TEXT NOT NULL,
        value TEXT NOT NULL
    ) STRICT;
    CREATE INDEX mark_by_container ON mark (engine, container, time_ms);
    "],
};

/// Marks that one answer holds.
const MOST_READ: u32 = 2_000;
/// Marks that are kept of a container: one that restarts all day does not fill the database.
const MOST_KEPT: u32 = 5_000;
/// The longest note.
pub const MOST_NOTE_CHARS: usize = 500;

/// What a mark says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkKind {
    /// Its program began.
    Started,
    /// Its program ended.
    Ended {
        /// How, where that is known.
        exit_code: Option<i64>,
    },
    /// The kernel killed something in it for want of memory.
    Oom,
    /// Its health is another now.
    Health(String),
    /// Its limits are others now.
    Limits {
        /// Processor, 1e9 is one core; none is no limit.
        cpu_nanocores: Option<u64>,
        /// Memory; none is no limit.
        memory_bytes: Option<u64>,
    },
    /// A new image of the same program runs in it.
    Rebuilt,
    /// Slipway was told to stop it; not shown, but known when it is asked who stopped it.
    StopAsked,
    /// The user's own words.
    Note(String),
}

/// Something that happened at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its number in the database; 0 before it is there.
    pub number: i64,
    /// When.
    pub time_ms: i64,
    /// What.
    pub kind: MarkKind,
}

/// What happened between two states of a container; without one before, it was not known.
pub fn between(before: Option<&ContainerRow>, after: &ContainerRow, now_ms: i64) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut mark = |time_ms, kind| marks.push(Mark { number: 0, time_ms, kind });
    let alive = after.state.is_alive();
    let ended = after.finished_ms.filter(|ended| before.and_then(|row| row.finished_ms) != Some(*ended));
    if let Some(ended_ms) = ended.filter(|ms| *ms > 0 && (!alive || before.is_some())) {
        let exit_code = after.exit_code.filter(|_| !alive);
        mark(ended_ms, MarkKind::Ended { exit_code });
    }
    let started = after.started_ms.filter(|started| before.and_then(|row| row.started_ms) != Some(*started));
    if let Some(started_ms) = started.filter(|ms| *ms > 0) {
        mark(started_ms, MarkKind::Started);
    }
    if after.oom && before.is_none_or(|row| !row.oom) {
        let time_ms = if alive { now_ms } else { after.finished_ms.unwrap_or(now_ms) };
        mark(time_ms, MarkKind::Oom);
    }
    if let (Some(before), Some(health)) = (before, &after.health)
        && before.health.as_ref() != Some(health)
    {
        mark(now_ms, MarkKind::Health(health.clone()));
    }
    // Before the first answer to an inspect nothing is known of limits.
    let known = before.filter(|row| row.started_ms.is_some() && row.started_ms == after.started_ms);
    let limits = |row: &ContainerRow| (row.cpu_limit_nanocores, row.memory_limit_bytes);
    if known.is_some_and(|before| limits(before) != limits(after)) {
        let (cpu_nanocores, memory_bytes) = limits(after);
        mark(now_ms, MarkKind::Limits { cpu_nanocores, memory_bytes });
    }
    marks
}

/// Keeps marks; one that is there already is not kept again.
///
/// # Errors
/// Where the database cannot be written.
pub fn keep(
    database: &Database,
    engine: &EngineKey,
    marks: &[(ContainerId, Mark)],
) -> Result<(), StoreError> {
    database.with(|connection| {
        let transaction = connection.transaction()?;
        for (container, mark) in marks {
            keep_one(&transaction, engine, container, mark, false)?;
        }
        transaction.commit()
    })
}

/// Keeps marks of starts and ends of which each is told once: two of them are never the same end.
///
/// # Errors
/// Where the database cannot be written.
pub fn keep_told(
    database: &Database,
    engine: &EngineKey,
    marks: &[(ContainerId, Mark)],
) -> Result<(), StoreError> {
    database.with(|connection| {
        let transaction = connection.transaction()?;
        for (container, mark) in marks {
            keep_one(&transaction, engine, container, mark, true)?;
        }
        transaction.commit()
    })
}

fn keep_one(
    transaction: &Transaction<'_>,
    engine: &EngineKey,
    container: &ContainerId,
    mark: &Mark,
    is_told: bool,
) -> slipway_store::rusqlite::Result<()> {
    let (kind, value) = to_text(&mark.kind);
    // Event and inspect tell of the same end with times a little apart: a run has one end, and one lack of memory.
    // A tenth of a second is too short for another run, and a program that ends at once may have ended before it
    // is written down that it began.
    let known = match mark.kind {
        // What is told comes again only where an inspect at the start of the app said it before.
        MarkKind::Ended { .. } if is_told => {
            "SELECT max(number) FROM mark WHERE engine = ?1 AND container = ?2 AND kind = ?3
                 AND abs(time_ms - ?4) <= 100"
        }
        MarkKind::Ended { .. } | MarkKind::Oom => {
            "SELECT max(number) FROM mark WHERE engine = ?1 AND container = ?2 AND kind = ?3 AND (
                 abs(time_ms - ?4) <= 100 OR time_ms >= (
                     SELECT coalesce(max(time_ms), ?4) FROM mark WHERE engine = ?1 AND container = ?2
                         AND kind = 'started' AND time_ms <= ?4))"
        }
        // So do they of the same start; another one has an end before it.
        MarkKind::Started => {
            "SELECT max(number) FROM mark WHERE engine = ?1 AND container = ?2 AND kind = ?3
                 AND (abs(time_ms - ?4) <= 100 OR abs(time_ms - ?4) <= 2000 AND NOT EXISTS (
                     SELECT 1 FROM mark AS ended WHERE ended.engine = ?1 AND ended.container = ?2
                         AND ended.kind = 'ended' AND ended.time_ms > min(mark.time_ms, ?4) - 50
                         AND ended.time_ms < max(mark.time_ms, ?4)))"
        }
        MarkKind::Note(_) => "SELECT NULL WHERE ?1 = ?2 AND ?3 = ?4",
        _ => {
            "SELECT max(number) FROM mark WHERE engine = ?1 AND container = ?2 AND kind = ?3 AND time_ms = ?4"
        }
    };
    let known: Option<i64> = transaction
        .prepare_cached(known)?
        .query_map(params![engine.as_str(), container.as_str(), kind, mark.time_ms], |row| row.get(0))?
        .next()
        .transpose()?
        .flatten();
    match known {
        // The one that knows how it ended replaces the one that did not.
        Some(number) if !value.is_empty() => {
            transaction
                .prepare_cached("UPDATE mark SET value = ?2 WHERE number = ?1")?
                .execute(params![number, value])?;
        }
        Some(_) => {}
        None => {
            transaction
                .prepare_cached(
                    "INSERT INTO mark (engine, container, time_ms, kind, value) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![engine.as_str(), container.as_str(), mark.time_ms, kind, value])?;
            transaction
                .prepare_cached(
                    "DELETE FROM mark WHERE number IN (SELECT number FROM mark WHERE engine = ?1
                         AND container = ?2 AND kind <> 'note' ORDER BY time_ms DESC LIMIT -1 OFFSET ?3)",
                )?
                .execute(params![engine.as_str(), container.as_str(), MOST_KEPT])?;
        }
    }
    Ok(())
}

/// The marks of a container in a stretch of time, oldest first; of too many, the newest.
///
/// # Errors
/// Where the database cannot be read.
pub fn read(
    database: &Database,
    engine: &EngineKey,
    container: &ContainerId,
    from_ms: i64,
    to_ms: i64,
) -> Result<Vec<Mark>, StoreError> {
    let mut marks: Vec<Mark> = database.with(|connection| {
        connection
            .prepare_cached(
                "SELECT number, time_ms, kind, value FROM mark WHERE engine = ?1 AND container = ?2
                     AND time_ms >= ?3 AND time_ms < ?4 ORDER BY time_ms DESC, number DESC LIMIT ?5",
            )?
            .query_map(params![engine.as_str(), container.as_str(), from_ms, to_ms, MOST_READ], of_row)?
            // A kind of a newer version is not shown.
            .filter_map(Result::transpose)
            .collect()
    })?;
    marks.reverse();
    Ok(marks)
}

/// Whether Slipway was told to stop a container since a moment, by this process or an earlier one.
///
/// # Errors
/// Where the database cannot be read.
pub fn was_stop_asked(
    database: &Database,
    engine: &EngineKey,
    container: &ContainerId,
    since_ms: i64,
) -> Result<bool, StoreError> {
    database.with(|connection| {
        connection
            .prepare_cached(
                "SELECT 1 FROM mark WHERE engine = ?1 AND container = ?2 AND kind = 'stop_asked'
                     AND time_ms >= ?3",
            )?
            .exists(params![engine.as_str(), container.as_str(), since_ms])
    })
}

/// Takes a note away; nothing else can be.
///
/// # Errors
/// Where the database cannot be written.
pub fn remove_note(database: &Database, number: i64) -> Result<(), StoreError> {
    database
        .with(|connection| {
            connection.execute("DELETE FROM mark WHERE number = ?1 AND kind = 'note'", [number])
        })
        .map(drop)
}

/// Takes all marks of a container away, the user's notes too.
///
/// # Errors
/// Where the database cannot be written.
pub fn forget(database: &Database, engine: &EngineKey, container: &ContainerId) -> Result<(), StoreError> {
    database
        .with(|connection| {
            connection.execute(
                "DELETE FROM mark WHERE engine = ?1 AND container = ?2",
                [engine.as_str(), container.as_str()],
            )
        })
        .map(drop)
}

fn to_text(kind: &MarkKind) -> (&'static str, String) {
    let number = |value: Option<u64>| value.map_or_else(String::new, |value| value.to_string());
    match kind {
        MarkKind::Started => ("started", String::new()),
        MarkKind::Ended { exit_code } => {
            ("ended", exit_code.map_or_else(String::new, |code| code.to_string()))
        }
        MarkKind::Oom => ("oom", String::new()),
        MarkKind::Health(status) => ("health", status.clone()),
        MarkKind::Limits { cpu_nanocores, memory_bytes } => {
            ("limits", format!("{} {}", number(*cpu_nanocores), number(*memory_bytes)))
        }
        MarkKind::Rebuilt => ("rebuilt", String::new()),
        MarkKind::StopAsked => ("stop_asked", String::new()),
        MarkKind::Note(text) => ("note", text.chars().take(MOST_NOTE_CHARS).collect()),
    }
}

fn of_row(row: &Row<'_>) -> slipway_store::rusqlite::Result<Option<Mark>> {
    let (kind, value): (String, String) = (row.get(2)?, row.get(3)?);
    let kind = match kind.as_str() {
        "started" => MarkKind::Started,
        "ended" => MarkKind::Ended { exit_code: value.parse().ok() },
        "oom" => MarkKind::Oom,
        "health" => MarkKind::Health(value),
        "limits" => {
            let (cpu, memory) = value.split_once(' ').unwrap_or_default();
            MarkKind::Limits { cpu_nanocores: cpu.parse().ok(), memory_bytes: memory.parse().ok() }
        }
        "rebuilt" => MarkKind::Rebuilt,
        "note" => MarkKind::Note(value),
        _ => return Ok(None),
    };
    Ok(Some(Mark { number: row.get(0)?, time_ms: row.get(1)?, kind }))
}

#[cfg(test)]
#[path = "marks_tests.rs"]
mod tests;
