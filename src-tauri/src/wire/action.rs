//! A ship as it goes and as it ended.

use super::Fault;
use super::number::{safe, safe_ms};
use serde::{Deserialize, Serialize};
use slipway_app::{actions, diagnose, ship};
use specta::Type;

/// A stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Reading the project.
    Understand,
    /// Getting its Go.
    Toolchain,
    /// Compiling.
    Build,
    /// Making the image.
    Image,
    /// Replacing the container.
    Run,
    /// Looking whether it works.
    Check,
}

impl From<ship::Stage> for Stage {
    fn from(stage: ship::Stage) -> Self {
        match stage {
            ship::Stage::Understand => Self::Understand,
            ship::Stage::Toolchain => Self::Toolchain,
            ship::Stage::Build => Self::Build,
            ship::Stage::Image => Self::Image,
            ship::Stage::Run => Self::Run,
            ship::Stage::Check => Self::Check,
        }
    }
}

/// How a stage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StageStatus {
    /// Not begun.
    Waiting,
    /// Under way.
    Working,
    /// Good.
    Good,
    /// It needs the user.
    NeedsYou,
    /// It failed.
    Failed,
    /// The user stopped it.
    Cancelled,
    /// Not needed.
    Skipped,
}

/// A stage with its state.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct StageState {
    /// Which.
    pub stage: Stage,
    /// How it is.
    pub state: StageStatus,
    /// How long it took.
    pub ms: Option<u64>,
    /// Bytes done.
    pub done: Option<u64>,
    /// Bytes in all.
    pub total: Option<u64>,
    /// One thing to say.
    pub note: Option<Fault>,
}

impl From<ship::StageState> for StageState {
    fn from(stage: ship::StageState) -> Self {
        Self {
            stage: stage.stage.into(),
            state: match stage.state {
                ship::StageStatus::Waiting => StageStatus::Waiting,
                ship::StageStatus::Working => StageStatus::Working,
                ship::StageStatus::Good => StageStatus::Good,
                ship::StageStatus::NeedsYou => StageStatus::NeedsYou,
                ship::StageStatus::Failed => StageStatus::Failed,
                ship::StageStatus::Cancelled => StageStatus::Cancelled,
                ship::StageStatus::Skipped => StageStatus::Skipped,
            },
            ms: stage.ms.map(safe),
            done: stage.done.map(safe),
            total: stage.total.map(safe),
            note: stage.note.map(Into::into),
        }
    }
}

/// A fault with its place.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ProblemAt {
    /// What it is.
    pub fault: Fault,
    /// The file.
    pub file: Option<String>,
    /// The line.
    pub line: Option<u32>,
    /// The column.
    pub column: Option<u32>,
    /// The compiler's words or the source line, hostile.
    pub text: Option<String>,
    /// What a button may do about it, where that is safe.
    pub fix: Option<String>,
}

/// The container that serves, or that ended.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ContainerRef {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// The image that was made.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ImageRef {
    /// Its id.
    pub id: String,
    /// Its tag.
    pub tag: String,
    /// Its size.
    pub bytes: u64,
}

/// A last line of a program.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct LastLine {
    /// It was written to standard error.
    pub stderr: bool,
    /// The text, hostile.
    pub text: String,
}

/// Something that Slipway set by itself.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Applied {
    /// What.
    pub what: String,
    /// The id of the sentence that says why; its parameter is `value`.
    pub because: String,
}

/// How a ship ended.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Outcome {
    /// It does what it should.
    pub ok: bool,
    /// The user stopped it.
    pub cancelled: bool,
    /// The one before serves again.
    pub rolled_back: bool,
    /// Where it is reached.
    pub url: Option<String>,
    /// The container.
    pub container: Option<ContainerRef>,
    /// The image.
    pub image: Option<ImageRef>,
    /// What Slipway set by itself.
    pub applied: Vec<Applied>,
    /// Neutral findings.
    pub notes: Vec<Fault>,
    /// What is wrong, the first cause first.
    pub problems: Vec<ProblemAt>,
    /// What the program wrote last.
    pub last_lines: Vec<LastLine>,
}

impl From<ship::Outcome> for Outcome {
    fn from(outcome: ship::Outcome) -> Self {
        Self {
            ok: outcome.ok,
            cancelled: outcome.cancelled,
            rolled_back: outcome.rolled_back,
            url: outcome.url,
            container: outcome
                .container
                .map(|container| ContainerRef { id: container.id.to_string(), name: container.name }),
            image: outcome.image.map(|image| ImageRef {
                id: image.id,
                tag: image.tag,
                bytes: safe(image.bytes),
            }),
            applied: outcome
                .applied
                .into_iter()
                .map(|applied| Applied { what: applied.what, because: applied.because })
                .collect(),
            notes: outcome.notes.into_iter().map(Into::into).collect(),
            problems: outcome
                .problems
                .into_iter()
                .map(|problem| ProblemAt {
                    fix: diagnose::fix_of(&problem.fault.code).map(str::to_owned),
                    fault: problem.fault.into(),
                    file: problem.file,
                    line: problem.line,
                    column: problem.column,
                    text: problem.text,
                })
                .collect(),
            last_lines: outcome
                .last_lines
                .into_iter()
                .map(|(stderr, text)| LastLine { stderr, text })
                .collect(),
        }
    }
}

/// A ship.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ActionState {
    /// Its id.
    pub id: String,
    /// Whose.
    pub project: String,
    /// When it began.
    pub started_ms: i64,
    /// When it ended.
    pub ended_ms: Option<i64>,
    /// Its stages.
    pub stages: Vec<StageState>,
    /// How it ended.
    pub outcome: Option<Outcome>,
}

impl From<actions::ActionState> for ActionState {
    fn from(state: actions::ActionState) -> Self {
        Self {
            id: state.id.to_string(),
            project: state.project.to_string(),
            started_ms: safe_ms(state.started_ms),
            ended_ms: state.ended_ms.map(safe_ms),
            stages: state.stages.into_iter().map(Into::into).collect(),
            outcome: state.outcome.map(Into::into),
        }
    }
}

/// A line of output.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ActionEvent {
    /// When.
    pub at_ms: i64,
    /// Of which stage.
    pub stage: Stage,
    /// The text, hostile.
    pub text: String,
}

/// What one read of an action gives.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ActionPage {
    /// How it is.
    pub state: ActionState,
    /// Lines from the cursor on.
    pub events: Vec<ActionEvent>,
    /// Where to go on.
    pub next: u64,
    /// Lines dropped before the first one here.
    pub skipped: u64,
}
