//! What can go wrong while an image is put together.

use slipway_model::{Fault, ToFault};
use std::io;
use std::path::PathBuf;

/// Why an image could not be put together.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// A file that goes into the image cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Whoever takes the archive took no more: the engine went away, or the action was stopped.
    #[error("the archive was not taken to its end: {0}")]
    Output(#[source] io::Error),
    /// The file is not a Linux program of the image's architecture.
    #[error("{path} is not a linux/{arch} program")]
    NotAProgram {
        /// The file.
        path: PathBuf,
        /// The architecture that the image is for.
        arch: String,
    },
    /// The file was changed while it was packed.
    #[error("{path} changed while it was packed")]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// Slipway has no test program for this architecture.
    #[error("no test program for {arch}")]
    UnknownArch {
        /// The architecture, in Go's words.
        arch: String,
    },
    /// A path that cannot be in an image: not absolute, with `..`, or too long.
    #[error("{path} cannot be a path in an image")]
    BadPath {
        /// The path.
        path: String,
    },
    /// A description that cannot be written as JSON.
    #[error("the description of the image cannot be written: {0}")]
    Json(#[from] serde_json::Error),
}

impl ToFault for ImageError {
    fn to_fault(&self) -> Fault {
        match self {
            Self::Read { path, source } => Fault::new("machine-cannot-write")
                .with("path", path.display().to_string())
                .detail(source.to_string()),
            Self::NotAProgram { path, arch } => Fault::new("project-not-a-program")
                .with("path", path.display().to_string())
                .with("arch", arch)
                .detail(self.to_string()),
            Self::Changed { path } => {
                Fault::new("machine-program-changed").with("path", path.display().to_string())
            }
            Self::UnknownArch { arch } => Fault::new("engine-unknown-architecture").with("arch", arch),
            Self::Output(_) | Self::BadPath { .. } | Self::Json(_) => {
                Fault::new("machine-internal").detail(self.to_string())
            }
        }
    }
}
