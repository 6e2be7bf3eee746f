//! The history on disk: one thread that writes every second of every container, and what is read of it.

use crate::App;
use crate::error::AppError;
use slipway_model::{ContainerId, EngineKey, Fault, ToFault as _, now};
use slipway_monitor::{Columns, Metric, Own, Recorder, Second, SecondSink};
use slipway_series::{Appended, History, Kind, MinAvgMax, Options, Row, SeriesKey};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// Seconds that may wait for the disk; more are a gap. A piece of upkeep takes some tenths of a second.
const WAITING: usize = 30;
/// How often Slipway's own cost is written down.
const OWN_EVERY_MS: i64 = 10_000;
/// Where all was written for so long, the next trouble is another one.
const TROUBLE_OVER: Duration = Duration::from_secs(600);
/// The longest pause of the writer: it looks whether it should end.
const LOOK: Duration = Duration::from_millis(250);

/// Seconds of an engine's containers.
struct Frame {
    engine: EngineKey,
    seconds: Vec<(ContainerId, Second)>,
}

/// The history that this process writes, or reads while another one writes it.
pub(crate) struct Kept {
    history: Arc<History>,
    /// None in a reader.
    sender: Option<SyncSender<Frame>>,
}

/// What the writer's thread needs.
pub(crate) struct Writer {
    history: Arc<History>,
    frames: Receiver<Frame>,
    own: Arc<Own>,
    trouble: Trouble,
}

/// Since when nothing has gone wrong. On a disk that is just full some frames still fit, and each that does not would
/// be said again.
#[derive(Default)]
struct Trouble {
    last: Option<Instant>,
}

impl Trouble {
    /// Takes note that a frame was not written; true where that is news.
    fn met(&mut self, now: Instant) -> bool {
        let is_news = self.last.is_none_or(|last| now.duration_since(last) >= TROUBLE_OVER);
        self.last = Some(now);
        is_news
    }
}

impl Kept {
    /// Opens the history of a folder. With the recorder's lock it is written; what was wrong with it is given along.
    pub(crate) fn open(
        folder: &Path,
        is_recorder: bool,
        cap_bytes: u64,
        own: Arc<Own>,
    ) -> Result<(Self, Option<Writer>, Vec<Fault>), slipway_series::SeriesError> {
        let (history, report) = if is_recorder {
            History::open(folder, Options { cap_bytes, ..Options::default() }, now().ms)?
        } else {
            History::read(folder)?
        };
        let history = Arc::new(history);
        let mut faults = Vec::new();
        if is_recorder {
            let shown = |paths: &[std::path::PathBuf]| {
                let names = paths.iter().filter_map(|path| path.file_name());
                names.map(|name| name.to_string_lossy().into_owned()).collect::<Vec<_>>().join(", ")
            };
            if report.cut_bytes > 0 {
                faults.push(Fault::new("machine-history-cut").with("bytes", report.cut_bytes));
            }
            if !report.put_aside.is_empty() {
                faults.push(Fault::new("machine-history-damaged").with("files", shown(&report.put_aside)));
            }
            if !report.newer.is_empty() {
                faults.push(Fault::new("machine-history-newer").with("files", shown(&report.newer)));
            }
        }
        if !is_recorder {
            return Ok((Self { history, sender: None }, None, faults));
        }
        let (sender, frames) = sync_channel(WAITING);
        let writer = Writer { history: history.clone(), frames, own, trouble: Trouble::default() };
        Ok((Self { history, sender: Some(sender) }, Some(writer), faults))
    }

    /// Takes the seconds of an engine's containers to the writer, never waiting for it.
    pub(crate) fn sink(&self, engine: EngineKey) -> Option<SecondSink> {
        let sender = self.sender.clone()?;
        let mut missed: u64 = 0;
        Some(Box::new(move |_now_ms, seconds| {
            if seconds.is_empty() {
                return;
            }
            let frame = Frame { engine: engine.clone(), seconds: seconds.to_vec() };
            match sender.try_send(frame) {
                Ok(()) => {}
                Err(TrySendError::Full(_)) => {
                    missed += 1;
                    if missed.is_power_of_two() {
                        tracing::warn!(missed, "the disk is too slow for the history");
                    }
                }
                Err(TrySendError::Disconnected(_)) => {}
            }
        }))
    }

    pub(crate) fn history(&self) -> &History {
        &self.history
    }

    /// Takes all that is known of a container out of the files.
    pub(crate) fn forget(
        &self,
        engine: &EngineKey,
        id: &ContainerId,
    ) -> Result<(), slipway_series::SeriesError> {
        self.history.forget(&SeriesKey { engine: engine.clone(), container: id.clone() })
    }

