//! Floods. To follow a container that writes as fast as it can slows it down by half: the engine reads what it has just
//! written. So a flood is let go of, and read back once it is over, or after a while in any case.

use crate::collector::Writer;
use futures_util::StreamExt as _;
use slipway_engine::{LogFrame, LogQuery};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Lines a second that are a flood. Nobody reads so fast, and following costs the container more than it is worth.
const FLOOD_PER_S: u64 = 30_000;
/// So many seconds one after the other; a burst is followed.
const LASTS_S: u32 = 4;
/// What is older is not happening now: it is read back.
const LIVE_MS: i64 = 10_000;
/// So long it is let go of at most: an engine may keep only the newest.
const MOST_HELD: Duration = Duration::from_secs(60);
/// How often is looked whether it is over.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Lines that are looked at then.
const LOOKED_AT: u64 = 2_000;

/// How fast lines come, by their own times: what is read back comes fast too, and is no flood.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    second: i64,
    /// Frames of that second.
    frames: u64,
    /// Seconds before it, one after the other, that were a flood.
    flooded: u32,
}

impl Pace {
    /// Takes frames as they come. How many lines a second they are, once that is a flood and lasts.
    pub(crate) fn take<'a>(
        &mut self,
        frames: impl Iterator<Item = &'a LogFrame>,
        now_ms: i64,
    ) -> Option<u64> {
        let mut rate = 0;
        for time in frames.filter_map(|frame| frame.time) {
            let second = time.ms.div_euclid(1_000);
            // The other stream may be a little behind.
            if second > self.second {
                let whole = self.frames >= FLOOD_PER_S && second == self.second + 1;
                self.flooded = if whole { self.flooded + 1 } else { 0 };
                rate = self.frames;
                (self.second, self.frames) = (second, 0);
            }
            self.frames += 1;
        }
        let live = now_ms - self.second * 1_000 <= LIVE_MS;
        (self.flooded >= LASTS_S && live && rate > 0).then_some(rate)
    }
}

/// Waits until a flood is over, or for as long as may be; false where nobody wants the log any more.
pub(crate) async fn wait(writer: &Arc<Writer>, rate: u64) -> bool {
    let begun = Instant::now();
    let (mut rate, mut newest) = (rate, None);
    while rate >= FLOOD_PER_S / 2 && begun.elapsed() < MOST_HELD {
        if !writer.change(|log| log.flood = Some(rate)) {
            return false;
        }
        if writer.stop.run_until_cancelled(sleep(LOOK_EVERY)).await.is_none() {
            return false;
        }
        let looked = writer.stop.run_until_cancelled(look(writer, newest)).await;
        let Some(looked) = looked else { return false };
        (rate, newest) = looked;
    }
    writer.change(|log| log.flood = None)
}

/// How many lines a second the newest ones are, and when the last one was written; none where that is as before.
async fn look(writer: &Arc<Writer>, before: Option<i64>) -> (u64, Option<i64>) {
    let query = LogQuery { since: None, tail: Some(LOOKED_AT), follow: false };
    let mut frames = writer.shared.engine.logs(&writer.id, query);
    let mut times: Vec<i64> = Vec::new();
    while let Some(Ok(frame)) = frames.next().await {
        times.extend(frame.time.map(|time| time.unix_nanos()));
    }
    let (first, last) = (times.iter().min().copied(), times.iter().max().copied());
    let (Some(first), Some(last)) = (first, last) else { return (0, None) };
    let rate = times.len() as i128 * 1_000_000_000 / i128::from(last - first).max(1);
    let rate = if Some(last) == before { 0 } else { u64::try_from(rate).unwrap_or(u64::MAX) };
    (rate, Some(last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use slipway_engine::LogStream;
    use slipway_model::Timestamp;

    /// Frames of so many lines a second, from one second to another.
    fn frames(per_s: i64, seconds: std::ops::Range<i64>) -> Vec<LogFrame> {
        seconds
            .flat_map(|second| {
                (0..per_s).map(move |n| LogFrame {
                    stream: LogStream::Stdout,
                    time: Some(Timestamp::from_ms(second * 1_000 + n * 1_000 / per_s)),
                    bytes: Bytes::new(),
                })
            })
            .collect()
    }

    #[test]
    fn a_flood_is_one_once_it_lasts() {
        let mut pace = Pace::default();
        assert_eq!(pace.take(frames(40_000, 100..104).iter(), 104_000), None);
        assert_eq!(pace.take(frames(40_000, 104..106).iter(), 106_000), Some(40_000));
    }

    #[test]
    fn what_is_slow_or_was_written_long_ago_is_none() {
        let mut pace = Pace::default();
        assert_eq!(pace.take(frames(2_000, 100..120).iter(), 120_000), None);
        assert_eq!(Pace::default().take(frames(40_000, 100..110).iter(), 300_000), None);
        // A pause between.
        let mut pace = Pace::default();
        for second in [100, 103, 106, 109, 112] {
            assert_eq!(pace.take(frames(40_000, second..second + 2).iter(), second * 1_000 + 2_000), None);
        }
    }
}
