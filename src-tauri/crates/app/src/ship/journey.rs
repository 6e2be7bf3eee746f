//! The whole way, stage by stage.

use super::build::{self, Order};
use super::check::{self, Seen};
use super::intent::{self, Intent, Phase};
use super::placement::{container_name, host_ports, run_spec};
use super::plan::{self, ShipRequest, Wanted};
use super::report::{Applied, ContainerNow, ImageMade, Outcome, ProblemAt, ShipEvent, Stage, StageStatus};
use super::stages::Stages;
use super::way;
use super::{history, keep, recover, replace};
use crate::projects::{Offer, OfferWhat, Project, WORKING_DIR};
use crate::{ActionState, App, AppError};
use futures_util::future::BoxFuture;
use slipway_build::BuildError;
use slipway_engine::{ContainerListed, ContainerState, EngineError};
use slipway_go::{GoError, Program};
use slipway_model::{ActionId, Fault, RunId, ToFault as _, now};
use slipway_store::{Lock, lock};
use tokio_util::sync::CancellationToken;

/// How many ports may be lost to others between the look and the start before that is an error.
const PORT_TRIES: usize = 8;

/// Ships a project and writes it into the history under the action's id. Never fails as a whole: what went wrong is in
/// the outcome, and nothing half-made is left behind.
///
/// Boxed here, where its lifetimes are known: inside of a spawned task the compiler could not prove that it is `Send`.
pub fn run<'a>(
    app: &'a App,
    action: &'a ActionId,
    request: &'a ShipRequest,
    stop: &'a CancellationToken,
    sink: &'a (dyn Fn(ShipEvent) + Send + Sync),
) -> BoxFuture<'a, Outcome> {
    Box::pin(run_here(app, action, request, stop, sink))
}

async fn run_here(
    app: &App,
    action: &ActionId,
    request: &ShipRequest,
    stop: &CancellationToken,
    sink: &(dyn Fn(ShipEvent) + Send + Sync),
) -> Outcome {
    let started_ms = now().ms;
    let mut stages = Stages::new(sink);
    let mut outcome = Outcome::default();
    if let Err(error) = ship(app, request, stop, &mut stages, &mut outcome).await {
        let fault = error.to_fault();
        outcome.cancelled = fault.is_cancelled();
        let status = match fault.area() {
            slipway_model::Area::Cancelled => StageStatus::Cancelled,
            slipway_model::Area::Project | slipway_model::Area::Usage => StageStatus::NeedsYou,
            _ => StageStatus::Failed,
        };
        if outcome.problems.is_empty() && !outcome.cancelled {
            outcome.problems = problems_of(&error, &fault, stages.module_folder());
        }
        stages.end_with(status, Some(fault.clone()));
        outcome.fault = Some(fault);
    }
    history::record(
        &app.database,
        &ActionState {
            id: action.clone(),
            project: request.project.clone(),
            started_ms,
            ended_ms: Some(now().ms),
            stages: stages.into_states(),
            outcome: Some(outcome.clone()),
        },
    );
    outcome
}

async fn ship(
    app: &App,
    request: &ShipRequest,
    stop: &CancellationToken,
    stages: &mut Stages<'_>,
    outcome: &mut Outcome,
) -> Result<(), AppError> {
    // 1. Understand.
    stages.begin(Stage::Understand);
    let project = app.project(&request.project).await?;
    let Some(_lock) = Lock::try_take(&app.paths, &lock::name::ship(&request.project))? else {
        return Err(Fault::new("machine-busy").with("name", project.record.name().as_str()).into());
    };
    for notice in recover::recover_project(&app.database, &request.engine, &request.project).await? {
        stages.note(outcome, notice);
    }
    let program = chosen_program(&project, request, outcome)?.clone();
    let wanted_ports = plan::ports(&project, &program, &request.overrides);
    outcome.program = Some(program.folder.clone());
    stages.set_module_folder(&project.understanding.module_folder);
    stages.good();

    // 2. What is there now, and what is about to happen.
    let listed = request.engine.list_containers().await?;
    let old = replace::current(&listed, &request.project, &program.folder);
    let name = container_name(&project, &program, request, old).await?;
    let number = keep::next_number(&app.database, &request.engine, &request.project, &program.folder)?;
    let run = RunId::new(uuid::Uuid::new_v4().to_string());
    let repository = format!("slipway/{name}");
    let mut intent = Intent {
        project: request.project.clone(),
        program: program.folder.clone(),
        endpoint: request.engine.endpoint().url().to_owned(),
        new_name: if old.is_some() {
            format!("{name}-next-{}", &run.as_str()[..8])
        } else {
            name.to_string()
        },
        name: name.to_string(),
        tag: format!("{repository}:{number}"),
        old_container: old.map(|container| container.id.clone()),
        old_was_running: old.is_some_and(|container| container.state == ContainerState::Running),
        phase: Phase::Building,
        run,
    };
    intent::write(&app.database, &intent)?;
    outcome.run = Some(intent.run.clone());

    // 3. To the image and on, undoing everything on the way out where it does not end well.
    let went = build_and_run(
        app,
        request,
        stop,
        stages,
        outcome,
        &mut intent,
        &project,
        &program,
        &wanted_ports,
        old,
        number,
    );
    match went.await {
        Ok(()) => Ok(()),
        Err(error) => {
            undo(app, request, &intent, outcome).await;
            Err(error)
        }
    }
}

