//! One row with what is needed to judge the next piece of news about it.

use crate::{Change, ChangeKind, ContainerRow};
use slipway_engine::{ContainerFacts, ContainerState};
use slipway_model::Timestamp;

#[derive(Debug)]
pub(super) struct Entry {
    pub row: ContainerRow,
    /// Rises with every event.
    pub revision: u64,
    /// The last event that was taken: an older one comes too late.
    pub last_event: Option<Timestamp>,
    /// An inspect has filled in what a list does not know.
    pub inspected: bool,
    /// An answer told of the run that is known; its start event has yet to come.
    start_due: bool,
    /// When an answer told of an end.
    end_told: Option<Timestamp>,
}

/// How much later than an answer an event may carry its time and still be of what the answer told: the engine's clock
/// is known to within a question and its answer.
const LATE_MS: i64 = 5_000;

impl Entry {
    pub(super) fn new(row: ContainerRow) -> Self {
        Self { row, revision: 0, last_event: None, inspected: false, start_due: false, end_told: None }
    }

    /// Puts the changed row in place. Where nothing else was reported, a difference is an update.
    pub(super) fn replace(&mut self, now: ContainerRow, at: Timestamp, out: &mut Vec<Change>) {
        if now == self.row {
            return;
        }
        if !out.iter().any(|change| change.id == now.id) {
            out.push(Change { time: at, id: now.id.clone(), kind: ChangeKind::Updated });
        }
        self.row = now;
    }

    /// An answer, and no event, told that it `was_alive` no longer, or is alive now.
    pub(super) fn told_by_answer(&mut self, was_alive: bool, is_alive: bool, at: Timestamp) {
        self.start_due |= !was_alive && is_alive;
        if was_alive && !is_alive {
            self.end_told = Some(at);
        }
    }

    /// Whether this start event is of a run whose start and end were told already. Asked once for each start event.
    pub(super) fn is_late_start(&mut self, time: Timestamp) -> bool {
        let due = std::mem::take(&mut self.start_due);
        let ended = self.end_told.take().is_some_and(|told| time.ms <= told.ms + LATE_MS);
        due && ended && !self.row.state.is_alive()
    }

    /// Takes what an inspect knows. An answer that is older than the last event says nothing of what the container
    /// does.
    pub(super) fn learn(
        &mut self,
        facts: &ContainerFacts,
        up_to_date: bool,
        at: Timestamp,
        out: &mut Vec<Change>,
    ) {
        let mut now = self.row.clone();
        now.image.clone_from(&facts.image);
        now.created_ms = facts.created.ms;
        now.memory_limit_bytes = facts.memory_limit_bytes;
        now.cpu_limit_nanocores = facts.nano_cpus;
        now.restart_count = facts.restart_count;
        now.networks.clone_from(&facts.networks);
        now.set_labels(facts.labels.clone());
        if up_to_date {
            let started_ms = facts.started.map(|time| time.ms);
            let missed = now.state.is_alive()
                && facts.state.is_alive()
                && now.started_ms.is_some_and(|known| started_ms.is_some_and(|seen| seen != known));
            if missed {
                // It ended and started again while nobody was told: when it ended is still there beside when it began.
                let ended = facts.finished.or(facts.started).unwrap_or(at);
                turn(&mut now, ContainerState::Exited, ended, None, out);
            }
            let since = if facts.state.is_alive() { facts.started } else { facts.finished };
            turn(&mut now, facts.state, since.unwrap_or(at), facts.exit_code, out);
            now.name.clone_from(&facts.name);
            now.exit_code = facts.exit_code;
            now.oom |= facts.oom_killed;
            now.started_ms = started_ms;
            now.pid = facts.pid;
            now.finished_ms = facts.finished.map(|time| time.ms);
            now.health.clone_from(&facts.health);
            now.ports.clone_from(&facts.ports);
        }
        self.inspected = true;
        self.told_by_answer(self.row.state.is_alive(), now.state.is_alive(), at);
        self.replace(now, at, out);
    }
}

/// From one state to the next, and what that means.
pub(super) fn turn(
    row: &mut ContainerRow,
    to: ContainerState,
    time: Timestamp,
    exit_code: Option<i64>,
    out: &mut Vec<Change>,
) {
    let was = row.state.is_alive();
    row.state = to;
    match (was, to.is_alive()) {
        (false, true) => {
            row.exit_code = None;
            row.oom = false;
            row.started_ms = None;
            row.pid = None;
            row.finished_ms = None;
            out.push(Change { time, id: row.id.clone(), kind: ChangeKind::Started });
        }
        (true, false) => {
            row.exit_code = exit_code;
            row.pid = None;
            row.health = None;
            out.push(Change {
                time,
                id: row.id.clone(),
                kind: ChangeKind::Ended { exit_code, oom: row.oom },
            });
        }
        _ => row.exit_code = exit_code.or(row.exit_code),
    }
}

/// `Exited (137) 3 minutes ago`.
pub(super) fn exit_code_in(status: &str) -> Option<i64> {
    let rest = status.strip_prefix("Exited (")?;
    rest.split_once(')')?.0.parse().ok()
}

/// `Up 3 minutes (healthy)`, `Up 2 seconds (health: starting)`.
pub(super) fn health_in(status: &str) -> Option<String> {
    let word = status.strip_suffix(')')?.rsplit_once('(')?.1;
    let word = word.strip_prefix("health: ").unwrap_or(word);
    matches!(word, "healthy" | "unhealthy" | "starting").then(|| word.to_owned())
}
