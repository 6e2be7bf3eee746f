//! Which engine there is, and everything that lives as long as the connection to it.
//!
//! One task looks for engines, connects to the user's choice or the first that is ready, and starts its [`House`]:
//! one connection, one event stream, one index, one recorder, one collector of logs. A connection that is lost is
//! the index's to mend; this task only acts when there is no engine or when another one is chosen.

mod at_rest;
mod house;
mod own;
mod preflight;
mod remedy;

pub use house::House;
pub use preflight::Preflight;
pub use remedy::Remedy;

use crate::{App, AppError, Topic};
use at_rest::AtRest;
use own::OwnPodman;
use slipway_containers::LinkState;
use slipway_engine::{
    Candidate, CandidateState, Endpoint, Engine, EngineInfo, OWN_PODMAN, Origin, Surroundings, discover,
};
use slipway_model::Fault;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// How long to wait before looking again while no engine is ready.
const LOOK_AGAIN: Duration = Duration::from_secs(3);

/// How the engine in use is.
#[derive(Debug, Clone, PartialEq)]
pub enum EngineState {
    /// Looking, or the first list has not come yet.
    Connecting,
    /// Connected, and the index is live.
    Ready(EngineInfo),
    /// It was there and does not answer now; Slipway keeps trying.
    Lost {
        /// The engine as it was.
        engine: EngineInfo,
        /// Since when, milliseconds since the epoch.
        since_ms: i64,
        /// When the next try is.
        retry_in_ms: u64,
        /// Why.
        fault: Fault,
    },
    /// There is none that can be used.
    None(Fault),
}

/// The engines of this app.
#[derive(Debug, Default)]
pub(crate) struct Engines {
    inner: Mutex<Inner>,
    kick: Notify,
    own: OwnPodman,
}

#[derive(Debug, Default)]
struct Inner {
    looked: bool,
    candidates: Vec<Candidate>,
    house: Option<Arc<House>>,
    /// While there is no house.
    at_rest: Option<AtRest>,
    preflight: Preflight,
}

impl Engines {
    /// Ends what Slipway started itself. True when nothing of it is left.
    pub(crate) async fn end_own(&self) -> bool {
        self.own.end().await
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// How the engine in use is.
    pub fn engine_state(&self) -> EngineState {
        let (house, looked, fault) = {
            let inner = self.engines.inner();
            (inner.house.clone(), inner.looked, why_none(&inner.candidates))
        };
        let Some(house) = house else {
            return if looked { EngineState::None(fault) } else { EngineState::Connecting };
        };
        match house.index.snapshot().link {
            LinkState::Connecting => EngineState::Connecting,
            LinkState::Live => EngineState::Ready(house.engine.info().clone()),
            LinkState::Lost { since_ms, fault, retry_in_ms } => {
                EngineState::Lost { engine: house.engine.info().clone(), since_ms, retry_in_ms, fault }
            }
        }
    }

    /// Every engine that was found, in the order of preference.
    pub fn engine_candidates(&self) -> Vec<Candidate> {
        self.engines.inner().candidates.clone()
    }

    /// The engine in use with all that lives on it.
    pub fn house(&self) -> Option<Arc<House>> {
        self.engines.inner().house.clone()
    }

    /// The engine in use, or why there is none.
    ///
    /// # Errors
    /// The fault that the foot of the rail shows.
    pub fn engine(&self) -> Result<Engine, AppError> {
        let inner = self.engines.inner();
        match &inner.house {
            Some(house) => Ok(house.engine.clone()),
            None => Err(why_none(&inner.candidates).into()),
        }
    }

    /// Looks for engines again, now.
    pub async fn look_for_engines(&self) -> Vec<Candidate> {
        let preferred = self.settings().engine_endpoint;
        let found = self.discover(preferred.as_deref()).await;
        {
            let mut inner = self.engines.inner();
            inner.candidates.clone_from(&found);
            inner.looked = true;
        }
        self.engines.kick.notify_one();
        self.wakes.send(Topic::Engine);
        found
    }

    /// Chooses the engine at an endpoint and remembers it.
    ///
    /// # Errors
    /// Where the setting cannot be written.
    pub async fn choose_engine(&self, endpoint: &str) -> Result<(), AppError> {
        self.change_settings(|settings| settings.engine_endpoint = Some(endpoint.to_owned()))?;
        self.look_for_engines().await;
        Ok(())
    }

    /// Connects to what the command line names, or to the first engine that is ready.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn connect_engine(&self, url: Option<&str>) -> Result<Engine, AppError> {
        if let Some(url) = url.filter(|url| *url != OWN_PODMAN) {
            return Ok(Engine::connect(&Endpoint::parse(url)?).await?);
        }
        let preferred = url.map(str::to_owned).or_else(|| self.settings().engine_endpoint);
        let found = only_named(self.discover(preferred.as_deref()).await);
        match best(&found, preferred.as_deref()) {
            Some(best) => self.connect_to(&best).await,
            None => Err(why_none(&found).into()),
        }
    }

