//! Floods. To follow a container that writes as fast as it can slows it down by half: the engine reads what it has just
//! written. So while it floods nothing is read: the engine waits with what it has for us, which costs nobody anything,
//! and gives it out once that is over, or after a while in any case.

use crate::collector::{Log, Writer};
use futures_util::StreamExt as _;
use slipway_engine::{LogFrame, LogQuery};
use slipway_model::now;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Lines a second that are a flood. Nobody reads so fast, and following costs the container more than it is worth.
const FLOOD_PER_S: u64 = 30_000;
/// So many lines of one moment, this long, are worth a look: a burst.
const BURST_MS: i64 = 250;
const BURST_LINES: u64 = FLOOD_PER_S * BURST_MS.unsigned_abs() / 1_000;
/// Where the newest line is older, nothing floods now: what is read back comes fast too.
const FRESH_MS: i64 = 200;
/// How soon is looked again whether it is over: while it may be a burst, and later.
const LOOK_EVERY: [Duration; 2] = [Duration::from_millis(80), Duration::from_secs(1)];
/// Lines that are looked at then.
const LOOKED_AT: u64 = 1_000;
/// A flood that is longer is told of.
const TOLD_AFTER: Duration = Duration::from_secs(1);
/// So long it is let go of at most.
const MOST_HELD: Duration = Duration::from_secs(60);
/// So long what was written meanwhile is read then, unless it is all read sooner.
const READ_BACK_FOR: Duration = Duration::from_secs(15);
/// What was no flood is not looked at again for so long.
const REST: Duration = Duration::from_millis(500);
/// What an engine writes down beside a line: its stream, its time, their names.
const BESIDE_BYTES: u64 = 80;
/// Where what was read last was written less than this ago, or nothing comes for so long, all has been read back.
pub(crate) const CAUGHT_UP: Duration = Duration::from_secs(2);

/// A flood that was let go of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flood {
    /// How many lines a second were written when it was last looked at.
    pub lines_per_s: u64,
    /// About how many lines were left out.
    pub left_out: u64,
    /// Exactly how many of them have been read back; none while it lasts.
    pub read_back: Option<u64>,
}

/// Where a log was let go of.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LetGo {
    rate: Rate,
    left_out: u64,
    /// It is not read now.
    held: bool,
    /// Long enough to be told of.
    long: bool,
    /// The number of the first line that was read back.
    back_from: Option<u64>,
}

impl LetGo {
    /// What is to be said of it, where the next line of the log is this one.
    pub(crate) fn told(&self, next: u64) -> Option<Flood> {
        let read_back = self.back_from.filter(|_| !self.held).map(|_| self.had(next));
        self.long.then_some(Flood { lines_per_s: self.rate.lines, left_out: self.left_out, read_back })
    }

    /// How many lines were read back.
    fn had(&self, next: u64) -> u64 {
        self.back_from.map_or(0, |from| next.saturating_sub(from))
    }

    /// It is read back from now on.
    fn read_back(mut self, next: u64) -> Self {
        self.held = false;
        self.back_from.get_or_insert(next);
        self
    }
}

/// How fast a log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Rate {
    /// In a second.
    lines: u64,
    /// In a second, as the engine writes them down.
    bytes: u64,
}

/// What became of a stream at the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passed {
    /// It goes on.
    On,
    /// What there is now is to be read apart: an engine that began another file while nobody took the stream from it
    /// was seen to give lines twice, and others not at all.
    Anew,
    /// Nobody wants the log any more.
    Stopped,
}

/// Decides when a log is let go of: for the one task that follows it.
#[derive(Debug)]
pub(crate) struct Gate {
    /// When the burst began, by its own time, and what came of it.
    burst_ns: i64,
    burst_lines: u64,
    /// The newest line that was read.
    newest_ns: i64,
    /// How long ago the newest line was written, when it was read soonest: the engine's clock may be another.
    least_age_ms: i64,
    not_before: Option<Instant>,
    /// How much the engine keeps, once it was asked.
    kept_bytes: Option<Option<u64>>,
}

impl Gate {
    pub(crate) fn new() -> Self {
        Self {
            burst_ns: i64::MIN,
            burst_lines: 0,
            newest_ns: i64::MIN,
            least_age_ms: i64::MAX,
            not_before: None,
            kept_bytes: None,
        }
    }

