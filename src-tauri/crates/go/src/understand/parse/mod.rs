//! A Go file parsed once into the facts that every finder works from.

pub(super) mod constraint;
pub(super) mod directives;
mod expr;
mod guard;
pub(super) mod source;
mod struct_tag;
pub(super) mod tree;
