//! What a line says of itself: how loud it is, its fields, its colours, and whether it goes on what the line before
//! began. Each by itself and from its text alone, so that it is the same whenever it is read.

mod access;
mod fields;
mod level;
mod styles;
mod trace;

pub use fields::{Field, Parsed, Shape, parse};
pub use level::{Level, level_of};
pub(crate) use styles::Styler;
pub use styles::{Colour, Run, Style, runs};
pub use trace::Trace;
