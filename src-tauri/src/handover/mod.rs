//! A second start hands its folder to the first, over a socket in the user's own data folder.
//!
//! One line of JSON goes over, nothing comes back but `ok`. Who has the socket's folder is the user: nobody else can
//! reach it.

#[cfg(unix)]
mod unix;
#[cfg(unix)]
pub(crate) use unix::{Listener, send};

#[cfg(windows)]
mod windows;
#[cfg(windows)]
pub(crate) use windows::{Listener, send};

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What the second start says to the first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Request {
    /// The folder to open; without one the window only comes to the front.
    pub folder: Option<PathBuf>,
}

/// The longest request that is read.
const MOST_BYTES: u64 = 64 << 10;
