//! Whether the new container does what it should. What is good is the command line's contract.

use super::plan::Wanted;
use super::report::{ContainerNow, ProblemAt, Reached};
use crate::AppError;
use crate::ended::Told;
use crate::watch::{around, evidence, kernel_says_oom, last_lines};
use slipway_containers::{Listening, ProbeResult, listening, probe_once};
use slipway_diagnose::{Cause, StoppedBy, explain_lines, verdict};
use slipway_engine::{ContainerFacts, ContainerState, Engine};
use slipway_model::{ContainerId, Fault};
use std::path::Path;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// How long a program without a port has to live to count as running.
const SETTLED: Duration = Duration::from_secs(3);
/// How often a port is asked.
const ASK_EVERY: Duration = Duration::from_millis(15);
/// How long a port stays silent before it is looked at what the program listens on; doubled each time.
const LOOK_AFTER: Duration = Duration::from_secs(2);
/// How long a guessed port is waited for while the program already listens on another one.
const GUESS_WAIT: Duration = Duration::from_secs(8);
/// How often the engine is asked whether the program still runs.
const INSPECT_EVERY: Duration = Duration::from_millis(250);

/// A published port with the one it got here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Published {
    pub wanted: Wanted,
    pub host_port: u16,
}

/// How often the engine is asked again for the cause of a SIGKILL that nobody sent, and how long in between.
const LATE_ASKS: usize = 12;
const LATE_EVERY: Duration = Duration::from_millis(500);

/// What was seen.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub ok: bool,
    pub reached: Option<Reached>,
    pub container: Option<ContainerNow>,
    pub notes: Vec<Fault>,
    pub problems: Vec<ProblemAt>,
    pub last_lines: Vec<(bool, String)>,
}

/// Watches the new container until it is known to be good or not.
pub(super) async fn watch(
    engine: &Engine,
    id: &ContainerId,
    ports: &[Published],
    source: Source<'_>,
    wait: Duration,
    stop: &CancellationToken,
) -> Result<Seen, AppError> {
    let began = Instant::now();
    let mut inspected: Option<Instant> = None;
    let mut look_next = LOOK_AFTER;
    loop {
        if stop.is_cancelled() {
            return Err(Fault::cancelled().into());
        }
        // A port is asked before the engine is: the first right answer ends the wait.
        for port in ports {
            let asked = stop.run_until_cancelled(probe_once(port.host_port)).await;
            if let Some(answer) = asked.filter(|answer| *answer != ProbeResult::Silent) {
                let facts = engine.inspect_container(id.as_str()).await?;
                // A restarting program may have answered just before its end.
                if facts.state == ContainerState::Running {
                    let reached = reached(port.host_port, answer);
                    return Ok(Seen {
                        ok: true,
                        reached: Some(reached),
                        container: Some((&facts).into()),
                        ..Seen::default()
                    });
                }
            }
        }
        if inspected.is_none_or(|at| at.elapsed() >= INSPECT_EVERY) {
            inspected = Some(Instant::now());
            let facts = engine.inspect_container(id.as_str()).await?;
            let ended = matches!(facts.state, ContainerState::Exited | ContainerState::Dead);
            if ended || facts.restart_count > 0 {
                return ended_seen(engine, &facts, ports, source).await;
            }
            if ports.is_empty() && began.elapsed() >= SETTLED && facts.state == ContainerState::Running {
                return Ok(Seen { ok: true, container: Some((&facts).into()), ..Seen::default() });
            }
            if began.elapsed() >= wait {
                return silent_seen(engine, &facts, ports, source, wait, stop).await;
            }
            // Nobody answers where someone should: what it really listens on may be known long before the wait is over.
            if !ports.is_empty() && began.elapsed() >= look_next {
                look_next *= 2;
                let sure = |fault: &Fault| {
                    // Another port may only be the first that it opens: where someone said which, the whole wait counts.
                    fault.code == "project-listens-to-itself"
                        || (began.elapsed() >= GUESS_WAIT && ports.iter().all(|port| port.wanted.guessed))
                };
                let sockets = listening(engine, &facts, stop).await.unwrap_or_default();
                if let Some(wrong) = elsewhere(&sockets, ports).filter(sure) {
                    let last_lines = last_lines(engine, &facts.id).await;
                    let container = Some((&facts).into());
                    let last_lines = around(last_lines, None).0;
                    let problems = vec![wrong.into()];
                    return Ok(Seen { problems, container, last_lines, ..Seen::default() });
                }
            }
        }
        if stop.run_until_cancelled(tokio::time::sleep(ASK_EVERY)).await.is_none() {
            return Err(Fault::cancelled().into());
        }
    }
}

