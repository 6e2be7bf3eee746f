//! From a Go project to an image in the engine, without a Dockerfile: the right Go, one compilation, one archive
//! streamed into the engine.
//!
//! Nothing is left behind by a build that failed or was stopped: the temporary folder goes, the compiler's processes
//! end, and an image that came in is taken out again.

mod beside;
mod builder_image;
mod context;
mod dockerfile;
mod embedded;
mod error;
mod event;
mod load;
mod modules;
mod native;
mod pipe;
mod step_log;
mod toolchain;
mod work;

pub use beside::{Beside, beside};
pub use context::{Context, ContextError, Limits, Sent, write_context};
pub use dockerfile::{
    Bases, DockerfileRequest, ModulesFrom, Source, default_ignore, dockerfile, generated, offer_builder,
};
pub use error::BuildError;
pub use event::{BuildEvent, BuildStep, StepState};
pub use modules::sweep_modules;
pub use native::{BuildPaths, Built, CgoUse, NativeRequest, mend_modules, native};
pub use slipway_go::compile::Mend;
pub use toolchain::How;
pub use work::clear_leftovers;