    /// Takes frames as they come. Whether so many were written at once that it may be a flood.
    pub(crate) fn take(&mut self, frames: &[LogFrame], now_ms: i64) -> bool {
        let mut burst = false;
        for ns in frames.iter().filter_map(|frame| frame.time).map(|time| time.unix_nanos()) {
            if ns.saturating_sub(self.burst_ns) > BURST_MS * 1_000_000 {
                (self.burst_ns, self.burst_lines) = (ns, 0);
            }
            self.burst_lines += 1;
            burst |= self.burst_lines >= BURST_LINES;
            self.newest_ns = self.newest_ns.max(ns);
        }
        self.least_age_ms = self.least_age_ms.min(now_ms.saturating_sub(self.newest_ns / 1_000_000));
        burst
    }

    /// Lets go of the log for as long as it floods, where it does.
    pub(crate) async fn hold(&mut self, writer: &Arc<Writer>) -> Passed {
        let rests = self.not_before.is_some_and(|until| Instant::now() < until);
        if rests {
            return Passed::On;
        }
        let held = writer.stop.run_until_cancelled(self.held(writer)).await;
        let Some(Some((rest, passed))) = held else { return Passed::Stopped };
        self.not_before = Some(Instant::now() + rest);
        (self.burst_ns, self.burst_lines) = (i64::MIN, 0);
        passed
    }

    /// Waits for the end of a flood. How long it is not let go of again; nothing where nobody wants it any more.
    async fn held(&mut self, writer: &Arc<Writer>) -> Option<(Duration, Passed)> {
        let begun = Instant::now();
        let Some(mut seen) = look(writer).await else { return Some((REST, Passed::On)) };
        if seen.rate.lines < FLOOD_PER_S || !self.is_fresh(seen.newest_ns) {
            return Some((REST, Passed::On));
        }
        let kept_bytes = match self.kept_bytes {
            Some(bytes) => bytes,
            None => kept_bytes(writer).await,
        };
        self.kept_bytes = Some(kept_bytes);
        // What is not read back before the engine throws it away is lost, and reading takes its time too.
        let most_bytes = kept_bytes.map_or(u64::MAX, |bytes| bytes / 3);
        let (mut gone, next) = writer.look(|log| (log.flood.unwrap_or_default(), log.kept.next()))?;
        let mut written = Written::default();
        written.add(seen.rate, seen.newest_ns.saturating_sub(self.newest_ns));
        let [often, seldom] = LOOK_EVERY;
        // Of what was left out before, the rest is still among what was written since.
        let before = gone.had(next);
        let mut over = false;
        while !over && begun.elapsed() < MOST_HELD && written.bytes < most_bytes {
            let long = gone.long || begun.elapsed() >= TOLD_AFTER;
            gone = LetGo { rate: seen.rate, left_out: before + written.lines, held: true, long, ..gone };
            if !writer.change(|log| log.flood = Some(gone)) {
                return None;
            }
            sleep(if begun.elapsed() < TOLD_AFTER { often } else { seldom }).await;
            let Some(next) = look(writer).await else { break };
            written.add(seen.rate, next.newest_ns.saturating_sub(seen.newest_ns));
            over = next.newest_ns == seen.newest_ns || next.rate.lines < FLOOD_PER_S / 2;
            seen = next;
        }
        let back = |log: &mut Log| log.flood = log.flood.map(|_| gone.read_back(log.kept.next()));
        let passed = match kept_bytes {
            Some(_) => (Duration::ZERO, Passed::Anew),
            None => (if over { REST } else { READ_BACK_FOR }, Passed::On),
        };
        writer.change(back).then_some(passed)
    }

    /// Whether what was read last was written a moment ago.
    pub(crate) fn has_caught_up(&self) -> bool {
        self.age_ms(self.newest_ns) < CAUGHT_UP.as_millis() as i64
    }

    fn is_fresh(&self, newest_ns: i64) -> bool {
        self.age_ms(newest_ns) <= FRESH_MS
    }

    /// How old a line is, by the clock of its engine.
    fn age_ms(&self, ns: i64) -> i64 {
        now().ms.saturating_sub(ns / 1_000_000).saturating_sub(self.least_age_ms)
    }
}

/// How much was written meanwhile, about.
#[derive(Debug, Clone, Copy, Default)]
struct Written {
    lines: u64,
    bytes: u64,
}

