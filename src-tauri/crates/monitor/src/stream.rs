//! Samples from the engine, for containers whose files are not on this machine.

use crate::recorder::Shared;
use futures_util::StreamExt as _;
use slipway_engine::Engine;
use slipway_model::ContainerId;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

const BACK_OFF_MIN: Duration = Duration::from_millis(100);
const BACK_OFF_MAX: Duration = Duration::from_secs(5);
/// A stream that lived this long was healthy: the next trouble starts small again.
const HEALTHY: Duration = Duration::from_secs(5);
/// The slowest engine sends one in five seconds; silence of this length is a dead connection.
const SILENCE: Duration = Duration::from_secs(30);

/// Reads one container's stream until told to stop, begun again whenever it ends: its end is not the container's end.
/// Whoever knows that the container ended tells it.
pub(crate) async fn run(engine: Engine, id: ContainerId, shared: Arc<Shared>, stop: CancellationToken) {
    let mut back_off = BACK_OFF_MIN;
    loop {
        let began = Instant::now();
        let mut samples = engine.stats(&id);
        loop {
            let sample = tokio::select! {
                biased;
                () = stop.cancelled() => return,
                sample = timeout(SILENCE, samples.next()) => sample,
            };
            match sample {
                Ok(Some(Ok(sample))) => shared.push(&mut std::iter::once((&id, sample.into()))),
                Ok(Some(Err(error))) => {
                    tracing::debug!(container = id.short(), %error, "statistics broke off");
                    break;
                }
                Ok(None) | Err(_) => break,
            }
        }
        drop(samples);
        if began.elapsed() >= HEALTHY {
            back_off = BACK_OFF_MIN;
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = sleep(back_off) => {}
        }
        back_off = (back_off * 2).min(BACK_OFF_MAX);
    }
}

/// How long one container of the round may keep the others waiting.
const ROUND_PATIENCE: Duration = Duration::from_secs(8);
/// Between two containers of the round.
const ROUND_PAUSE: Duration = Duration::from_millis(500);

/// Goes round containers that nobody looks at, one at a time, two samples each: the second one has a rate.
pub(crate) async fn round(
    engine: Engine,
    ids: Vec<ContainerId>,
    shared: Arc<Shared>,
    stop: CancellationToken,
) {
    loop {
        for id in &ids {
            let two = async {
                let mut samples = engine.stats(id).take(2);
                while let Some(Ok(sample)) = samples.next().await {
                    shared.push(&mut std::iter::once((id, sample.into())));
                }
            };
            let both = async {
                if timeout(ROUND_PATIENCE, two).await.is_err() {
                    tracing::debug!(container = id.short(), "no statistics in its turn");
                }
                // The next turn is far away: a rate over the time between would hide what happened in it.
                shared.end_run(id);
                sleep(ROUND_PAUSE).await;
            };
            if stop.run_until_cancelled(both).await.is_none() {
                return;
            }
        }
    }
}
