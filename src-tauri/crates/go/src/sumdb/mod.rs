//! Go's checksum database: a signed tree head, and the proof that a record is in that tree.
//!
//! The record of a module version is believed only if the tree head that comes with it is signed with the key Go
//! carries, and the record's hash leads, over the tiles of the tree, to exactly that head.

mod client;
mod note;
mod tile;
mod tlog;

pub(crate) use client::lookup;
#[cfg(test)]
pub(crate) use note::tests::TestKey;
#[cfg(test)]
pub(crate) use tlog::{Hash, node_hash, record_hash};
