//! The labels Slipway puts on what it makes. Their names are a contract: older containers carry them.

/// On a container: the [`crate::ProjectId`] it was shipped from.
pub const PROJECT: &str = "slipway.project";
/// On a container: the program, as its folder relative to the project (`.` is the root).
pub const PROGRAM: &str = "slipway.program";
/// On a container: the [`crate::RunId`].
pub const RUN: &str = "slipway.run";
/// On an image: one constant, so that same source gives the same digest. Its value is [`IMAGE_VALUE`].
pub const IMAGE: &str = "slipway";
/// The value of [`IMAGE`].
pub const IMAGE_VALUE: &str = "1";
/// On whatever a test makes, so that it can be found and removed.
pub const TEST: &str = "slipway.test";
/// On the container of the preflight.
pub const PREFLIGHT: &str = "slipway.preflight";
/// On a container that is started only to see what containers cost: which measuring started it.
pub const COSTS: &str = "slipway.costs";
