//! What a ship says while it runs and when it is over.

use serde::{Deserialize, Serialize};
use slipway_engine::{ContainerFacts, ContainerState};
use slipway_model::{ContainerId, Fault, RunId};

/// A stage of the journey, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Reading the project.
    Understand,
    /// Getting the Go that it needs.
    Toolchain,
    /// Compiling.
    Build,
    /// Putting the image together and loading it.
    Image,
    /// Replacing the container.
    Run,
    /// Seeing whether the program does what it should.
    Check,
}

impl Stage {
    /// All stages, in order.
    pub const ALL: [Self; 6] =
        [Self::Understand, Self::Toolchain, Self::Build, Self::Image, Self::Run, Self::Check];

    /// The stable word of the stage.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Understand => "understand",
            Self::Toolchain => "toolchain",
            Self::Build => "build",
            Self::Image => "image",
            Self::Run => "run",
            Self::Check => "check",
        }
    }
}

/// How a stage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageStatus {
    /// Not begun.
    Waiting,
    /// Under way.
    Working,
    /// Done, and good.
    Good,
    /// Stopped because the user has to decide or mend something.
    NeedsYou,
    /// Stopped by something that is not the user's.
    Failed,
    /// Stopped by the user.
    Cancelled,
    /// Not needed this time.
    Skipped,
}

/// A stage with its state, time and progress.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StageState {
    /// Which.
    pub stage: Stage,
    /// How it is.
    pub state: StageStatus,
    /// How long it took, once it is over.
    pub ms: Option<u64>,
    /// Bytes done, where that is known.
    pub done: Option<u64>,
    /// Bytes in all, where that is known.
    pub total: Option<u64>,
    /// One thing to say of it.
    pub note: Option<Fault>,
}

impl StageState {
    /// A stage that has not begun.
    pub const fn waiting(stage: Stage) -> Self {
        Self { stage, state: StageStatus::Waiting, ms: None, done: None, total: None, note: None }
    }
}

/// What happens, as it happens.
#[derive(Debug, Clone, PartialEq)]
pub enum ShipEvent {
    /// A stage changed.
    Stage(StageState),
    /// A line of output.
    Line {
        /// Whose output it is.
        stage: Stage,
        /// The text, hostile.
        text: String,
    },
    /// Something neutral to know: a port that was taken, a Go that was chosen.
    Note(Fault),
}

/// A fault with its place in the user's files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProblemAt {
    /// What it is.
    pub fault: Fault,
    /// The file, relative to the project.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The column, from 1.
    pub column: Option<u32>,
    /// The compiler's own words or the source line.
    pub text: Option<String>,
}

impl From<Fault> for ProblemAt {
    fn from(fault: Fault) -> Self {
        Self { fault, file: None, line: None, column: None, text: None }
    }
}

impl From<&slipway_go::Problem> for ProblemAt {
    fn from(problem: &slipway_go::Problem) -> Self {
        Self { file: problem.file.clone(), line: problem.line, ..Self::from(problem.fault.clone()) }
    }
}

/// The image of a ship.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageMade {
    /// Its id.
    pub id: String,
    /// The tag that Slipway gave it.
    pub tag: String,
    /// Its size, uncompressed.
    pub bytes: u64,
}

/// The container that serves when the ship is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContainerNow {
    /// Its id.
    pub id: ContainerId,
    /// Its name.
    pub name: String,
    /// Its state in the engine's word.
    pub state: String,
    /// How it ended, where it has.
    pub exit_code: Option<i64>,
}

impl From<&ContainerFacts> for ContainerNow {
    fn from(facts: &ContainerFacts) -> Self {
        Self {
            id: facts.id.clone(),
            name: facts.name.clone(),
            state: facts.state.word().to_owned(),
            exit_code: (facts.state != ContainerState::Running).then_some(facts.exit_code).flatten(),
        }
    }
}

/// What answered on a published port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    /// The port on 127.0.0.1.
    pub port: u16,
    /// `http`, `tls` or `tcp`.
    pub protocol: String,
    /// The HTTP status.
    pub status: Option<u16>,
}

/// Something that Slipway set by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// What: `HOST=0.0.0.0`, `serve`, a folder that is a volume, `stdin`.
    pub what: String,
    /// The id of the sentence that says why.
    pub because: String,
}

/// How a ship ended.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// It does what it should, as the command line's contract defines it.
    pub ok: bool,
    /// The user stopped it.
    pub cancelled: bool,
    /// The new one was not good and the one before serves again.
    pub rolled_back: bool,
    /// What stopped it, where it is not the program itself.
    pub fault: Option<Fault>,
    /// Where it can be reached.
    pub url: Option<String>,
    /// What answered there.
    pub reached: Option<Reached>,
    /// The container that serves now, or that ended.
    pub container: Option<ContainerNow>,
    /// The image that was made.
    pub image: Option<ImageMade>,
    /// Which program was shipped, by its folder.
    pub program: Option<String>,
    /// The run: what the container's label says. None where it did not come to one.
    #[serde(default)]
    pub run: Option<RunId>,
    /// How the image was built: `native` or `dockerfile`.
    #[serde(default)]
    pub way: Option<String>,
    /// The id of the sentence that says why.
    #[serde(default)]
    pub way_because: Option<String>,
    /// What Slipway set by itself.
    #[serde(default)]
    pub applied: Vec<Applied>,
    /// Neutral findings.
    pub notes: Vec<Fault>,
    /// What is wrong, the first cause first.
    pub problems: Vec<ProblemAt>,
    /// The last lines that the program wrote before it ended, oldest first: (is stderr, text).
    pub last_lines: Vec<(bool, String)>,
}
