//! `slipway ship FOLDER`: what the window's Ship it does.

use crate::arguments::Ship;
use crate::output::{CONTRACT, Output, plain};
use crate::signals::cancel_on_signal;
use serde_json::json;
use slipway_app::projects::{BuildWay, Project};
use slipway_app::ship::{self, Outcome, Overrides, ShipEvent, ShipRequest, StageState, StageStatus};
use slipway_app::store::Paths;
use slipway_app::{App, AppError, Options, Role};
use slipway_model::{Fault, ToFault as _};
use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

pub(crate) async fn run(arguments: &Ship, output: &Output) -> ExitCode {
    let stop = CancellationToken::new();
    // A ship that is stopped undoes what it did.
    let interrupted = cancel_on_signal(stop.clone());
    let result = Box::pin(ship(arguments, output, &stop)).await;
    interrupted.abort();
    match result {
        Ok(status) => ExitCode::from(status),
        Err(error) => output.fail(&error.to_fault()),
    }
}

async fn ship(arguments: &Ship, output: &Output, stop: &CancellationToken) -> Result<u8, AppError> {
    let app = App::start(Options { paths: Paths::of_this_user()?, role: Role::CommandLine }).await?;
    let shipped = Box::pin(ship_in(&app, arguments, output, stop)).await;
    // Also after an error: an engine may have been started for this ship.
    app.shut_down().await;
    let (outcome, times) = shipped?;
    Ok(say_result(&outcome, &times, output))
}

async fn ship_in(
    app: &Arc<App>,
    arguments: &Ship,
    output: &Output,
    stop: &CancellationToken,
) -> Result<(Outcome, Vec<(ship::Stage, u64)>), AppError> {
    let id = app.open_project(&arguments.folder).await?;
    let connecting = app.connect_engine(arguments.engine.as_deref());
    let engine = stop.run_until_cancelled(connecting).await.ok_or_else(Fault::cancelled)??;
    let mut overrides = Overrides {
        program: arguments.program.clone(),
        publish: arguments.publish.clone(),
        env: arguments.env.clone(),
        args: arguments.args.clone(),
        memory_bytes: arguments.memory,
        cpu_nanocores: arguments.cpus,
        restart: arguments.restart,
        name: arguments.name.clone(),
        labels: arguments.label.clone(),
        no_offers: arguments.no_offers,
        way: match arguments.way.as_str() {
            "native" => Some(BuildWay::Native),
            "dockerfile" => Some(BuildWay::Dockerfile),
            _ => None,
        },
        builder_here: !arguments.no_offers,
    };
    if overrides.program.is_none() && !output.json() {
        overrides.program = ask_on_tie(&app.project(&id).await?, output).await;
    }
    let request = ShipRequest { project: id, engine: engine.clone(), overrides, wait: arguments.wait };
    let times = std::sync::Mutex::new(Vec::new());
    let sink = |event: ShipEvent| {
        if let ShipEvent::Stage(StageState { stage, ms: Some(ms), .. }) = &event {
            times.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((*stage, *ms));
        }
        report(&event, output);
    };
    let action = slipway_app::new_action();
    let outcome = ship::run(app, &action, &request, stop, &sink).await;
    if let Some(duration) = arguments.show_log_for {
        if let Some(container) = &outcome.container {
            let _ = stop.run_until_cancelled(show_log(&engine, container, duration, output)).await;
        }
    } else if outcome.ok || !outcome.problems.is_empty() {
        for (is_stderr, text) in &outcome.last_lines {
            log_line(output, *is_stderr, text);
        }
    }
    if let Some(container) = outcome.container.as_ref().filter(|_| arguments.remove) {
        engine.remove_container(&container.id, true).await?;
    }
    let times = times.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    Ok((outcome, times))
}

fn report(event: &ShipEvent, output: &Output) {
    if output.json() {
        match event {
            ShipEvent::Stage(stage) => output.line(&json!({
                "event": "stage", "stage": stage.stage.word(), "state": stage.state, "ms": stage.ms,
                "done": stage.done, "total": stage.total,
            })),
            ShipEvent::Line { stage, text } => {
                output.line(&json!({ "event": "step", "stage": stage.word(), "text": text }));
            }
            ShipEvent::Note(note) => {
                output.line(&json!({ "event": "note", "code": note.code, "text": output.title(note) }));
            }
        }
        return;
    }
    match event {
        ShipEvent::Stage(stage) if stage.ms.is_some() => {
            let mark = if stage.state == StageStatus::Good { "✓" } else { "·" };
            let seconds = stage.ms.unwrap_or_default() as f64 / 1000.0;
            let name = output.text(&format!("cli-stage-{}", stage.stage.word()), &[]);
            output.progress(&format!("{mark} {name}  {seconds:.2} s"));
        }
        ShipEvent::Stage(_) => {}
        ShipEvent::Line { text, .. } => output.progress(&format!("  {}", plain(text))),
        ShipEvent::Note(note) => output.progress(&format!("  {}", output.title(note))),
    }
}

