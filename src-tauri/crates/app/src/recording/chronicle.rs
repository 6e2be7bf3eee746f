//! Writes down what happens to containers, as the index tells it: marks, and the catalog of all that were seen.

use super::told::Told;
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
    let mut heard = Heard::default();
    loop {
        {
            let (Some(app), Some(house)) = (app.upgrade(), house.upgrade()) else { return };
            changed.mark_unchanged();
            // Before the rows, which then show all that was heard.
            heard.drain(&mut changes);
            let snapshot = house.index.snapshot();
            // While the link is lost rows are as they last were.
            if snapshot.is_live() {
                let news = news(&mut known, &snapshot.rows, &std::mem::take(&mut heard), now().ms);
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

/// What was told since it was last written down.
#[derive(Debug, Default)]
struct Heard {
    changes: Vec<Change>,
    /// Some were missed: who is too slow for them has the rows.
    lagged: bool,
}

impl Heard {
    fn drain(&mut self, changes: &mut broadcast::Receiver<Change>) {
        loop {
            match changes.try_recv() {
                Ok(change) => self.changes.push(change),
                Err(TryRecvError::Lagged(missed)) => {
                    tracing::warn!(missed, "changes of containers were missed");
                    self.lagged = true;
                }
                Err(TryRecvError::Empty | TryRecvError::Closed) => return,
            }
        }
    }
}

#[derive(Debug, Default, PartialEq)]
struct News {
    rows: Vec<ContainerRow>,
    /// As rows show them: the same may have been told.
    marks: Vec<(ContainerId, Mark)>,
    told: Told,
}

impl News {
    fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.marks.is_empty() && self.told.marks.is_empty()
    }
}

/// What Slipway starts for a moment to measure or to try the engine is nobody's to look up later.
fn is_kept(row: &ContainerRow) -> bool {
    ![label::COSTS, label::PREFLIGHT].iter().any(|name| row.labels.contains_key(*name))
}

/// What is different from what was known, which then is known. The index tells each start and each end once; rows say
/// what it found when it began to look, and all else.
fn news(
    known: &mut HashMap<ContainerId, ContainerRow>,
    rows: &[ContainerRow],
    heard: &Heard,
    now_ms: i64,
) -> News {
    let mut told = Told::of(&heard.changes);
    told.marks.retain(|(id, _)| rows.iter().find(|row| row.id == *id).is_none_or(is_kept));
    let mut news = News::default();
    for row in rows.iter().filter(|row| is_kept(row)) {
        let before = known.get(&row.id);
        if before == Some(row) {
            continue;
        }
        // Until an inspect has answered, a row does not know when it began.
        let rows_tell = heard.lagged || before.is_none_or(|before| before.started_ms.is_none());
        let mut marks = marks::between(before, row, now_ms);
        marks.retain(|mark| {
            let is_of_a_run = matches!(mark.kind, MarkKind::Started | MarkKind::Ended { .. });
            !is_of_a_run || rows_tell && !told.covers(&row.id, mark)
        });
        news.marks.extend(marks.into_iter().map(|mark| (row.id.clone(), mark)));
        news.rows.push(row.clone());
        known.insert(row.id.clone(), row.clone());
    }
    known.retain(|id, row| {
        let stays = rows.iter().any(|row| row.id == *id);
        if !stays && row.state.is_alive() {
            // Removed while it ran, as far as rows tell.
            let told = told.end(id);
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
    // An end is told from the one before by the start between them.
    news.marks.sort_by_key(|(_, mark)| mark.time_ms);
    news.told = told;
    news
}

fn write(database: &Database, engine: &EngineKey, mut news: News) -> Result<(), StoreError> {
    news.marks.extend(rebuilt(database, engine, &news)?);
    news.marks.extend(ran_out(&news));
    marks::keep_told(database, engine, &news.told.marks)?;
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
    use slipway_containers::ChangeKind;
    use slipway_engine::ContainerState;

    fn row(id: &str, state: ContainerState) -> ContainerRow {
        ContainerRow::known(ContainerId::new(id), state, Some(1_000))
    }

    fn heard(told: &[(i64, ChangeKind)]) -> Heard {
        let change = |(ms, kind): &(i64, ChangeKind)| {
            let time = slipway_model::Timestamp::from_ms(*ms);
            Change { time, id: ContainerId::new("a"), kind: *kind }
        };
        Heard { changes: told.iter().map(change).collect(), lagged: false }
    }

    fn ended(code: i64) -> ChangeKind {
        ChangeKind::Ended { exit_code: Some(code), oom: false }
    }

    fn place() -> (tempfile::TempDir, Database, EngineKey) {
        let folder = tempfile::tempdir().unwrap();
        let paths = slipway_store::Paths::under(folder.path()).unwrap();
        let database = Database::open(&paths, crate::tables::ROOMS, true).unwrap().database;
        (folder, database, EngineKey::new("engine"))
    }

    /// Codes of the ends that have a mark.
    fn ends(database: &Database, engine: &EngineKey) -> Vec<Option<i64>> {
        let marks = marks::read(database, engine, &ContainerId::new("a"), 0, i64::MAX).unwrap();
        let ends = marks.into_iter().filter_map(|mark| match mark.kind {
            MarkKind::Ended { exit_code } => Some(exit_code),
            _ => None,
        });
        ends.collect()
    }

    #[test]
    fn an_end_that_is_told_before_its_start_is_an_end_of_its_own() {
        let (_folder, database, engine) = place();
        let mut known = HashMap::new();
        // A program that ends at once, again and again: the engine logs its end before its start.
        for told in [
            vec![(1_000, ChangeKind::Started), (2_000, ended(2))],
            vec![(2_600, ended(2))],
            vec![(2_605, ChangeKind::Started)],
            vec![(3_400, ended(2)), (3_404, ChangeKind::Started)],
            vec![(5_000, ended(137))],
        ] {
            let rows = [ContainerRow { finished_ms: Some(2_000), ..row("a", ContainerState::Restarting) }];
            write(&database, &engine, news(&mut known, &rows, &heard(&told), 9_000)).unwrap();
        }
        assert_eq!(ends(&database, &engine), [2, 2, 2, 137].map(Some));
    }

    #[test]
    fn what_a_row_knows_better_later_is_no_other_end() {
        let (_folder, database, engine) = place();
        let mut known = HashMap::new();
        let running = row("a", ContainerState::Running);
        write(&database, &engine, news(&mut known, std::slice::from_ref(&running), &heard(&[]), 1_000))
            .unwrap();
        let exited = ContainerRow { state: ContainerState::Exited, ..running };
        for finished_ms in [2_000, 2_900] {
            let told = if finished_ms == 2_000 { vec![(2_000, ended(3))] } else { Vec::new() };
            let rows = [ContainerRow { finished_ms: Some(finished_ms), ..exited.clone() }];
            write(&database, &engine, news(&mut known, &rows, &heard(&told), 3_000)).unwrap();
        }
        assert_eq!(ends(&database, &engine), [Some(3)]);
    }

    #[test]
    fn where_changes_were_missed_rows_tell() {
        let mut known = HashMap::new();
        news(&mut known, &[row("a", ContainerState::Running)], &heard(&[]), 5_000);
        let rows = [ContainerRow { finished_ms: Some(4_000), ..row("a", ContainerState::Exited) }];
        let lagged = Heard { changes: Vec::new(), lagged: true };
        assert_eq!(news(&mut known, &rows, &lagged, 6_000).marks.len(), 1);
    }

    #[test]
    fn what_is_known_is_no_news() {
        let mut known = HashMap::new();
        let rows = [row("a", ContainerState::Running)];
        assert_eq!(news(&mut known, &rows, &Heard::default(), 5_000).marks.len(), 1);
        assert!(news(&mut known, &rows, &Heard::default(), 6_000).is_empty());
    }

    #[test]
    fn what_runs_for_a_moment_only_is_not_kept() {
        let mut measured = row("a", ContainerState::Running);
        measured.labels.insert(label::COSTS.to_owned(), "1".to_owned());
        assert!(news(&mut HashMap::new(), &[measured], &Heard::default(), 5_000).is_empty());
    }

    #[test]
    fn one_that_is_gone_while_it_ran_has_ended() {
        let mut known = HashMap::new();
        news(
            &mut known,
            &[row("a", ContainerState::Running), row("b", ContainerState::Exited)],
            &Heard::default(),
            5_000,
        );
        let gone = news(&mut known, &[], &Heard::default(), 6_000);
        assert_eq!(gone.marks.len(), 1);
        assert_eq!((gone.rows[0].id.as_str(), gone.rows[0].finished_ms), ("a", Some(6_000)));
        assert!(known.is_empty());
    }

    #[test]
    fn how_it_ended_is_kept_where_it_was_told_and_no_row_shows_it() {
        let mut known = HashMap::new();
        news(&mut known, &[row("a", ContainerState::Running)], &Heard::default(), 5_000);
        let gone = news(&mut known, &[], &heard(&[(5_500, ended(7))]), 6_000);
        assert_eq!(gone.marks, []);
        let kinds: Vec<_> =
            gone.told.marks.iter().map(|(_, mark)| (mark.time_ms, mark.kind.clone())).collect();
        assert_eq!(kinds, [(5_500, MarkKind::Ended { exit_code: Some(7) })]);
        assert_eq!((gone.rows[0].finished_ms, gone.rows[0].exit_code), (Some(5_500), Some(7)));
    }
}
