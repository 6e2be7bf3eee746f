//! Why it ended and what to do: evidence goes in as values, a code with parameters comes out. No I/O, no sentence.
//!
//! Two questions are answered here: how a container ended ([`verdict`]), and what an output means ([`explain`]):
//! whatever the Go command, an engine's builder, an engine or a program wrote. The known troubles are [`catalog`]'s
//! tables and, for commands that cannot be started, the one in `command`; each failure stands in one of them only.

pub mod catalog;
mod command;
mod evidence;
mod explain;
mod panic;
mod place;
mod scan;
mod text;
mod verdict;

pub use catalog::{Phase, Severity, fix_of};
pub use evidence::{Evidence, ProcessState, StoppedBy};
pub use explain::{Cause, Explanation, Likeliest, NOT_RECOGNISED, NOTHING_WRONG, explain, explain_lines};
pub use panic::{Frame, Owner, Panic, find_panic, stack};
pub use place::Place;
pub use text::{LINE_BYTES, TEXT_BYTES};
pub use verdict::{Verdict, signal_name, verdict};
