//! A Dockerfile put onto another base: where the official Go image cannot be pulled, onto a builder image made of a Go
//! toolchain and nothing else; and its modules taken from a folder instead of from the network.
//!
//! Only what has to change is changed; every other byte stays as it was.

use crate::{Base, Dockerfile, Form, Instruction, Stage};
use slipway_model::{Fault, ToFault};
use std::fmt::Write as _;

/// Where the modules are in a build that has them handed over.
pub const MODULES_FOLDER: &str = "/slipway/modules";

/// Why a Dockerfile cannot do with a builder image that holds a Go toolchain alone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// A command needs a shell.
    #[error("line {line}: {command} needs a shell")]
    NeedsShell {
        /// Where.
        line: u32,
        /// The command.
        command: String,
    },
    /// A command starts a program that is not part of Go.
    #[error("line {line}: {program} is not in a Go toolchain")]
    NeedsProgram {
        /// Where.
        line: u32,
        /// The program.
        program: String,
    },
    /// Cgo is switched on, and a toolchain has no C compiler.
    #[error("line {line}: cgo needs a C compiler")]
    NeedsC {
        /// Where.
        line: u32,
    },
    /// No stage stands on a Go image.
    #[error("no stage stands on a Go image")]
    NoGoBase,
}

impl ToFault for Unfit {
    fn to_fault(&self) -> Fault {
        match self {
            Self::NeedsShell { line, command } => {
                Fault::new("project-builder-needs-shell").with("line", *line).with("command", command)
            }
            Self::NeedsProgram { line, program } => {
                Fault::new("project-builder-needs-program").with("line", *line).with("program", program)
            }
            Self::NeedsC { line } => Fault::new("project-builder-needs-c").with("line", *line),
            Self::NoGoBase => Fault::new("project-builder-no-go-base"),
        }
    }
}

/// Whether an image is an official Go image: `golang:1.24`, `docker.io/library/golang`, a mirror's.
pub(crate) fn is_golang(image: &str) -> bool {
    let bare = image.split('@').next().unwrap_or(image);
    let name = bare.rsplit('/').next().unwrap_or(bare);
    name.split(':').next() == Some("golang")
}

impl Dockerfile {
    /// Whether a stage stands, over others or by itself, on an official Go image.
    pub fn stands_on_go(&self, stage: &Stage) -> bool {
        match &stage.base {
            Base::Scratch => false,
            Base::Image(image) => is_golang(image),
            Base::Stage(earlier) => self.stages.get(*earlier).is_some_and(|stage| self.stands_on_go(stage)),
        }
    }

    /// Every image that the file stands on or copies from, with its line; each once.
    pub fn images(&self) -> Vec<(String, u32)> {
        let mut images: Vec<(String, u32)> = Vec::new();
        let mut add = |image: &str, line: u32| {
            if !images.iter().any(|(known, _)| known == image) {
                images.push((image.to_owned(), line));
            }
        };
        for stage in &self.stages {
            if let Base::Image(image) = &stage.base {
                add(image, stage.line);
            }
            for (image, instruction) in self.copied_images(stage) {
                add(image, instruction.line);
            }
        }
        images
    }

    /// `COPY --from=IMAGE` and `RUN --mount=from=IMAGE`, where it is no stage.
    fn copied_images<'a>(&'a self, stage: &Stage) -> impl Iterator<Item = (&'a str, &'a Instruction)> {
        let is_stage = |name: &str| {
            name.parse::<usize>().is_ok()
                || self
                    .stages
                    .iter()
                    .any(|stage| stage.name.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(name)))
        };
        self.of_stage(stage).iter().flat_map(move |instruction| {
            let mounts = instruction.flags.iter().filter_map(|flag| flag.strip_prefix("--mount="));
            let mounted =
                mounts.flat_map(|mount| mount.split(',')).filter_map(|part| part.strip_prefix("from="));
            let copied = instruction.flag("from").into_iter();
            let named = copied.chain(mounted).filter(move |name| !is_stage(name) && *name != "scratch");
            named.map(move |name| (name, instruction))
        })
    }
}

/// The Dockerfile with every official Go image replaced by `builder`, if what runs on it needs nothing but Go.
pub fn onto_builder(file: &Dockerfile, builder: &str) -> Result<String, Unfit> {
    let mut edits = Vec::new();
    for stage in &file.stages {
        if file.stands_on_go(stage) {
            fits(file.of_stage(stage))?;
        }
        let golang = matches!(&stage.base, Base::Image(image) if is_golang(image));
        if let (true, Some(from)) = (golang, file.instructions.get(stage.from)) {
            edits.extend(replacement(file, from, &stage.written, builder));
        }
        for (image, instruction) in file.copied_images(stage).filter(|(image, _)| is_golang(image)) {
            edits.extend(replacement(file, instruction, image, builder));
        }
    }
    if edits.is_empty() { Err(Unfit::NoGoBase) } else { Ok(apply(&file.text, edits)) }
}

fn fits(instructions: &[Instruction]) -> Result<(), Unfit> {
    for instruction in instructions {
        let line = instruction.line;
        if instruction.keyword == "ENV" && instruction.arguments.contains("CGO_ENABLED=1") {
            return Err(Unfit::NeedsC { line });
        }
        if instruction.keyword != "RUN" {
            continue;
        }
        match instruction.form() {
            Form::Shell(command) => {
                let command = command.lines().next().unwrap_or_default().chars().take(120).collect();
                return Err(Unfit::NeedsShell { line, command });
            }
            Form::Exec(words) => {
                let program = words.first().map(String::as_str).unwrap_or_default();
                let name = program.rsplit('/').next().unwrap_or(program);
                if !matches!(name, "go" | "gofmt") {
                    return Err(Unfit::NeedsProgram { line, program: program.to_owned() });
                }
            }
        }
    }
    Ok(())
}

