//! What can be wrong with a Dockerfile or a `.dockerignore`.

use crate::Unfit;
use slipway_model::{Fault, ToFault};

/// Why a file could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DockerfileError {
    /// No instruction in it.
    #[error("the Dockerfile is empty")]
    Empty,
    /// A here-document that is never closed.
    #[error("line {line}: the here-document {word} has no end")]
    OpenHeredoc {
        /// Where it begins.
        line: u32,
        /// The word that should end it.
        word: String,
    },
    /// An instruction that there is not.
    #[error("line {line}: unknown instruction {keyword}")]
    UnknownInstruction {
        /// Where.
        line: u32,
        /// The word.
        keyword: String,
    },
    /// The first instruction is neither `FROM` nor `ARG`.
    #[error("line {line}: {keyword} before the first FROM")]
    NoFrom {
        /// Where.
        line: u32,
        /// The instruction.
        keyword: String,
    },
    /// A `FROM` that names no image.
    #[error("line {line}: FROM without an image")]
    BadFrom {
        /// Where.
        line: u32,
    },
    /// A pattern of a `.dockerignore` that docker does not take.
    #[error("line {line}: bad pattern {pattern}")]
    BadPattern {
        /// Where.
        line: u32,
        /// The pattern.
        pattern: String,
    },
    /// The file needs what a builder image of a Go toolchain alone does not have.
    #[error(transparent)]
    Unfit(#[from] Unfit),
}

impl ToFault for DockerfileError {
    fn to_fault(&self) -> Fault {
        match self {
            Self::Empty => Fault::new("project-dockerfile-empty"),
            Self::OpenHeredoc { line, word } => {
                Fault::new("project-dockerfile-open-heredoc").with("line", *line).with("word", word)
            }
            Self::UnknownInstruction { line, keyword } => {
                Fault::new("project-dockerfile-unknown-instruction")
                    .with("line", *line)
                    .with("keyword", keyword)
            }
            Self::NoFrom { line, keyword } => {
                Fault::new("project-dockerfile-no-from").with("line", *line).with("keyword", keyword)
            }
            Self::BadFrom { line } => Fault::new("project-dockerfile-bad-from").with("line", *line),
            Self::BadPattern { line, pattern } => {
                Fault::new("project-dockerignore-bad-pattern").with("line", *line).with("pattern", pattern)
            }
            Self::Unfit(unfit) => unfit.to_fault(),
        }
    }
}
