//! A few things that go wrong with Dockerfiles of Go programs, found before they do.

use crate::{Base, Dockerfile, Form, Instruction, Stage};
use slipway_model::{Fault, ToFault};

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lint {
    /// `CMD` or `ENTRYPOINT` in shell form: the program never hears the signal to stop; on an empty image it does not
    /// start at all.
    ShellForm {
        /// The instruction.
        keyword: String,
    },
    /// Nothing says whom the program runs as, or it is root.
    Root,
    /// The sources are copied before the modules are fetched, so that every edit fetches them anew.
    SourcesFirst,
    /// `go.mod` is copied for the fetch, `go.sum` is not.
    NoSum,
    /// An image without a version: tomorrow it is another one.
    Latest {
        /// The image.
        image: String,
    },
    /// A `# syntax` line: a frontend has to be pulled before anything happens.
    SyntaxLine {
        /// The frontend.
        frontend: String,
    },
}

/// One finding and its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub what: Lint,
    /// Where, from 1.
    pub line: u32,
}

impl ToFault for Finding {
    fn to_fault(&self) -> Fault {
        let fault = match &self.what {
            Lint::ShellForm { keyword } => Fault::new("note-dockerfile-shell-form").with("keyword", keyword),
            Lint::Root => Fault::new("note-dockerfile-root"),
            Lint::SourcesFirst => Fault::new("note-dockerfile-sources-first"),
            Lint::NoSum => Fault::new("note-dockerfile-no-sum"),
            Lint::Latest { image } => Fault::new("note-dockerfile-latest").with("image", image),
            Lint::SyntaxLine { frontend } => {
                Fault::new("note-dockerfile-syntax-line").with("frontend", frontend)
            }
        };
        fault.with("line", self.line)
    }
}

/// Looks a Dockerfile over; the findings in the order of their lines.
pub fn lint(file: &Dockerfile) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(frontend) = &file.syntax {
        let at = file.text.lines().position(|line| line.contains("syntax")).unwrap_or_default();
        let line = u32::try_from(at + 1).unwrap_or(1);
        found.push(Finding { what: Lint::SyntaxLine { frontend: frontend.clone() }, line });
    }
    for stage in &file.stages {
        if let Base::Image(image) = &stage.base
            && is_latest(image)
        {
            found.push(Finding { what: Lint::Latest { image: image.clone() }, line: stage.line });
        }
        modules(file.of_stage(stage), &mut found);
    }
    if let Some(last) = file.stages.last() {
        command(file.of_stage(last), &mut found);
        if is_root(file, last) {
            found.push(Finding { what: Lint::Root, line: last.line });
        }
    }
    found.sort_by_key(|finding| finding.line);
    found
}

fn is_latest(image: &str) -> bool {
    let name = image.rsplit('/').next().unwrap_or(image);
    !name.contains('@') && !image.contains('$') && name.split_once(':').is_none_or(|(_, tag)| tag == "latest")
}

fn command(instructions: &[Instruction], found: &mut Vec<Finding>) {
    for keyword in ["CMD", "ENTRYPOINT"] {
        // Only the last of each counts.
        if let Some(last) = instructions.iter().rfind(|instruction| instruction.keyword == keyword)
            && matches!(last.form(), Form::Shell(_))
        {
            let what = Lint::ShellForm { keyword: keyword.to_owned() };
            found.push(Finding { what, line: last.line });
        }
    }
}

/// Whether the stage's program runs as root, as far as the file says: a base whose name says otherwise is believed.
fn is_root(file: &Dockerfile, stage: &Stage) -> bool {
    if let Some(user) = file.of_stage(stage).iter().rfind(|instruction| instruction.keyword == "USER") {
        let user = user.arguments.split(':').next().unwrap_or_default().trim();
        return matches!(user, "root" | "0");
    }
    match &stage.base {
        Base::Scratch => true,
        Base::Image(image) => !image.contains("nonroot"),
        Base::Stage(earlier) => file.stages.get(*earlier).is_some_and(|stage| is_root(file, stage)),
    }
}

/// In which order the modules' files, the sources and the fetch stand.
fn modules(instructions: &[Instruction], found: &mut Vec<Finding>) {
    let fetches = |instruction: &Instruction| {
        let words = match instruction.form() {
            Form::Exec(words) => words.join(" "),
            Form::Shell(text) => text,
        };
        instruction.keyword == "RUN" && words.contains("go mod download")
    };
    let Some(fetch) = instructions.iter().position(fetches) else { return };
    let copies = instructions.iter().take(fetch).filter(|instruction| {
        matches!(instruction.keyword.as_str(), "COPY" | "ADD") && instruction.flag("from").is_none()
    });
    let (mut module, mut sum) = (None, false);
    for copy in copies {
        let words: Vec<_> = copy.arguments.split_whitespace().collect();
        let sources = words.split_last().map(|(_, sources)| sources).unwrap_or_default();
        if sources.iter().any(|source| matches!(*source, "." | "./" | "/")) {
            found.push(Finding { what: Lint::SourcesFirst, line: copy.line });
            return;
        }
        sum |= sources.iter().any(|source| source.ends_with("go.sum") || source.ends_with('*'));
        if sources.iter().any(|source| source.ends_with("go.mod")) {
            module.get_or_insert(copy.line);
        }
    }
    if let (Some(line), false) = (module, sum) {
        found.push(Finding { what: Lint::NoSum, line });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(u32, Lint)> {
        lint(&Dockerfile::parse(text).unwrap())
            .into_iter()
            .map(|finding| (finding.line, finding.what))
            .collect()
    }

    #[test]
    fn what_goes_wrong_is_found_on_its_line() {
        let image = |image: &str| Lint::Latest { image: image.to_owned() };
        let shell = |keyword: &str| Lint::ShellForm { keyword: keyword.to_owned() };
        assert_eq!(
            found("# syntax=docker/dockerfile:1\nFROM golang\nCOPY . .\nRUN go mod download\nCMD ./app\n"),
            [
                (1, Lint::SyntaxLine { frontend: "docker/dockerfile:1".to_owned() }),
                (2, image("golang")),
                (2, Lint::Root),
                (3, Lint::SourcesFirst),
                (5, shell("CMD")),
            ]
        );
        assert_eq!(
            found("FROM a:1\nCOPY go.mod ./\nRUN [\"go\", \"mod\", \"download\"]\nUSER 1\nENTRYPOINT app\n"),
            [(2, Lint::NoSum), (5, shell("ENTRYPOINT"))]
        );
    }

    #[test]
    fn what_is_fine_is_left_alone() {
        for text in [
            "FROM a:1\nCOPY go.mod go.sum ./\nRUN go mod download\nUSER app\nCMD [\"a\"]",
            "FROM a:1\nCOPY go.* ./\nRUN go mod download\nUSER app",
            "FROM a:1 AS x\nUSER 5\nFROM x\nCMD sh\nCMD [\"a\"]",
            "FROM gcr.io/distroless/static:nonroot",
            "FROM a@sha256:0\nUSER 1:0",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
