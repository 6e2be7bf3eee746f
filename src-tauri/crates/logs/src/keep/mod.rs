//! Lines that outlive their container and the app: blocks of a megabyte, compressed, in segments that only grow; and a
//! tail that is written as lines come, so that a kill at any instant loses none that the engine does not still have.

pub(crate) mod block;
mod error;
mod folder;
#[doc(hidden)]
pub mod fuzz;
pub(crate) mod log;
mod older;
mod record;
mod segment;
mod shelf;
pub(crate) mod snapshot;
mod tail;

pub use error::KeepError;
pub use log::{FIRST_SEQ, KeptLog, KeptReport};
pub(crate) use older::Older;
pub use record::{Gap, Kept, Missing, Origin, Record};
pub use shelf::{Caps, Shelf, folder_of};
