//! Kept lines: whose they are, and how much of them.

use crate::App;
use crate::engines::House;
use slipway_model::{ContainerId, ToFault as _};
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
                let house = app.house();
                app.shelf.keep_cap(|id| {
                    house.as_ref().is_some_and(|house| house.collector.is_open(&ContainerId::new(id)))
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

/// Slipway's own containers, those that have ended included: what they wrote last is what one wants to read.
pub(crate) fn shipped(house: &House) -> BTreeSet<ContainerId> {
    let snapshot = house.index.snapshot();
    let own = snapshot.rows.iter().filter(|row| row.project.is_some());
    own.map(|row| row.id.clone()).take(MOST_OWN).collect()
}
