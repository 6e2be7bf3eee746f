//! Kept lines: whose they are, and how much of them.

use crate::engines::House;
use crate::{App, AppError};
use slipway_model::{ContainerId, EngineKey, Fault, ToFault as _};
use slipway_store::{Database, StoreError};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whether more is kept than may be.
const LOOK_EVERY: Duration = Duration::from_secs(300);
/// Own containers that are followed without being looked at.
const MOST_OWN: usize = 100;

impl App {
    /// Keeps what is kept under its cap, until the app ends.
    pub(crate) async fn keep_lines_capped(self: Arc<Self>) {
        let stop = self.tasks.stop().clone();
        loop {
            let app = self.clone();
            let looked = tokio::task::spawn_blocking(move || {
                let open = app.collector().ok();
                app.shelf.keep_cap(|id| {
                    open.as_ref().is_some_and(|collector| collector.is_open(&ContainerId::new(id)))
                })
            });
            match looked.await {
                Ok(Err(error)) => {
                    tracing::warn!(fault = ?error.to_fault(), "kept lines cannot be looked through");
                }
                Ok(Ok(())) => {}
                Err(error) => tracing::warn!(%error, "looking through kept lines broke off"),
            }
            if stop.run_until_cancelled(tokio::time::sleep(LOOK_EVERY)).await.is_none() {
                return;
            }
        }
    }
}

/// Whether a container's log is kept while nobody reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogKept {
    /// Slipway shipped it: always.
    Own,
    /// The user chose it.
    Chosen,
    /// Only while somebody looks.
    WhileRead,
}

impl App {
    /// Whether a container's log is kept while nobody reads it.
    ///
    /// # Errors
    /// Where there is no engine, or the database cannot be read.
    pub fn log_kept(&self, id: &ContainerId) -> Result<LogKept, AppError> {
        let house = self.house().ok_or_else(|| Fault::new("engine-lost"))?;
        if house.index.snapshot().row(id).is_some_and(|row| row.project.is_some()) {
            return Ok(LogKept::Own);
        }
        let chosen = chosen(&self.database, &house.engine.info().key)?.contains(id);
        Ok(if chosen { LogKept::Chosen } else { LogKept::WhileRead })
    }

    /// Keeps a container's log from now on, or no more; what is kept of it stays.
    ///
    /// # Errors
    /// Where there is no engine, or the database cannot be written.
    pub fn keep_log(&self, id: &ContainerId, keep: bool) -> Result<(), AppError> {
        let house = self.house().ok_or_else(|| Fault::new("engine-lost"))?;
        let key = house.engine.info().key.clone();
        self.database.with(|connection| {
            let what = if keep {
                "INSERT OR IGNORE INTO log_chosen (engine, container) VALUES (?1, ?2)"
            } else {
                "DELETE FROM log_chosen WHERE engine = ?1 AND container = ?2"
            };
            connection.execute(what, (key.as_str(), id.as_str()))
        })?;
        if keep {
            house.collector.follow(id);
        } else if self.log_kept(id)? == LogKept::WhileRead {
            house.collector.unfollow(id);
        }
        Ok(())
    }

    /// Whose logs are kept whether they are read or not: what is Slipway's own, and what the user chose.
    pub(crate) fn kept_logs(&self, house: &House) -> BTreeSet<ContainerId> {
        let mut kept = shipped(house);
        match chosen(&self.database, &house.engine.info().key) {
            Ok(chosen) => {
                let snapshot = house.index.snapshot();
                kept.extend(chosen.into_iter().filter(|id| snapshot.row(id).is_some()));
            }
            Err(error) => tracing::warn!(%error, "which logs were chosen cannot be read"),
        }
        kept
    }
}

fn chosen(database: &Database, engine: &EngineKey) -> Result<BTreeSet<ContainerId>, StoreError> {
    database.with(|connection| {
        let mut statement =
            connection.prepare_cached("SELECT container FROM log_chosen WHERE engine = ?1")?;
        let rows = statement.query_map([engine.as_str()], |row| row.get::<_, String>(0))?;
        rows.map(|row| row.map(|id| ContainerId::new(&id))).collect()
    })
}

/// Slipway's own containers, those that have ended included: what they wrote last is what one wants to read.
fn shipped(house: &House) -> BTreeSet<ContainerId> {
    let snapshot = house.index.snapshot();
    let own = snapshot.rows.iter().filter(|row| row.project.is_some());
    own.map(|row| row.id.clone()).take(MOST_OWN).collect()
}
