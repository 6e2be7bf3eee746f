//! Writes down what happens to containers, as the index tells it: marks, and the catalog of all that were seen.

use super::passed::passed;
use crate::engines::House;
use crate::{App, Topic};
use slipway_containers::{Change, ContainerRow, catalog};
use slipway_model::{ContainerId, EngineKey, label, now};
use slipway_monitor::marks::{self, Mark, MarkKind};
use slipway_store::{Database, StoreError};
use std::collections::HashMap;
use std::sync::Weak;
use std::time::Duration;
use tokio::sync::broadcast::{self, error::TryRecvError};

/// Changes of this long are written together.
const TOGETHER: Duration = Duration::from_millis(250);

/// Follows a house's index until it is gone. Neither app nor house is kept alive by it.
pub(crate) async fn keep_chronicle(app: Weak<App>, house: Weak<House>) {
    let heard = house.upgrade().map(|house| (house.index.changed(), house.index.changes()));
    let Some((mut changed, mut changes)) = heard else { return };
    let mut known: HashMap<ContainerId, ContainerRow> = HashMap::new();
    let mut said = false;
    loop {
        {
            let (Some(app), Some(house)) = (app.upgrade(), house.upgrade()) else { return };
            changed.mark_unchanged();
            // Before the rows, which then show all that was heard.
            let heard = drain(&mut changes);
            let snapshot = house.index.snapshot();
            // While the link is lost rows are as they last were.
            if snapshot.is_live() {
                let news = news(&mut known, &snapshot.rows, &heard, now().ms);
                if !news.is_empty() {
                    let (database, engine) = (app.database.clone(), house.engine.info().key.clone());
                    let writing = tokio::task::spawn_blocking(move || write(&database, &engine, news));
                    match writing.await {
                        Ok(Ok(())) => said = false,
                        Ok(Err(error)) => {
                            // Once, until it works again: the live view goes on all the same.
                            if !std::mem::replace(&mut said, true) {
                                tracing::warn!(%error, "what happens to containers is not written down");
                            }
                        }
                        Err(error) => tracing::warn!(%error, "the chronicle broke off"),
                    }
                    app.wakes.send(Topic::Containers);
                }
            }
        }
        tokio::time::sleep(TOGETHER).await;
        if changed.changed().await.is_err() {
            return;
        }
    }
}

/// What was told since the last time. Who is too slow for it has the rows.
fn drain(changes: &mut broadcast::Receiver<Change>) -> Vec<Change> {
    let mut heard = Vec::new();
    loop {
        match changes.try_recv() {
            Ok(change) => heard.push(change),
            Err(TryRecvError::Lagged(missed)) => tracing::warn!(missed, "changes of containers were missed"),
            Err(TryRecvError::Empty | TryRecvError::Closed) => return heard,
        }
    }
}

#[derive(Debug, Default, PartialEq)]
struct News {
    rows: Vec<ContainerRow>,
    marks: Vec<(ContainerId, Mark)>,
}

impl News {
    fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.marks.is_empty()
    }
}

/// What Slipway starts for a moment to measure or to try the engine is nobody's to look up later.
fn is_kept(row: &ContainerRow) -> bool {
    ![label::COSTS, label::PREFLIGHT].iter().any(|name| row.labels.contains_key(*name))
}

/// What is different from what was known, which then is known.
fn news(
    known: &mut HashMap<ContainerId, ContainerRow>,
    rows: &[ContainerRow],
    changes: &[Change],
    now_ms: i64,
) -> News {
    let passed = passed(changes, rows);
    let mut news = News::default();
    for row in rows.iter().filter(|row| is_kept(row)) {
        let before = known.get(&row.id);
        if before == Some(row) {
            continue;
        }
        let marks = marks::between(before, row, now_ms);
        news.marks.extend(marks.into_iter().map(|mark| (row.id.clone(), mark)));
        news.rows.push(row.clone());
        known.insert(row.id.clone(), row.clone());
    }
    known.retain(|id, row| {
        let stays = rows.iter().any(|row| row.id == *id);
        if !stays && row.state.is_alive() {
            // Removed while it ran, as far as rows tell.
            let told = passed.iter().find(|one| one.id == *id).and_then(|one| one.end());
            let (ended_ms, exit_code) = told.unwrap_or((now_ms, None));
            row.state = slipway_engine::ContainerState::Exited;
            (row.finished_ms, row.exit_code) = (Some(ended_ms), exit_code);
            if told.is_none() {
                let kind = MarkKind::Ended { exit_code };
                news.marks.push((id.clone(), Mark { number: 0, time_ms: ended_ms, kind }));
            }
            news.rows.push(row.clone());
        }
        stays
    });
    news.marks.retain(|(id, mark)| !passed.iter().any(|one| one.covers(id, mark)));
    for one in passed {
        news.marks.extend(one.marks.into_iter().map(|mark| (one.id.clone(), mark)));
    }
    // An end is told from the one before by the start between them.
    news.marks.sort_by_key(|(_, mark)| mark.time_ms);
    news
}

