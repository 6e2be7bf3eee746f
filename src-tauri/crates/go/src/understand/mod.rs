//! A Go project understood from its files alone.

mod because;
mod constraint;
mod eval;
mod listen;
mod packages;
mod rank;
mod roots;
mod source;
#[cfg(test)]
mod tests;
mod tree;
mod value;
mod walk;

pub use because::Because;

use slipway_model::Fault;
use std::path::{Path, PathBuf};

/// What a folder holds. It never fails as a whole: what is wrong is in [`Understanding::problems`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Understanding {
    /// The module's path; none without a `go.mod` that can be read.
    pub module: Option<String>,
    /// The `go` line.
    pub go: Option<String>,
    /// The `toolchain` line, without what `default` stands for.
    pub toolchain: Option<String>,
    /// The folder that was looked at.
    pub folder: PathBuf,
    /// Every `package main`, sorted by folder.
    pub programs: Vec<Program>,
    /// The program to build by default: an index of [`Understanding::programs`]. None on a tie, or with no program.
    pub chosen: Option<usize>,
    /// Programs between which nothing decides, best-ranked first; empty when one is chosen.
    pub tie: Vec<usize>,
    /// Where the programs seem to listen.
    pub ports: Vec<PortGuess>,
    /// Environment variables read by name.
    pub env: Vec<EnvRead>,
    /// What stands in the way.
    pub problems: Vec<Problem>,
    /// Whether a file imports `C`.
    pub uses_cgo: bool,
    /// Whether there is a `vendor/modules.txt`.
    pub vendored: bool,
    /// Whether a `go.work` applies.
    pub workspace: bool,
    /// How many packages were found.
    pub packages: u32,
    /// How many Go files were read.
    pub files: u32,
    /// More files than the bound: what is said here may lack something.
    pub cut: bool,
}

/// One `package main`.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// The import path; the folder as `go build` takes it where there is no module.
    pub import_path: String,
    /// The folder relative to the project, `.` is the root, always with `/`.
    pub folder: String,
    /// What `go build` would call it.
    pub name: String,
    /// What it is for.
    pub kind: ProgramKind,
    /// Why it is chosen, or why it is not.
    pub because: Because,
}

impl Program {
    /// The package as `go build` takes it: `.` or `./cmd/x`.
    pub fn package(&self) -> String {
        if self.folder == "." { ".".to_owned() } else { format!("./{}", self.folder) }
    }
}

/// What a program is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProgramKind {
    /// It listens on a port.
    Server,
    /// It does something and ends, or works without listening.
    Tool,
    /// It shows how a library is used.
    Example,
    /// It makes source code.
    Generator,
    /// It serves the tests.
    TestHelper,
}

impl ProgramKind {
    /// As it is called on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Tool => "tool",
            Self::Example => "example",
            Self::Generator => "generator",
            Self::TestHelper => "test_helper",
        }
    }
}

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// One of several possibilities, or through a name only.
    Guess,
    /// A default that the environment or a flag may change.
    Likely,
    /// Written in the source.
    Certain,
}

impl Confidence {
    /// As it is called on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

/// A port that a program seems to listen on.
#[derive(Debug, Clone, PartialEq)]
pub struct PortGuess {
    /// The program, an index of [`Understanding::programs`].
    pub program: Option<usize>,
    /// The port.
    pub port: u16,
    /// `tcp` or `udp`.
    pub protocol: String,
    /// The file, relative to the project, in which the port is written.
    pub file: String,
    /// The line in which the port is written.
    pub line: u32,
    /// How sure it is.
    pub confidence: Confidence,
    /// The address it is bound to, where one is written: `127.0.0.1` is not reached from outside a container.
    pub address: Option<String>,
    /// The environment variable that changes it, where one does.
    pub env: Option<String>,
}

/// An environment variable that is read by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvRead {
    /// Its name.
    pub name: String,
    /// The file, relative to the project.
    pub file: String,
    /// The line.
    pub line: u32,
    /// What is used when it is not set, where that is written beside it.
    pub default: Option<String>,
}

/// Something that stands in the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What it is.
    pub fault: Fault,
    /// The file, relative to the project.
    pub file: Option<String>,
    /// The line.
    pub line: Option<u32>,
}

impl Problem {
    fn new(fault: Fault) -> Self {
        Self { fault, file: None, line: None }
    }

    fn at(mut self, file: impl Into<String>, line: Option<u32>) -> Self {
        self.file = Some(file.into());
        self.line = line;
        self
    }
}

/// Looks at a folder. Reads at most a few thousand files, follows no symlink, executes nothing.
pub fn understand(folder: &Path) -> Understanding {
    packages::understand(folder)
}
