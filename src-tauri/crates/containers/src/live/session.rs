//! One connection's life: events first, then the list, then the events that came meanwhile, then whatever happens.

use super::{LinkState, Shared};
use crate::{Change, Index, Question};
use futures_util::future::{BoxFuture, OptionFuture};
use futures_util::stream::{BoxStream, FuturesUnordered};
use futures_util::{FutureExt as _, StreamExt as _};
use slipway_engine::{ContainerFacts, ContainerListed, Engine, EngineError, EngineEvent};
use slipway_model::{Timestamp, now};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// How often the whole list is compared, whatever the events said.
const RECONCILE: Duration = Duration::from_secs(30);
/// When it is compared for the first time after connecting: an event in the moment of connecting may be lost.
const SETTLE: Duration = Duration::from_secs(1);
/// How often a quiet link is tried.
const PING: Duration = Duration::from_secs(10);
/// How many containers are inspected at a time.
const INSPECTS: usize = 8;
/// How many events may wait for a list.
const WAITING: usize = 4096;
/// Rows are published at most this often.
const PUBLISH: Duration = Duration::from_millis(30);
/// How long a container that could not be inspected is left alone.
const ASK_AGAIN: Duration = Duration::from_millis(500);

type Answer = (Question, Result<ContainerFacts, EngineError>);

pub(super) struct Session<'a> {
    engine: &'a Engine,
    index: &'a mut Index,
    shared: &'a Shared,
    changes: Vec<Change>,
    waiting: Vec<EngineEvent>,
    inspects: FuturesUnordered<BoxFuture<'static, Answer>>,
    published: Instant,
    /// Rows are to be published at this moment.
    publish_at: Option<Instant>,
    live: bool,
}

impl<'a> Session<'a> {
    pub(super) fn new(engine: &'a Engine, index: &'a mut Index, shared: &'a Shared) -> Self {
        Self {
            engine,
            index,
            shared,
            changes: Vec::new(),
            waiting: Vec::new(),
            inspects: FuturesUnordered::new(),
            published: Instant::now(),
            publish_at: None,
            live: false,
        }
    }

    /// Lives until the link breaks; says why, and whether it ever was live.
    pub(super) async fn run(mut self) -> (EngineError, bool) {
        let error = match self.live().await {
            Ok(never) => match never {},
            Err(error) => error,
        };
        // What was seen before it broke is not lost with it.
        if self.index.take_different() || !self.changes.is_empty() {
            self.shared.publish(Some(self.index.rows()), None, &mut self.changes);
        }
        (error, self.live)
    }

    async fn live(&mut self) -> Result<std::convert::Infallible, EngineError> {
        self.engine.ping().await?;
        // Events that were missed may still be told; what was being asked is asked again.
        let since = self.index.last_event().unwrap_or_else(|| self.engine.clock());
        self.index.doubt_all();
        let mut events = self.engine.events(Some(since)).await;
        let mut listing = Some(list(self.engine.clone()));
        let mut pinging: Option<BoxFuture<'static, Result<(), EngineError>>> = None;
        let mut reconcile_at = Instant::now() + RECONCILE;
        let mut ping_at = Instant::now() + PING;
        loop {
            if listing.is_none() {
                self.ask_more();
            }
            tokio::select! {
                event = events.next() => {
                    self.event(event.ok_or_else(ended)??, listing.is_some(), &mut events);
                    ping_at = Instant::now() + PING;
                }
                Some((listed, at)) = OptionFuture::from(listing.as_mut()) => {
                    listing = None;
                    reconcile_at = Instant::now() + if self.live { RECONCILE } else { SETTLE };
                    self.list(listed?, at);
                }
                // An answer may be newer than the list that is under way: it waits too.
                Some(answer) = self.inspects.next(), if listing.is_none() => self.answer(answer),
                () = sleep_until(reconcile_at), if listing.is_none() => {
                    listing = Some(list(self.engine.clone()));
                }
                () = self.shared.poke.notified(), if listing.is_none() => listing = Some(list(self.engine.clone())),
                Some(answer) = OptionFuture::from(pinging.as_mut()) => {
                    pinging = None;
                    answer?;
                }
                () = sleep_until(ping_at), if pinging.is_none() => {
                    ping_at = Instant::now() + PING;
                    let engine = self.engine.clone();
                    pinging = Some(async move { engine.ping().await }.boxed());
                }
                () = sleep_until(self.publish_at.unwrap_or(ping_at)), if self.publish_at.is_some() => {
                    self.publish(None);
                }
            }
        }
    }

    /// Takes one event and all that are there already; while a list is under way they wait for it.
    fn event(
        &mut self,
        first: EngineEvent,
        waits: bool,
        events: &mut BoxStream<'static, Result<EngineEvent, EngineError>>,
    ) {
        let mut next = Some(first);
        while let Some(event) = next {
            if waits && self.waiting.len() < WAITING {
                self.waiting.push(event);
            } else {
                // More than that: the inspects and the next list put it right.
                self.changes.extend(self.index.apply_event(&event));
            }
            // An error stays in the stream: a stream that has failed ends with the next poll.
            next = match events.next().now_or_never() {
                Some(Some(Ok(event))) => Some(event),
                _ => None,
            };
        }
        self.soon();
    }

    fn list(&mut self, listed: Vec<ContainerListed>, at: Timestamp) {
        self.changes.extend(self.index.apply_list(listed, at));
        for event in std::mem::take(&mut self.waiting) {
            self.changes.extend(self.index.apply_event(&event));
        }
        if self.live {
            self.soon();
        } else {
            self.live = true;
            self.publish(Some(LinkState::Live));
        }
    }

    fn answer(&mut self, (question, answer): Answer) {
        let at = self.engine.clock();
        match answer {
            Ok(facts) => self.changes.extend(self.index.apply_facts(&question, &facts, at)),
            Err(EngineError::NotFound { .. }) => self.changes.extend(self.index.apply_missing(&question, at)),
            Err(error) => {
                tracing::debug!(id = %question.id, %error, "an inspect failed");
                self.index.apply_unanswered(&question);
            }
        }
        self.soon();
    }

    fn ask_more(&mut self) {
        while self.inspects.len() < INSPECTS {
            let Some(question) = self.index.next_question() else { return };
            let engine = self.engine.clone();
            let asking = async move {
                let answer = engine.inspect_container(question.id.as_str()).await;
                if matches!(&answer, Err(error) if !matches!(error, EngineError::NotFound { .. })) {
                    tokio::time::sleep(ASK_AGAIN).await;
                }
                (question, answer)
            };
            self.inspects.push(asking.boxed());
        }
    }

    /// Publishes now if it has been quiet, else after a moment: 300 answers are not 300 versions.
    fn soon(&mut self) {
        if self.publish_at.is_none() && (!self.changes.is_empty()) {
            self.publish_at = Some((self.published + PUBLISH).max(Instant::now()));
        }
    }

    fn publish(&mut self, link: Option<LinkState>) {
        self.published = Instant::now();
        self.publish_at = None;
        let rows = self.index.take_different().then(|| self.index.rows());
        if rows.is_some() || link.is_some() || !self.changes.is_empty() {
            self.shared.publish(rows, link, &mut self.changes);
        }
    }
}

fn list(engine: Engine) -> BoxFuture<'static, (Result<Vec<ContainerListed>, EngineError>, Timestamp)> {
    async move {
        let at = engine.clock();
        (engine.list_containers().await, at)
    }
    .boxed()
}

fn ended() -> EngineError {
    EngineError::Lost { detail: format!("the event stream ended at {} ms", now().ms) }
}