fn write(database: &Database, engine: &EngineKey, mut news: News) -> Result<(), StoreError> {
    news.marks.extend(rebuilt(database, engine, &news)?);
    news.marks.extend(ran_out(&news));
    marks::keep(database, engine, &news.marks)?;
    catalog::remember(database, engine, &news.rows.iter().collect::<Vec<_>>(), now().ms)
}

/// Containers that run a new image of a program that was in another container before.
fn rebuilt(
    database: &Database,
    engine: &EngineKey,
    news: &News,
) -> Result<Vec<(ContainerId, Mark)>, StoreError> {
    if news.rows.iter().all(|row| row.project.is_none()) {
        return Ok(Vec::new());
    }
    let seen = catalog::remembered(database, engine)?;
    let follows_another = |row: &&ContainerRow| {
        seen.iter().any(|other| {
            other.id != row.id
                && other.project == row.project
                && other.program == row.program
                && other.created_ms < row.created_ms
        })
    };
    let of_programs = news.rows.iter().filter(|row| row.project.is_some() && row.created_ms > 0);
    let marks = of_programs
        .filter(follows_another)
        .map(|row| (row.id.clone(), Mark { number: 0, time_ms: row.created_ms, kind: MarkKind::Rebuilt }));
    Ok(marks.collect())
}

/// Ends by SIGKILL that the kernel wrote down as a lack of memory, and the engine did not tell.
fn ran_out(news: &News) -> Vec<(ContainerId, Mark)> {
    let killed = news.rows.iter().filter(|row| row.exit_code == Some(137) && !row.oom);
    let witnessed = killed.filter_map(|row| {
        let ended_ms = row.finished_ms?;
        slipway_monitor::killed_for_memory(&row.id, row.started_ms.unwrap_or(row.created_ms))
            .then(|| (row.id.clone(), Mark { number: 0, time_ms: ended_ms, kind: MarkKind::Oom }))
    });
    witnessed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use slipway_engine::ContainerState;

    fn row(id: &str, state: ContainerState) -> ContainerRow {
        ContainerRow::known(ContainerId::new(id), state, Some(1_000))
    }

    #[test]
    fn what_is_known_is_no_news() {
        let mut known = HashMap::new();
        let rows = [row("a", ContainerState::Running)];
        assert_eq!(news(&mut known, &rows, &[], 5_000).marks.len(), 1);
        assert!(news(&mut known, &rows, &[], 6_000).is_empty());
    }

    #[test]
    fn what_runs_for_a_moment_only_is_not_kept() {
        let mut measured = row("a", ContainerState::Running);
        measured.labels.insert(label::COSTS.to_owned(), "1".to_owned());
        assert!(news(&mut HashMap::new(), &[measured], &[], 5_000).is_empty());
    }

    #[test]
    fn one_that_is_gone_while_it_ran_has_ended() {
        let mut known = HashMap::new();
        news(&mut known, &[row("a", ContainerState::Running), row("b", ContainerState::Exited)], &[], 5_000);
        let gone = news(&mut known, &[], &[], 6_000);
        assert_eq!(gone.marks.len(), 1);
        assert_eq!((gone.rows[0].id.as_str(), gone.rows[0].finished_ms), ("a", Some(6_000)));
        assert!(known.is_empty());
    }

    #[test]
    fn how_it_ended_is_kept_where_it_was_told_and_no_row_shows_it() {
        use slipway_containers::ChangeKind;
        let mut known = HashMap::new();
        news(&mut known, &[row("a", ContainerState::Running)], &[], 5_000);
        let kind = ChangeKind::Ended { exit_code: Some(7), oom: false };
        let time = slipway_model::Timestamp { ms: 5_500, ..Default::default() };
        let gone = news(&mut known, &[], &[Change { time, id: ContainerId::new("a"), kind }], 6_000);
        let kinds: Vec<_> = gone.marks.iter().map(|(_, mark)| (mark.time_ms, mark.kind.clone())).collect();
        assert_eq!(kinds, [(5_500, MarkKind::Ended { exit_code: Some(7) })]);
        assert_eq!((gone.rows[0].finished_ms, gone.rows[0].exit_code), (Some(5_500), Some(7)));
    }
}