fn log_line(output: &Output, is_stderr: bool, text: &str) {
    if output.json() {
        let stream = if is_stderr { "stderr" } else { "stdout" };
        output.line(&json!({ "event": "log", "stream": stream, "text": text }));
    } else {
        output.say(&plain(text));
    }
}

/// The log from the start on, until the time is over or the program has ended.
async fn show_log(
    engine: &slipway_app::engine::Engine,
    container: &ship::ContainerNow,
    duration: std::time::Duration,
    output: &Output,
) {
    use futures_util::StreamExt as _;
    use slipway_app::engine::{LogQuery, LogStream};
    let mut joiner = slipway_app::logs::Joiner::default();
    let mut frames = engine.logs(&container.id, LogQuery { since: None, tail: None, follow: true });
    let show =
        |line: slipway_app::logs::Joined| log_line(output, line.stream == LogStream::Stderr, &line.text);
    let reading = async {
        while let Some(Ok(frame)) = frames.next().await {
            joiner.push(&frame, show);
        }
    };
    // The end of the time is the normal end.
    let _ = tokio::time::timeout(duration, reading).await;
    joiner.flush(show);
}

fn say_result(outcome: &Outcome, times: &[(ship::Stage, u64)], output: &Output) -> u8 {
    let outside = outcome.fault.as_ref().filter(|fault| fault.area().exit_status() > 1);
    let status = match (outcome.ok, outside) {
        (true, _) => 0,
        (false, Some(fault)) => fault.area().exit_status(),
        (false, None) => 1,
    };
    if output.json() {
        let error = outside.map(|fault| json!({ "code": fault.code, "title": output.title(fault) }));
        let explanations: Vec<_> =
            outcome.problems.iter().map(|problem| output.explanation(problem)).collect();
        let by_dockerfile = outcome.way.as_deref() == Some("dockerfile");
        let because = outcome
            .notes
            .iter()
            .find(|note| note.code.starts_with("note-go-") && !by_dockerfile)
            .map(|note| output.title(note));
        output.line(&json!({
            "event": "result", "contract": CONTRACT, "ok": outcome.ok, "way": outcome.way.as_deref().unwrap_or("native"),
            "because": because.unwrap_or_else(|| output.text(outcome.way_because.as_deref().unwrap_or("cli-because-native"), &[])),
            "applied": outcome.applied.iter().map(|applied| json!({
                "what": applied.what, "because": output.text(&applied.because, &[("value", applied.what.as_str().into())]),
            })).collect::<Vec<_>>(),
            "image": outcome.image,
            "container": outcome.container,
            "rolled_back": outcome.rolled_back,
            "url": outcome.url,
            "reached": outcome.reached,
            "stages": times.iter().map(|(stage, ms)| json!({ "stage": stage.word(), "ms": ms })).collect::<Vec<_>>(),
            "explanations": explanations,
            "error": error,
        }));
        return status;
    }
    if outcome.cancelled {
        output.progress(&output.title(&Fault::cancelled()));
        return status;
    }
    for applied in &outcome.applied {
        let because = output.text(&applied.because, &[("value", applied.what.as_str().into())]);
        output.progress(&format!("+ {}  {because}", plain(&applied.what)));
    }
    for problem in &outcome.problems {
        output.say_problem(problem);
    }
    if outcome.rolled_back {
        output.progress(&output.text("cli-rolled-back", &[]));
    }
    if outcome.ok {
        let name = outcome.container.as_ref().map(|container| container.name.clone()).unwrap_or_default();
        match &outcome.url {
            Some(url) => {
                output.say(&output.text("cli-serves", &[("name", name.into()), ("url", url.into())]));
            }
            None => output.say(&output.text("cli-done", &[("name", name.into())])),
        }
    }
    status
}

/// On a tie a terminal asks; anything else takes the best-ranked.
async fn ask_on_tie(project: &Project, output: &Output) -> Option<String> {
    let tie = &project.understanding.tie;
    let user_chose =
        project.record.run_settings.as_ref().is_some_and(|settings| !settings.program.is_empty());
    if tie.len() < 2 || user_chose || !std::io::stdin().is_terminal() {
        return None;
    }
    let folders: Vec<&str> = tie
        .iter()
        .filter_map(|index| project.understanding.programs.get(*index))
        .map(|program| program.folder.as_str())
        .collect();
    for (number, folder) in folders.iter().enumerate() {
        output.progress(&format!("  {}  {}", number + 1, plain(folder)));
    }
    let _ = write!(std::io::stderr(), "{} ", output.text("cli-which-program", &[]));
    let reading = tokio::task::spawn_blocking(|| std::io::stdin().lines().next());
    let answer = reading.await.ok()??.ok()?;
    let number: usize = answer.trim().parse().ok()?;
    folders.get(number.checked_sub(1)?).map(|folder| (*folder).to_owned())
}
