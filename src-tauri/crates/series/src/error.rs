//! What can go wrong with the history on disk.

use slipway_model::{Fault, ToFault};
use std::io::ErrorKind;
use std::path::PathBuf;

/// Why the history could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum SeriesError {
    /// The disk, or the user's share of it, is full. What is on disk is whole.
    #[error("no space left for {}", path.display())]
    Full {
        /// What was being written.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A folder or file cannot be read or written.
    #[error("cannot use {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// This history was opened for reading only.
    #[error("{} is open for reading only", path.display())]
    ReadOnly {
        /// The folder.
        path: PathBuf,
    },
}

impl SeriesError {
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| match source.kind() {
            // A limit on the size of files (`ulimit -f`) stops the writer just as a full disk does.
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                Self::Full { path, source }
            }
            _ => Self::Io { path, source },
        }
    }

    /// Whether a file was not there: another process, or another thread, deleted it after it was listed.
    pub(crate) fn is_gone(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == ErrorKind::NotFound)
    }
}

impl ToFault for SeriesError {
    fn to_fault(&self) -> Fault {
        match self {
            Self::Full { path, source } => Fault::new("machine-disk-full")
                .with("path", path.display().to_string())
                .detail(source.to_string()),
            Self::Io { path, source } => Fault::new("machine-cannot-write")
                .with("path", path.display().to_string())
                .detail(source.to_string()),
            Self::ReadOnly { path } => {
                Fault::new("machine-cannot-write").with("path", path.display().to_string())
            }
        }
    }
}
