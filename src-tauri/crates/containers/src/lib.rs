//! Containers: the one index that knows which there are, and everything that is done to them.
//!
//! [`Index`] is a reducer over values; [`LiveIndex`] is the one thin loop that feeds it from an engine. Everyone else
//! reads its snapshots.

mod act;
pub mod catalog;
mod docker_run;
mod error;
mod free;
mod index;
mod labelled;
mod live;
mod preflight;
mod probe;
mod row;
mod run_spec;
mod sockets;
mod tiny;

pub use act::{Verb, act};
pub use docker_run::{docker_run, quoted};
pub use error::ContainersError;
pub use free::{free_host_port, free_name};
pub use index::{Index, Question};
pub use labelled::{MEASURED_NAME, remove_labelled, sweep_leftovers};
pub use live::{LinkState, LiveIndex, Snapshot};
pub use preflight::{PreflightReport, preflight};
pub use probe::{ProbeResult, probe, probe_once};
pub use row::{Change, ChangeKind, ContainerRow};
pub use run_spec::{Publish, RunSpec, RunSpecError};
pub use sockets::{Listening, listening};