#[allow(clippy::too_many_arguments)]
async fn build_and_run(
    app: &App,
    request: &ShipRequest,
    stop: &CancellationToken,
    stages: &mut Stages<'_>,
    outcome: &mut Outcome,
    intent: &mut Intent,
    project: &Project,
    program: &Program,
    wanted_ports: &[Wanted],
    old: Option<&ContainerListed>,
    number: u32,
) -> Result<(), AppError> {
    let chosen = way::choose(project, program, &request.overrides);
    outcome.way = Some(chosen.word().to_owned());
    outcome.way_because = Some(chosen.because.to_owned());
    let order = Order {
        app,
        engine: &request.engine,
        builder_here: request.overrides.builder_here,
        project,
        program,
        tag: &intent.tag,
        ports: wanted_ports,
        chosen: &chosen,
    };
    let (built, brought) = build::build(&order, stop, stages).await?;
    let image =
        ImageMade { id: built.image_id.to_string(), tag: intent.tag.clone(), bytes: built.size_bytes };
    outcome.image = Some(image.clone());

    stages.begin(Stage::Run);
    let mut offers = plan::offers(project, program, &request.overrides);
    // Where a program of a Dockerfile runs is the Dockerfile's own.
    let at_home = |offer: &Offer| matches!(&offer.what, OfferWhat::Volume { target } if target.starts_with(WORKING_DIR));
    offers.retain(|offer| !chosen.is_own() || !at_home(offer));
    outcome.applied = brought.applied;
    brought.notes.into_iter().for_each(|note| stages.note(outcome, note));
    let applied =
        offers.iter().map(|offer| Applied { what: offer.value(), because: offer.because.to_owned() });
    outcome.applied.extend(applied);
    let mut lost = Vec::new();
    let (new, published) = loop {
        let (published, moved) = host_ports(request, wanted_ports, old, &lost).await?;
        let spec = run_spec(request, project, program, intent, &published, &offers)?;
        if stop.is_cancelled() {
            return Err(Fault::cancelled().into());
        }
        match replace::start_new(&app.database, &request.engine, intent, &spec).await {
            Ok(new) => {
                moved.into_iter().for_each(|note| stages.note(outcome, note));
                break (new, published);
            }
            // Someone took a port between the look and the start: look again without it.
            Err(error) if lost.len() < PORT_TRIES && error.to_fault().code == "engine-port-taken" => {
                replace::remove_new(&request.engine, intent).await?;
                lost.extend(published.iter().map(|port| port.host_port));
            }
            Err(error) => return Err(error),
        }
    };
    stages.good();

    stages.begin(Stage::Check);
    let source = check::Source { folder: &project.record.folder, program: &program.folder };
    let seen = check::watch(&request.engine, &new, &published, source, request.wait, stop).await?;
    for note in &seen.notes {
        stages.note(outcome, note.clone());
    }
    if seen.ok {
        replace::finish(&app.database, &request.engine, intent).await?;
        keep::keep(&app.database, &request.engine, &request.project, &program.folder, number, &image).await?;
        stages.good();
        good(outcome, seen, intent);
        return Ok(());
    }
    not_good(app, request, stages, outcome, intent, seen, image, number).await
}

