//! Turns a code with parameters into a sentence in the reader's language, from the same files the window reads.
//!
//! For the command line and for native menus only: no other room may hold or make a sentence.

mod catalog;
mod language;

pub use catalog::{Catalog, Sentence, turns_text};
pub use language::Language;

/// The message files as they were when this program was built.
mod areas {
    include!(concat!(env!("OUT_DIR"), "/areas.rs"));
}
