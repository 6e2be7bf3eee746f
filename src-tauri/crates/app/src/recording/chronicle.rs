//! Writes down what happens to containers, as the index tells it: marks, and the catalog of all that were seen.

use crate::engines::House;
use crate::{App, Topic};
use slipway_containers::{ContainerRow, catalog};
use slipway_model::{ContainerId, EngineKey, now};
use slipway_monitor::marks::{self, Mark, MarkKind};
use slipway_store::{Database, StoreError};
use std::collections::HashMap;
use std::sync::Weak;
use std::time::Duration;

/// Changes of this long are written together.
const TOGETHER: Duration = Duration::from_millis(250);

/// Follows a house's index until it is gone. Neither app nor house is kept alive by it.
pub(crate) async fn keep_chronicle(app: Weak<App>, house: Weak<House>) {
    let Some(mut changed) = house.upgrade().map(|house| house.index.changed()) else { return };
    let mut known: HashMap<ContainerId, ContainerRow> = HashMap::new();
    let mut said = false;
    loop {
        {
            let (Some(app), Some(house)) = (app.upgrade(), house.upgrade()) else { return };
            changed.mark_unchanged();
            let snapshot = house.index.snapshot();
            // While the link is lost rows are as they last were.
            if snapshot.is_live() {
                let news = news(&mut known, &snapshot.rows, now().ms);
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

/// What is different from what was known, which then is known.
fn news(known: &mut HashMap<ContainerId, ContainerRow>, rows: &[ContainerRow], now_ms: i64) -> News {
    let mut news = News::default();
    for row in rows {
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
            // Removed while it ran, and its end was not told.
            row.state = slipway_engine::ContainerState::Exited;
            row.finished_ms = Some(now_ms);
            let kind = MarkKind::Ended { exit_code: None };
            news.marks.push((id.clone(), Mark { number: 0, time_ms: now_ms, kind }));
            news.rows.push(row.clone());
        }
        stays
    });
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
        assert_eq!(news(&mut known, &rows, 5_000).marks.len(), 1);
        assert!(news(&mut known, &rows, 6_000).is_empty());
    }

    #[test]
    fn one_that_is_gone_while_it_ran_has_ended() {
        let mut known = HashMap::new();
        news(&mut known, &[row("a", ContainerState::Running), row("b", ContainerState::Exited)], 5_000);
        let gone = news(&mut known, &[], 6_000);
        assert_eq!(gone.marks.len(), 1);
        assert_eq!((gone.rows[0].id.as_str(), gone.rows[0].finished_ms), ("a", Some(6_000)));
        assert!(known.is_empty());
    }
}
