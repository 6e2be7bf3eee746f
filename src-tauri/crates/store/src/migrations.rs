//! Each room's tables, as steps that are only ever added to.

use crate::StoreError;
use rusqlite::{Connection, OptionalExtension as _, params};

/// The tables of one room: SQL steps, the first makes them, each later one changes them. A released step is never
/// edited.
#[derive(Debug, Clone, Copy)]
pub struct Migrations {
    /// The room's name.
    pub room: &'static str,
    /// The steps; version `n` of the room is what the first `n` steps make.
    pub steps: &'static [&'static str],
}

/// Brings each room's tables to the newest version, each step in a transaction with its version number.
pub(crate) fn run(connection: &mut Connection, rooms: &[Migrations]) -> Result<(), StoreError> {
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS room_version (room TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT",
    )?;
    for room in rooms {
        let known = room.steps.len() as u32;
        let found: u32 = connection
            .query_row("SELECT version FROM room_version WHERE room = ?1", [room.room], |row| row.get(0))
            .optional()?
            .unwrap_or(0);
        if found > known {
            return Err(StoreError::Newer { room: room.room.to_owned(), found, known });
        }
        for (done, step) in room.steps.iter().enumerate().skip(found as usize) {
            let transaction = connection.transaction()?;
            transaction.execute_batch(step)?;
            transaction.execute(
                "INSERT INTO room_version (room, version) VALUES (?1, ?2)
                 ON CONFLICT (room) DO UPDATE SET version = excluded.version",
                params![room.room, done as u32 + 1],
            )?;
            transaction.commit()?;
        }
    }
    Ok(())
}
