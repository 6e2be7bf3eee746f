//! A Go project understood, and Go itself: which programs a folder holds and where they listen, which toolchain they
//! need, that toolchain fetched and verified when the machine has none that will do, the program compiled, and the
//! templates a new project starts from.
//!
//! Nothing of a project is executed to understand it: `go.mod` is parsed here, Go source with tree-sitter.

pub mod compile;
mod error;
mod fs;
mod gomod;
pub mod list;
mod platform;
mod sumdb;
pub mod template;
pub mod toolchain;
mod trimmed;
pub mod understand;
mod version;
pub mod zig;

pub use compile::{Compile, CompileEvent, Compiled, Diagnostic};
pub use error::GoError;
pub use gomod::init_module;
pub use trimmed::file_in_project;
pub use understand::{
    Argument, ArgumentBecause, Because, Cgo, CgoBecause, CgoUse, Confidence, Dial, DialKind, EnvRead,
    Generator, Listen, ModuleAt, Needs, PathUse, Place, PortGuess, Problem, Program, ProgramKind,
    Understanding, Vendor, understand,
};
pub use version::GoVersion;