    #[cfg(test)]
    pub(crate) fn of(history: Arc<History>) -> Self {
        Self { history, sender: None }
    }
}

impl Writer {
    /// Writes until `stop`, then what still waits. `say` gets what has to be said, once. For a thread of its own; the
    /// upkeep has another, so that a second that came is on disk at once.
    pub(crate) fn run(self, stop: &CancellationToken, say: &dyn Fn(Fault)) {
        std::thread::scope(|threads| {
            let history = self.history.clone();
            threads.spawn(move || keep_up(&history, stop));
            self.write_all(stop, say);
        });
    }

    fn write_all(mut self, stop: &CancellationToken, say: &dyn Fn(Fault)) {
        let mut keys: HashMap<ContainerId, SeriesKey> = HashMap::new();
        let mut own_next_ms = now().ms + OWN_EVERY_MS;
        loop {
            match self.frames.recv_timeout(LOOK) {
                Ok(frame) => self.write(&frame, &mut keys, say),
                Err(RecvTimeoutError::Timeout) if !stop.is_cancelled() => {}
                // Nothing waits, and nothing will come.
                Err(_) => break,
            }
            let now_ms = now().ms;
            if now_ms >= own_next_ms || now_ms < own_next_ms - 2 * OWN_EVERY_MS {
                own_next_ms = now_ms + OWN_EVERY_MS;
                self.write_own(now_ms, say);
            }
            if keys.len() > 20_000 {
                keys.clear();
            }
        }
    }

    fn write(&mut self, frame: &Frame, keys: &mut HashMap<ContainerId, SeriesKey>, say: &dyn Fn(Fault)) {
        for (id, _) in &frame.seconds {
            let key = || SeriesKey { engine: frame.engine.clone(), container: id.clone() };
            match keys.get(id) {
                Some(known) if known.engine == frame.engine => {}
                _ => drop(keys.insert(id.clone(), key())),
            }
        }
        // A second that came late is of an earlier frame: in a frame each container is once.
        let mut by_second: std::collections::BTreeMap<i64, Vec<&(ContainerId, Second)>> =
            std::collections::BTreeMap::new();
        for one in &frame.seconds {
            by_second.entry(one.1.time_ms.div_euclid(1000)).or_default().push(one);
        }
        for seconds in by_second.values() {
            let values: Vec<Vec<(slipway_series::Metric, MinAvgMax)>> =
                seconds.iter().map(|(_, second)| values(second)).collect();
            let rows: Vec<Row<'_>> = seconds
                .iter()
                .zip(&values)
                .filter_map(|((id, second), values)| {
                    Some(Row { key: keys.get(id)?, span_ms: second.span_ms, values })
                })
                .collect();
            let time_ms = seconds.iter().map(|(_, second)| second.time_ms).max().unwrap_or_default();
            self.append(time_ms, &rows, say);
        }
    }

    fn append(&mut self, time_ms: i64, rows: &[Row<'_>], say: &dyn Fn(Fault)) {
        match self.history.append(time_ms, rows) {
            Ok(Appended::Written) => {}
            Ok(Appended::NotWritten) => {
                self.trouble.met(Instant::now());
            }
            Err(error) => {
                if self.trouble.met(Instant::now()) {
                    tracing::warn!(%error, "the history is not written");
                    say(error.to_fault());
                }
            }
        }
    }

    /// What Slipway itself uses, beside what the containers use.
    fn write_own(&mut self, now_ms: i64, say: &dyn Fn(Fault)) {
        let cost = self.own.latest();
        let Some(cpu) = cost.cpu_nanocores else { return };
        let key = own_key();
        let values = [
            (stored(Metric::Cpu), MinAvgMax::only(cpu)),
            (stored(Metric::Memory), MinAvgMax::only(cost.memory_bytes as f64)),
            (stored(Metric::Processes), MinAvgMax::only(f64::from(cost.processes))),
        ];
        let span_ms = u32::try_from(OWN_EVERY_MS).unwrap_or(u32::MAX);
        self.append(now_ms, &[Row { key: &key, span_ms, values: &values }], say);
    }
}

/// Seals, thins out and deletes, a piece at a time, until `stop`.
fn keep_up(history: &History, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        match history.maintain(now().ms) {
            Ok(true) => {}
            Ok(false) => std::thread::sleep(LOOK),
            Err(error) => {
                tracing::warn!(%error, "the history could not be tidied");
                std::thread::sleep(LOOK);
            }
        }
    }
}

/// Slipway's own series.
fn own_key() -> SeriesKey {
    SeriesKey { engine: EngineKey::new("slipway"), container: ContainerId::new("slipway") }
}

fn values(second: &Second) -> Vec<(slipway_series::Metric, MinAvgMax)> {
    let known = second.known();
    known.map(|(metric, band)| (stored(metric), band)).collect()
}

