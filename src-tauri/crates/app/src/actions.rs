//! Long actions: started with an id at once, followed by pulling, cancelled and re-attached by id.

use crate::ship::{self, Outcome, ShipEvent, ShipRequest, Stage, StageState};
use crate::{App, AppError, Topic};
use serde::{Deserialize, Serialize};
use slipway_model::{ActionId, Cursor, Fault, IdempotencyKey, Page, ProjectId, now};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio_util::sync::CancellationToken;

/// Lines of output kept an action; older ones are dropped and counted.
const LINES_KEPT: usize = 5_000;
/// Ended actions kept in memory.
const ENDED_KEPT: usize = 50;

/// How an action is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActionState {
    /// Its id.
    pub id: ActionId,
    /// Whose.
    pub project: ProjectId,
    /// When it began, milliseconds since the epoch.
    pub started_ms: i64,
    /// When it ended.
    pub ended_ms: Option<i64>,
    /// Its stages, all of them, in order.
    pub stages: Vec<StageState>,
    /// How it ended.
    pub outcome: Option<Outcome>,
}

/// A line of output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionLine {
    /// When, milliseconds since the epoch.
    pub at_ms: i64,
    /// Of which stage.
    pub stage: Stage,
    /// The text, hostile.
    pub text: String,
}

#[derive(Debug)]
struct Action {
    stop: CancellationToken,
    // A std mutex: every section is a push or a copy and never awaits.
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    state: ActionState,
    lines: VecDeque<ActionLine>,
    first: u64,
}

impl Action {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn apply(&self, event: ShipEvent) {
        let mut inner = self.inner();
        match event {
            ShipEvent::Stage(changed) => {
                if let Some(stage) = inner.state.stages.iter_mut().find(|stage| stage.stage == changed.stage)
                {
                    *stage = changed;
                }
            }
            ShipEvent::Line { stage, text } => {
                if inner.lines.len() == LINES_KEPT {
                    inner.lines.pop_front();
                    inner.first += 1;
                }
                inner.lines.push_back(ActionLine { at_ms: now().ms, stage, text });
            }
            // It is in the outcome, where it stays.
            ShipEvent::Note(_) => {}
        }
    }
}

/// An id for an action that is about to start.
pub fn new_action() -> ActionId {
    ActionId::new(uuid::Uuid::new_v4().to_string())
}

/// All actions of this process.
#[derive(Debug, Default)]
pub(crate) struct Actions(Mutex<Registry>);

#[derive(Debug, Default)]
struct Registry {
    by_id: HashMap<ActionId, Arc<Action>>,
    by_key: HashMap<IdempotencyKey, ActionId>,
    order: VecDeque<ActionId>,
}

impl Actions {
    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, id: &ActionId) -> Result<Arc<Action>, AppError> {
        Ok(self.registry().by_id.get(id).cloned().ok_or_else(|| Fault::new("machine-no-such-action"))?)
    }

    /// The action with this key, or a new one: the second is true for a new one.
    fn take(
        &self,
        key: &IdempotencyKey,
        project: &ProjectId,
        stop: CancellationToken,
    ) -> (Arc<Action>, bool) {
        let mut registry = self.registry();
        if let Some(known) = registry.by_key.get(key).and_then(|id| registry.by_id.get(id)) {
            return (known.clone(), false);
        }
        let id = new_action();
        let state = ActionState {
            id: id.clone(),
            project: project.clone(),
            started_ms: now().ms,
            ended_ms: None,
            stages: Stage::ALL.map(StageState::waiting).to_vec(),
            outcome: None,
        };
        let action =
            Arc::new(Action { stop, inner: Mutex::new(Inner { state, lines: VecDeque::new(), first: 0 }) });
        registry.by_id.insert(id.clone(), action.clone());
        registry.by_key.insert(key.clone(), id.clone());
        registry.order.push_back(id);
        registry.drop_old();
        (action, true)
    }
}

impl Registry {
    fn drop_old(&mut self) {
        while self.order.len() > ENDED_KEPT {
            let Some(place) = self.order.iter().position(|id| {
                self.by_id.get(id).is_none_or(|action| action.inner().state.ended_ms.is_some())
            }) else {
                return;
            };
            if let Some(id) = self.order.remove(place) {
                self.by_id.remove(&id);
                self.by_key.retain(|_, other| *other != id);
            }
        }
    }
}

impl App {
    /// Starts a ship and returns at once. The same key again returns the same action.
    ///
    /// # Errors
    /// None today; the ship's own are in its outcome.
    pub fn start_ship(
        self: &Arc<Self>,
        key: &IdempotencyKey,
        request: ShipRequest,
    ) -> Result<ActionId, AppError> {
        let (action, is_new) = self.actions.take(key, &request.project, self.tasks.stop().child_token());
        let id = action.inner().state.id.clone();
        if !is_new {
            return Ok(id);
        }
        let app = self.clone();
        self.wakes.send_for(Topic::Projects, Some(request.project.to_string()));
        self.tasks.spawn(async move {
            let wake_id = Some(action.inner().state.id.to_string());
            let sink = |event: ShipEvent| {
                action.apply(event);
                app.wakes.send_for(Topic::Actions, wake_id.clone());
            };
            let id = action.inner().state.id.clone();
            let outcome = ship::run(&app, &id, &request, &action.stop, &sink).await;
            {
                let mut inner = action.inner();
                inner.state.ended_ms = Some(now().ms);
                inner.state.outcome = Some(outcome);
            }
            app.wakes.send_for(Topic::Actions, wake_id.clone());
            app.wakes.send_for(Topic::Projects, Some(request.project.to_string()));
            app.poke_index();
        });
        Ok(id)
    }

    /// Reads an action from a place on.
    ///
    /// # Errors
    /// `machine-no-such-action` after a restart.
    pub fn read_action(
        &self,
        id: &ActionId,
        cursor: Cursor,
    ) -> Result<(ActionState, Page<ActionLine>), AppError> {
        let action = self.actions.find(id)?;
        let inner = action.inner();
        let from = cursor.0.max(inner.first);
        let items: Vec<_> = inner.lines.iter().skip((from - inner.first) as usize).cloned().collect();
        let page = Page {
            skipped: from.saturating_sub(cursor.0),
            next: Cursor(inner.first + inner.lines.len() as u64),
            ended: inner.state.ended_ms.is_some(),
            items,
        };
        Ok((inner.state.clone(), page))
    }

    /// Asks an action to stop; it then undoes what it did and ends.
    ///
    /// # Errors
    /// `machine-no-such-action`.
    pub fn cancel_action(&self, id: &ActionId) -> Result<(), AppError> {
        self.actions.find(id)?.stop.cancel();
        Ok(())
    }

    /// The action of a project that is under way.
    pub fn running_action(&self, project: &ProjectId) -> Option<ActionId> {
        let registry = self.actions.registry();
        registry.by_id.values().find_map(|action| {
            let inner = action.inner();
            (inner.state.project == *project && inner.state.ended_ms.is_none())
                .then(|| inner.state.id.clone())
        })
    }

    /// The last ship of a project that ended, whoever started it: this window, another one or the command line.
    ///
    /// # Errors
    /// Where the database refuses.
    pub fn last_ship(&self, project: &ProjectId) -> Result<Option<ActionState>, AppError> {
        Ok(ship::last_ship(&self.database, project)?)
    }
}
