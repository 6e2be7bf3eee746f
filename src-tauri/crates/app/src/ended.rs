//! What is known of how a container ended: from the engine's events, the kernel's log, the recording and Slipway's own
//! deeds. Also of one that ended before Slipway started, as far as the engine still remembers.

use crate::App;
use slipway_diagnose::StoppedBy;
use slipway_engine::{ContainerAction, ContainerFacts, Engine, EngineEvent, EventKind};
use slipway_model::{Fault, Param};
use slipway_monitor::{Metric, marks};

/// The last seconds of the charts.
const LAST_MS: i64 = 30_000;
/// A proposed limit is a multiple of this.
const STEP_BYTES: f64 = (16 << 20) as f64;
const MB: f64 = (1 << 20) as f64;
/// A message has no way to say that a text is empty.
const NO_SIGNAL: &str = "none";
/// How many runs before are looked at for one that was well.
const RUNS: usize = 10;

/// What the engine's events tell of the last run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Told {
    /// The signals that somebody sent, in their order.
    pub(crate) signals: Vec<String>,
    /// Somebody asked the engine to stop it.
    pub(crate) stopped: bool,
    /// The kernel killed in it for memory.
    pub(crate) oom: bool,
    /// Its last health.
    pub(crate) health: Option<String>,
}

impl Told {
    /// Whether somebody asked for the end.
    pub(crate) fn asked(&self) -> bool {
        self.stopped || self.signals.iter().any(|signal| ends(signal))
    }
}

/// Whether a signal is sent to end a program. Docker gives its number, Podman its name.
fn ends(signal: &str) -> bool {
    matches!(signal.trim_start_matches("SIG"), "2" | "INT" | "3" | "QUIT" | "9" | "KILL" | "15" | "TERM")
}

/// What events of the last run tell, oldest first.
fn told(events: &[EngineEvent]) -> Told {
    let mut told = Told::default();
    for event in events {
        let EventKind::Container { action, .. } = &event.kind else { continue };
        match action {
            ContainerAction::Start => told = Told::default(),
            ContainerAction::Stop | ContainerAction::Restart => told.stopped = true,
            ContainerAction::Kill { signal } => told.signals.extend(signal.clone()),
            ContainerAction::Oom => told.oom = true,
            ContainerAction::HealthStatus(status) => told.health = Some(status.clone()),
            _ => {}
        }
    }
    told
}

/// Asks the engine what it remembers of a container's last run; nothing, where it does not answer soon.
pub(crate) async fn ask(engine: &Engine, facts: &ContainerFacts) -> Told {
    let Some(started) = facts.started else { return Told::default() };
    told(&engine.events_of(&facts.id, started).await)
}

impl App {
    /// Who asked for the end of the last run.
    pub(crate) fn stopped_by(
        &self,
        engine: &Engine,
        facts: &ContainerFacts,
        told: &Told,
    ) -> Option<StoppedBy> {
        let since_ms = facts.started.map_or(0, |time| time.ms);
        let here = self.stopped_here(&facts.id);
        let by_slipway = here
            || marks::was_stop_asked(&self.database, &engine.info().key, &facts.id, since_ms)
                .unwrap_or(false);
        if by_slipway { Some(StoppedBy::Slipway) } else { told.asked().then_some(StoppedBy::Somebody) }
    }

    /// What was recorded of the last seconds: `evidence-memory` with the peak, where it is known. Reads files.
    pub(crate) fn last_memory(&self, facts: &ContainerFacts) -> Option<Fault> {
        let finished_ms = facts.finished?.ms;
        let from_ms = (finished_ms - LAST_MS).max(facts.started?.ms);
        let peak = self.peak(facts, from_ms, finished_ms)?;
        let limit = facts.memory_limit_bytes? as f64;
        Some(
            Fault::new("evidence-memory")
                .with("peak_mb", rounded(peak / MB))
                .with("limit_mb", rounded(limit / MB))
                .with("percent", (peak / limit * 100.0).round()),
        )
    }

    fn peak(&self, facts: &ContainerFacts, from_ms: i64, to_ms: i64) -> Option<f64> {
        let columns = usize::try_from((to_ms - from_ms).clamp(1, 120_000) / 500 + 1).ok()?;
        let window =
            self.series(&facts.id, &[Metric::MemoryUsage], from_ms, to_ms + 1_000, columns).ok()??;
        let known = window.bands.first()?.iter().map(|column| column.max).filter(|max| max.is_finite());
        known.reduce(f64::max)
    }

