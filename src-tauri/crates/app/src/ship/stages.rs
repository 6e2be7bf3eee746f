//! Keeps the stages' states and times, and reports each change.

use super::report::{Outcome, ShipEvent, Stage, StageState, StageStatus};
use slipway_build::{BuildEvent, BuildStep, StepState};
use slipway_engine::{BuilderEvent, BuilderState};
use slipway_model::Fault;
use std::time::Instant;

/// The stages of one ship; at most one is under way.
pub(super) struct Stages<'a> {
    sink: &'a (dyn Fn(ShipEvent) + Send + Sync),
    current: Option<(Stage, Instant)>,
    states: Vec<StageState>,
    module_folder: String,
}

impl<'a> Stages<'a> {
    pub(super) fn new(sink: &'a (dyn Fn(ShipEvent) + Send + Sync)) -> Self {
        Self {
            sink,
            current: None,
            states: Stage::ALL.map(StageState::waiting).to_vec(),
            module_folder: String::new(),
        }
    }

    /// Where below the project's folder its module is: what Go says is relative to that.
    pub(super) fn set_module_folder(&mut self, folder: &str) {
        folder.clone_into(&mut self.module_folder);
    }

    pub(super) fn module_folder(&self) -> &str {
        &self.module_folder
    }

    /// How all of them ended, in order: what the history keeps.
    pub(super) fn into_states(self) -> Vec<StageState> {
        self.states
    }

    fn say(&mut self, changed: StageState) {
        if let Some(state) = self.states.iter_mut().find(|state| state.stage == changed.stage) {
            state.clone_from(&changed);
        }
        (self.sink)(ShipEvent::Stage(changed));
    }

    /// The next stage begins; the one before must be over.
    pub(super) fn begin(&mut self, stage: Stage) {
        self.current = Some((stage, Instant::now()));
        self.say(StageState { state: StageStatus::Working, ..StageState::waiting(stage) });
    }

    /// The stage under way is done.
    pub(super) fn good(&mut self) {
        self.end_with(StageStatus::Good, None);
    }

    /// The stage under way ends so.
    pub(super) fn end_with(&mut self, state: StageStatus, note: Option<Fault>) {
        if let Some((stage, began)) = self.current.take() {
            let ms = Some(began.elapsed().as_millis() as u64);
            self.say(StageState { state, ms, note, ..StageState::waiting(stage) });
        }
    }

    /// Something neutral to know.
    pub(super) fn note(&self, outcome: &mut Outcome, note: Fault) {
        outcome.notes.push(note.clone());
        (self.sink)(ShipEvent::Note(note));
    }

    /// A build's own event as a stage's.
    pub(super) fn build_event(&mut self, event: BuildEvent) {
        match event {
            BuildEvent::Step { step, state } => {
                let stage = stage_of(step);
                match state {
                    StepState::Started => self.begin(stage),
                    StepState::Progress { done, total } => {
                        let state = StageStatus::Working;
                        self.say(StageState { state, done: Some(done), total, ..StageState::waiting(stage) });
                    }
                    StepState::Done { .. } => self.good(),
                    // The error that follows says why and ends the stage.
                    StepState::Failed => {}
                }
            }
            BuildEvent::Line(text) => {
                let stage = self.current.map_or(Stage::Build, |(stage, _)| stage);
                (self.sink)(ShipEvent::Line { stage, text });
            }
            BuildEvent::Builder(event) => {
                let Some(text) = builder_line(event) else { return };
                let stage = self.current.map_or(Stage::Build, |(stage, _)| stage);
                (self.sink)(ShipEvent::Line { stage, text });
            }
            BuildEvent::Sent(_) => {}
        }
    }

    /// The build returned: a step that did not say that it is done is done.
    pub(super) fn build_over(&mut self) {
        if self.current.is_some() {
            self.good();
        }
    }
}

/// What the engine's builder says, as docker prints it.
fn builder_line(event: BuilderEvent) -> Option<String> {
    match event {
        BuilderEvent::Log { line, .. } => Some(line),
        BuilderEvent::Step { name, state, .. } => match state {
            BuilderState::Started => Some(name),
            BuilderState::Cached => Some(format!("CACHED {name}")),
            BuilderState::Done { ms } => Some(format!("DONE {}.{:01}s {name}", ms / 1000, ms % 1000 / 100)),
            BuilderState::Failed { error } => Some(format!("ERROR {name}: {error}")),
            BuilderState::Progress { .. } => None,
        },
    }
}

const fn stage_of(step: BuildStep) -> Stage {
    match step {
        BuildStep::Toolchain => Stage::Toolchain,
        BuildStep::Compile | BuildStep::Modules | BuildStep::Dockerfile => Stage::Build,
        BuildStep::Image | BuildStep::BuilderImage => Stage::Image,
    }
}
