//! Containers whose series are kept, also those that the engine does not have any more.

use crate::{App, AppError};
use slipway_containers::catalog::{self, Seen};

/// A container of which something is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// Who it is, or was.
    pub seen: Seen,
    /// The first moment that is kept.
    pub first_ms: i64,
    /// The last one.
    pub last_ms: i64,
    /// The engine does not have it any more.
    pub gone: bool,
}

impl App {
    /// Every container of the engine of which something is kept, the last seen first.
    ///
    /// # Errors
    /// Where the database or the history cannot be read.
    pub fn recordings(&self) -> Result<Vec<Recording>, AppError> {
        let Some(house) = self.house() else { return Ok(Vec::new()) };
        let engine = house.engine.info().key.clone();
        let snapshot = house.index.snapshot();
        let spans = self.history_spans(&engine)?;
        let seen = catalog::remembered(&self.database, &engine)?;
        let recordings = seen.into_iter().filter_map(|seen| {
            let (first_ms, last_ms) = spans.get(&seen.id).copied()?;
            let gone = snapshot.row(&seen.id).is_none();
            Some(Recording { seen, first_ms, last_ms, gone })
        });
        Ok(recordings.collect())
    }
}
