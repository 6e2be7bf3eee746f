//! What an event does to a row.

use super::Index;
use super::entry::{Entry, turn};
use crate::{Change, ChangeKind, ContainerRow};
use slipway_engine::{ContainerAction as Action, ContainerState};
use slipway_model::{ContainerId, Timestamp};
use std::collections::BTreeMap;

/// What an event carries beside the labels.
const NOT_LABELS: [&str; 12] = [
    "name",
    "image",
    "exitCode",
    "containerExitCode",
    "signal",
    "oldName",
    "execID",
    "execDuration",
    "podId",
    "ID",
    "health_status",
    "health_failing_streak",
];

impl Index {
    pub(super) fn container_event(
        &mut self,
        time: Timestamp,
        id: &ContainerId,
        action: &Action,
        name: &str,
        attributes: &BTreeMap<String, String>,
        out: &mut Vec<Change>,
    ) {
        if *action == Action::Destroy {
            self.remove(id, time, out);
            // Also one that was never seen: its other events may still come.
            self.bury(id);
            return;
        }
        if !self.entries.contains_key(id) && !self.add(time, id, action, name, attributes, out) {
            return;
        }
        let Some(entry) = self.entries.get_mut(id) else { return };
        if needs_inspect(action) {
            self.revision += 1;
            entry.revision = self.revision;
            self.wanted.insert(id.clone());
        }
        // One that came before: the inspect tells what is true.
        if entry.last_event.is_some_and(|last| time <= last) {
            return;
        }
        entry.last_event = Some(time);
        if *action == Action::Start && entry.is_late_start(time) {
            return;
        }
        let mut now = entry.row.clone();
        take(&mut now, action, name, time, out);
        entry.replace(now, time, out);
    }

    /// Adds a container that an event speaks of for the first time, where the event says that it is there.
    fn add(
        &mut self,
        time: Timestamp,
        id: &ContainerId,
        action: &Action,
        name: &str,
        attributes: &BTreeMap<String, String>,
        out: &mut Vec<Change>,
    ) -> bool {
        if !matches!(action, Action::Create | Action::Start | Action::Pause | Action::Unpause) {
            return false;
        }
        let image = attributes.get("image").cloned().unwrap_or_default();
        let mut row = ContainerRow::new(id.clone(), name.to_owned(), image, ContainerState::Created);
        row.created_ms = time.ms;
        let labels = attributes.iter().filter(|(key, _)| !NOT_LABELS.contains(&key.as_str()));
        row.set_labels(labels.map(|(key, value)| (key.clone(), value.clone())).collect());
        out.push(Change { time, id: id.clone(), kind: ChangeKind::Added });
        self.entries.insert(id.clone(), Entry::new(row));
        true
    }
}

/// Whether an event is about something that an inspect knows better. Health checks run commands all the time: those
/// are not worth a question.
fn needs_inspect(action: &Action) -> bool {
    match action {
        Action::Create
        | Action::Start
        | Action::Die { .. }
        | Action::Oom
        | Action::Update
        | Action::Pause => true,
        Action::Unpause | Action::Rename { .. } | Action::Restart => true,
        Action::Stop | Action::Kill { .. } | Action::HealthStatus(_) | Action::Destroy | Action::Other(_) => {
            false
        }
    }
}

fn take(row: &mut ContainerRow, action: &Action, name: &str, time: Timestamp, out: &mut Vec<Change>) {
    match action {
        // Already known to run: the event is the one that the list saw, or an end was missed; the inspect tells.
        Action::Start if row.state.is_alive() => row.state = ContainerState::Running,
        Action::Start => turn(row, ContainerState::Running, time, None, out),
        // The end of the run before, late: an inspect knew of the next run first, and told of this end.
        Action::Die { .. } if row.state.is_alive() && row.started_ms.is_some_and(|ms| time.ms < ms) => {}
        Action::Die { exit_code } => {
            let was_alive = row.state.is_alive();
            let first = row.state == ContainerState::Created;
            turn(row, ContainerState::Exited, time, Some(*exit_code), out);
            row.finished_ms = Some(time.ms);
            // It never came to run.
            if first && !was_alive {
                let kind = ChangeKind::Ended { exit_code: Some(*exit_code), oom: row.oom };
                out.push(Change { time, id: row.id.clone(), kind });
            }
        }
        Action::Oom => row.oom = true,
        Action::Pause if row.state == ContainerState::Running => row.state = ContainerState::Paused,
        Action::Unpause if row.state == ContainerState::Paused => row.state = ContainerState::Running,
        Action::Rename { .. } if !name.is_empty() => name.clone_into(&mut row.name),
        Action::HealthStatus(status) if !status.is_empty() => row.health = Some(status.clone()),
        _ => {}
    }
}
