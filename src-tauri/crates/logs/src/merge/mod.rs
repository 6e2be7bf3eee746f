//! The logs of several containers as one, ordered by time. Nothing is copied: a byte a line says which container's the
//! next one is, and each line is read from its own log.

mod id;
mod merged;
mod order;
mod search;
mod walk;

pub use id::LogId;
pub(crate) use merged::Merged;
pub(crate) use search::run as search;
