//! What values an expression can have when a program runs, followed without running it.

mod calls;
pub(super) mod eval;
mod fields;
mod flags;
pub(super) mod index;
mod settings;
mod types;
pub(super) mod value;

pub(super) use flags::first_text;