    /// The memory that would do, in megabytes, and why: the peak of an earlier run of the same program that ended
    /// well, with an eighth above it; without one, twice the limit. Reads files.
    pub(crate) fn enough_memory(&self, facts: &ContainerFacts) -> Option<(f64, &'static str)> {
        let limit = facts.memory_limit_bytes? as f64;
        let steps = |bytes: f64| (bytes / STEP_BYTES).ceil() * STEP_BYTES / MB;
        Some(match self.peak_of_a_good_run(facts).filter(|peak| *peak * 1.125 > limit) {
            Some(peak) => (steps(peak * 1.125), "run"),
            None => (steps(limit * 2.0), "double"),
        })
    }

    fn peak_of_a_good_run(&self, facts: &ContainerFacts) -> Option<f64> {
        use slipway_model::label::{PROGRAM, PROJECT};
        let (project, program) = (facts.labels.get(PROJECT)?, facts.labels.get(PROGRAM));
        let same = |recording: &crate::Recording| {
            recording.seen.project.as_ref().map(slipway_model::ProjectId::as_str) == Some(project)
                && recording.seen.program.as_ref() == program
                && recording.seen.id != facts.id
                && recording.seen.exit_code == Some(0)
        };
        let runs = self.recordings().ok()?.into_iter().filter(same).take(RUNS);
        let peaks = runs.filter_map(|run| {
            let from_ms = run.seen.started_ms?.max(run.first_ms);
            let other = ContainerFacts { id: run.seen.id, ..facts.clone() };
            self.peak(&other, from_ms, run.last_ms)
        });
        peaks.reduce(f64::max)
    }
}

/// What shows how it ended, each a sentence, the strongest first.
pub(crate) fn evidence_of(
    facts: &ContainerFacts,
    told: &Told,
    kernel: bool,
    by: Option<StoppedBy>,
) -> Vec<Fault> {
    let mut all = Vec::new();
    if let Some(code) = facts.exit_code {
        let signal = slipway_diagnose::signal_name(code).unwrap_or(NO_SIGNAL);
        all.push(
            Fault::new("evidence-exit")
                .with("exit_code", Param::Text(code.to_string()))
                .with("signal", signal),
        );
    }
    for (there, who) in [(facts.oom_killed, "flag"), (told.oom, "event"), (kernel, "kernel")] {
        if there {
            all.push(Fault::new("evidence-oom").with("who", who));
        }
    }
    match by {
        Some(StoppedBy::Slipway) => {
            all.push(Fault::new("evidence-asked").with("who", "slipway").with("signal", NO_SIGNAL))
        }
        Some(StoppedBy::Somebody) => {
            let signal = told.signals.iter().find(|signal| ends(signal)).cloned().unwrap_or_default();
            all.push(
                Fault::new("evidence-asked").with("who", "somebody").with("signal", signal_word(&signal)),
            );
        }
        None => all.push(Fault::new("evidence-not-asked")),
    }
    if let Some(health) = told.health.as_ref().filter(|health| *health == "unhealthy") {
        all.push(Fault::new("evidence-health").with("health", health.as_str()));
    }
    if facts.restart_count > 0 {
        all.push(Fault::new("evidence-restarts").with("count", facts.restart_count));
    }
    all
}

/// `SIGTERM` for `15`.
fn signal_word(signal: &str) -> String {
    match signal.parse::<i64>() {
        Ok(number) => slipway_diagnose::signal_name(128 + number).unwrap_or(NO_SIGNAL).to_owned(),
        Err(_) if signal.is_empty() => NO_SIGNAL.to_owned(),
        Err(_) => signal.to_owned(),
    }
}

fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use slipway_model::{ContainerId, Timestamp};

    fn event(action: ContainerAction) -> EngineEvent {
        let (id, name) = (ContainerId::new("1"), String::new());
        let kind = EventKind::Container { id, action, name, attributes: std::collections::BTreeMap::new() };
        EngineEvent { time: Timestamp::from_ms(1), kind }
    }

    fn kill(signal: &str) -> EngineEvent {
        event(ContainerAction::Kill { signal: Some(signal.to_owned()) })
    }

    #[test]
    fn only_the_last_run_counts() {
        let told = told(&[event(ContainerAction::Oom), kill("9"), event(ContainerAction::Start)]);
        assert_eq!(told, Told::default());
    }

    #[test]
    fn a_signal_that_ends_is_a_request_and_another_is_not() {
        assert!(told(&[kill("15")]).asked() && told(&[kill("SIGKILL")]).asked());
        assert!(!told(&[kill("1"), kill("SIGUSR1")]).asked());
        assert_eq!((signal_word("15"), signal_word("SIGTERM")), ("SIGTERM".to_owned(), "SIGTERM".to_owned()));
    }

    #[test]
    fn health_and_memory_are_told() {
        let told = told(&[
            event(ContainerAction::HealthStatus("unhealthy".to_owned())),
            event(ContainerAction::Oom),
        ]);
        assert!(told.oom && told.health.as_deref() == Some("unhealthy") && !told.asked());
    }
}