    /// Every engine there is, the Podman that runs for Slipway among them.
    async fn discover(&self, preferred: Option<&str>) -> Vec<Candidate> {
        let mut found = discover(&Surroundings::of_this_process(), preferred).await;
        if let Some(state) = self.podman_now().await {
            found.retain(|candidate| candidate.origin != Origin::Own);
            found.push(Candidate { endpoint_url: OWN_PODMAN.to_owned(), origin: Origin::Own, state });
        }
        found
    }

    async fn connect_to(&self, best: &Best) -> Result<Engine, AppError> {
        match best {
            Best::Ready(url) if url == OWN_PODMAN => {
                self.running_podman().await.ok_or_else(|| Fault::new("engine-podman-service").into())
            }
            Best::Ready(url) => Ok(Box::pin(Engine::connect(&Endpoint::parse(url)?)).await?),
            Best::Startable(program) => self.own_podman(program).await,
        }
    }

    /// The index looks again: something was changed by us.
    pub(crate) fn poke_index(&self) {
        if let Some(house) = self.house() {
            house.index.poke();
        }
    }

    /// The one task that keeps an engine: runs until the app ends.
    pub(crate) async fn keep_engine(self: Arc<Self>) {
        let stop = self.tasks.stop().clone();
        loop {
            if self.house().is_none() && stop.run_until_cancelled(self.look_for_engines()).await.is_none() {
                return;
            }
            self.settle().await;
            self.rest();
            let have_one = self.house().is_some();
            let kicked = self.engines.kick.notified();
            let waiting = async {
                if have_one {
                    kicked.await;
                } else {
                    // A kick from our own look above is no reason to hurry.
                    tokio::time::sleep(LOOK_AGAIN).await;
                }
            };
            if stop.run_until_cancelled(waiting).await.is_none() {
                return;
            }
        }
    }

    /// Makes the house that should be: the one of the best engine, and no other.
    async fn settle(self: &Arc<Self>) {
        let preferred = self.settings().engine_endpoint;
        let wanted = best(&self.engine_candidates(), preferred.as_deref());
        let current = self.house();
        if let (Some(wanted), Some(house)) = (&wanted, &current)
            && (house.engine.endpoint().url() == wanted.url() || preferred.as_deref() != Some(wanted.url()))
        {
            // Already there, or merely another one that is ready too: a connection is not given up for that.
            return;
        }
        let Some(wanted) = wanted else { return };
        match self.connect_to(&wanted).await {
            Ok(engine) => {
                if wanted.url() == OWN_PODMAN {
                    self.own_is_ready(engine.info().clone());
                }
                if let Some(old) = current {
                    old.end().await;
                }
                let house = House::start(self, engine);
                {
                    let mut inner = self.engines.inner();
                    inner.house = Some(house);
                    inner.at_rest = None;
                }
                self.wakes.send(Topic::Engine);
                self.wakes.send(Topic::Containers);
            }
            Err(error) => tracing::warn!(endpoint = wanted.url(), %error, "the engine did not let us in"),
        }
    }

