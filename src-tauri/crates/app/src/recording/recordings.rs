//! Containers whose series are kept, also those that the engine does not have any more.

use super::history::Kept;
use crate::{App, AppError, Topic};
use slipway_containers::catalog::{self, Seen};
use slipway_model::{ContainerId, EngineKey, Fault};
use slipway_monitor::marks;
use slipway_store::Database;

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
    /// It was measured.
    pub values: bool,
    /// Lines of it are kept.
    pub lines: bool,
}

impl App {
    /// Every container of the engine of which something is kept, the last seen first. While there is no engine they are
    /// those of the one that was seen last, and whether they are gone is not known.
    ///
    /// # Errors
    /// Where the database or the history cannot be read.
    pub fn recordings(&self) -> Result<Vec<Recording>, AppError> {
        let Some(engine) = self.known_engine() else { return Ok(Vec::new()) };
        let snapshot = self.house().filter(|_| self.knows_containers()).map(|house| house.index.snapshot());
        let spans = self.history_spans(&engine)?;
        let seen = catalog::remembered(&self.database, &engine)?;
        let recordings = seen.into_iter().filter_map(|seen| {
            let lines = self.shelf.has(&engine, &seen.id);
            // One that ended at once was never measured, and it is its last words that one wants to read.
            let told = lines.then(|| (seen.started_ms.unwrap_or(seen.created_ms), seen.seen_ms));
            let span = spans.get(&seen.id).copied();
            let (first_ms, last_ms) = span.or(told)?;
            let gone = snapshot.as_ref().is_some_and(|snapshot| snapshot.row(&seen.id).is_none());
            Some(Recording { seen, first_ms, last_ms, gone, values: span.is_some(), lines })
        });
        Ok(recordings.collect())
    }

    /// Deletes all that is kept of a container that is gone: its series, its lines, its marks
    /// and notes, and that it ever was.
    /// Writes files anew: not for a thread that must not wait.
    ///
    /// # Errors
    /// Where there is no engine, the engine still has the container, or a file cannot be written. Then it is still
    /// listed, with what is left of it, and can be deleted again.
    pub fn forget_recording(&self, id: &ContainerId) -> Result<(), AppError> {
        let house = self.house().ok_or_else(|| Fault::new("engine-lost"))?;
        // It would be recorded anew at once.
        if house.index.snapshot().row(id).is_some() {
            return Err(Fault::new("usage-recording-in-use").into());
        }
        house.recorder.forget(id);
        house.collector.forget(id)?;
        self.keep_log(id, false)?;
        let engine = house.engine.info().key.clone();
        forget(self.history.as_ref(), &self.database, &engine, id)?;
        self.wakes.send(Topic::Containers);
        Ok(())
    }
}

/// The series first: while a row of the catalog is there, the rest is found again.
fn forget(
    kept: Option<&Kept>,
    database: &Database,
    engine: &EngineKey,
    id: &ContainerId,
) -> Result<(), AppError> {
    if let Some(kept) = kept {
        kept.forget(engine, id)?;
    }
    marks::forget(database, engine, id)?;
    Ok(catalog::forget(database, engine, id)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::ROOMS;
    use slipway_containers::ContainerRow;
    use slipway_engine::ContainerState;
    use slipway_monitor::marks::{Mark, MarkKind};
    use slipway_series::{History, Kind, Metric, MinAvgMax, Options, Row, SeriesKey};
    use slipway_store::Paths;
    use std::sync::Arc;

    #[test]
    fn a_recording_that_is_deleted_is_gone_from_files_and_tables_and_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path()).unwrap();
        let database = Database::open(&paths, ROOMS, true).unwrap().database;
        let engine = EngineKey::new("engine");
        let ids = [ContainerId::new("a"), ContainerId::new("b")];
        let note = |text: &str| Mark { number: 0, time_ms: 5, kind: MarkKind::Note(text.to_owned()) };
        for id in &ids {
            let row = ContainerRow::known(id.clone(), ContainerState::Exited, Some(1));
            catalog::remember(&database, &engine, &[&row], 10).unwrap();
            let started = Mark { number: 0, time_ms: 1, kind: MarkKind::Started };
            marks::keep(&database, &engine, &[(id.clone(), started), (id.clone(), note("mine"))]).unwrap();
        }
        let files = folder.path().join("history");
        let (history, _) = History::open(&files, Options::default(), 0).unwrap();
        let keys = ids.clone().map(|container| SeriesKey { engine: engine.clone(), container });
        let values = [(Metric { id: 1, kind: Kind::Amount }, MinAvgMax { min: 1.0, avg: 1.0, max: 1.0 })];
        let rows: Vec<_> = keys.iter().map(|key| Row { key, span_ms: 1000, values: &values }).collect();
        history.append(1_000, &rows).unwrap();
        let kept = Kept::of(Arc::new(history));
        for _ in 0..2 {
            forget(Some(&kept), &database, &engine, &ids[0]).unwrap();
            let spans = kept.history().spans().unwrap();
            assert_eq!(spans.iter().map(|span| span.key.container.as_str()).collect::<Vec<_>>(), ["b"]);
            let seen = catalog::remembered(&database, &engine).unwrap();
            assert_eq!(seen.iter().map(|seen| seen.id.as_str()).collect::<Vec<_>>(), ["b"]);
            let of = |id| marks::read(&database, &engine, id, 0, 100).unwrap().len();
            assert_eq!((of(&ids[0]), of(&ids[1])), (0, 2));
        }
        // Nor after a start.
        drop(kept);
        let (history, _) = History::open(&files, Options::default(), 2_000).unwrap();
        assert_eq!(history.spans().unwrap().len(), 1);
    }
}