/// The program ended, or keeps being restarted.
async fn ended_seen(
    engine: &Engine,
    facts: &ContainerFacts,
    ports: &[Published],
    source: Source<'_>,
) -> Result<Seen, AppError> {
    let last_lines = last_lines(engine, &facts.id).await;
    let all_guessed = ports.iter().all(|port| port.wanted.guessed);
    let finished = facts.exit_code == Some(0) && facts.restart_count == 0;
    let mut seen = Seen { container: Some(facts.into()), ..Seen::default() };
    if finished && all_guessed {
        seen.ok = true;
        seen.notes.push(Fault::new("note-finished"));
        seen.last_lines = around(last_lines, None).0;
        return Ok(seen);
    }
    let kernel = kernel_says_oom(facts).await;
    let told = told(engine, facts, kernel).await;
    let (mut problem, shows) = explain_end(facts, kernel, &told, &last_lines, source);
    if finished {
        // It ended well, but someone said that it serves.
        let port = ports.first().map_or(0, |port| port.wanted.container_port);
        problem = ProblemAt::from(Fault::new("project-ended-before-serving").with("port", port));
    }
    // The kernel's witness says more than a line that the program wrote.
    let decided = problem.fault.code == "ended-out-of-memory";
    seen.problems.push(problem);
    if !decided {
        add_cause(&mut seen.problems, &last_lines, source);
    }
    seen.last_lines = around(last_lines, shows).0;
    Ok(seen)
}

/// What the engine's events tell of the end. Docker may write the end down before its containerd has told it of the
/// kernel's kill: where nobody asked for a SIGKILL, it is asked for a little longer.
async fn told(engine: &Engine, facts: &ContainerFacts, kernel: bool) -> Told {
    let mut told = crate::ended::ask(engine, facts).await;
    let unexplained = facts.exit_code == Some(137) && !facts.oom_killed && !kernel;
    for _ in 0..LATE_ASKS {
        if !unexplained || told.oom || told.asked() {
            break;
        }
        tokio::time::sleep(LATE_EVERY).await;
        told = crate::ended::ask(engine, facts).await;
    }
    told
}

/// It runs, but nothing answers.
async fn silent_seen(
    engine: &Engine,
    facts: &ContainerFacts,
    ports: &[Published],
    source: Source<'_>,
    wait: Duration,
    stop: &CancellationToken,
) -> Result<Seen, AppError> {
    let last_lines = last_lines(engine, &facts.id).await;
    let fault = match ports.first() {
        Some(port) => {
            // Looking is no must: where it fails, nothing is said of it.
            let sockets = listening(engine, facts, stop).await.ok();
            sockets.as_deref().and_then(|sockets| elsewhere(sockets, ports)).unwrap_or_else(|| {
                let nowhere = sockets.as_ref().is_some_and(Vec::is_empty);
                let code = if nowhere { "project-listens-nowhere" } else { "project-port-silent" };
                Fault::new(code).with("port", port.wanted.container_port).with("seconds", wait.as_secs())
            })
        }
        None => Fault::new("project-not-running").with("state", facts.state.word()),
    };
    let mut problems = vec![fault.into()];
    add_cause(&mut problems, &last_lines, source);
    let last_lines = around(last_lines, None).0;
    Ok(Seen { problems, container: Some(facts.into()), last_lines, ..Seen::default() })
}

