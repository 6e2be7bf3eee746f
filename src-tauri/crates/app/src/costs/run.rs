//! One measuring from its first container to the removal of its last.

use super::{CPU_NANOCORES, CostEnd, CostPhase, CostRequest, CostRun, CostStep, LONGEST, Measuring};
use crate::engines::House;
use crate::{App, AppError, Topic};
use slipway_containers::{MEASURED_NAME, RunSpec, remove_labelled};
use slipway_engine::{Engine, RestartPolicy};
use slipway_model::{ActionId, ContainerId, Fault, ShortName, ToFault as _, label};
use slipway_monitor::Metric;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// How long a container's first sample is waited for.
const FIRST_SAMPLE: Duration = Duration::from_millis(2_500);
/// A program that has just started takes its memory within this.
const SETTLE: Duration = Duration::from_millis(250);
/// How often it is looked whether there is a sample.
const LOOK: Duration = Duration::from_millis(50);
/// Between two tries to remove what is left.
const TRY_AGAIN: Duration = Duration::from_secs(3);

/// One of the containers, but for its number.
pub(super) fn spec(request: &CostRequest, id: &ActionId) -> RunSpec {
    RunSpec {
        name: ShortName::new(format!("{MEASURED_NAME}1")),
        image: request.image.clone(),
        args: Vec::new(),
        env: Vec::new(),
        publish: Vec::new(),
        memory_bytes: Some(request.memory_bytes),
        cpu_nanocores: Some(CPU_NANOCORES),
        restart: RestartPolicy::No,
        labels: BTreeMap::from([(label::COSTS.to_owned(), id.to_string())]),
        env_files: Vec::new(),
        volumes: Vec::new(),
        open_stdin: false,
    }
}

/// Measures, removes what it started, and says each step.
pub(super) async fn measure(app: &App, measuring: &Measuring) {
    let say = |change: &dyn Fn(&mut CostRun)| {
        change(&mut measuring.run());
        app.wakes.send(Topic::Costs);
    };
    let end = match start_all(app, measuring).await {
        Ok(end) => end,
        Err(error) => CostEnd::Failed(error.to_fault()),
    };
    say(&|run| {
        run.end = Some(end.clone());
        run.phase = CostPhase::Removing;
    });
    let began = Instant::now();
    let (id, quits) = (measuring.run().id.to_string(), app.tasks.stop());
    loop {
        let removed = async {
            let engine = app.engine()?;
            let one = || say(&|run| run.removed += 1);
            Ok::<(), AppError>(remove_labelled(&engine, label::COSTS, &id, &one).await?)
        };
        match removed.await {
            Ok(()) => break,
            Err(error) => say(&|run| run.not_removed = Some(error.to_fault())),
        }
        // A quitting app does not wait for an engine that is gone: they go at a later start.
        if quits.run_until_cancelled(tokio::time::sleep(TRY_AGAIN)).await.is_none() {
            return;
        }
    }
    say(&|run| {
        run.not_removed = None;
        run.remove_ms = Some(began.elapsed().as_secs_f64() * 1e3);
        run.phase = CostPhase::Ended;
    });
    app.poke_index();
}

async fn start_all(app: &App, measuring: &Measuring) -> Result<CostEnd, AppError> {
    let (request, id, image_bytes) = {
        let run = measuring.run();
        (run.request.clone(), run.id.clone(), run.image_bytes)
    };
    let house = app.house().ok_or_else(|| Fault::new("engine-not-running"))?;
    let create = spec(&request, &id).to_create();
    let tag = id.as_str().split('-').next().unwrap_or_default();
    let (began, stop) = (Instant::now(), &measuring.stop);
    let mut started: Vec<ContainerId> = Vec::new();
    let (mut total_ms, mut written_bytes) = (0.0, 0);
    for count in 1..=request.count {
        if stop.is_cancelled() {
            return Ok(CostEnd::Cancelled);
        }
        if began.elapsed() > LONGEST {
            return Ok(CostEnd::TimeUp);
        }
        let name = format!("{MEASURED_NAME}{tag}-{count}");
        let at = Instant::now();
        let container = house.engine.create_container(&name, &create).await?;
        house.engine.start_container(&container).await?;
        let start_ms = at.elapsed().as_secs_f64() * 1e3;
        total_ms += start_ms;
        first_sample(&house, &container, stop).await;
        written_bytes += written(&house.engine, &container).await;
        started.push(container);
        let (running, memory_bytes) = memory(&house, &started);
        let disk_bytes = image_bytes + written_bytes;
        let step = CostStep { count, start_ms, total_ms, running, memory_bytes, disk_bytes };
        measuring.run().steps.push(step);
        app.wakes.send(Topic::Costs);
    }
    Ok(CostEnd::Done)
}

/// Waits until the container has been measured and its program has had a moment; no longer than it lives.
async fn first_sample(house: &House, container: &ContainerId, stop: &CancellationToken) {
    let began = Instant::now();
    let waiting = async {
        while began.elapsed() < FIRST_SAMPLE && !is_over(house, container) {
            if house.recorder.latest(container).is_some() {
                tokio::time::sleep(SETTLE).await;
                return;
            }
            tokio::time::sleep(LOOK).await;
        }
    };
    stop.run_until_cancelled(waiting).await;
}

fn is_over(house: &House, container: &ContainerId) -> bool {
    let snapshot = house.index.snapshot();
    snapshot.rows.iter().any(|row| row.id == *container && row.finished_ms.is_some())
}

/// How many of them run, and what these use together; none where one of them was not read.
fn memory(house: &House, started: &[ContainerId]) -> (u32, Option<u64>) {
    let snapshot = house.index.snapshot();
    let running: Vec<&ContainerId> = snapshot
        .rows
        .iter()
        .filter(|row| row.state.is_alive() && started.contains(&row.id))
        .map(|row| &row.id)
        .collect();
    let read = |id: &ContainerId| {
        let value = house.recorder.latest(id)?.values[Metric::Memory];
        value.is_finite().then_some(value as u64)
    };
    (running.len() as u32, running.iter().map(|id| read(id)).sum())
}

/// A container that cannot be asked has written nothing that we know of.
async fn written(engine: &Engine, container: &ContainerId) -> u64 {
    match engine.written_bytes(container).await {
        Ok(bytes) => bytes.unwrap_or(0),
        Err(error) => {
            tracing::debug!(%container, %error, "what it wrote is not known");
            0
        }
    }
}
