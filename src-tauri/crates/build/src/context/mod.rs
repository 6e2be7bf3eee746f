//! What of a folder goes to the builder: a tar, written as it is walked, and of nothing but the folder itself.
//!
//! The project is not trusted. A link is sent as a link and never followed; every file is opened below the folder that
//! was walked, without following, and is the very file that was looked at; devices, pipes and sockets stay out; how
//! many entries and bytes there may be is bounded, and so is what is held of them.

mod error;
#[cfg(unix)]
#[path = "folder_unix.rs"]
mod folder;
#[cfg(not(unix))]
#[path = "folder_other.rs"]
mod folder;
#[cfg(test)]
#[cfg(unix)]
mod tests;
mod walk;

pub use error::ContextError;
pub use walk::write_context;

use slipway_dockerfile::Ignore;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What an entry of a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Folder,
    File,
    Link,
    /// A device, a pipe, a socket.
    Other,
}

/// What goes to the builder.
#[derive(Debug, Clone)]
pub struct Context {
    /// The folder.
    pub root: PathBuf,
    /// What of it stays here.
    pub ignore: Ignore,
    /// Files of ours, by path; they take the place of the folder's own.
    pub ours: BTreeMap<String, Vec<u8>>,
    /// Files that go along whatever is ignored.
    pub always: Vec<String>,
    /// How much is too much.
    pub limits: Limits,
    /// User and group that all of it belongs to.
    pub owner: u64,
}

/// How much is too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Entries that are looked at, sent or not.
    pub entries: u64,
    /// Bytes that are sent.
    pub bytes: u64,
    /// Folders in folders.
    pub depth: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { entries: 200_000, bytes: 2 << 30, depth: 100 }
    }
}

/// What was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// How many files, folders and links.
    pub entries: u64,
    /// How many bytes of files.
    pub bytes: u64,
    /// What cannot be sent and stays out: devices, pipes, sockets. The first few.
    pub left_out: Vec<String>,
    /// What was sent and looks like a secret by its name. The first few.
    pub secrets: Vec<String>,
}