/// The Dockerfile with its modules taken from `image`, mounted wherever Go runs, and no network asked for any. It
/// leaves no trace in the image: a mount is gone after its command, and an argument is no environment.
pub fn with_modules(file: &Dockerfile, image: &str) -> String {
    let mut edits = Vec::new();
    let mount = format!(" --mount=type=bind,from={image},target={MODULES_FOLDER}");
    for stage in &file.stages {
        let runs_go = |instruction: &&Instruction| instruction.keyword == "RUN" && mentions_go(instruction);
        let runs: Vec<_> = file.of_stage(stage).iter().filter(runs_go).collect();
        let Some(from) = file.instructions.get(stage.from).filter(|_| !runs.is_empty()) else { continue };
        let arguments = [
            format!("GOPROXY=file://{MODULES_FOLDER}"),
            // What they are was checked when they were fetched, against go.sum and the checksum database.
            "GOSUMDB=off".to_owned(),
            // Also the private ones come from there.
            "GONOPROXY=none".to_owned(),
        ];
        let mut lines = String::new();
        for argument in arguments {
            let _ = write!(lines, "\nARG {argument}");
        }
        edits.push((from.bytes.end, from.bytes.end, lines));
        edits.extend(runs.into_iter().map(|run| (run.keyword_end, run.keyword_end, mount.clone())));
    }
    apply(&file.text, edits)
}

fn mentions_go(instruction: &Instruction) -> bool {
    let texts = instruction.heredocs.iter().map(|heredoc| heredoc.text.as_str());
    texts.chain([instruction.arguments.as_str()]).any(|text| {
        text.split(|c: char| !(c.is_alphanumeric() || "_-.".contains(c)))
            .any(|word| matches!(word, "go" | "make"))
    })
}

type Edit = (usize, usize, String);

/// Where a word of an instruction stands, and what takes its place.
fn replacement(file: &Dockerfile, instruction: &Instruction, word: &str, by: &str) -> Option<Edit> {
    let text = file.text.get(instruction.keyword_end..instruction.bytes.end)?;
    let start = instruction.keyword_end + text.find(word)?;
    Some((start, start + word.len(), by.to_owned()))
}

fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(start, _, _)| *start);
    let mut out = String::new();
    let mut at = 0;
    for (start, end, new) in edits {
        out.push_str(text.get(at..start).unwrap_or_default());
        out.push_str(&new);
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Dockerfile {
        Dockerfile::parse(text).unwrap()
    }

    #[test]
    fn only_the_go_images_change() {
        let file = parse(
            "ARG V=1.24\n# keep\nFROM --platform=linux/amd64 golang:${V} AS build\nRUN [\"go\", \"build\"]\nFROM build AS more\nFROM alpine:3\nRUN apk add x\nCOPY --from=docker.io/library/golang:1.24 /a /b\n",
        );
        assert_eq!(
            onto_builder(&file, "slipway/go-builder:1.26.8").unwrap(),
            "ARG V=1.24\n# keep\nFROM --platform=linux/amd64 slipway/go-builder:1.26.8 AS build\nRUN [\"go\", \"build\"]\nFROM build AS more\nFROM alpine:3\nRUN apk add x\nCOPY --from=slipway/go-builder:1.26.8 /a /b\n"
        );
        let images: Vec<_> =
            file.images().into_iter().map(|(image, line)| format!("{image} {line}")).collect();
        assert_eq!(images, ["golang:1.24 3", "alpine:3 6", "docker.io/library/golang:1.24 8"]);
    }

    #[test]
    fn what_a_toolchain_alone_cannot_run_is_named_with_its_line() {
        let unfit = |text: &str| onto_builder(&parse(text), "b").unwrap_err();
        assert_eq!(
            unfit("FROM golang\nRUN go build\n"),
            Unfit::NeedsShell { line: 2, command: "go build".to_owned() }
        );
        assert_eq!(
            unfit("FROM golang AS a\nFROM a\n\nRUN [\"/bin/apk\", \"add\"]\n"),
            Unfit::NeedsProgram { line: 4, program: "/bin/apk".to_owned() }
        );
        assert_eq!(unfit("FROM golang\nENV CGO_ENABLED=1\n"), Unfit::NeedsC { line: 2 });
        assert_eq!(unfit("FROM alpine\nRUN x\n"), Unfit::NoGoBase);
    }

    #[test]
    fn modules_are_mounted_where_go_runs_and_nowhere_else() {
        let file = parse(
            "FROM golang AS b\nRUN --mount=type=cache,target=/x go mod download\nRUN echo ago\nRUN make all\nFROM scratch\nCOPY --from=b /a /a\n",
        );
        let text = with_modules(&file, "slipway/modules:1");
        let mount = "--mount=type=bind,from=slipway/modules:1,target=/slipway/modules";
        let expected = format!(
            "FROM golang AS b\nARG GOPROXY=file:///slipway/modules\nARG GOSUMDB=off\nARG GONOPROXY=none\nRUN {mount} --mount=type=cache,target=/x go mod download\nRUN echo ago\nRUN {mount} make all\nFROM scratch\nCOPY --from=b /a /a\n"
        );
        assert_eq!(text, expected);
    }
}
