//! What can go wrong with files at rest.

use slipway_model::{Fault, ToFault};
use std::path::PathBuf;

/// Why a file, a lock or the database could not be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The platform names no folder for this user's data.
    #[error("no home folder")]
    NoHome,
    /// A folder or file cannot be read or written.
    #[error("cannot use {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The database was written by a newer Slipway.
    #[error("room {room} of the database has version {found}, this program knows {known}")]
    Newer {
        /// The room whose tables are newer.
        room: String,
        /// The version in the file.
        found: u32,
        /// The newest version this program knows.
        known: u32,
    },
    /// The database is damaged and this process may not put it aside.
    #[error("the database {} is damaged", path.display())]
    Damaged {
        /// The database file.
        path: PathBuf,
    },
    /// SQLite refused.
    #[error("database")]
    Sqlite(#[from] rusqlite::Error),
}

impl StoreError {
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}

impl ToFault for StoreError {
    fn to_fault(&self) -> Fault {
        match self {
            Self::NoHome => Fault::new("machine-no-home"),
            Self::Io { path, source } if source.kind() == std::io::ErrorKind::StorageFull => {
                Fault::new("machine-disk-full")
                    .with("path", path.display().to_string())
                    .detail(source.to_string())
            }
            Self::Io { path, source } => Fault::new("machine-cannot-write")
                .with("path", path.display().to_string())
                .detail(source.to_string()),
            Self::Newer { found, known, .. } => {
                Fault::new("machine-database-newer").with("found", *found).with("known", *known)
            }
            Self::Damaged { path } => {
                Fault::new("machine-database-damaged").with("path", path.display().to_string())
            }
            Self::Sqlite(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull) => {
                Fault::new("machine-disk-full").with("path", "").detail(error.to_string())
            }
            Self::Sqlite(error) => Fault::new("machine-database").detail(error.to_string()),
        }
    }
}
