//! What containers use, at a steady pace, for one command: nothing is recorded.

use crate::AppError;
use slipway_containers::{ContainerRow, LiveIndex};
use slipway_engine::Engine;
use slipway_model::{ContainerId, now};
use slipway_monitor::{Attention, Rates, Recorder, Sample, Visible};
use std::collections::HashMap;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The shortest pace: the sampler's own.
pub const SHORTEST: Duration = Duration::from_millis(100);
/// Silence of this length is said as a gap, however short the pace: an engine that is asked has a sample a second.
const SILENT_MS: i64 = 2_500;

/// What one container used since the line before.
#[derive(Debug, Clone)]
pub struct StatsLine {
    /// When it was read; where nothing was, now.
    pub time_ms: i64,
    /// The container.
    pub row: ContainerRow,
    /// The numbers; none in a gap.
    pub sample: Option<Sample>,
}

/// Reads containers until `stop`: those that are named, else every running one, also those that begin later. The sink
/// gets the lines of one tick together.
///
/// # Errors
/// Where a name is no container's, or the engine cannot be asked.
pub async fn stats(
    engine: &Engine,
    names: &[String],
    every: Duration,
    stop: &CancellationToken,
    sink: &mut (dyn FnMut(&[StatsLine]) + Send),
) -> Result<(), AppError> {
    let mut chosen = Vec::new();
    for name in names {
        chosen.push(engine.inspect_container(name).await?.id);
    }
    let ended = stop.child_token();
    let (index, keeping) = LiveIndex::run(engine.clone(), ended.clone());
    let (recorder, recording) = Recorder::run(engine.clone(), index.clone(), None, ended.clone());
    let visible = if names.is_empty() { Visible::All } else { Visible::Only(chosen.clone()) };
    recorder.set_attention(Attention { visible, window_visible: true });
    let reading = async {
        stop.run_until_cancelled(read(&index, &recorder, &chosen, every, sink)).await;
        ended.cancel();
    };
    tokio::join!(keeping, recording, reading);
    Ok(())
}

#[derive(Default)]
struct Seen {
    rates: Rates,
    /// When its newest line was read, on the clock that is never set.
    monotonic_ns: u64,
    line_ms: i64,
}

async fn read(
    index: &LiveIndex,
    recorder: &Recorder,
    chosen: &[ContainerId],
    every: Duration,
    sink: &mut (dyn FnMut(&[StatsLine]) + Send),
) {
    let mut changed = recorder.changed();
    let mut seen: HashMap<ContainerId, Seen> = HashMap::new();
    // Readings come a little early or late: half of the shortest pace is still the same tick.
    let due_ns = u64::try_from((every - SHORTEST / 2).as_nanos()).unwrap_or(u64::MAX);
    loop {
        // Also where nothing changes: a gap is said.
        let _ = tokio::time::timeout(Duration::from_millis(500), changed.changed()).await;
        let snapshot = index.snapshot();
        let mut lines = Vec::new();
        for row in snapshot.rows.iter() {
            if !row.state.is_alive() || !(chosen.is_empty() || chosen.contains(&row.id)) {
                seen.remove(&row.id);
                continue;
            }
            let now_ms = now().ms;
            let known =
                seen.entry(row.id.clone()).or_insert_with(|| Seen { line_ms: now_ms, ..Seen::default() });
            let latest = recorder.latest(&row.id).map(|sample| sample.totals);
            let newer = latest.filter(|reading| reading.monotonic_ns != known.monotonic_ns);
            let sample = match newer {
                Some(reading) if reading.monotonic_ns.saturating_sub(known.monotonic_ns) < due_ns => continue,
                Some(reading) => {
                    known.monotonic_ns = reading.monotonic_ns;
                    known.rates.next(reading)
                }
                None if now_ms - known.line_ms < SILENT_MS.max(3 * every.as_millis() as i64) => continue,
                None => None,
            };
            known.line_ms = now_ms;
            let time_ms = sample.map_or(now_ms, |sample| sample.time_ms);
            lines.push(StatsLine { time_ms, row: row.clone(), sample });
        }
        if !lines.is_empty() {
            sink(&lines);
        }
    }
}
