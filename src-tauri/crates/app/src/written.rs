//! What one container wrote, for one command: what is kept of it and what the engine has, each line once.

use crate::{App, AppError};
use futures_util::StreamExt as _;
use slipway_containers::catalog;
use slipway_engine::{ContainerState, Engine, EngineError, LogFrame, LogQuery};
use slipway_logs::keep::{Gap, KeptLog, Record, folder_of};
use slipway_logs::search::Matcher;
use slipway_logs::{Joiner, Resume};
use slipway_model::{ContainerId, Cursor, EngineKey, Timestamp};
use tokio_util::sync::CancellationToken;

/// Kept lines that are read at a time.
const PAGE_BYTES: usize = 1 << 20;
/// Frames that are taken at a time.
const AT_ONCE: usize = 1024;

/// Whose lines they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writer {
    /// Its id.
    pub id: ContainerId,
    /// Its name, hostile.
    pub name: String,
}

/// Which lines are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The container's name, its id or the beginning of it.
    pub container: &'a str,
    /// What a line must be like.
    pub matcher: &'a Matcher,
    /// Older lines are left out.
    pub since: Option<Timestamp>,
    /// Goes on until the container ends.
    pub follow: bool,
}

impl App {
    /// Gives out the lines of a container that match, oldest first: also of one that is gone, as far as they are kept.
    /// Where they are followed it goes on until the container ends or `stop`.
    ///
    /// # Errors
    /// Where there is no such container and nothing is kept of one, or the engine does not answer.
    pub async fn written(
        &self,
        engine: &Engine,
        wanted: Wanted<'_>,
        stop: &CancellationToken,
        sink: &mut (dyn FnMut(&Writer, &Record) + Send),
    ) -> Result<(), AppError> {
        let Wanted { container: name, matcher, since, follow } = wanted;
        let here = engine.inspect_container(name).await;
        let (writer, is_here) = match here {
            Ok(facts) => (Writer { id: facts.id, name: facts.name }, true),
            Err(error @ EngineError::NotFound { .. }) => {
                (self.gone(&engine.info().key, name)?.ok_or(error)?, false)
            }
            Err(error) => return Err(error.into()),
        };
        let mut say = |record: &Record| {
            if record.gap.is_some() || matcher.matches(record) {
                sink(&writer, record);
            }
        };
        let kept = self.kept(&engine.info().key, &writer.id)?;
        if !is_here {
            let Some(mut kept) = kept else {
                return Err(EngineError::NotFound { what: "container", name: name.to_owned() }.into());
            };
            tell_kept(&mut kept, i64::MAX, stop, &mut say);
            return Ok(());
        }
        let mut telling = Telling { engine, writer: &writer, since, resume: Resume::default(), kept };
        telling.tell(follow, stop, &mut say).await
    }

    /// Gives out what is kept of a container while no engine can be asked. Of several engines' containers of that name
    /// it is the one that was seen last.
    ///
    /// # Errors
    /// Where what is kept cannot be read.
    pub fn written_before(
        &self,
        wanted: Wanted<'_>,
        stop: &CancellationToken,
        sink: &mut (dyn FnMut(&Writer, &Record) + Send),
    ) -> Result<(), AppError> {
        for engine in catalog::engines(&self.database)? {
            let Some(writer) = self.gone(&engine, wanted.container)? else { continue };
            let Some(mut kept) = self.kept(&engine, &writer.id)? else { continue };
            let mut say = |record: &Record| {
                if record.gap.is_some() || wanted.matcher.matches(record) {
                    sink(&writer, record);
                }
            };
            tell_kept(&mut kept, i64::MAX, stop, &mut say);
            break;
        }
        Ok(())
    }

    /// A container that the engine does not have any more, by its name or the beginning of its id: the last of that
    /// name.
    fn gone(&self, engine: &EngineKey, name: &str) -> Result<Option<Writer>, AppError> {
        let seen = catalog::remembered(&self.database, engine)?;
        let is_id = |id: &ContainerId| name.len() >= 12 && id.as_str().starts_with(name);
        let found = seen.into_iter().find(|seen| seen.name == name || is_id(&seen.id));
        Ok(found.map(|seen| Writer { id: seen.id, name: seen.name }))
    }

