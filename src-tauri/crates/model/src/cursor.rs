//! Places in a stream that is pulled: `read(id, cursor, max_bytes)`.

use serde::{Deserialize, Serialize};

/// A place in a stream: the number of the next item to read. It stays valid when older items have been dropped; the
/// reader is then told how many it missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub u64);

/// What one read returned.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// Items that were dropped between the cursor that was asked for and the first of [`Page::items`].
    pub skipped: u64,
    /// The items, oldest first.
    pub items: Vec<T>,
    /// Where to go on.
    pub next: Cursor,
    /// No item will ever follow.
    pub ended: bool,
}
