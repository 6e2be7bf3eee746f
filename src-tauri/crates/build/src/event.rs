//! What a build says on its way.

use crate::BuildError;
use crate::context::Sent;
use slipway_engine::BuilderEvent;
use slipway_go::compile::CompileEvent;
use std::time::Instant;

/// A part of a build, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuildStep {
    /// The right Go is found or fetched.
    Toolchain,
    /// The program is compiled.
    Compile,
    /// The image is put together and loaded into the engine.
    Image,
    /// A builder image is made of a toolchain.
    BuilderImage,
    /// The modules are fetched here, for a build that needs no network for them.
    Modules,
    /// The engine builds a Dockerfile; its own steps are told by [`BuildEvent::Builder`].
    Dockerfile,
}

impl BuildStep {
    /// Its stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Toolchain => "toolchain",
            Self::Compile => "compile",
            Self::Image => "image",
            Self::BuilderImage => "builder-image",
            Self::Modules => "modules",
            Self::Dockerfile => "dockerfile",
        }
    }
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// It begins.
    Started,
    /// So many bytes of so many.
    Progress {
        /// Bytes so far.
        done: u64,
        /// Bytes in all, where that is known.
        total: Option<u64>,
    },
    /// It is done.
    Done {
        /// How long it took.
        ms: u64,
    },
    /// It failed or was stopped; the error says which.
    Failed,
}

/// What a build says on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuildEvent {
    /// A step is here.
    Step {
        /// Which.
        step: BuildStep,
        /// How far.
        state: StepState,
    },
    /// A line of the compiler.
    Line(String),
    /// A step or a line of the engine's builder.
    Builder(BuilderEvent),
    /// What was sent to the builder.
    Sent(Sent),
}

/// Takes what a build says.
pub(crate) type Sink<'a> = &'a mut (dyn FnMut(BuildEvent) + Send);

/// The lines that `go` prints, as lines of the build.
pub(crate) fn compiler_lines(sink: Sink<'_>) -> impl FnMut(CompileEvent) + Send {
    move |event| {
        if let CompileEvent::Line(line) = event {
            sink(BuildEvent::Line(line));
        }
    }
}

/// Times the steps and says how each went.
pub(crate) struct Steps {
    pub(crate) taken: Vec<(BuildStep, u64)>,
    now: Option<(BuildStep, Instant)>,
}

impl Steps {
    pub(crate) fn new() -> Self {
        Self { taken: Vec::new(), now: None }
    }

    pub(crate) fn begin(&mut self, step: BuildStep, sink: Sink<'_>) {
        self.now = Some((step, Instant::now()));
        sink(BuildEvent::Step { step, state: StepState::Started });
    }

    /// Ends the step that was begun, well or not.
    pub(crate) fn end<T>(&mut self, result: Result<T, BuildError>, sink: Sink<'_>) -> Result<T, BuildError> {
        if let Some((step, began)) = self.now.take() {
            let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
            let state = match &result {
                Ok(_) => {
                    self.taken.push((step, ms));
                    StepState::Done { ms }
                }
                Err(_) => StepState::Failed,
            };
            sink(BuildEvent::Step { step, state });
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_failed_says_so_and_is_not_counted() {
        let mut said = Vec::new();
        let mut sink = |event| said.push(event);
        let mut steps = Steps::new();
        steps.begin(BuildStep::Toolchain, &mut sink);
        steps.end(Ok(()), &mut sink).unwrap();
        steps.begin(BuildStep::Compile, &mut sink);
        steps.end::<()>(Err(BuildError::Cancelled), &mut sink).unwrap_err();
        assert_eq!(steps.taken.len(), 1);
        assert_eq!(said[3], BuildEvent::Step { step: BuildStep::Compile, state: StepState::Failed });
    }
}