    fn kept(&self, engine: &EngineKey, id: &ContainerId) -> Result<Option<KeptLog>, AppError> {
        let folder = folder_of(&self.paths.lines(), engine, id).filter(|folder| folder.is_dir());
        Ok(folder.map(KeptLog::read_only).transpose()?)
    }
}

/// Gives out kept lines that are older than a moment.
fn tell_kept(kept: &mut KeptLog, before_ns: i64, stop: &CancellationToken, say: &mut dyn FnMut(&Record)) {
    let mut at = Cursor(kept.first());
    while at.0 < kept.next() && !stop.is_cancelled() {
        let page = kept.read(at, PAGE_BYTES);
        if page.items.is_empty() {
            return;
        }
        at = page.next;
        for line in page.items {
            if line.record.time.unix_nanos() < before_ns {
                say(&line.record);
            }
        }
    }
}

struct Telling<'a> {
    engine: &'a Engine,
    writer: &'a Writer,
    since: Option<Timestamp>,
    resume: Resume,
    /// What is kept, until it is told.
    kept: Option<KeptLog>,
}

impl Telling<'_> {
    async fn tell(
        &mut self,
        follow: bool,
        stop: &CancellationToken,
        say: &mut (dyn FnMut(&Record) + Send),
    ) -> Result<(), AppError> {
        let mut joiner = Joiner::default();
        let mut follow = follow;
        loop {
            self.read(follow, &mut joiner, stop, say).await?;
            if stop.is_cancelled() {
                return Ok(());
            }
            // The live stream may leave out what came last: after the end it is read back.
            let ends = !follow;
            follow = follow && self.goes_on().await?;
            if ends {
                break;
            }
        }
        joiner.flush(|line| say(&line.into()));
        // The engine has none at all.
        if let Some(mut kept) = self.kept.take() {
            tell_kept(&mut kept, i64::MAX, stop, say);
        }
        Ok(())
    }

    async fn goes_on(&self) -> Result<bool, AppError> {
        match self.engine.inspect_container(self.writer.id.as_str()).await {
            Ok(facts) => Ok(matches!(
                facts.state,
                ContainerState::Running | ContainerState::Paused | ContainerState::Restarting
            )),
            Err(EngineError::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    async fn read(
        &mut self,
        follow: bool,
        joiner: &mut Joiner,
        stop: &CancellationToken,
        say: &mut (dyn FnMut(&Record) + Send),
    ) -> Result<(), AppError> {
        let since = self.resume.since().or(self.since);
        self.resume.begin();
        let query = LogQuery { since, tail: None, follow };
        let mut chunks = self.engine.logs(&self.writer.id, query).ready_chunks(AT_ONCE);
        while let Some(Some(chunk)) = stop.run_until_cancelled(chunks.next()).await {
            for frame in chunk {
                match frame {
                    Ok(frame) => self.take(frame, joiner, stop, say),
                    // Removed while it was read: all that there was has been told.
                    Err(EngineError::NotFound { .. }) if self.resume.since().is_some() => return Ok(()),
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(())
    }

    fn take(
        &mut self,
        frame: LogFrame,
        joiner: &mut Joiner,
        stop: &CancellationToken,
        say: &mut (dyn FnMut(&Record) + Send),
    ) {
        // What the engine has rotated away may be kept.
        if let Some(mut kept) = self.kept.take() {
            tell_kept(&mut kept, frame.time.unwrap_or_default().unix_nanos(), stop, say);
        }
        if self.resume.missed(&frame) {
            say(&Record::gap(&frame, Gap::rotated()));
        }
        if let Some(frame) = self.resume.admit(frame) {
            joiner.push(&frame, |line| say(&line.into()));
        }
    }
}
