//! What containers write: collected from the engine, joined to lines, made harmless, kept on disk.
//!
//! The logic is reducers over values: [`Joiner`] makes lines of frames, [`Resume`] knows what was had when a stream
//! begins again, [`keep`] writes lines down so that they outlive container and app, [`parse`] reads what a line says of
//! itself, `merge` puts several logs in the order of time. One loop a container, in [`Collector`], talks to the engine.

mod collector;
mod columns;
mod flood;
mod follow;
pub mod frame;
mod gather;
pub mod keep;
mod merge;
mod numbers;
mod older;
pub mod parse;
mod rates;
mod reading;
mod requests;
mod resume;
mod sanitise;
pub mod search;

pub use collector::Collector;
pub use flood::Flood;
pub use frame::{Joined, Joiner, MAX_LINE_BYTES};
pub use merge::LogId;
pub use numbers::Numbers;
pub use rates::Rates;
pub use reading::Extent;
pub use requests::{RequestSummary, Requests};
pub use resume::{Place, Resume};
pub use sanitise::{sanitise, styled};
pub use slipway_engine::LogStream;
