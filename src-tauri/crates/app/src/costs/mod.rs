//! What containers cost, measured on the user's own engine: one image, started again and again.
//!
//! The three formulas of the lesson, each with its own chart. Time grows with the number of containers, O(n): each is
//! started in its turn, and its start is timed. Memory grows with the sum of what they use, O(m): read from the same
//! samples as every other chart. Disk grows with the images, O(k), and not with the containers: they share their
//! image's layers and add only what they write; images share layers too ([`disk`]).
//!
//! Must stay true:
//! - bounds are said before and held: [`MOST_COUNT`] containers, [`LONGEST`], each with a memory and a processor limit,
//!   all limits together at most half of the engine's memory;
//! - however it ends, every container of it is removed, found by its label; what a crash left goes at a later start;
//! - they are kept out of the catalog of containers that are gone.

mod disk;
mod fit;
mod run;

pub use disk::{Images, SharedImage};
pub use fit::Line;

use crate::{App, AppError, Topic};
use slipway_model::{ActionId, Fault, IdempotencyKey, now};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The most containers of one measuring.
pub const MOST_COUNT: u32 = 50;
/// How long containers are started at most.
pub const LONGEST: Duration = Duration::from_secs(120);
/// Each container's processor limit: half a core, so that none takes the machine.
pub const CPU_NANOCORES: u64 = 500_000_000;
/// The memory limit of each where nobody chose one.
pub const USUAL_MEMORY_BYTES: u64 = 64 << 20;

/// What to measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostRequest {
    /// The image, by name or id.
    pub image: String,
    /// How many containers of it.
    pub count: u32,
    /// The memory limit of each.
    pub memory_bytes: u64,
}

/// What was seen when so many ran.
#[derive(Debug, Clone, PartialEq)]
pub struct CostStep {
    /// How many were started.
    pub count: u32,
    /// How long the newest took to be created and started.
    pub start_ms: f64,
    /// How long all took together.
    pub total_ms: f64,
    /// How many of them run: a program may end by itself.
    pub running: u32,
    /// What those that run use, as `docker stats` shows it; none while nobody has read it.
    pub memory_bytes: Option<u64>,
    /// The image once, and what each container wrote on top of it.
    pub disk_bytes: u64,
}

/// What a measuring does now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CostPhase {
    /// It starts containers.
    Starting,
    /// It removes them.
    Removing,
    /// It is over, and nothing of it is left.
    Ended,
}

/// Why no more containers were started.
#[derive(Debug, Clone, PartialEq)]
pub enum CostEnd {
    /// All that were asked for were.
    Done,
    /// The user said so.
    Cancelled,
    /// [`LONGEST`] was over.
    TimeUp,
    /// One could not be started.
    Failed(Fault),
}

/// One measuring, as far as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct CostRun {
    /// Its id, and the value of its containers' label.
    pub id: ActionId,
    /// What was asked for.
    pub request: CostRequest,
    /// What the image takes on the disk.
    pub image_bytes: u64,
    /// When it began, milliseconds since the epoch.
    pub started_ms: i64,
    /// What it does.
    pub phase: CostPhase,
    /// Why it starts no more.
    pub end: Option<CostEnd>,
    /// What was seen, a step for each container.
    pub steps: Vec<CostStep>,
    /// How many were removed again.
    pub removed: u32,
    /// Why they are not removed yet: it is tried again until they are.
    pub not_removed: Option<Fault>,
    /// How long removing them took.
    pub remove_ms: Option<f64>,
    /// The line that starts one of them.
    pub command: String,
}

impl CostRun {
    /// The straight line nearest to the time that all took together, milliseconds over containers.
    pub fn time_line(&self) -> Option<Line> {
        fit::line(self.steps.iter().map(|step| (step.count.into(), step.total_ms)))
    }

    /// The straight line nearest to their memory, bytes over those that run.
    pub fn memory_line(&self) -> Option<Line> {
        let read =
            self.steps.iter().filter_map(|step| Some((step.running.into(), step.memory_bytes? as f64)));
        fit::line(read)
    }

    /// The straight line nearest to their disk, bytes over containers.
    pub fn disk_line(&self) -> Option<Line> {
        fit::line(self.steps.iter().map(|step| (step.count.into(), step.disk_bytes as f64)))
    }
}

/// The newest measuring of this process.
#[derive(Debug, Default)]
pub(crate) struct Costs(Mutex<Option<Measuring>>);

