//! Ship it: understand → toolchain → build → image → run → check, as one action with stages.
//!
//! [`run`] is the whole journey, the same for window and command line; both follow it by [`ShipEvent`]s. A ship of a
//! program replaces its container ([`replace`]): the old one serves until the new image is built and comes back
//! unless the new one is good. What is about to happen is written down first ([`intent`]), so that a ship that was
//! cut off, by whatever, is finished or undone at the next start ([`recover`]).

mod build;
mod check;
mod dockerfile;
mod history;
mod intent;
mod journey;
mod keep;
mod placement;
mod plan;
mod recover;
mod replace;
mod report;
mod stages;
mod way;

pub use dockerfile::DockerfileText;
pub use journey::run;
pub use placement::run_command;
pub use plan::{Overrides, ShipRequest};
pub use report::{
    Applied, ContainerNow, ImageMade, Outcome, ProblemAt, Reached, ShipEvent, Stage, StageState, StageStatus,
};

pub(crate) use check::Source;
pub(crate) use history::last_ship;
pub(crate) use recover::recover_all;
pub use way::{WayNow, way_of};
