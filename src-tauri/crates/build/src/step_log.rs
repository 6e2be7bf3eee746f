//! What the steps of a Dockerfile build wrote: the builder's own error names the step that failed, its lines say why.

use slipway_engine::{BuilderEvent, BuilderState, EngineError};
use std::collections::{HashMap, VecDeque};

const MOST_STEPS: usize = 64;
const MOST_LINES: usize = 400;
const LONGEST_LINE: usize = 4096;

/// The last lines of each step.
#[derive(Debug, Default)]
pub(crate) struct StepLog {
    lines: HashMap<String, VecDeque<String>>,
    /// The step that failed, else the last that wrote.
    of: Option<(String, bool)>,
}

impl StepLog {
    pub(crate) fn take(&mut self, event: &BuilderEvent) {
        match event {
            BuilderEvent::Log { id, line } => {
                if !self.lines.contains_key(id) && self.lines.len() >= MOST_STEPS {
                    return;
                }
                let lines = self.lines.entry(id.clone()).or_default();
                if lines.len() == MOST_LINES {
                    lines.pop_front();
                }
                lines.push_back(line.chars().take(LONGEST_LINE).collect());
                if !self.of.as_ref().is_some_and(|(_, failed)| *failed) {
                    self.of = Some((id.clone(), false));
                }
            }
            BuilderEvent::Step { id, state: BuilderState::Failed { .. }, .. } => {
                // Steps beside it are cancelled and fail after it.
                if !self.of.as_ref().is_some_and(|(_, failed)| *failed) {
                    self.of = Some((id.clone(), true));
                }
            }
            BuilderEvent::Step { .. } => {}
        }
    }

    /// The error with what the step wrote, in place of the builder's own words about it.
    pub(crate) fn explain(&self, error: EngineError) -> EngineError {
        let wrote = self.of.as_ref().and_then(|(id, _)| self.lines.get(id)).filter(|lines| !lines.is_empty());
        match (error, wrote) {
            (EngineError::BuildStep { step, exit_code, .. }, Some(lines)) => EngineError::BuildStep {
                step,
                exit_code,
                detail: lines.iter().map(String::as_str).collect::<Vec<_>>().join("\n"),
            },
            (error, _) => error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(id: &str, line: &str) -> BuilderEvent {
        BuilderEvent::Log { id: id.to_owned(), line: line.to_owned() }
    }

    fn failed(id: &str) -> BuilderEvent {
        let state = BuilderState::Failed { error: "exit code: 1".to_owned() };
        BuilderEvent::Step { id: id.to_owned(), name: "RUN go build".to_owned(), state }
    }

    fn detail(events: &[BuilderEvent]) -> String {
        let mut steps = StepLog::default();
        events.iter().for_each(|event| steps.take(event));
        let error = EngineError::BuildStep {
            step: "RUN".to_owned(),
            exit_code: 1,
            detail: "did not complete".to_owned(),
        };
        match steps.explain(error) {
            EngineError::BuildStep { detail, .. } => detail,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_step_that_failed_first_says_why() {
        let events = [log("a", "one"), log("b", "x.go:1:1: bad"), failed("b"), log("a", "two"), failed("a")];
        assert_eq!(detail(&events), "x.go:1:1: bad");
        assert_eq!(detail(&[log("a", "one"), log("a", "two")]), "one\ntwo");
        assert_eq!(detail(&[failed("a")]), "did not complete", "one that wrote nothing");
    }

    #[test]
    fn what_is_kept_has_bounds() {
        let many: Vec<_> = (0..5000).map(|n| log("a", &format!("{n} {}", "x".repeat(10_000)))).collect();
        let kept = detail(&many);
        assert!(kept.len() <= MOST_LINES * (LONGEST_LINE + 1), "{}", kept.len());
        assert!(kept.contains("4999 "));
    }
}
