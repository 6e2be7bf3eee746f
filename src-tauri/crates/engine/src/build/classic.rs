//! The classic builder's words: `Step 2/5 : RUN x`, ` ---> Using cache`; Podman's are `STEP 2/5: RUN x` and
//! `--> Using cache 1a2b`. Read line by line into the same events that BuildKit's trace gives.

use super::{BuilderEvent, BuilderState, Sink};
use bollard::models::BuildInfo;
use slipway_model::Lines;
use std::time::Instant;

#[derive(Debug, Default)]
pub(super) struct Reader {
    lines: Lines,
    now: Option<Step>,
    count: usize,
}

#[derive(Debug, Clone)]
struct Step {
    id: String,
    name: String,
    began: Instant,
    cached: bool,
}

impl super::Reader for Reader {
    fn read(&mut self, info: BuildInfo, sink: Sink<'_>) {
        if let (Some(progress), Some(step)) = (info.progress_detail, &self.now)
            && let (Some(done), Some(total)) = (progress.current, progress.total)
            && let (Ok(done), Ok(total)) = (u64::try_from(done), u64::try_from(total))
            && total > 0
        {
            let state = BuilderState::Progress { done, total };
            sink(BuilderEvent::Step { id: step.id.clone(), name: step.name.clone(), state });
        }
        let Some(text) = info.stream else { return };
        let mut whole = Vec::new();
        self.lines.push(text.as_bytes(), &mut |line| whole.push(line));
        for line in whole {
            self.line(line, Instant::now(), sink);
        }
    }

    fn finish(&mut self, sink: Sink<'_>) {
        let mut rest = Vec::new();
        self.lines.finish(&mut |line| rest.push(line));
        for line in rest {
            self.line(line, Instant::now(), sink);
        }
        self.end(Instant::now(), sink);
    }

    fn failed_step(&self) -> Option<String> {
        self.now.as_ref().map(|step| step.name.clone())
    }
}

impl Reader {
    fn line(&mut self, line: String, at: Instant, sink: Sink<'_>) {
        if let Some(name) = step(&line) {
            self.end(at, sink);
            self.count += 1;
            let step = Step { id: self.count.to_string(), name, began: at, cached: false };
            sink(BuilderEvent::Step {
                id: step.id.clone(),
                name: step.name.clone(),
                state: BuilderState::Started,
            });
            self.now = Some(step);
            return;
        }
        let Some(step) = &mut self.now else { return };
        let trimmed = line.trim_start_matches([' ', '-', '>']);
        let is_arrow = line.trim_start().starts_with("--");
        if is_arrow && trimmed.starts_with("Using cache") {
            step.cached = true;
        } else if !is_arrow && !is_chatter(&line) {
            sink(BuilderEvent::Log { id: step.id.clone(), line });
        }
    }

    fn end(&mut self, at: Instant, sink: Sink<'_>) {
        let Some(step) = self.now.take() else { return };
        let ms = u64::try_from(at.saturating_duration_since(step.began).as_millis()).unwrap_or(0);
        let state = if step.cached { BuilderState::Cached } else { BuilderState::Done { ms } };
        sink(BuilderEvent::Step { id: step.id, name: step.name, state });
    }
}

/// `[build 2/5] RUN x` of `Step 2/5 : RUN x`, `STEP 2/5: RUN x` or `[1/2] STEP 2/5: RUN x`.
fn step(line: &str) -> Option<String> {
    let (stage, rest) = match line.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
        Some((stage, rest)) if stage.contains('/') => (Some(stage), rest),
        _ => (None, line),
    };
    let rest = rest.strip_prefix("Step ").or_else(|| rest.strip_prefix("STEP "))?;
    let (place, what) = rest.split_once(':')?;
    let place = place.trim();
    let (n, of) = place.split_once('/')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(n) || !is_number(of) {
        return None;
    }
    let what = what.trim();
    Some(match stage {
        Some(stage) => format!("[{stage}, {place}] {what}"),
        None => format!("[{place}] {what}"),
    })
}

/// What the builder says of itself.
fn is_chatter(line: &str) -> bool {
    let starts =
        ["Removing intermediate container ", "Successfully built ", "Successfully tagged ", "COMMIT"];
    let is_id = line.len() >= 12 && line.bytes().all(|b| b.is_ascii_hexdigit());
    line.trim().is_empty() || is_id || starts.iter().any(|start| line.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::Reader as _;

    fn events(text: &str) -> Vec<String> {
        let (mut reader, mut seen) = (Reader::default(), Vec::new());
        let mut sink = |event| {
            seen.push(match event {
                BuilderEvent::Step { name, state: BuilderState::Started, .. } => format!("+ {name}"),
                BuilderEvent::Step { name, state: BuilderState::Cached, .. } => format!("= {name}"),
                BuilderEvent::Step { name, .. } => format!("- {name}"),
                BuilderEvent::Log { line, .. } => line,
            });
        };
        // In pieces, as they come.
        for piece in text.as_bytes().chunks(7) {
            let stream = Some(String::from_utf8_lossy(piece).into_owned());
            reader.read(BuildInfo { stream, ..Default::default() }, &mut sink);
        }
        reader.finish(&mut sink);
        seen
    }

    #[test]
    fn dockers_words_become_steps() {
        assert_eq!(
            events(
                "Step 1/3 : FROM scratch\n ---> \nStep 2/3 : COPY a /\n ---> Using cache\n ---> 0123456789ab\nStep 3/3 : RUN x\n ---> Running in 0123456789ab\nhello\nRemoving intermediate container 0123456789ab\n ---> 0123456789ab\nSuccessfully built 0123456789ab\nSuccessfully tagged a:1\n"
            ),
            [
                "+ [1/3] FROM scratch",
                "- [1/3] FROM scratch",
                "+ [2/3] COPY a /",
                "= [2/3] COPY a /",
                "+ [3/3] RUN x",
                "hello",
                "- [3/3] RUN x",
            ]
        );
    }

    #[test]
    fn podmans_words_become_steps() {
        assert_eq!(
            events(
                "[1/2] STEP 1/2: FROM a AS b\n[1/2] STEP 2/2: RUN x\nhi\n--> Using cache 0123456789ab\n--> 0123456789ab\n[2/2] STEP 1/1: FROM scratch\nCOMMIT a:1\n--> 0123456789ab\nSuccessfully tagged localhost/a:1\n0123456789abcdef\n"
            ),
            [
                "+ [1/2, 1/2] FROM a AS b",
                "- [1/2, 1/2] FROM a AS b",
                "+ [1/2, 2/2] RUN x",
                "hi",
                "= [1/2, 2/2] RUN x",
                "+ [2/2, 1/1] FROM scratch",
                "- [2/2, 1/1] FROM scratch",
            ]
        );
    }
}
