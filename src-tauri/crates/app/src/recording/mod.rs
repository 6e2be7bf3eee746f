//! What is kept of containers, also when they are gone: who they were, what happened to them, what they used.

mod advice;
mod chronicle;
pub mod export;
mod history;
mod notes;
mod recordings;
mod told;

pub(crate) use chronicle::keep_chronicle;
pub(crate) use history::{Kept, Writer};
pub use recordings::Recording;
