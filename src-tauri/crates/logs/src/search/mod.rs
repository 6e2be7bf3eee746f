//! Finding lines: a [`Query`] made ready as a [`Matcher`], and a [`Search`] that puts it to all that is kept.

pub(crate) mod matches;
mod query;
mod run;

pub use query::{FieldTest, Matcher, Query, QueryError, Test};
pub use run::{Progress, Search};