/// What the program's own lines say about why, put in front of what was seen from outside.
fn add_cause(problems: &mut Vec<ProblemAt>, last_lines: &[(bool, String)], source: Source<'_>) {
    let explained = explain_lines(last_lines.iter().map(|(_, text)| text.as_str()));
    let Some(cause) = explained.causes.into_iter().next() else { return };
    // How it ended is judged by more than its lines: the verdict stands there already.
    if cause.fault.code.starts_with("ended-") {
        return;
    }
    let text = last_lines.get(cause.line).map(|(_, text)| text.clone());
    problems.insert(0, ProblemAt { text, ..at_place(cause, source) });
}

/// A cause at its place, where that is a file of the project.
fn at_place(cause: Cause, source: Source<'_>) -> ProblemAt {
    let Some(place) = cause.place else { return cause.fault.into() };
    // A path without a folder is of the project's root.
    let file = source.file(&place.file);
    let file = file.or_else(|| (!place.file.contains(['/', '\\'])).then_some(place.file));
    ProblemAt {
        line: file.is_some().then_some(place.line),
        column: place.column.filter(|_| file.is_some()),
        file,
        ..ProblemAt::from(cause.fault)
    }
}

/// Where the program listens instead, if that explains why nobody answers. It may listen where it should any moment, as
/// long as it listens nowhere.
fn elsewhere(sockets: &[Listening], ports: &[Published]) -> Option<Fault> {
    let wanted = |port: u16| ports.iter().any(|published| published.wanted.container_port == port);
    if sockets.iter().any(|socket| wanted(socket.port) && !socket.is_loopback()) {
        return None;
    }
    if let Some(socket) = sockets.iter().find(|socket| wanted(socket.port)) {
        return Some(
            Fault::new("project-listens-to-itself")
                .with("port", socket.port)
                .with("address", socket.address.to_string()),
        );
    }
    let other = sockets.iter().find(|socket| !socket.is_loopback()).or_else(|| sockets.first())?;
    let code =
        if other.is_loopback() { "project-listens-to-itself" } else { "project-listens-on-another-port" };
    let published = ports.first().map_or(0, |port| port.wanted.container_port);
    Some(
        Fault::new(code)
            .with("port", other.port)
            .with("published", published)
            .with("address", other.address.to_string()),
    )
}

/// Where a program's source is, to find the files that it names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'a> {
    /// The project's folder.
    pub(crate) folder: &'a Path,
    /// The program's, relative to it.
    pub(crate) program: &'a str,
}

impl Source<'_> {
    /// A file that a trimmed program names, relative to the project.
    pub(crate) fn file(self, named: &str) -> Option<String> {
        slipway_go::file_in_project(self.folder, self.program, named)
    }
}

/// The verdict on an ended container as a problem, and which of the lines shows it.
fn explain_end(
    facts: &ContainerFacts,
    kernel: bool,
    told: &Told,
    last_lines: &[(bool, String)],
    source: Source<'_>,
) -> (ProblemAt, Option<usize>) {
    let by = told.asked().then_some(StoppedBy::Somebody);
    let verdict = verdict(&evidence(facts, kernel || told.oom, by, last_lines));
    let text = verdict
        .evidence_line
        .and_then(|index| last_lines.get(index))
        .or_else(|| last_lines.last())
        .map(|(_, line)| line.clone());
    // Only a file of the project can be opened; a library's is in the text.
    let panic = verdict.panic.as_ref();
    let named = panic.and_then(|panic| panic.file.as_deref());
    let file = named.and_then(|file| source.file(file));
    let line = panic.filter(|_| file.is_some()).and_then(|panic| panic.line);
    let fault = match &file {
        Some(file) => verdict.to_fault().with("file", file),
        None => verdict.to_fault(),
    };
    (ProblemAt { fault, file, line, column: None, text }, verdict.evidence_line)
}

fn reached(port: u16, answer: ProbeResult) -> Reached {
    let (protocol, status) = match answer {
        ProbeResult::Http { status } => ("http", Some(status)),
        ProbeResult::Tls => ("tls", None),
        ProbeResult::Tcp | ProbeResult::Silent => ("tcp", None),
    };
    Reached { port, protocol: protocol.to_owned(), status }
}
