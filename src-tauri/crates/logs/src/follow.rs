//! The loop that follows one container's log until nobody wants it, or there is no such container.

use crate::collector::Writer;
use crate::flood::{CAUGHT_UP, Gate, Passed};
use crate::gather::gather;
use crate::resume::LAST_FRAMES;
use futures_util::StreamExt as _;
use slipway_engine::{ContainerState, EngineError, LogQuery};
use slipway_model::{ToFault as _, now};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep};

const BACK_OFF_MIN: Duration = Duration::from_millis(100);
const BACK_OFF_MAX: Duration = Duration::from_secs(5);
/// A stream that lived this long was healthy: the next trouble starts small again.
const HEALTHY: Duration = Duration::from_secs(5);
/// How often is looked whether anybody still wants the log.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How soon the engine is asked again when it and the index do not agree.
const ASK_AGAIN: Duration = Duration::from_secs(2);
/// One that was made so lately is read from its first line on.
const YOUNG_MS: i64 = 60_000;
/// Frames that are compared after an end.
const LOOKED_AT: u64 = 64;

/// How a stream came to its end.
enum End {
    /// There was no more to read.
    Read,
    /// It is to be begun anew.
    Anew,
    /// It broke.
    Broken(EngineError),
    /// Nobody wants it any more.
    Stopped,
}

/// Follows until there is no such container or nobody wants it any more.
pub(crate) async fn run(writer: Arc<Writer>) {
    let nobody = async {
        while writer.is_wanted() {
            sleep(LOOK_EVERY).await;
        }
    };
    // What is older is read beside it; where that has ended, following goes on.
    let both = async { tokio::join!(follow(&writer), older(&writer)) };
    tokio::select! {
        _ = both => {}
        () = nobody => writer.stop.cancel(),
    }
}

async fn older(writer: &Arc<Writer>) {
    writer.stop.run_until_cancelled(crate::older::read(writer)).await;
}

async fn follow(writer: &Arc<Writer>) {
    let mut back_off = BACK_OFF_MIN;
    let mut gate = Gate::new();
    loop {
        let began = Instant::now();
        let end = read(writer, Some(&mut gate)).await;
        if began.elapsed() >= HEALTHY {
            back_off = BACK_OFF_MIN;
        }
        let trouble = match end {
            End::Stopped => return,
            // All that there is was opened at once: what is thrown away meanwhile is still read.
            End::Anew => match read(writer, None).await {
                End::Stopped => return,
                End::Broken(error) => Some(error),
                End::Read | End::Anew => continue,
            },
            End::Broken(error) => Some(error),
            // Ended, or the engine let go of it: only the engine knows.
            End::Read => match state(writer).await {
                State::Stopped => return,
                State::Gone => return gone(writer).await,
                State::Unknown(error) => Some(error),
                State::Writes => None,
                State::Ended => match finish(writer).await {
                    End::Stopped => return,
                    End::Broken(error) => Some(error),
                    End::Read | End::Anew => {
                        if !starts_again(writer).await {
                            return;
                        }
                        back_off = BACK_OFF_MIN;
                        continue;
                    }
                },
            },
        };
        match trouble {
            Some(EngineError::NotFound { .. }) => return gone(writer).await,
            // Nothing will come, whatever is waited for; whoever looks again asks again.
            Some(EngineError::LogsNotKept { .. }) => {
                writer.change(crate::collector::Log::not_kept);
                return;
            }
            _ => {}
        }
        let fault = trouble.map(|error| error.to_fault());
        if fault.is_some() && !writer.change(|log| log.trouble = fault) {
            return;
        }
        tokio::select! {
            () = writer.stop.cancelled() => return,
            () = sleep(back_off) => {}
        }
        back_off = (back_off * 2).min(BACK_OFF_MAX);
    }
}

