//! A container's page: facts, verdict, and what can be done to it.

use crate::{App, AppError};
use futures_util::StreamExt as _;
use slipway_containers::{Verb, act};
use slipway_diagnose::{Evidence, ProcessState, Verdict, verdict};
use slipway_engine::{ContainerFacts, ContainerState, Engine, LogQuery, LogStream};
use slipway_logs::Joiner;
use slipway_model::{ContainerId, IdempotencyKey};
use std::collections::VecDeque;
use std::sync::PoisonError;
use std::time::Duration;

/// How many last lines a verdict stands on.
const LAST_LINES: u64 = 20;
/// How many done keys are remembered.
const KEYS_KEPT: usize = 256;

/// A container and, where it ended, why.
#[derive(Debug, Clone)]
pub struct Watched {
    /// What the engine says of it.
    pub facts: ContainerFacts,
    /// Why it ended.
    pub verdict: Option<Verdict>,
    /// It ran out of memory, by the flag or by the event.
    pub out_of_memory: bool,
    /// What it wrote last, oldest first: (is stderr, text). Only for one that ended.
    pub last_lines: Vec<(bool, String)>,
}

/// Keys of commands that were carried out, the newest last.
#[derive(Debug, Default)]
pub(crate) struct DoneKeys(VecDeque<IdempotencyKey>);

impl DoneKeys {
    /// True for a key that is new; it counts as done from now on.
    fn take(&mut self, key: &IdempotencyKey) -> bool {
        if self.0.contains(key) {
            return false;
        }
        if self.0.len() == KEYS_KEPT {
            self.0.pop_front();
        }
        self.0.push_back(key.clone());
        true
    }
}

impl App {
    /// Looks at one container.
    ///
    /// # Errors
    /// Where there is no engine or no such container.
    pub async fn watch_container(&self, id: &ContainerId) -> Result<Watched, AppError> {
        let engine = self.engine()?;
        let facts = engine.inspect_container(id.as_str()).await?;
        let oom_event = self
            .house()
            .is_some_and(|house| house.index.snapshot().rows.iter().any(|row| row.id == *id && row.oom));
        let out_of_memory = facts.oom_killed || oom_event;
        let ended = matches!(facts.state, ContainerState::Exited | ContainerState::Dead);
        let never_ran = facts.state == ContainerState::Created && !facts.error.is_empty();
        if !ended && !never_ran {
            return Ok(Watched { facts, verdict: None, out_of_memory, last_lines: Vec::new() });
        }
        let last_lines = last_lines(&engine, id).await;
        let stopped_by_user =
            self.stopped.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|stopped| stopped == id);
        let verdict = verdict(&evidence(&facts, oom_event, stopped_by_user, &last_lines));
        Ok(Watched { facts, verdict: Some(verdict), out_of_memory, last_lines })
    }

    /// Does something to a container, once for each key.
    ///
    /// # Errors
    /// Where there is no engine, no such container, or the engine refuses.
    pub async fn act_on_container(
        &self,
        id: &ContainerId,
        verb: Verb,
        key: &IdempotencyKey,
    ) -> Result<(), AppError> {
        if !self.done_keys.lock().unwrap_or_else(PoisonError::into_inner).take(key) {
            return Ok(());
        }
        self.remember_stop(id, verb);
        act(&self.engine()?, id, verb).await?;
        self.poke_index();
        Ok(())
    }

    /// Writes a line to a program's standard input, once for each key.
    ///
    /// # Errors
    /// Where there is no engine, no such container, or the program does not read.
    pub async fn write_to_container(
        &self,
        id: &ContainerId,
        line: &str,
        key: &IdempotencyKey,
    ) -> Result<(), AppError> {
        if !self.done_keys.lock().unwrap_or_else(PoisonError::into_inner).take(key) {
            return Ok(());
        }
        Ok(self.engine()?.write_stdin(id, format!("{line}\n").as_bytes()).await?)
    }

    /// Who stopped it matters for the verdict.
    fn remember_stop(&self, id: &ContainerId, verb: Verb) {
        let mut stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        stopped.retain(|other| other != id);
        if matches!(verb, Verb::Stop | Verb::Kill) {
            if stopped.len() == KEYS_KEPT {
                stopped.pop_front();
            }
            stopped.push_back(id.clone());
        }
    }
}

/// What is known of a container's end, as the verdict wants it.
pub(crate) fn evidence(
    facts: &ContainerFacts,
    oom_event: bool,
    stopped_by_user: bool,
    last_lines: &[(bool, String)],
) -> Evidence {
    Evidence {
        exit_code: facts.exit_code,
        oom_killed: facts.oom_killed,
        oom_event,
        stopped_by_user,
        error: facts.error.clone(),
        last_lines: last_lines.to_vec(),
        state: process_state(facts.state),
        restart_count: facts.restart_count,
    }
}

fn process_state(state: ContainerState) -> ProcessState {
    match state {
        ContainerState::Created => ProcessState::NotStarted,
        ContainerState::Running | ContainerState::Paused => ProcessState::Running,
        ContainerState::Restarting => ProcessState::Restarting,
        ContainerState::Removing | ContainerState::Exited | ContainerState::Dead => ProcessState::Ended,
    }
}

/// What a container wrote last. The log is evidence, not a must: where it cannot be read there is none.
pub(crate) async fn last_lines(engine: &Engine, id: &ContainerId) -> Vec<(bool, String)> {
    let mut joiner = Joiner::default();
    let mut lines = Vec::new();
    let mut frames = engine.logs(id, LogQuery { since: None, tail: Some(LAST_LINES), follow: false });
    let reading = async {
        while let Some(Ok(frame)) = frames.next().await {
            joiner.push(&frame, |line| lines.push((line.stream == LogStream::Stderr, line.text)));
        }
    };
    if tokio::time::timeout(Duration::from_secs(3), reading).await.is_err() {
        tracing::debug!(%id, "the last lines did not come");
    }
    joiner.flush(|line| lines.push((line.stream == LogStream::Stderr, line.text)));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_key_is_carried_out_once() {
        let mut done = DoneKeys::default();
        let key = IdempotencyKey::new("a");
        assert!(done.take(&key));
        assert!(!done.take(&key));
        for number in 0..KEYS_KEPT {
            assert!(done.take(&IdempotencyKey::new(number.to_string())));
        }
        assert!(done.0.len() <= KEYS_KEPT);
    }
}
