//! What is kept can be read while no engine can be asked: it is that of the engine that was seen last.

use crate::{App, AppError};
use slipway_containers::{LinkState, catalog};
use slipway_logs::Collector;
use slipway_model::EngineKey;

/// Where what is kept of containers is read while there is no engine.
#[derive(Debug, Clone)]
pub(super) struct AtRest {
    pub(super) engine: EngineKey,
    pub(super) collector: Collector,
}

impl App {
    /// Whose containers are shown: of the engine in use, or while there is none of the one that was seen last.
    pub(crate) fn known_engine(&self) -> Option<EngineKey> {
        let inner = self.engines.inner();
        let used = inner.house.as_ref().map(|house| house.engine.info().key.clone());
        used.or_else(|| inner.at_rest.as_ref().map(|at_rest| at_rest.engine.clone()))
    }

    /// What containers write, as far as it is followed; while there is no engine, what is kept of it.
    ///
    /// # Errors
    /// Where there is no engine and never was one, or it is not known yet.
    pub fn collector(&self) -> Result<Collector, AppError> {
        let inner = self.engines.inner();
        let used = inner.house.as_ref().map(|house| &house.collector);
        let kept = || inner.at_rest.as_ref().map(|at_rest| &at_rest.collector);
        match used.or_else(kept) {
            Some(collector) => Ok(collector.clone()),
            None => Err(super::why_none(&inner.candidates).into()),
        }
    }

    /// Whether it is known which containers there are: they may all have gone, or none.
    pub(crate) fn knows_containers(&self) -> bool {
        self.house().is_some_and(|house| house.index.snapshot().link != LinkState::Connecting)
    }

    /// What is kept becomes readable where no engine came; call it within the runtime.
    pub(super) fn rest(&self) {
        if self.house().is_some() || self.known_engine().is_some() {
            return;
        }
        match catalog::engines(&self.database) {
            Ok(engines) => {
                let Some(engine) = engines.into_iter().next() else { return };
                let stop = self.tasks.stop().clone();
                let collector = Collector::at_rest(engine.clone(), self.shelf.clone(), stop);
                self.engines.inner().at_rest = Some(AtRest { engine, collector });
                self.wakes.send(crate::Topic::Containers);
            }
            Err(error) => tracing::warn!(%error, "what was seen of containers cannot be read"),
        }
    }
}
