//! Images put together by hand: layers, configuration and the archive that `docker load` takes. Pure assembling: no
//! engine, no network, no compiler, and never a program as a whole in memory.
//!
//! Everything is deterministic. Times are the epoch, owners and orders are fixed, and the certificates come with
//! Slipway instead of from the machine, so that the same program gives the same bytes and the same digest everywhere.

mod archive;
mod base;
mod config;
mod elf;
mod error;
mod preflight;
mod sockets;
mod spec;
mod tarball;
mod tiny;

pub use archive::write_archive;
pub use base::certificates;
pub use base::{HOME, NONROOT};
pub use error::ImageError;
pub use preflight::{PREFLIGHT_OUTPUT, preflight_archive, preflight_elf};
pub use sockets::{sockets_archive, sockets_elf};
pub use spec::{Assembled, ImageSpec, Layer, Platform};