impl Written {
    fn add(&mut self, rate: Rate, ns: i64) {
        let ms = u64::try_from(ns / 1_000_000).unwrap_or(0);
        self.lines = self.lines.saturating_add(rate.lines.saturating_mul(ms) / 1_000);
        self.bytes = self.bytes.saturating_add(rate.bytes.saturating_mul(ms) / 1_000);
    }
}

/// How many bytes of its log the engine keeps, where it does not keep all.
async fn kept_bytes(writer: &Writer) -> Option<u64> {
    let facts = writer.source.engine.inspect_container(writer.id.as_str()).await;
    facts.ok()?.log_kept_bytes
}

/// The newest lines of a log.
struct Seen {
    rate: Rate,
    newest_ns: i64,
}

/// Looks how fast the newest lines were written; nothing where there are none.
async fn look(writer: &Writer) -> Option<Seen> {
    let query = LogQuery { since: None, tail: Some(LOOKED_AT), follow: false };
    let mut frames = writer.source.engine.logs(&writer.id, query);
    let (mut lines, mut bytes) = (0, 0);
    let (mut first, mut newest_ns) = (i64::MAX, i64::MIN);
    while let Some(Ok(frame)) = frames.next().await {
        let Some(time) = frame.time.map(|time| time.unix_nanos()) else { continue };
        (first, newest_ns) = (first.min(time), newest_ns.max(time));
        lines += 1;
        bytes += frame.bytes.len() as u64 + BESIDE_BYTES;
    }
    let span_ns = newest_ns.checked_sub(first)?.max(1);
    let a_second = |seen: u64| {
        let count = u128::from(seen) * 1_000_000_000 / u128::from(span_ns.unsigned_abs());
        u64::try_from(count).unwrap_or(u64::MAX)
    };
    Some(Seen { rate: Rate { lines: a_second(lines), bytes: a_second(bytes) }, newest_ns })
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use slipway_engine::LogStream;
    use slipway_model::Timestamp;

    /// Frames, so many a second.
    fn frames(per_s: i64, first_ms: i64, count: i64) -> Vec<LogFrame> {
        (0..count)
            .map(|n| LogFrame {
                stream: LogStream::Stdout,
                time: Some(Timestamp::from_ms(first_ms + n * 1_000 / per_s)),
                bytes: Bytes::new(),
            })
            .collect()
    }

    #[test]
    fn what_was_written_at_once_may_be_a_flood() {
        let mut gate = Gate::new();
        assert!(!gate.take(&frames(40_000, 1_000, 4_000), 2_000));
        assert!(gate.take(&frames(40_000, 1_100, 4_000), 2_000), "also in pieces");
        assert!(!Gate::new().take(&frames(2_000, 1_000, 60_000), 40_000));
        // A pause between.
        let mut gate = Gate::new();
        for second in [1_000, 3_000, 5_000] {
            assert!(!gate.take(&frames(40_000, second, 6_000), second + 200));
        }
    }

    #[test]
    fn the_age_of_a_line_is_by_the_clock_of_its_engine() {
        let mut gate = Gate::new();
        // That clock is an hour behind.
        let engine_ms = now().ms - 3_600_000;
        gate.take(&frames(1_000, engine_ms, 1), now().ms);
        assert!(gate.is_fresh(engine_ms * 1_000_000));
        assert!(!gate.is_fresh((engine_ms - 1_000) * 1_000_000));
    }

    #[test]
    fn what_is_left_out_is_about_and_what_is_read_back_exact() {
        let mut written = Written::default();
        written.add(Rate { lines: 50_000, bytes: 5_000_000 }, 2_500_000_000);
        assert_eq!((written.lines, written.bytes), (125_000, 12_500_000));
        let gone = LetGo { left_out: written.lines, held: true, long: true, ..LetGo::default() };
        let told = |gone: LetGo, next| gone.told(next).map(|flood| flood.read_back);
        assert_eq!(told(gone, 100), Some(None));
        let back = gone.read_back(100);
        assert_eq!(told(back, 350), Some(Some(250)));
        assert_eq!(told(LetGo { held: true, ..back }, 350), Some(None));
        assert_eq!(told(LetGo { held: true, ..back }.read_back(500), 600), Some(Some(500)), "of all");
        assert_eq!(told(LetGo { long: false, ..back }, 350), None);
    }
}
