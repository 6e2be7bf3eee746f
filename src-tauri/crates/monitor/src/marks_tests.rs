//! Marks from states of the index, and marks that are kept.

use super::*;
use slipway_engine::ContainerState;
use slipway_store::Paths;

fn row() -> ContainerRow {
    ContainerRow::known(ContainerId::new("1"), ContainerState::Running, Some(1_000))
}

fn kinds(marks: &[Mark]) -> Vec<(i64, MarkKind)> {
    marks.iter().map(|mark| (mark.time_ms, mark.kind.clone())).collect()
}

#[test]
fn what_is_seen_for_the_first_time_has_the_marks_of_its_own_times() {
    assert_eq!(kinds(&between(None, &row(), 9_000)), [(1_000, MarkKind::Started)]);
    let mut ended = row();
    (ended.state, ended.finished_ms, ended.exit_code) = (ContainerState::Exited, Some(5_000), Some(137));
    ended.oom = true;
    assert_eq!(
        kinds(&between(None, &ended, 9_000)),
        [
            (5_000, MarkKind::Ended { exit_code: Some(137) }),
            (1_000, MarkKind::Started),
            (5_000, MarkKind::Oom)
        ]
    );
}

#[test]
fn only_what_is_different_is_marked() {
    let before = row();
    assert_eq!(between(Some(&before), &before, 9_000), []);
    let mut after = before.clone();
    after.health = Some("unhealthy".to_owned());
    after.memory_limit_bytes = Some(64);
    assert_eq!(
        kinds(&between(Some(&before), &after, 9_000)),
        [
            (9_000, MarkKind::Health("unhealthy".to_owned())),
            (9_000, MarkKind::Limits { cpu_nanocores: None, memory_bytes: Some(64) })
        ]
    );
}

#[test]
fn limits_that_were_not_known_before_did_not_change() {
    let mut before = row();
    before.started_ms = None;
    let mut after = row();
    after.memory_limit_bytes = Some(64);
    assert_eq!(kinds(&between(Some(&before), &after, 9_000)), [(1_000, MarkKind::Started)]);
}

#[test]
fn a_restart_that_nobody_saw_has_its_end_and_its_start() {
    let mut after = row();
    (after.started_ms, after.finished_ms) = (Some(7_000), Some(6_000));
    assert_eq!(
        kinds(&between(Some(&row()), &after, 9_000)),
        [(6_000, MarkKind::Ended { exit_code: None }), (7_000, MarkKind::Started)]
    );
}

fn place() -> (tempfile::TempDir, Database, EngineKey, ContainerId) {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::under(folder.path()).unwrap();
    let database = Database::open(&paths, &[MARK_TABLES], true).unwrap().database;
    (folder, database, EngineKey::new("e"), ContainerId::new("1"))
}

fn keep_at(database: &Database, engine: &EngineKey, id: &ContainerId, marks: &[(i64, MarkKind)]) {
    let marks: Vec<_> = marks
        .iter()
        .map(|(time_ms, kind)| (id.clone(), Mark { number: 0, time_ms: *time_ms, kind: kind.clone() }))
        .collect();
    keep(database, engine, &marks).unwrap();
}

#[test]
fn a_run_has_one_end_and_the_next_run_another() {
    let (_folder, database, engine, id) = place();
    let ended = |exit_code| MarkKind::Ended { exit_code };
    let all = [
        (1_000, MarkKind::Started),
        (5_000, ended(None)),
        (5_003, ended(Some(2))),
        (6_000, MarkKind::Started),
        (6_000, MarkKind::Started),
        (6_100, ended(Some(2))),
    ];
    keep_at(&database, &engine, &id, &all);
    // Told again after a restart of the app.
    keep_at(&database, &engine, &id, &all);
    let read = kinds(&read(&database, &engine, &id, 0, 10_000).unwrap());
    assert_eq!(
        read,
        [
            (1_000, MarkKind::Started),
            (5_000, ended(Some(2))),
            (6_000, MarkKind::Started),
            (6_100, ended(Some(2)))
        ]
    );
}

#[test]
fn notes_come_and_go_and_nothing_else_goes() {
    let (_folder, database, engine, id) = place();
    let note = MarkKind::Note("<b>here</b> '; --".to_owned());
    keep_at(&database, &engine, &id, &[(10, note.clone()), (10, note.clone()), (20, MarkKind::Rebuilt)]);
    let all = read(&database, &engine, &id, 0, 100).unwrap();
    assert_eq!(all.len(), 3);
    for mark in &all {
        remove_note(&database, mark.number).unwrap();
    }
    assert_eq!(kinds(&read(&database, &engine, &id, 0, 100).unwrap()), [(20, MarkKind::Rebuilt)]);
}

#[test]
fn every_kind_is_read_as_it_was_kept() {
    let (_folder, database, engine, id) = place();
    let all = [
        (1, MarkKind::Started),
        (2, MarkKind::Health("healthy".to_owned())),
        (3, MarkKind::Limits { cpu_nanocores: Some(5), memory_bytes: None }),
        (4, MarkKind::Rebuilt),
        (5, MarkKind::Note("x".to_owned())),
        (6, MarkKind::Oom),
        (7, MarkKind::Ended { exit_code: Some(0) }),
    ];
    keep_at(&database, &engine, &id, &all);
    assert_eq!(kinds(&read(&database, &engine, &id, 0, 100).unwrap()), all);
    assert_eq!(kinds(&read(&database, &engine, &id, 3, 5).unwrap()), all[2..4]);
}
