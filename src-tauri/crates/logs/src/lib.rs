//! What containers write: collected from the engine, joined to lines, made harmless, kept in bounded memory.
//!
//! The logic is reducers over values: [`Joiner`] makes lines of frames, [`Resume`] knows what was had when a stream
//! begins again, [`Ring`] keeps the last lines and counts what it let go. One loop a container, in [`Collector`],
//! talks to the engine.

mod collector;
mod follow;
pub mod frame;
mod resume;
mod ring;
mod sanitise;

pub use collector::{Collector, Extent};
pub use frame::{Joined, Joiner, MAX_LINE_BYTES};
pub use resume::Resume;
pub use ring::{Line, MAX_LINES, MAX_RING_BYTES, Ring};
pub use sanitise::sanitise;
pub use slipway_engine::LogStream;