    /// The Podman that could be started runs.
    fn own_is_ready(&self, info: EngineInfo) {
        let mut inner = self.engines.inner();
        if let Some(own) = inner.candidates.iter_mut().find(|candidate| candidate.origin == Origin::Own) {
            own.state = CandidateState::Ready(info);
        }
    }

    pub(crate) fn take_house(&self) -> Option<Arc<House>> {
        self.engines.inner().house.take()
    }
}

/// The engine to use.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Best {
    /// The one at this address.
    Ready(String),
    /// The Podman that this program can start.
    Startable(PathBuf),
}

impl Best {
    fn url(&self) -> &str {
        match self {
            Self::Ready(url) => url,
            Self::Startable(_) => OWN_PODMAN,
        }
    }
}

/// The preferred one when it is ready, else the first that is. Where nobody listens anywhere, the Podman that can be
/// started. An engine that is there and in trouble (no permission, no answer) is to be mended, not to be gone around,
/// unless the user chose Podman.
fn best(candidates: &[Candidate], preferred: Option<&str>) -> Option<Best> {
    let ready = || candidates.iter().filter(|candidate| candidate.is_ready());
    let found = ready()
        .find(|candidate| Some(candidate.endpoint_url.as_str()) == preferred)
        .or_else(|| ready().next())
        .map(|candidate| Best::Ready(candidate.endpoint_url.clone()));
    let startable = || {
        let program = candidates.iter().find_map(Candidate::startable)?;
        let nobody = candidates.iter().all(|candidate| {
            use CandidateState as State;
            matches!(candidate.state, State::Startable { .. } | State::NotRunning | State::NotInstalled)
        });
        let may = nobody || preferred == Some(OWN_PODMAN);
        may.then(|| Best::Startable(program.to_owned()))
    };
    found.or_else(startable)
}

/// What a command may use: it is meant for the engine that `DOCKER_HOST` names, also while that one is down, and must not
/// change another one instead. The window shows which engine it is in, and goes on looking. An engine chosen in the
/// settings comes first where it is ready, as in the window.
fn only_named(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let chosen = candidates.iter().any(|one| one.origin == Origin::Setting && one.is_ready());
    if !chosen && let Some(named) = candidates.iter().position(|one| one.origin == Origin::DockerHost) {
        return vec![candidates.swap_remove(named)];
    }
    candidates
}

/// Why there is no engine: of all candidates, what the user is nearest to mending.
fn why_none(candidates: &[Candidate]) -> Fault {
    const NEAREST: &[&str] = &[
        "engine-no-permission",
        "engine-no-answer",
        "engine-too-old",
        "engine-not-running",
        "engine-not-installed",
    ];
    let faults: Vec<Fault> = candidates.iter().filter_map(Candidate::fault).collect();
    NEAREST
        .iter()
        .find_map(|code| faults.iter().find(|fault| fault.code == *code))
        .or_else(|| faults.first())
        .cloned()
        .unwrap_or_else(|| Fault::new("engine-not-installed"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use slipway_engine::Product;

    fn candidate(origin: Origin) -> Candidate {
        Candidate { endpoint_url: format!("{origin:?}"), origin, state: CandidateState::NotRunning }
    }

    #[test]
    fn a_command_goes_around_no_engine_that_the_environment_names() {
        let socket = || candidate(Origin::Socket { product: Product::Docker });
        let all = vec![candidate(Origin::Setting), candidate(Origin::DockerHost), socket()];
        assert_eq!(only_named(all), [candidate(Origin::DockerHost)]);
        assert_eq!(only_named(vec![candidate(Origin::Setting), socket()]).len(), 2);
    }
}