/// How a metric is kept.
fn stored(metric: Metric) -> slipway_series::Metric {
    let kind = match metric {
        Metric::Waited | Metric::PressureCpu | Metric::PressureMemory | Metric::PressureIo => Kind::Fraction,
        Metric::OomKills | Metric::CpuLimit | Metric::MemoryLimit => Kind::Exact,
        _ => Kind::Amount,
    };
    slipway_series::Metric { id: metric.number(), kind }
}

/// From when to when each container of an engine is known, in memory or on disk.
pub(crate) type Spans = HashMap<ContainerId, (i64, i64)>;

impl App {
    /// Starts the writer's thread; it ends with the app, and is waited for.
    pub(crate) fn write_history(self: &Arc<Self>, writer: Writer) {
        let (stop, app) = (self.tasks.stop().clone(), Arc::downgrade(self));
        self.tasks.spawn(async move {
            let say = move |fault: Fault| {
                if let Some(app) = app.upgrade() {
                    app.say(fault);
                }
            };
            if tokio::task::spawn_blocking(move || writer.run(&stop, &say)).await.is_err() {
                tracing::warn!("the history's writer broke off");
            }
        });
    }

    /// Another size for the history; the next upkeep keeps it.
    pub(crate) fn cap_history(&self, cap_bytes: u64) {
        if let Some(kept) = &self.history {
            kept.history().set_cap_bytes(cap_bytes);
        }
    }

    /// How much the history takes on disk.
    pub fn history_bytes(&self) -> u64 {
        self.history.as_ref().map_or(0, |kept| kept.history().bytes())
    }

    pub(crate) fn history_spans(&self, engine: &EngineKey) -> Result<Spans, AppError> {
        let Some(kept) = &self.history else { return Ok(Spans::new()) };
        let spans = kept.history().spans()?;
        let own = spans.into_iter().filter(|span| span.key.engine == *engine);
        Ok(own.map(|span| (span.key.container.clone(), (span.first_ms, span.last_ms))).collect())
    }

    /// A stretch of time of one container, gone or not, as columns: from memory where that reaches, else from the
    /// history. Nothing where there never was an engine. Reads files: not for a thread that must not wait.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub fn series(
        &self,
        id: &ContainerId,
        metrics: &[Metric],
        from_ms: i64,
        to_ms: i64,
        columns: usize,
    ) -> Result<Option<Columns>, AppError> {
        let Some(engine) = self.known_engine() else { return Ok(None) };
        let house = self.house();
        let recorder = house.as_ref().map(|house| &house.recorder);
        read(self.history.as_ref(), recorder, &engine, id, metrics, from_ms, to_ms, columns).map(Some)
    }
}

#[allow(clippy::too_many_arguments, reason = "one question, asked of two sources")]
fn read(
    kept: Option<&Kept>,
    recorder: Option<&Recorder>,
    engine: &EngineKey,
    id: &ContainerId,
    metrics: &[Metric],
    from_ms: i64,
    to_ms: i64,
    columns: usize,
) -> Result<Columns, AppError> {
    let mut recent = recorder.map_or_else(
        || Columns::unknown(metrics.len(), from_ms, to_ms, columns),
        |recorder| recorder.window(id, metrics, from_ms, to_ms, columns),
    );
    let first_ms = recorder.and_then(|recorder| recorder.first_ms(id)).unwrap_or(i64::MAX);
    let Some(kept) = kept.filter(|_| from_ms < first_ms) else { return Ok(recent) };
    let key = SeriesKey { engine: engine.clone(), container: id.clone() };
    let numbers: Vec<u16> = metrics.iter().map(|metric| metric.number()).collect();
    let before = kept.history().window(&key, &numbers, from_ms, to_ms, columns)?;
    let width_ms = (to_ms - from_ms) as f64 / columns.max(1) as f64;
    for (band, before) in recent.bands.iter_mut().zip(&before.metrics) {
        for (at, (column, before)) in band.iter_mut().zip(before).enumerate() {
            let begins_ms = from_ms as f64 + at as f64 * width_ms;
            if begins_ms < first_ms as f64 || !column.avg.is_finite() {
                *column = *before;
            }
        }
    }
    recent.newest_ms = recent.newest_ms.max(before.newest_ms);
    Ok(recent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trouble_that_comes_and_goes_is_said_once_and_again_after_a_good_while() {
        let (mut trouble, start) = (Trouble::default(), Instant::now());
        assert!(trouble.met(start));
        for seconds in [1, 300, 800, 1_300] {
            assert!(!trouble.met(start + Duration::from_secs(seconds)), "{seconds}");
        }
        assert!(trouble.met(start + Duration::from_secs(1_300) + TROUBLE_OVER));
    }
}