/// Reads one stream to its end; it follows where it may pass a gate.
async fn read(writer: &Arc<Writer>, mut gate: Option<&mut Gate>) -> End {
    let mut since = None;
    let mine = writer.change(|log| {
        since = log.resume.since();
        log.resume.begin();
    });
    if !mine {
        return End::Stopped;
    }
    // All of a young one: its lines come once then, and not again as those that are older.
    let tail = (since.is_none() && !is_young(writer)).then_some(LAST_FRAMES);
    let query = LogQuery { since, tail, follow: gate.is_some() };
    let mut frames = writer.source.engine.logs(&writer.id, query);
    loop {
        let next = gather(&mut frames);
        tokio::pin!(next);
        let chunk = loop {
            let comes_back = gate.is_some() && writer.look(|log| log.flood.is_some()) == Some(true);
            tokio::select! {
                biased;
                () = writer.stop.cancelled() => return End::Stopped,
                chunk = &mut next => break chunk,
                // Nothing more comes: what was left out is back.
                () = sleep(CAUGHT_UP), if comes_back => {
                    writer.change(|log| log.flood = None);
                }
            }
        };
        if chunk.is_empty() {
            return End::Read;
        }
        let mut broken = None;
        let whole = chunk.into_iter().filter_map(|item| item.map_err(|error| broken = Some(error)).ok());
        let whole: Vec<_> = whole.collect();
        let burst = gate.as_mut().is_some_and(|gate| gate.take(&whole, now().ms));
        if !writer.take(whole).await {
            return End::Stopped;
        }
        if let Some(error) = broken {
            return End::Broken(error);
        }
        if gate.as_ref().is_some_and(|gate| gate.has_caught_up())
            && writer.look(|log| log.flood.is_some()) == Some(true)
        {
            writer.change(|log| log.flood = None);
        }
        if let Some(gate) = gate.as_mut().filter(|_| burst) {
            match gate.hold(writer).await {
                Passed::On => {}
                Passed::Anew => return End::Anew,
                Passed::Stopped => return End::Stopped,
            }
        }
    }
}

/// After the container's end: what the live stream left out is read back. A slow reader was seen to lose 97 % of a
/// flood that way.
async fn finish(writer: &Arc<Writer>) -> End {
    let end = if has_the_end(writer).await { End::Read } else { read(writer, None).await };
    if matches!(end, End::Read) && !writer.end(false).await {
        return End::Stopped;
    }
    end
}

/// Whether the last frames that the engine has are all had: then a stream was let go of nowhere, for it can only lack
/// what came last. Reading back a flood takes as long as it did.
async fn has_the_end(writer: &Arc<Writer>) -> bool {
    let Some(mut resume) = writer.look(|log| log.resume.clone()) else { return false };
    resume.begin();
    let query = LogQuery { since: None, tail: Some(LOOKED_AT), follow: false };
    let mut frames = writer.source.engine.logs(&writer.id, query);
    let (mut seen, mut times) = (0, BTreeSet::new());
    while let Some(frame) = frames.next().await {
        let Ok(frame) = frame else { return false };
        seen += 1;
        times.insert(frame.time.unwrap_or_default().unix_nanos());
        if resume.admit(frame).is_some() {
            return false;
        }
    }
    // Of one moment only some of the lines may be here, and they cannot be told apart.
    seen > 0 && (times.len() > 1 || seen < LOOKED_AT)
}

/// Made a moment ago.
fn is_young(writer: &Arc<Writer>) -> bool {
    let snapshot = writer.source.index.snapshot();
    snapshot.row(&writer.id).is_some_and(|row| now().ms - row.created_ms < YOUNG_MS)
}

/// What the engine says of the container.
enum State {
    /// It runs, so it may write.
    Writes,
    /// It does not run.
    Ended,
    /// There is none.
    Gone,
    /// Nobody wants to know any more.
    Stopped,
    /// The engine does not say.
    Unknown(EngineError),
}

async fn state(writer: &Arc<Writer>) -> State {
    let facts = tokio::select! {
        () = writer.stop.cancelled() => return State::Stopped,
        facts = writer.source.engine.inspect_container(writer.id.as_str()) => facts,
    };
    match facts {
        Ok(facts) if writes(facts.state) => State::Writes,
        Ok(_) => State::Ended,
        Err(EngineError::NotFound { .. }) => State::Gone,
        Err(error) => State::Unknown(error),
    }
}

fn writes(state: ContainerState) -> bool {
    matches!(state, ContainerState::Running | ContainerState::Paused | ContainerState::Restarting)
}

/// Waits for the container to start again; false when that will not be.
async fn starts_again(writer: &Arc<Writer>) -> bool {
    let mut changed = writer.source.index.changed();
    loop {
        changed.mark_unchanged();
        let snapshot = writer.source.index.snapshot();
        let runs = snapshot.rows.iter().any(|row| row.id == writer.id && writes(row.state));
        drop(snapshot);
        if runs {
            // The index may not have heard of the end yet: the engine itself is asked.
            match state(writer).await {
                State::Writes => return writer.change(|log| log.ended = false),
                State::Stopped | State::Gone => return false,
                State::Ended | State::Unknown(_) => {}
            }
        }
        tokio::select! {
            () = writer.stop.cancelled() => return false,
            heard = changed.changed() => if heard.is_err() { return false },
            () = sleep(ASK_AGAIN), if runs => {}
        }
    }
}

async fn gone(writer: &Arc<Writer>) {
    writer.end(true).await;
}
