//! Why it ended and what to do: evidence goes in as values, a code with parameters comes out. No I/O, no sentence.
//!
//! Two questions are answered here: how a container ended ([`verdict`]), and whether a program's own log names a known
//! trouble ([`explain_log`]). What a compiler says is explained where the compiler is run, in the room `go`.

mod catalog;
mod command;
mod evidence;
mod panic;
mod verdict;

pub use catalog::{Explained, explain_log};
pub use evidence::{Evidence, ProcessState};
pub use panic::{Panic, find_panic};
pub use verdict::{Verdict, verdict};
