//! Marks of a container, and the user's own words among them.

use crate::{App, AppError, Topic};
use slipway_model::{ContainerId, Fault, IdempotencyKey};
use slipway_monitor::marks::{self, Mark, MarkKind};

impl App {
    /// What happened to a container in a stretch of time.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn marks(&self, id: &ContainerId, from_ms: i64, to_ms: i64) -> Result<Vec<Mark>, AppError> {
        let Some(engine) = self.known_engine() else { return Ok(Vec::new()) };
        Ok(marks::read(&self.database, &engine, id, from_ms, to_ms)?)
    }

    /// Adds the user's words at a moment, once for each key.
    ///
    /// # Errors
    /// Where there never was an engine, nothing was written, or the database cannot be written.
    pub fn add_note(
        &self,
        id: &ContainerId,
        time_ms: i64,
        text: &str,
        key: &IdempotencyKey,
    ) -> Result<(), AppError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Fault::new("usage-empty-note").into());
        }
        let engine = self.known_engine().ok_or_else(|| Fault::new("engine-lost"))?;
        if !self.takes_key(key) {
            return Ok(());
        }
        let mark = Mark { number: 0, time_ms, kind: MarkKind::Note(text.to_owned()) };
        marks::keep(&self.database, &engine, &[(id.clone(), mark)])?;
        self.wakes.send(Topic::Containers);
        Ok(())
    }

    /// Takes a note away.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub fn remove_note(&self, number: i64) -> Result<(), AppError> {
        marks::remove_note(&self.database, number)?;
        self.wakes.send(Topic::Containers);
        Ok(())
    }
}
