//! One container's stream of samples, begun again whenever it ends: its end is not the container's end.

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

/// Reads until told to stop. Whoever knows that the container ended tells it.
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
                Ok(Some(Ok(sample))) => shared.push(&id, sample),
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
