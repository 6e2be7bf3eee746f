//! The images of a program: numbered, the last three kept.

use slipway_engine::Engine;
use slipway_model::{ProjectId, now};
use slipway_store::rusqlite::params;
use slipway_store::{Database, StoreError};

/// How many images of a program are kept on an engine.
const KEPT: usize = 3;

/// The number of the next image of a program.
pub(super) fn next_number(
    database: &Database,
    engine: &Engine,
    project: &ProjectId,
    program: &str,
) -> Result<u32, StoreError> {
    database.with(|connection| {
        connection.query_row(
            "SELECT coalesce(max(number), 0) + 1 FROM image_kept WHERE engine = ?1 AND project = ?2 AND program = ?3",
            params![engine.info().key.as_str(), project.as_str(), program],
            |row| row.get(0),
        )
    })
}

/// Whether a good ship made the image with this tag.
pub(super) fn is_kept(database: &Database, engine: &Engine, tag: &str) -> Result<bool, StoreError> {
    database.with(|connection| {
        connection.query_row(
            "SELECT count(*) > 0 FROM image_kept WHERE engine = ?1 AND tag = ?2",
            params![engine.info().key.as_str(), tag],
            |row| row.get(0),
        )
    })
}

/// Records a good image and removes the tags beyond the last three different ones. What cannot be removed (another
/// container uses it) stays and is not counted any more.
pub(super) async fn keep(
    database: &Database,
    engine: &Engine,
    project: &ProjectId,
    program: &str,
    number: u32,
    image: &super::ImageMade,
) -> Result<(), StoreError> {
    let key = engine.info().key.clone();
    let beyond: Vec<(u32, String)> = database.with(|connection| {
        connection.execute(
            "INSERT OR REPLACE INTO image_kept (engine, project, program, number, image_id, tag, made_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![key.as_str(), project.as_str(), program, number, image.id, image.tag, now().ms],
        )?;
        let rows: Vec<(u32, String, String)> = connection
            .prepare_cached(
                "SELECT number, image_id, tag FROM image_kept
                 WHERE engine = ?1 AND project = ?2 AND program = ?3 ORDER BY number DESC",
            )?
            .query_map(params![key.as_str(), project.as_str(), program], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?
            .collect::<Result<_, _>>()?;
        Ok(beyond_kept(rows))
    })?;
    for (number, tag) in beyond {
        if let Err(error) = engine.remove_image(&tag, false).await {
            tracing::debug!(%tag, %error, "an old image stays");
        }
        database.with(|connection| {
            connection.execute(
                "DELETE FROM image_kept WHERE engine = ?1 AND project = ?2 AND program = ?3 AND number = ?4",
                params![key.as_str(), project.as_str(), program, number],
            )
        })?;
    }
    Ok(())
}

/// Of the rows, newest first: those to remove. The same image under an older tag does not count as another one.
fn beyond_kept(rows: Vec<(u32, String, String)>) -> Vec<(u32, String)> {
    let mut different: Vec<String> = Vec::new();
    let mut beyond = Vec::new();
    for (number, image, tag) in rows {
        if different.contains(&image) || different.len() == KEPT {
            beyond.push((number, tag));
        } else {
            different.push(image);
        }
    }
    beyond
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_three_different_images_stay() {
        let rows = [(6, "d"), (5, "d"), (4, "c"), (3, "b"), (2, "a"), (1, "z")]
            .map(|(number, image)| (number, image.to_owned(), format!("t{number}")));
        let gone: Vec<u32> = beyond_kept(rows.to_vec()).into_iter().map(|(number, _)| number).collect();
        assert_eq!(gone, [5, 2, 1]);
    }
}
