//! A Go project understood from its files alone.

mod model;
mod needs;
mod parse;
mod programs;
mod project;
#[cfg(test)]
mod tests;
mod values;

pub use model::{
    Argument, ArgumentBecause, Cgo, CgoBecause, CgoUse, Confidence, Dial, DialKind, EnvRead, Generator,
    Listen, ModuleAt, Needs, PathUse, Place, PortGuess, Problem, Program, ProgramKind, Understanding, Vendor,
};
pub use programs::because::Because;

use std::path::Path;

/// Looks at a folder. Reads at most a few thousand files, follows no symlink out of it, executes nothing.
pub fn understand(folder: &Path) -> Understanding {
    programs::understand(folder)
}
