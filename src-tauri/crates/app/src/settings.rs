//! The user's settings: one row each, so that a newer or older Slipway leaves what it does not know alone.

use crate::{App, AppError, Topic};
use serde::{Deserialize, Serialize};
use slipway_logs::keep::Caps;
use slipway_store::rusqlite::params;
use slipway_store::{Database, StoreError};

/// All settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// `system`, `en` or `zh-CN`.
    pub language: String,
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// `beginner` (terms are explained) or `expert`.
    pub mode: String,
    /// 100, 150, 200 or 250.
    pub presenter_percent: u32,
    /// The engine that the user chose, by its endpoint.
    pub engine_endpoint: Option<String>,
    /// The module proxy list that the user set, as in `GOPROXY`.
    pub goproxy: Option<String>,
    /// Closing the last window keeps recording.
    pub keep_running: bool,
    /// The editor's command.
    pub editor: Option<String>,
    /// The most that the history of what containers used may take on disk.
    pub history_cap_bytes: u64,
    /// The most that the lines of one container may take on disk.
    pub log_cap_bytes: u64,
    /// The most that the lines of all containers may take.
    pub logs_cap_bytes: u64,
    /// Filters of logs that the user saved, as the window writes them.
    pub log_filters: Vec<serde_json::Value>,
    /// That closing the window keeps recording has been said.
    pub keep_running_said: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: "system".to_owned(),
            theme: "system".to_owned(),
            mode: "beginner".to_owned(),
            presenter_percent: 100,
            engine_endpoint: None,
            goproxy: None,
            keep_running: true,
            editor: None,
            history_cap_bytes: 640_000_000,
            log_cap_bytes: 512 << 20,
            logs_cap_bytes: 4 << 30,
            log_filters: Vec::new(),
            keep_running_said: false,
        }
    }
}

/// Reads the settings; a row that cannot be understood counts as not set.
pub(crate) fn read(database: &Database) -> Result<Settings, StoreError> {
    let rows: Vec<(String, String)> = database.with(|connection| {
        let mut statement = connection.prepare_cached("SELECT name, value FROM setting")?;
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    })?;
    let mut whole = serde_json::to_value(Settings::default()).unwrap_or_default();
    for (name, value) in rows {
        if let (Some(fields), Ok(value)) = (whole.as_object_mut(), serde_json::from_str(&value)) {
            let mut tried = fields.clone();
            tried.insert(name.clone(), value);
            if serde_json::from_value::<Settings>(tried.clone().into()).is_ok() {
                *fields = tried;
            }
        }
    }
    Ok(serde_json::from_value(whole).unwrap_or_default())
}

pub(crate) fn write(database: &Database, settings: &Settings) -> Result<(), StoreError> {
    let whole = serde_json::to_value(settings).unwrap_or_default();
    database.with(|connection| {
        let transaction = connection.transaction()?;
        for (name, value) in whole.as_object().into_iter().flatten() {
            transaction.execute(
                "INSERT INTO setting (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                params![name, value.to_string()],
            )?;
        }
        transaction.commit()
    })
}

/// How much of what containers write may be kept.
pub(crate) fn caps(settings: &Settings) -> Caps {
    Caps { container_bytes: settings.log_cap_bytes, all_bytes: settings.logs_cap_bytes }
}

impl App {
    /// The settings as they are.
    pub fn settings(&self) -> Settings {
        self.settings.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Changes the settings, at once and for good.
    ///
    /// # Errors
    /// [`AppError::Store`] where they cannot be written; nothing has changed then.
    pub fn change_settings(&self, change: impl FnOnce(&mut Settings)) -> Result<Settings, AppError> {
        let (before, after) = {
            let mut held = self.settings.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let before = held.clone();
            let mut after = before.clone();
            change(&mut after);
            if before != after {
                write(&self.database, &after)?;
                held.clone_from(&after);
            }
            (before, after)
        };
        if before != after {
            self.cap_history(after.history_cap_bytes);
            self.shelf.set_caps(caps(&after));
            self.wakes.send(Topic::Settings);
        }
        Ok(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::TABLES;
    use slipway_store::Paths;

    #[test]
    fn what_a_newer_slipway_wrote_is_left_alone_and_what_is_broken_is_the_default() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path()).unwrap();
        let database = Database::open(&paths, &[TABLES], true).unwrap().database;
        let mut settings = Settings { theme: "dark".to_owned(), ..Settings::default() };
        write(&database, &settings).unwrap();
        database
            .with(|c| {
                c.execute_batch(
                    "INSERT INTO setting VALUES ('of_tomorrow', '{\"a\":1}');
                     UPDATE setting SET value = '\"much\"' WHERE name = 'presenter_percent';
                     UPDATE setting SET value = 'not json' WHERE name = 'language';",
                )
            })
            .unwrap();
        assert_eq!(read(&database).unwrap(), settings);
        // A file of before the mode was there.
        database.with(|c| c.execute("DELETE FROM setting WHERE name = 'mode'", [])).unwrap();
        assert_eq!(read(&database).unwrap().mode, "beginner");
        settings.keep_running = false;
        write(&database, &settings).unwrap();
        let kept: String = database
            .with(|c| c.query_row("SELECT value FROM setting WHERE name = 'of_tomorrow'", [], |r| r.get(0)))
            .unwrap();
        assert_eq!(kept, "{\"a\":1}");
    }
}
