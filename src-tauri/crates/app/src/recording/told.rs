//! Starts and ends as the index tells them: each once, also those that no look at its rows shows any more.

use slipway_containers::{Change, ChangeKind};
use slipway_model::ContainerId;
use slipway_monitor::marks::{Mark, MarkKind};

/// The starts and ends of some time, in the order in which they were told. A program that ends at once may be told to
/// have ended before it is told to have begun.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Told {
    pub(super) marks: Vec<(ContainerId, Mark)>,
}

impl Told {
    pub(super) fn of(changes: &[Change]) -> Self {
        let marks = changes.iter().flat_map(|change| {
            marks(change).into_iter().map(|mark| (change.id.clone(), mark)).collect::<Vec<_>>()
        });
        Self { marks: marks.collect() }
    }

    fn of_one<'a>(&'a self, id: &'a ContainerId) -> impl DoubleEndedIterator<Item = &'a Mark> {
        self.marks.iter().filter(move |(told, _)| told == id).map(|(_, mark)| mark)
    }

    /// When a container's last run ended, and how where that was told.
    pub(super) fn end(&self, id: &ContainerId) -> Option<(i64, Option<i64>)> {
        self.of_one(id).rev().find_map(|mark| match mark.kind {
            MarkKind::Ended { exit_code } => Some((mark.time_ms, exit_code)),
            _ => None,
        })
    }

    /// Whether a mark made of rows says what was told here already.
    pub(super) fn covers(&self, id: &ContainerId, mark: &Mark) -> bool {
        let is_of_a_run = matches!(mark.kind, MarkKind::Started | MarkKind::Ended { .. });
        is_of_a_run && self.end(id).is_some_and(|(end_ms, _)| mark.time_ms <= end_ms)
    }
}

fn marks(change: &Change) -> Vec<Mark> {
    let mark = |kind| Mark { number: 0, time_ms: change.time.ms, kind };
    match change.kind {
        ChangeKind::Started => vec![mark(MarkKind::Started)],
        ChangeKind::Ended { exit_code, oom: false } => vec![mark(MarkKind::Ended { exit_code })],
        ChangeKind::Ended { exit_code, oom: true } => {
            vec![mark(MarkKind::Ended { exit_code }), mark(MarkKind::Oom)]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use slipway_model::Timestamp;

    fn change(id: &str, ms: i64, kind: ChangeKind) -> Change {
        Change { time: Timestamp { ms, ..Timestamp::default() }, id: ContainerId::new(id), kind }
    }

    #[test]
    fn each_start_and_each_end_is_told_in_its_order() {
        let oom = ChangeKind::Ended { exit_code: Some(137), oom: true };
        let told = Told::of(&[
            change("a", 1, ChangeKind::Started),
            change("b", 2, ChangeKind::Started),
            change("a", 3, oom),
            change("a", 3, ChangeKind::Removed),
        ]);
        let kinds: Vec<_> = told.of_one(&ContainerId::new("a")).map(|mark| mark.kind.clone()).collect();
        assert_eq!(kinds, [MarkKind::Started, MarkKind::Ended { exit_code: Some(137) }, MarkKind::Oom]);
        assert_eq!(told.end(&ContainerId::new("a")), Some((3, Some(137))));
        assert_eq!(told.end(&ContainerId::new("b")), None, "it only began");
    }

    #[test]
    fn what_was_told_covers_what_rows_say_of_the_same_time() {
        let end = ChangeKind::Ended { exit_code: Some(0), oom: false };
        let (a, told) = (ContainerId::new("a"), Told::of(&[change("a", 5, end)]));
        let mark = |time_ms, kind| Mark { number: 0, time_ms, kind };
        assert!(told.covers(&a, &mark(4, MarkKind::Started)));
        assert!(!told.covers(&a, &mark(6, MarkKind::Started)));
        assert!(!told.covers(&a, &mark(4, MarkKind::Health("x".to_owned()))));
        assert!(!told.covers(&ContainerId::new("b"), &mark(4, MarkKind::Started)));
    }
}
