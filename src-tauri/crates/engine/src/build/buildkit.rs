//! BuildKit's own trace: a graph of vertices that say when they began, whether they were cached and when they ended.

use super::{BuilderEvent, BuilderState, Sink};
use bollard::models::{BuildInfo, BuildInfoAux};
use slipway_model::Lines;
use std::collections::BTreeMap;

/// More steps than any Dockerfile has; a builder that says more is not followed any further.
const MOST: usize = 10_000;

#[derive(Debug, Default)]
pub(super) struct Reader {
    steps: BTreeMap<String, Step>,
    failed: Option<String>,
    last: Option<String>,
}

#[derive(Debug, Default)]
struct Step {
    name: String,
    started: bool,
    ended: bool,
    lines: Lines,
    /// Bytes of each of its parts: so far and in all.
    parts: BTreeMap<String, (u64, u64)>,
}

impl super::Reader for Reader {
    fn read(&mut self, info: BuildInfo, sink: Sink<'_>) {
        let Some(BuildInfoAux::BuildKit(status)) = info.aux else { return };
        for vertex in status.vertexes {
            if self.steps.len() >= MOST && !self.steps.contains_key(&vertex.digest) {
                continue;
            }
            let nanos =
                |at: Option<(i64, i32)>| at.map(|(s, n)| i128::from(s) * 1_000_000_000 + i128::from(n));
            let started = nanos(vertex.started.map(|at| (at.seconds, at.nanos)));
            let completed = nanos(vertex.completed.map(|at| (at.seconds, at.nanos)));
            let facts = Facts { cached: vertex.cached, started, completed, error: vertex.error };
            self.vertex(vertex.digest, vertex.name, facts, sink);
        }
        for part in status.statuses {
            let number = |n: i64| u64::try_from(n).unwrap_or(0);
            let Some(step) = self.steps.get_mut(&part.vertex).filter(|step| !step.ended) else { continue };
            if part.total > 0 && step.parts.len() < MOST {
                step.parts.insert(part.id, (number(part.current), number(part.total)));
                let (done, total) =
                    step.parts.values().fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
                let state = BuilderState::Progress { done, total };
                sink(BuilderEvent::Step { id: part.vertex, name: step.name.clone(), state });
            }
        }
        for log in status.logs {
            if let Some(step) = self.steps.get_mut(&log.vertex) {
                let id = &log.vertex;
                step.lines.push(&log.msg, &mut |line| sink(BuilderEvent::Log { id: id.clone(), line }));
            }
        }
    }

    fn finish(&mut self, sink: Sink<'_>) {
        for (id, step) in &mut self.steps {
            step.lines.finish(&mut |line| sink(BuilderEvent::Log { id: id.clone(), line }));
        }
    }

    fn failed_step(&self) -> Option<String> {
        self.failed.clone().or_else(|| self.last.clone())
    }
}

struct Facts {
    cached: bool,
    started: Option<i128>,
    completed: Option<i128>,
    error: String,
}

impl Reader {
    fn vertex(&mut self, id: String, name: String, facts: Facts, sink: Sink<'_>) {
        let step = self.steps.entry(id.clone()).or_default();
        step.name.clone_from(&name);
        if step.ended {
            return;
        }
        let mut say = |state| sink(BuilderEvent::Step { id: id.clone(), name: name.clone(), state });
        if facts.started.is_some() && !step.started && !facts.cached {
            step.started = true;
            self.last = Some(name.clone());
            say(BuilderState::Started);
        }
        if !facts.error.is_empty() {
            step.ended = true;
            // What was stopped because something else failed did not fail itself.
            if !facts.error.contains("context canceled") {
                self.failed.get_or_insert_with(|| name.clone());
            }
            say(BuilderState::Failed { error: facts.error });
        } else if facts.cached {
            step.ended = true;
            say(BuilderState::Cached);
        } else if let (Some(started), Some(completed)) = (facts.started, facts.completed) {
            step.ended = true;
            let ms = u64::try_from((completed - started).max(0) / 1_000_000).unwrap_or(0);
            say(BuilderState::Done { ms });
        }
        if step.ended {
            let mut line = |line| sink(BuilderEvent::Log { id: id.clone(), line });
            step.lines.finish(&mut line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::Reader as _;

    fn facts(cached: bool, started: Option<i128>, completed: Option<i128>, error: &str) -> Facts {
        Facts { cached, started, completed, error: error.to_owned() }
    }

    #[test]
    fn a_step_begins_once_and_ends_once_however_often_it_is_said() {
        let (mut reader, mut seen) = (Reader::default(), Vec::new());
        let mut sink = |event| {
            if let BuilderEvent::Step { id, state, .. } = event {
                seen.push((id, state));
            }
        };
        let name = || "[build 1/2] RUN x".to_owned();
        for _ in 0..2 {
            reader.vertex("a".to_owned(), name(), facts(false, Some(5), None, ""), &mut sink);
        }
        for _ in 0..2 {
            reader.vertex("a".to_owned(), name(), facts(false, Some(5), Some(3_000_005), ""), &mut sink);
        }
        reader.vertex("b".to_owned(), name(), facts(true, Some(5), Some(5), ""), &mut sink);
        reader.vertex("c".to_owned(), name(), facts(false, Some(5), Some(6), "context canceled"), &mut sink);
        assert_eq!(reader.failed, None);
        reader.vertex("d".to_owned(), name(), facts(false, Some(5), Some(6), "exit code: 1"), &mut sink);
        assert_eq!(reader.failed_step(), Some(name()));
        let step = |id: &str, state| (id.to_owned(), state);
        let failed = |text: &str| BuilderState::Failed { error: text.to_owned() };
        assert_eq!(
            seen,
            [
                step("a", BuilderState::Started),
                step("a", BuilderState::Done { ms: 3 }),
                step("b", BuilderState::Cached),
                step("c", BuilderState::Started),
                step("c", failed("context canceled")),
                step("d", BuilderState::Started),
                step("d", failed("exit code: 1")),
            ]
        );
    }
}
