//! The kernel's own figures of a container: cgroup version 1, version 2 and both at once (hybrid), and the network
//! counters of its first process. Read with descriptors that are kept open.
//!
//! [`mounts`] says where the hierarchies are, [`place`] where a container is in them and whether it still is,
//! [`Files`] reads, [`parse`] takes apart what was read. Only Linux has these files; elsewhere, and where the engine is
//! in a virtual machine, nothing is found here and the engine is asked instead.

mod files;
mod kept;
mod mounts;
pub(crate) mod parse;
mod place;

pub use files::{CgroupError, Files};
pub use mounts::Mounts;
