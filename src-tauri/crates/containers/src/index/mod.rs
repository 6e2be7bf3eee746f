//! The index as a reducer: lists, events and inspected facts go in, changes come out. No clock, no engine.
//!
//! The list is the truth about which containers there are, an event tells at once what happened, an inspect knows the
//! rest. None of them is trusted alone: lists and inspects may be older than the events that were already applied,
//! and events may be lost or come twice. So each event raises the row's revision, an answer that was asked for at an
//! older revision may not say what the container *does*, and whatever is in doubt is asked again.

mod apply;
mod entry;
#[cfg(test)]
mod tests;

use crate::{Change, ChangeKind, ContainerRow};
use entry::Entry;
use slipway_engine::{ContainerFacts, ContainerListed, ContainerState, EngineEvent, EventKind};
use slipway_model::{ContainerId, Timestamp};
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

/// How many removed containers are remembered, so that a late event does not bring one back.
const GRAVES: usize = 1024;

/// A container to be inspected, and at which revision it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Which.
    pub id: ContainerId,
    revision: u64,
}

/// Which containers there are, and what is known of them.
#[derive(Debug, Default)]
pub struct Index {
    entries: HashMap<ContainerId, Entry>,
    graves: VecDeque<ContainerId>,
    buried: HashSet<ContainerId>,
    /// To be inspected, in the order of their ids so that none waits for ever.
    wanted: BTreeSet<ContainerId>,
    asked: HashSet<ContainerId>,
    revision: u64,
    listed: bool,
    different: bool,
    last_event: Option<Timestamp>,
}

impl Index {
    /// The engine's list: who is not in it is gone, who is new is added. `at` is when it was asked for.
    pub fn apply_list(&mut self, listed: Vec<ContainerListed>, at: Timestamp) -> Vec<Change> {
        let mut out = Vec::new();
        let there: HashSet<&ContainerId> = listed.iter().map(|row| &row.id).collect();
        let gone: Vec<ContainerId> = self.entries.keys().filter(|id| !there.contains(id)).cloned().collect();
        for id in gone {
            self.remove(&id, at, &mut out);
        }
        let first = !self.listed;
        for row in listed {
            if !self.buried.contains(&row.id) {
                self.list_one(row, at, first, &mut out);
            }
        }
        self.listed = true;
        self.finish(out)
    }

    fn list_one(&mut self, row: ContainerListed, at: Timestamp, first: bool, out: &mut Vec<Change>) {
        let id = row.id.clone();
        match self.entries.get_mut(&id) {
            None => {
                let mut new = ContainerRow::new(id.clone(), row.name, row.image, row.state);
                if row.state == ContainerState::Exited {
                    new.exit_code = entry::exit_code_in(&row.status_text);
                }
                new.ports = row.ports;
                new.created_ms = row.created_ms;
                new.health = entry::health_in(&row.status_text);
                new.set_labels(row.labels);
                out.push(Change { time: at, id: id.clone(), kind: ChangeKind::Added });
                let started = !first && new.state.is_alive();
                if started {
                    out.push(Change { time: at, id: id.clone(), kind: ChangeKind::Started });
                }
                let mut entry = Entry::new(new);
                entry.told_by_answer(false, started, at);
                self.entries.insert(id.clone(), entry);
                self.wanted.insert(id);
            }
            Some(entry) => {
                let mut now = entry.row.clone();
                now.name = row.name;
                if !entry.inspected {
                    now.image = row.image;
                    now.ports = row.ports;
                    now.created_ms = row.created_ms;
                    now.set_labels(row.labels);
                }
                // Alike or not, the inspect decides: an engine tells of an end before its lists show it (Docker logs
                // `die` before it stores the state that lists are made of), and words for one state differ.
                if now.state != row.state {
                    self.revision += 1;
                    entry.revision = self.revision;
                    self.wanted.insert(id.clone());
                }
                entry.replace(now, at, out);
            }
        }
    }

    /// One event of the engine.
    pub fn apply_event(&mut self, event: &EngineEvent) -> Vec<Change> {
        self.last_event = self.last_event.max(Some(event.time));
        let EventKind::Container { id, action, name, attributes } = &event.kind else { return Vec::new() };
        if self.buried.contains(id) {
            return Vec::new();
        }
        let mut out = Vec::new();
        self.container_event(event.time, id, action, name, attributes, &mut out);
        self.finish(out)
    }

    /// What an inspect answered.
    pub fn apply_facts(&mut self, question: &Question, facts: &ContainerFacts, at: Timestamp) -> Vec<Change> {
        self.asked.remove(&question.id);
        let mut out = Vec::new();
        if let Some(entry) = self.entries.get_mut(&question.id) {
            let up_to_date = entry.revision == question.revision;
            entry.learn(facts, up_to_date, at, &mut out);
            if !up_to_date {
                self.wanted.insert(question.id.clone());
            }
        }
        self.finish(out)
    }

    /// An inspect found no such container.
    pub fn apply_missing(&mut self, question: &Question, at: Timestamp) -> Vec<Change> {
        self.asked.remove(&question.id);
        let mut out = Vec::new();
        self.remove(&question.id, at, &mut out);
        self.finish(out)
    }

    /// An inspect got no answer: it is asked again.
    pub fn apply_unanswered(&mut self, question: &Question) {
        if self.asked.remove(&question.id) && self.entries.contains_key(&question.id) {
            self.wanted.insert(question.id.clone());
        }
    }

    /// The next container to inspect; one is never asked about twice at a time.
    pub fn next_question(&mut self) -> Option<Question> {
        let id = self.wanted.iter().find(|id| !self.asked.contains(id)).cloned()?;
        self.wanted.remove(&id);
        let revision = self.entries.get(&id)?.revision;
        self.asked.insert(id.clone());
        Some(Question { id, revision })
    }

    /// Events may have been lost: nothing that was inspected before is sure any more, and nothing is under way.
    pub fn doubt_all(&mut self) {
        self.asked.clear();
        for (id, entry) in &mut self.entries {
            self.revision += 1;
            entry.revision = self.revision;
            self.wanted.insert(id.clone());
        }
    }

    /// Every row, by name.
    pub fn rows(&self) -> Vec<ContainerRow> {
        let mut rows: Vec<ContainerRow> = self.entries.values().map(|entry| entry.row.clone()).collect();
        rows.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
        rows
    }

    /// Whether a row is different since this was last asked.
    pub fn take_different(&mut self) -> bool {
        std::mem::take(&mut self.different)
    }

    /// The time of the newest event, by the engine's clock.
    pub fn last_event(&self) -> Option<Timestamp> {
        self.last_event
    }

    fn remove(&mut self, id: &ContainerId, at: Timestamp, out: &mut Vec<Change>) {
        self.wanted.remove(id);
        let Some(entry) = self.entries.remove(id) else { return };
        if entry.row.state.is_alive() {
            let kind = ChangeKind::Ended { exit_code: None, oom: entry.row.oom };
            out.push(Change { time: at, id: id.clone(), kind });
        }
        out.push(Change { time: at, id: id.clone(), kind: ChangeKind::Removed });
        self.bury(id);
    }

    fn bury(&mut self, id: &ContainerId) {
        if self.buried.insert(id.clone()) {
            self.graves.push_back(id.clone());
        }
        if self.graves.len() > GRAVES
            && let Some(oldest) = self.graves.pop_front()
        {
            self.buried.remove(&oldest);
        }
    }

    fn finish(&mut self, out: Vec<Change>) -> Vec<Change> {
        self.different |= !out.is_empty();
        out
    }
}
