//! The one SQLite file: opening, migrating, putting a damaged one aside.

use crate::{Lock, Migrations, Paths, StoreError, lock, migrations};
use rusqlite::{Connection, ErrorCode};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The database of facts. Clones share one connection; calls are short and synchronous.
#[derive(Debug, Clone)]
pub struct Database {
    // A std mutex: every section is a few statements and never awaits.
    connection: Arc<Mutex<Connection>>,
}

/// What [`Database::open`] gives.
#[derive(Debug)]
pub struct Opened {
    /// The database, ready.
    pub database: Database,
    /// Where a damaged file was put, when there was one.
    pub put_aside: Option<PathBuf>,
}

impl Database {
    /// Opens the database, makes or migrates it. `may_put_aside` is true only for the holder of the recorder lock.
    ///
    /// # Errors
    /// [`StoreError::Newer`] for a file of a newer Slipway, [`StoreError::Damaged`] for a damaged one that this
    /// process may not put aside.
    pub fn open(paths: &Paths, rooms: &[Migrations], may_put_aside: bool) -> Result<Opened, StoreError> {
        let _making = Lock::take(paths, lock::name::DATABASE)?;
        let path = paths.database();
        match open_sound(&path, rooms) {
            Ok(connection) => Ok(Opened { database: Self::from(connection), put_aside: None }),
            Err(StoreError::Sqlite(error)) if is_damage(&error) => {
                if !may_put_aside {
                    return Err(StoreError::Damaged { path });
                }
                let aside = put_aside(&path)?;
                let connection = open_sound(&path, rooms)?;
                Ok(Opened { database: Self::from(connection), put_aside: Some(aside) })
            }
            Err(other) => Err(other),
        }
    }

    /// Runs statements on the connection.
    ///
    /// # Errors
    /// What the statements answer.
    pub fn with<T>(&self, run: impl FnOnce(&mut Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(run(&mut connection)?)
    }
}

impl From<Connection> for Database {
    fn from(connection: Connection) -> Self {
        Self { connection: Arc::new(Mutex::new(connection)) }
    }
}

fn open_sound(path: &Path, rooms: &[Migrations]) -> Result<Connection, StoreError> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(StoreError::Sqlite(rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT),
            Some(verdict),
        )));
    }
    migrations::run(&mut connection, rooms)?;
    Ok(connection)
}

fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// Renames the file and what belongs to it; nothing is deleted.
fn put_aside(path: &Path) -> Result<PathBuf, StoreError> {
    let stamp = slipway_model::now().ms;
    let aside = path.with_extension(format!("damaged-{stamp}.sqlite"));
    std::fs::rename(path, &aside).map_err(StoreError::io(path))?;
    for suffix in ["-wal", "-shm"] {
        let mut belonging = path.as_os_str().to_owned();
        belonging.push(suffix);
        let mut target = aside.as_os_str().to_owned();
        target.push(suffix);
        match std::fs::rename(&belonging, target) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::Io { path: belonging.into(), source });
            }
            _ => {}
        }
    }
    Ok(aside)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Migrations = Migrations { room: "one", steps: &["CREATE TABLE a (x INTEGER) STRICT"] };
    const TWO: Migrations = Migrations {
        room: "one",
        steps: &["CREATE TABLE a (x INTEGER) STRICT", "ALTER TABLE a ADD COLUMN y TEXT"],
    };

    fn place() -> (tempfile::TempDir, Paths) {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path()).unwrap();
        (folder, paths)
    }

    #[test]
    fn an_older_file_is_migrated_and_keeps_its_rows() {
        let (_folder, paths) = place();
        let old = Database::open(&paths, &[ONE], true).unwrap().database;
        old.with(|c| c.execute("INSERT INTO a VALUES (7)", [])).unwrap();
        drop(old);
        let new = Database::open(&paths, &[TWO], true).unwrap().database;
        let x: i64 = new.with(|c| c.query_row("SELECT x FROM a WHERE y IS NULL", [], |r| r.get(0))).unwrap();
        assert_eq!(x, 7);
    }

    #[test]
    fn a_newer_file_is_refused_and_left_as_it_is() {
        let (_folder, paths) = place();
        drop(Database::open(&paths, &[TWO], true).unwrap());
        let before = std::fs::read(paths.database()).unwrap();
        let error = Database::open(&paths, &[ONE], true).unwrap_err();
        assert!(matches!(error, StoreError::Newer { found: 2, known: 1, .. }), "{error}");
        assert_eq!(std::fs::read(paths.database()).unwrap(), before);
    }

    #[test]
    fn a_damaged_file_is_put_aside_by_the_recorder_and_refused_by_others() {
        let (_folder, paths) = place();
        std::fs::write(
            paths.database(),
            b"this is no database, but it is long enough to look like one........",
        )
        .unwrap();
        assert!(matches!(Database::open(&paths, &[ONE], false).unwrap_err(), StoreError::Damaged { .. }));
        let opened = Database::open(&paths, &[ONE], true).unwrap();
        let aside = opened.put_aside.expect("the damaged file is kept");
        assert!(std::fs::read(aside).unwrap().starts_with(b"this is no database"));
    }

    #[test]
    fn two_processes_may_have_it_open() {
        let (_folder, paths) = place();
        let one = Database::open(&paths, &[ONE], true).unwrap().database;
        let two = Database::open(&paths, &[ONE], false).unwrap().database;
        one.with(|c| c.execute("INSERT INTO a VALUES (1)", [])).unwrap();
        let count: i64 = two.with(|c| c.query_row("SELECT count(*) FROM a", [], |r| r.get(0))).unwrap();
        assert_eq!(count, 1);
    }
}
