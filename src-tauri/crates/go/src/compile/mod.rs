//! One program compiled with `go build`, for a container.

mod cgo;
mod diagnostics;
mod fault;
mod mend;
mod modules;
mod output;
mod run;
#[cfg(test)]
#[cfg(unix)]
mod run_tests;

use std::path::PathBuf;

pub use cgo::{Cgo, cgo_packages};
pub use diagnostics::diagnostics;
pub(crate) use fault::compile_fault;
pub use mend::{Mend, mend};
pub use modules::{Modules, download};
pub use run::run;

/// What to compile, with which Go, into what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compile {
    /// The `go` command.
    pub go: PathBuf,
    /// Its root, for a fetched toolchain.
    pub goroot: Option<PathBuf>,
    /// The project's folder.
    pub folder: PathBuf,
    /// The package, as `go build` takes it: `.`, `./cmd/x`.
    pub package: String,
    /// The file to write. It is replaced.
    pub out: PathBuf,
    /// The architecture to compile for: `amd64`, `arm64`.
    pub goarch: String,
    /// A build cache of our own, with a fetched toolchain; with the machine's Go its own cache is warm.
    pub gocache: Option<PathBuf>,
    /// A module cache of our own, with a fetched toolchain.
    pub gomodcache: Option<PathBuf>,
    /// Slipway's own setting of proxies, where there is one; else Go takes its own.
    pub goproxy: Option<String>,
    /// A C compiler, where the program calls C; else cgo is off.
    pub cgo: Option<Cgo>,
}

/// What a compilation says on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompileEvent {
    /// The compiler has started.
    Started,
    /// A line of its output.
    Line(String),
}

/// A compilation that went well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compiled {
    /// How long it took.
    pub took_ms: u64,
}

/// One complaint of the compiler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file, relative to the project's folder where it is in it; empty where the output names none.
    pub file: String,
    /// The line, 0 where the output names none.
    pub line: u32,
    /// The column, where the output names one.
    pub column: Option<u32>,
    /// What is wrong; further lines of it follow after a line break.
    pub text: String,
}
