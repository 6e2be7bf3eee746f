//! What lives as long as one connection: the index, the recorder of samples, the collector of lines.

use crate::tasks::Tasks;
use crate::wake::Wakes;
use crate::{App, Topic};
use slipway_containers::LiveIndex;
use slipway_engine::Engine;
use slipway_logs::Collector;
use slipway_monitor::Recorder;
use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// One engine in use.
pub struct House {
    /// The connection.
    pub engine: Engine,
    /// The truth about containers.
    pub index: LiveIndex,
    /// Samples of the last minutes.
    pub recorder: Recorder,
    /// What containers write, as far as it is followed.
    pub collector: Collector,
    tasks: Tasks,
}

impl std::fmt::Debug for House {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("House").field("endpoint", &self.engine.endpoint().url()).finish_non_exhaustive()
    }
}

impl House {
    /// Starts everything; it ends with [`House::end`] or with the app.
    pub(super) fn start(app: &Arc<App>, engine: Engine) -> Arc<Self> {
        let tasks = app.tasks.child();
        let (index, keeping) = LiveIndex::run(engine.clone(), tasks.stop().clone());
        let seconds = app.history.as_ref().and_then(|kept| kept.sink(engine.info().key.clone()));
        let (recorder, recording) =
            Recorder::run(engine.clone(), index.clone(), seconds, tasks.stop().clone());
        let collector =
            Collector::new(engine.clone(), index.clone(), app.shelf.clone(), tasks.stop().clone());
        tasks.spawn(keeping);
        tasks.spawn(recording);
        // At most so often does each wake the window: it asks again at its own pace.
        forward(&tasks, &app.wakes, index.changed(), Topic::Containers, 100);
        forward(&tasks, &app.wakes, recorder.changed(), Topic::Samples, 450);
        forward(&tasks, &app.wakes, collector.changed(), Topic::Logs, 100);
        let house = Arc::new(Self { engine, index, recorder, collector, tasks });
        // Weak: the house must not keep the app, nor itself, alive.
        let (weak_app, weak_house) = (Arc::downgrade(app), Arc::downgrade(&house));
        let chronicle = crate::recording::keep_chronicle(weak_app.clone(), weak_house.clone());
        house.tasks.spawn_droppable(chronicle);
        let mut changed = house.index.changed();
        house.tasks.spawn_droppable(async move {
            let mut checked = false;
            while changed.changed().await.is_ok() {
                let (Some(app), Some(house)) = (weak_app.upgrade(), weak_house.upgrade()) else { return };
                app.wakes.send(Topic::Engine);
                app.look_at_own(&house);
                if !checked && house.index.snapshot().is_live() {
                    checked = true;
                    app.preflight_once(&house).await;
                    let left = slipway_containers::sweep_leftovers(&house.engine).await;
                    say_swept("preflights and measurings", left);
                    say_swept("builds", slipway_build::sweep_modules(&house.engine).await);
                }
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        });
        house
    }

    /// Ends what lives on this connection.
    pub(crate) async fn end(&self) {
        self.tasks.stop().cancel();
        self.collector.closed().await;
    }
}

/// What was removed that a killed process left.
fn say_swept(of: &str, swept: Result<usize, impl Display>) {
    match swept {
        Ok(0) => {}
        Ok(swept) => tracing::info!(swept, "leftovers of {of} removed"),
        Err(error) => tracing::debug!(%error, "leftovers of {of} not looked for, or not all removed"),
    }
}

/// Turns a room's "changed" into wake-ups, merged to one every `every_ms`.
fn forward(tasks: &Tasks, wakes: &Wakes, mut changed: watch::Receiver<u64>, topic: Topic, every_ms: u64) {
    let wakes = wakes.clone();
    tasks.spawn_droppable(async move {
        while changed.changed().await.is_ok() {
            wakes.send(topic);
            tokio::time::sleep(Duration::from_millis(every_ms)).await;
        }
    });
}