#[derive(Debug, Clone)]
struct Measuring {
    key: IdempotencyKey,
    stop: CancellationToken,
    // A std mutex: every section is a copy or a push and never awaits.
    run: Arc<Mutex<CostRun>>,
}

impl Measuring {
    fn run(&self) -> MutexGuard<'_, CostRun> {
        self.run.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Costs {
    fn inner(&self) -> MutexGuard<'_, Option<Measuring>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// Starts a measuring and returns its id at once. The same key again returns the same one.
    ///
    /// # Errors
    /// Where one is under way, a bound is passed, there is no such image, or the engine does not answer.
    pub async fn start_costs(
        self: &Arc<Self>,
        key: &IdempotencyKey,
        request: CostRequest,
    ) -> Result<ActionId, AppError> {
        if let Some(known) = self.known_costs(key)? {
            return Ok(known);
        }
        let engine = self.engine()?;
        within_bounds(&request, engine.info().memory_bytes)?;
        let layers = engine.image_layers(&request.image).await?;
        let id = crate::new_action();
        let spec = run::spec(&request, &id);
        spec.validate()?;
        let run = CostRun {
            id: id.clone(),
            image_bytes: layers.iter().map(|layer| layer.bytes).sum(),
            started_ms: now().ms,
            phase: CostPhase::Starting,
            end: None,
            steps: Vec::new(),
            removed: 0,
            not_removed: None,
            remove_ms: None,
            command: slipway_containers::docker_run(&spec, |_, _| false),
            request,
        };
        let measuring = Measuring {
            key: key.clone(),
            stop: self.tasks.stop().child_token(),
            run: Arc::new(Mutex::new(run)),
        };
        {
            let mut newest = self.costs.inner();
            // Somebody may have been faster meanwhile.
            if let Some(known) = known(newest.as_ref(), key)? {
                return Ok(known);
            }
            *newest = Some(measuring.clone());
        }
        let app = self.clone();
        self.tasks.spawn(async move { run::measure(&app, &measuring).await });
        self.wakes.send(Topic::Costs);
        Ok(id)
    }

    /// The newest measuring, also one that is over.
    pub fn costs(&self) -> Option<CostRun> {
        self.costs.inner().as_ref().map(|measuring| measuring.run().clone())
    }

    /// Starts no more containers, and removes those that there are.
    pub fn cancel_costs(&self) {
        if let Some(measuring) = self.costs.inner().as_ref() {
            measuring.stop.cancel();
        }
    }

    fn known_costs(&self, key: &IdempotencyKey) -> Result<Option<ActionId>, AppError> {
        known(self.costs.inner().as_ref(), key)
    }
}

fn known(newest: Option<&Measuring>, key: &IdempotencyKey) -> Result<Option<ActionId>, AppError> {
    match newest {
        Some(measuring) if measuring.key == *key => Ok(Some(measuring.run().id.clone())),
        Some(measuring) if measuring.run().phase != CostPhase::Ended => {
            Err(Fault::new("usage-costs-running").into())
        }
        _ => Ok(None),
    }
}

/// The most memory that all of them may be given.
pub fn most_memory_bytes(engine_memory_bytes: u64) -> u64 {
    engine_memory_bytes / 2
}

fn within_bounds(request: &CostRequest, engine_memory_bytes: u64) -> Result<(), AppError> {
    if request.count == 0 || request.count > MOST_COUNT {
        return Err(Fault::new("usage-costs-count").with("most", MOST_COUNT).into());
    }
    let most = most_memory_bytes(engine_memory_bytes);
    let all = request.memory_bytes.saturating_mul(request.count.into());
    if engine_memory_bytes > 0 && all > most {
        return Err(Fault::new("usage-costs-memory")
            .with("megabytes", all as f64 / f64::from(1 << 20))
            .with("most_megabytes", most as f64 / f64::from(1 << 20))
            .into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use slipway_model::ToFault as _;

    #[test]
    fn what_would_take_the_machine_is_refused() {
        let code = |count: u32, memory_bytes: u64| {
            let request = CostRequest { image: "app:1".into(), count, memory_bytes };
            within_bounds(&request, 1 << 30).map_or_else(|error| error.to_fault().code, |()| "fine".into())
        };
        assert_eq!(code(8, 64 << 20), "fine");
        assert_eq!(code(9, 64 << 20), "usage-costs-memory");
        assert_eq!(code(2, u64::MAX), "usage-costs-memory");
        assert_eq!(code(0, 1), "usage-costs-count");
        assert_eq!(code(51, 1), "usage-costs-count");
    }
}
