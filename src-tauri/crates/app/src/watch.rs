//! A container's page: facts, verdict, and what can be done to it.

use crate::ship::Source;
use crate::{App, AppError};
use futures_util::StreamExt as _;
use slipway_containers::{Verb, act};
use slipway_diagnose::{Evidence, ProcessState, Verdict, explain_lines, verdict};
use slipway_engine::{ContainerFacts, ContainerState, Engine, LogQuery, LogStream};
use slipway_logs::Joiner;
use slipway_model::{ContainerId, Fault, IdempotencyKey, ProjectId, label};
use std::collections::VecDeque;
use std::sync::PoisonError;
use std::time::Duration;

/// How many last lines a verdict stands on: a panic is followed by the trace of every goroutine.
const LAST_LINES: u64 = 300;
/// How many of them are shown.
const SHOWN_LINES: usize = 20;
/// How many done keys are remembered.
const KEYS_KEPT: usize = 256;

/// A container and, where it ended, why.
#[derive(Debug, Clone)]
pub struct Watched {
    /// What the engine says of it.
    pub facts: ContainerFacts,
    /// Why it ended.
    pub verdict: Option<Verdict>,
    /// What its own last lines say of why, where something went wrong and they say more than the verdict.
    pub cause: Option<Fault>,
    /// It ran out of memory, by the flag or by the event.
    pub out_of_memory: bool,
    /// What it wrote last, oldest first, where the verdict's line is among them: (is stderr, text). Only for one that
    /// ended.
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
        let ended = matches!(facts.state, ContainerState::Exited | ContainerState::Dead);
        let never_ran = facts.state == ContainerState::Created && !facts.error.is_empty();
        if !ended && !never_ran {
            let (verdict, cause, last_lines) = (None, None, Vec::new());
            let out_of_memory = facts.oom_killed || oom_event;
            return Ok(Watched { facts, verdict, cause, out_of_memory, last_lines });
        }
        let oom_event = oom_event || kernel_says_oom(&facts).await;
        let out_of_memory = facts.oom_killed || oom_event;
        let last_lines = last_lines(&engine, id).await;
        let stopped_by_user =
            self.stopped.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|stopped| stopped == id);
        let mut verdict = verdict(&evidence(&facts, oom_event, stopped_by_user, &last_lines));
        let cause = said(&verdict, &last_lines);
        self.name_the_users_file(&facts, &mut verdict)?;
        let (last_lines, evidence_line) = around(last_lines, verdict.evidence_line);
        verdict.evidence_line = evidence_line;
        Ok(Watched { facts, verdict: Some(verdict), cause, out_of_memory, last_lines })
    }

    /// The file of a panic as one of the project that this container was shipped from, which can be opened.
    fn name_the_users_file(&self, facts: &ContainerFacts, verdict: &mut Verdict) -> Result<(), AppError> {
        let Some(project) = facts.labels.get(label::PROJECT) else { return Ok(()) };
        let Some(panic) = &mut verdict.panic else { return Ok(()) };
        let Some(record) = crate::projects::by_id(&self.database, &ProjectId::new(project))? else {
            return Ok(());
        };
        let program = facts.labels.get(label::PROGRAM).map_or(".", String::as_str);
        let source = Source { folder: &record.folder, program };
        let Some(file) = panic.file.as_deref().and_then(|file| source.file(file)) else { return Ok(()) };
        verdict.params.insert("file".to_owned(), file.as_str().into());
        panic.file = Some(file);
        Ok(())
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
        if !self.takes_key(key) {
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
        if !self.takes_key(key) {
            return Ok(());
        }
        Ok(self.engine()?.write_stdin(id, format!("{line}\n").as_bytes()).await?)
    }

    /// True for a key that is new; it counts as done from now on.
    pub(crate) fn takes_key(&self, key: &IdempotencyKey) -> bool {
        self.done_keys.lock().unwrap_or_else(PoisonError::into_inner).take(key)
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

/// What the last lines say of why it went wrong. How it ended is the verdict's to say.
fn said(verdict: &Verdict, last_lines: &[(bool, String)]) -> Option<Fault> {
    if !verdict.is_fault() || verdict.code == "ended-out-of-memory" {
        return None;
    }
    let explained = explain_lines(last_lines.iter().map(|(_, text)| text.as_str()));
    let cause = explained.causes.into_iter().next()?;
    (!cause.fault.code.starts_with("ended-")).then_some(cause.fault)
}

/// As many lines as are shown, and which of them was the given one: the last ones, or earlier ones where it is not
/// among these.
pub(crate) fn around(
    mut lines: Vec<(bool, String)>,
    shows: Option<usize>,
) -> (Vec<(bool, String)>, Option<usize>) {
    let last = lines.len().saturating_sub(SHOWN_LINES);
    let from = shows.map_or(last, |line| line.min(last));
    lines.drain(..from);
    lines.truncate(SHOWN_LINES);
    (lines, shows.map(|line| line - from))
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

/// Whether the kernel wrote down that memory ran out in the last run, where the engine's flag does not say so.
pub(crate) async fn kernel_says_oom(facts: &ContainerFacts) -> bool {
    // Only SIGKILL is in doubt; the kernel kills with nothing else.
    if facts.oom_killed || facts.exit_code != Some(137) {
        return false;
    }
    let (id, since_ms) = (facts.id.clone(), facts.started.map_or(0, |time| time.ms));
    let looking = tokio::task::spawn_blocking(move || slipway_monitor::killed_for_memory(&id, since_ms));
    looking.await.unwrap_or(false)
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
    fn the_line_that_shows_it_is_among_those_shown() {
        let lines: Vec<_> = (0..100).map(|number| (true, number.to_string())).collect();
        let (shown, at) = around(lines.clone(), Some(10));
        assert_eq!((shown.len(), shown[0].1.as_str(), at), (SHOWN_LINES, "10", Some(0)));
        let (shown, at) = around(lines.clone(), Some(95));
        assert_eq!((shown.len(), shown[at.unwrap()].1.as_str()), (SHOWN_LINES, "95"));
        assert_eq!(around(lines[..3].to_vec(), None).0.len(), 3);
    }

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
