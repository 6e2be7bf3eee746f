//! Why a folder does not go to the builder.

use slipway_model::{Fault, ToFault};
use std::io;
use std::path::PathBuf;

/// Why a folder could not be sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContextError {
    /// The user said stop.
    #[error("stopped")]
    Cancelled,
    /// More entries than are looked at.
    #[error("more than {limit} entries, the last in {folder}")]
    TooMany {
        /// The bound.
        limit: u64,
        /// Where the bound was met.
        folder: String,
    },
    /// More bytes than are sent.
    #[error("more than {limit} bytes with {path}")]
    TooBig {
        /// The bound.
        limit: u64,
        /// The file that was too much.
        path: String,
        /// Its size.
        bytes: u64,
    },
    /// Folders in folders in folders.
    #[error("{path} is too deep")]
    TooDeep {
        /// The folder.
        path: String,
    },
    /// A file became another one, or shorter, while it was sent.
    #[error("{path} changed while it was sent")]
    Changed {
        /// The file.
        path: String,
    },
    /// A file or folder cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Whoever takes the tar took no more.
    #[error("the context was not taken to its end: {0}")]
    Output(#[source] io::Error),
}

impl ToFault for ContextError {
    fn to_fault(&self) -> Fault {
        match self {
            Self::Cancelled => Fault::cancelled(),
            Self::TooMany { limit, folder } => {
                Fault::new("project-context-too-many").with("limit", *limit).with("folder", folder)
            }
            Self::TooBig { limit, path, bytes } => Fault::new("project-context-too-big")
                .with("limit", *limit)
                .with("path", path)
                .with("bytes", *bytes),
            Self::TooDeep { path } => Fault::new("project-context-too-deep").with("path", path),
            Self::Changed { path } => Fault::new("project-context-changed").with("path", path),
            Self::Read { path, source } => Fault::new("machine-cannot-read")
                .with("path", path.display().to_string())
                .detail(source.to_string()),
            Self::Output(source) => Fault::new("machine-internal").detail(source.to_string()),
        }
    }
}