/// The new one runs and is good.
fn good(outcome: &mut Outcome, seen: Seen, intent: &Intent) {
    outcome.ok = true;
    outcome.url = seen.reached.as_ref().and_then(|reached| match reached.protocol.as_str() {
        "http" => Some(format!("http://127.0.0.1:{}", reached.port)),
        "tls" => Some(format!("https://127.0.0.1:{}", reached.port)),
        _ => None,
    });
    outcome.reached = seen.reached;
    outcome.container =
        seen.container.map(|container| ContainerNow { name: intent.name.clone(), ..container });
    outcome.last_lines = seen.last_lines;
}

/// The new one is not good: the old one comes back; where there was none, the new one stays to be looked at.
#[allow(clippy::too_many_arguments)]
async fn not_good(
    app: &App,
    request: &ShipRequest,
    stages: &mut Stages<'_>,
    outcome: &mut Outcome,
    intent: &mut Intent,
    seen: Seen,
    image: ImageMade,
    number: u32,
) -> Result<(), AppError> {
    outcome.last_lines = seen.last_lines;
    let note = seen.problems.first().map(|problem| problem.fault.clone());
    outcome.problems = seen.problems;
    outcome.container = seen.container;
    if intent.old_container.is_some() {
        undo(app, request, intent, outcome).await;
    } else {
        replace::finish(&app.database, &request.engine, intent).await?;
        keep::keep(&app.database, &request.engine, &request.project, &intent.program, number, &image).await?;
    }
    stages.end_with(StageStatus::NeedsYou, note);
    Ok(())
}

/// Everything back. A failure to do so is left to the next start: the intent stays.
async fn undo(app: &App, request: &ShipRequest, intent: &Intent, outcome: &mut Outcome) {
    outcome.image = None;
    let replacing = intent.phase != Phase::Building;
    match replace::undo(&app.database, &request.engine, intent).await {
        Ok(back) => outcome.rolled_back = back && replacing,
        Err(error) => {
            tracing::warn!(%error, "a ship could not be undone now");
            outcome.problems.push(error.to_fault().into());
        }
    }
    outcome.container = None;
    if let Some(old) = &intent.old_container
        && let Ok(facts) = request.engine.inspect_container(old.as_str()).await
    {
        outcome.container = Some((&facts).into());
    }
}

/// The program, or what stands in the way of there being one.
fn chosen_program<'a>(
    project: &'a Project,
    request: &ShipRequest,
    outcome: &mut Outcome,
) -> Result<&'a Program, AppError> {
    let problems = &project.understanding.problems;
    let blocking = problems.iter().find(|problem| problem.fault.severity() != slipway_model::Severity::Note);
    if let Some(first) = blocking
        .filter(|_| project.understanding.programs.is_empty() || project.understanding.module.is_none())
    {
        outcome.problems = problems.iter().map(ProblemAt::from).collect();
        return Err(first.fault.clone().into());
    }
    Ok(plan::program(project, &request.overrides)?)
}

/// A build error's places in the user's code, else the fault alone.
fn problems_of(error: &AppError, fault: &Fault, module_folder: &str) -> Vec<ProblemAt> {
    let diagnostics = match error {
        AppError::Build(BuildError::Go(error)) => match error.cause() {
            GoError::Compile { diagnostics, .. } => diagnostics.clone(),
            _ => Vec::new(),
        },
        AppError::Build(BuildError::Engine(EngineError::BuildStep { detail, .. })) => {
            crate::explained::complaints_of(detail)
        }
        _ => Vec::new(),
    };
    let mut problems: Vec<ProblemAt> = diagnostics
        .iter()
        .map(|found| ProblemAt {
            fault: crate::explained::complaint_fault(fault, found),
            file: (!found.file.is_empty()).then(|| match module_folder {
                "" | "." => found.file.clone(),
                below => format!("{below}/{}", found.file),
            }),
            line: (found.line > 0).then_some(found.line),
            column: found.column,
            text: Some(found.text.clone()),
        })
        .collect();
    if problems.is_empty() {
        problems.push(fault.clone().into());
    }
    problems
}
