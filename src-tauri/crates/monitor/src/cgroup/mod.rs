//! The kernel's own figures of a container: cgroup version 1, version 2 and both at once (hybrid), and the network
//! counters of its first process. Read with descriptors that are kept open.
//!
//! [`mounts`] says where the hierarchies are, [`place`] where a container is in them and whether it still is,
//! [`Files`] reads, [`parse`] takes apart what was read. Only Linux has these files; elsewhere, and where the engine is
//! in a virtual machine, nothing is found here and the engine is asked instead.

mod files;
mod kept;
mod mounts;
mod parse;
mod place;

pub use files::{CgroupError, Files};
pub use mounts::Mounts;

/// Every reader over the same bytes, for tests that try any.
pub(crate) fn read_any(bytes: &[u8], text: &str) {
    parse::every(bytes);
    drop(Mounts::parse(text));
    // Whose files they are: the longest word that may be a container's id.
    let id = text.split(|letter: char| !letter.is_ascii_alphanumeric()).max_by_key(|word| word.len());
    drop(place::Place::parse(text, &slipway_model::ContainerId::new(id.unwrap_or_default())));
}
