//! What containers cost, as the window draws it.

use super::Fault;
use super::number::{safe, safe_ms};
use serde::{Deserialize, Serialize};
use slipway_app::costs;
use specta::Type;

/// What may be asked for.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct CostBounds {
    /// The most containers.
    pub most_count: u32,
    /// How long containers are started at most.
    pub longest_ms: u32,
    /// Each one's processor limit.
    pub cpu_nanocores: u64,
    /// Each one's memory limit where nobody chose one.
    pub usual_memory_bytes: u64,
    /// The most memory that all may be given together; 0 where the engine does not say.
    pub most_memory_bytes: u64,
}

/// What was seen when so many ran.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct CostStep {
    /// How many were started.
    pub count: u32,
    /// How long the newest took.
    #[specta(type = i32)]
    pub start_ms: f64,
    /// How long all took together.
    #[specta(type = i32)]
    pub total_ms: f64,
    /// How many run.
    pub running: u32,
    /// What those that run use; null while nobody has read it.
    pub memory_bytes: Option<u64>,
    /// The image once, and what each container wrote.
    pub disk_bytes: u64,
}

/// `y = base + each · x`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type)]
pub struct Line {
    /// Where it begins.
    #[specta(type = i32)]
    pub base: f64,
    /// What one more adds.
    #[specta(type = i32)]
    pub each: f64,
    /// R²: 1 is a straight line.
    #[specta(type = i32)]
    pub straight: f64,
}

/// What a measuring does now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CostPhase {
    /// It starts containers.
    Starting,
    /// It removes them.
    Removing,
    /// It is over, and nothing of it is left.
    Ended,
}

/// Why no more containers were started.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CostEnd {
    /// All that were asked for were.
    Done,
    /// The user said so.
    Cancelled,
    /// The time was over.
    TimeUp,
    /// One could not be started.
    Failed {
        /// Why.
        fault: Fault,
    },
}

/// One measuring, as far as it is.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct CostRun {
    /// Its id.
    pub id: String,
    /// The image, hostile.
    pub image: String,
    /// How many containers were asked for.
    pub count: u32,
    /// The memory limit of each.
    pub memory_limit_bytes: u64,
    /// What the image takes on the disk.
    pub image_bytes: u64,
    /// When it began.
    pub started_ms: i64,
    /// What it does.
    pub phase: CostPhase,
    /// Why it starts no more; null while it does.
    pub end: Option<CostEnd>,
    /// What was seen.
    pub steps: Vec<CostStep>,
    /// The line nearest to the time of all, milliseconds over containers.
    pub time_line: Option<Line>,
    /// To the memory, bytes over those that run.
    pub memory_line: Option<Line>,
    /// To the disk, bytes over containers.
    pub disk_line: Option<Line>,
    /// How many were removed again.
    pub removed: u32,
    /// Why they are not removed yet.
    pub not_removed: Option<Fault>,
    /// How long removing them took.
    #[specta(type = Option<i32>)]
    pub remove_ms: Option<f64>,
    /// The line that starts one of them.
    pub command: String,
}

/// One image among those that came before it.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SharedImage {
    /// Its id.
    pub id: String,
    /// Its names, hostile.
    pub tags: Vec<String>,
    /// Slipway built it.
    pub own: bool,
    /// What all its layers take.
    pub bytes: u64,
    /// Of these, what layers take that an image before it has too.
    pub shared_bytes: u64,
    /// How many layers it has.
    pub layers: u32,
    /// How many of them an image before it has too.
    pub shared_layers: u32,
    /// This image and all before it, as if each had its layers for itself.
    pub sum_bytes: u64,
    /// What they really take.
    pub unique_bytes: u64,
}

/// All images, the oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SharedImages {
    /// Those that were looked at.
    pub images: Vec<SharedImage>,
    /// How many there are beside them.
    pub left_out: u32,
}

impl From<costs::Line> for Line {
    fn from(line: costs::Line) -> Self {
        Self { base: line.base, each: line.each, straight: line.straight }
    }
}

impl From<costs::CostRun> for CostRun {
    fn from(run: costs::CostRun) -> Self {
        let (time_line, memory_line, disk_line) = (run.time_line(), run.memory_line(), run.disk_line());
        Self {
            id: run.id.to_string(),
            image: run.request.image,
            count: run.request.count,
            memory_limit_bytes: safe(run.request.memory_bytes),
            image_bytes: safe(run.image_bytes),
            started_ms: safe_ms(run.started_ms),
            phase: match run.phase {
                costs::CostPhase::Starting => CostPhase::Starting,
                costs::CostPhase::Removing => CostPhase::Removing,
                costs::CostPhase::Ended => CostPhase::Ended,
            },
            end: run.end.map(|end| match end {
                costs::CostEnd::Done => CostEnd::Done,
                costs::CostEnd::Cancelled => CostEnd::Cancelled,
                costs::CostEnd::TimeUp => CostEnd::TimeUp,
                costs::CostEnd::Failed(fault) => CostEnd::Failed { fault: fault.into() },
            }),
            steps: run
                .steps
                .into_iter()
                .map(|step| CostStep {
                    count: step.count,
                    start_ms: step.start_ms,
                    total_ms: step.total_ms,
                    running: step.running,
                    memory_bytes: step.memory_bytes.map(safe),
                    disk_bytes: safe(step.disk_bytes),
                })
                .collect(),
            time_line: time_line.map(Into::into),
            memory_line: memory_line.map(Into::into),
            disk_line: disk_line.map(Into::into),
            removed: run.removed,
            not_removed: run.not_removed.map(Into::into),
            remove_ms: run.remove_ms,
            command: run.command,
        }
    }
}

impl From<costs::Images> for SharedImages {
    fn from(images: costs::Images) -> Self {
        Self {
            images: images
                .images
                .into_iter()
                .map(|image| SharedImage {
                    id: image.id.to_string(),
                    tags: image.tags,
                    own: image.own,
                    bytes: safe(image.bytes),
                    shared_bytes: safe(image.shared_bytes),
                    layers: image.layers,
                    shared_layers: image.shared_layers,
                    sum_bytes: safe(image.sum_bytes),
                    unique_bytes: safe(image.unique_bytes),
                })
                .collect(),
            left_out: images.left_out,
        }
    }
}
