//! What can go wrong with kept lines on disk.

use slipway_model::{Fault, ToFault};
use std::io::ErrorKind;
use std::path::PathBuf;

/// Why lines could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
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
}

impl KeepError {
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
}

impl ToFault for KeepError {
    fn to_fault(&self) -> Fault {
        let (code, path, source) = match self {
            Self::Full { path, source } => ("machine-disk-full", path, source),
            Self::Io { path, source } => ("machine-cannot-write", path, source),
        };
        Fault::new(code).with("path", path.display().to_string()).detail(source.to_string())
    }
}
