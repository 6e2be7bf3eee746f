//! Runs that began or ended between two looks at the index, and of which the second look shows nothing: a container
//! that was removed right after its end, or that ended more than once meanwhile.

use slipway_containers::{Change, ChangeKind, ContainerRow};
use slipway_model::ContainerId;
use slipway_monitor::marks::{Mark, MarkKind};
use std::collections::BTreeMap;

/// A container's starts and ends as they were told.
#[derive(Debug, PartialEq)]
pub(super) struct Passed {
    pub(super) id: ContainerId,
    /// Oldest first; the last one is an end.
    pub(super) marks: Vec<Mark>,
}

impl Passed {
    /// When its last run ended, and how where that was told.
    pub(super) fn end(&self) -> Option<(i64, Option<i64>)> {
        self.marks.iter().rev().find_map(|mark| match mark.kind {
            MarkKind::Ended { exit_code } => Some((mark.time_ms, exit_code)),
            _ => None,
        })
    }

    /// Whether a mark made of rows says what was told here already.
    pub(super) fn covers(&self, id: &ContainerId, mark: &Mark) -> bool {
        let is_of_a_run = matches!(mark.kind, MarkKind::Started | MarkKind::Ended { .. });
        is_of_a_run && *id == self.id && self.end().is_some_and(|(end_ms, _)| mark.time_ms <= end_ms)
    }
}

/// What the rows do not show. They show the last end of a container that is there, with times that an inspect knows
/// better, as long as no start hid it and no inspect has answered since; so such a container is here only where more
/// ends were told than its row shows.
pub(super) fn passed(changes: &[Change], rows: &[ContainerRow]) -> Vec<Passed> {
    let mut told: BTreeMap<&ContainerId, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        if matches!(change.kind, ChangeKind::Started | ChangeKind::Ended { .. }) {
            told.entry(&change.id).or_default().push(change);
        }
    }
    let is_end = |change: &&&Change| matches!(change.kind, ChangeKind::Ended { .. });
    let unseen = told.into_iter().filter(|(id, told)| {
        let ends = told.iter().filter(is_end).count();
        let shown = rows.iter().any(|row| row.id == **id && row.finished_ms.is_some());
        ends > usize::from(shown)
    });
    unseen
        .map(|(id, told)| {
            let last = told.iter().rposition(|change| is_end(&change)).map_or(0, |at| at + 1);
            let marks = told.iter().take(last).flat_map(|change| marks(change)).collect();
            Passed { id: id.clone(), marks }
        })
        .collect()
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
    use slipway_engine::ContainerState;
    use slipway_model::Timestamp;

    fn change(ms: i64, kind: ChangeKind) -> Change {
        Change { time: Timestamp { ms, ..Timestamp::default() }, id: ContainerId::new("a"), kind }
    }

    fn ended(code: i64) -> ChangeKind {
        ChangeKind::Ended { exit_code: Some(code), oom: false }
    }

    fn there(finished_ms: Option<i64>) -> Vec<ContainerRow> {
        let row = ContainerRow::known(ContainerId::new("a"), ContainerState::Running, Some(1_000));
        vec![ContainerRow { finished_ms, ..row }]
    }

    #[test]
    fn one_end_of_a_container_that_is_there_is_the_rows_to_show() {
        let changes = [change(1, ChangeKind::Started), change(2, ended(3)), change(3, ChangeKind::Started)];
        assert_eq!(passed(&changes, &there(Some(2))), []);
    }

    #[test]
    fn an_end_that_the_next_start_hid_from_the_row_is_told() {
        let changes = [change(2, ended(3)), change(3, ChangeKind::Started)];
        let found = passed(&changes, &there(None));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].end(), Some((2, Some(3))));
    }

    #[test]
    fn ends_that_no_row_shows_are_told_with_their_starts() {
        let changes = [
            change(1, ended(3)),
            change(2, ChangeKind::Started),
            change(3, ended(4)),
            change(4, ChangeKind::Started),
        ];
        let found = passed(&changes, &there(Some(3)));
        assert_eq!(found.len(), 1);
        let times: Vec<i64> = found[0].marks.iter().map(|mark| mark.time_ms).collect();
        assert_eq!((times, found[0].end()), (vec![1, 2, 3], Some((3, Some(4)))));
    }

    #[test]
    fn what_is_gone_ended_as_was_told() {
        let oom = ChangeKind::Ended { exit_code: Some(137), oom: true };
        let changes = [change(1, ChangeKind::Started), change(2, oom), change(2, ChangeKind::Removed)];
        let found = passed(&changes, &[]);
        let kinds: Vec<_> = found[0].marks.iter().map(|mark| mark.kind.clone()).collect();
        assert_eq!(kinds, [MarkKind::Started, MarkKind::Ended { exit_code: Some(137) }, MarkKind::Oom]);
        assert_eq!(passed(&changes[..1], &[]), [], "it only began");
    }
}
