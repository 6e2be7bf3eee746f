//! A metric over time, on disk: three tiers of rows, each with least, average and most, given out as columns.
//!
//! Rows are appended once a second to a log, one checksummed frame for all containers. Every ten minutes the log is
//! sealed into a segment, a block for each container; six segments make one of ten seconds a row, and a day's half of
//! those one of a minute a row ([`Tier`]). Anything that a crash left undone is done again from the finer tier, which
//! is there until the coarser one is whole on disk: a kill at any instant loses at most the frame that was being
//! written. Files are deleted whole: by age, and, where the cap on bytes is passed, from the tier that uses most of
//! its share of it, oldest first. What was put aside as damaged counts too, and goes before what can be read.
//!
//! One wrong clock deletes nothing: age is measured against a time that three of the last six recorded hours agree
//! on, in the order in which they were written (module `age`), and never against a time later than now. A clock that is
//! ahead for less than three hours of recording, in one piece or over any number of starts, changes nothing; when it
//! is set back, what was written in the future is as old as what was written next, and where both tell of the same
//! time the newer is right. A clock that stays ahead is believed after those three hours. What a clock far behind
//! wrote is older than all that is kept, and goes as soon as the clock is right; until then it hides what was before.
//!
//! [`History`] is all of it: [`History::append`] from the one recorder, [`History::maintain`] on a thread of its
//! own, [`History::window`] from anywhere. A second process may [`History::read`] while the first one writes.
//! Nothing here knows which metrics there are ([`Metric`]) or takes the time itself.

mod age;
mod aside;
mod bits;
mod block;
mod error;
mod fold;
mod folder;
mod forget;
mod frame;
#[doc(hidden)]
pub mod fuzz;
mod head;
mod history;
mod key;
mod log;
mod log_file;
mod maintain;
mod metric;
mod open;
mod row;
mod segment;
mod table;
mod tier;
mod window;

pub use error::SeriesError;
pub use history::{Appended, History, Options, Span};
pub use key::SeriesKey;
pub use log_file::Row;
pub use metric::{Kind, Metric, MinAvgMax};
pub use open::OpenReport;
pub use row::MAX_METRICS;
pub use tier::Tier;
pub use window::{MAX_COLUMNS, Window};
