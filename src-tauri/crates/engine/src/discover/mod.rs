//! Which engines there are here, in the order in which a user means them.

mod contexts;
mod surroundings;

#[cfg(unix)]
#[path = "unix.rs"]
mod platform;
#[cfg(windows)]
#[path = "windows.rs"]
mod platform;

pub use surroundings::Surroundings;

use crate::endpoint::OWN_PODMAN;
use crate::{Endpoint, EngineError, EngineInfo};
use futures_util::future::join_all;
use slipway_model::{EngineKey, Fault, ToFault as _};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a silent engine is waited for.
const SILENCE: Duration = Duration::from_secs(2);
/// How long one that lives may take to describe itself: Podman's first answer is slow.
const DESCRIBE: Duration = Duration::from_secs(4);
/// Both for one that the user has named, which no other can stand in for. On a machine without help from the hardware
/// Podman takes three seconds to be started by its socket, and up to seven to describe itself.
const NAMED: (Duration, Duration) = (crate::PING_BOUND, Duration::from_secs(15));

/// What someone may have installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Product {
    /// Docker Engine.
    Docker,
    /// Docker Engine without root.
    DockerRootless,
    /// Podman.
    Podman,
    /// Colima.
    Colima,
    /// OrbStack.
    OrbStack,
    /// Rancher Desktop.
    RancherDesktop,
    /// Docker Desktop.
    DockerDesktop,
}

/// Where an address was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The variable `DOCKER_HOST`.
    DockerHost,
    /// A Docker context.
    Context {
        /// Its name.
        name: String,
    },
    /// One of the usual places.
    Socket {
        /// Whose place it is.
        product: Product,
    },
    /// Slipway's own setting or flag.
    Setting,
    /// Slipway starts it.
    Own,
}

/// How things stand at an address.
#[derive(Debug, Clone, PartialEq)]
pub enum CandidateState {
    /// It can be used.
    Ready(EngineInfo),
    /// Nothing is installed.
    NotInstalled,
    /// Nobody listens.
    NotRunning,
    /// Slipway can start it by itself.
    Startable {
        /// The program.
        program: PathBuf,
    },
    /// This user may not.
    NoPermission {
        /// The group that may.
        group: Option<String>,
        /// The user is in it, but has not logged in anew since.
        user_in_group: bool,
    },
    /// It hangs.
    NoAnswer {
        /// How long it was waited for.
        after_ms: u64,
    },
    /// Too old.
    TooOld {
        /// What it has.
        api: String,
        /// What is needed.
        minimum: String,
    },
    /// A kind of address that is not built yet.
    NotSupported {
        /// `ssh`, `tls`, `tcp`.
        scheme: String,
    },
    /// Anything else that kept it from being used.
    Failed(Fault),
}

/// An engine that may be there.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its address.
    pub endpoint_url: String,
    /// Where it was found.
    pub origin: Origin,
    /// How things stand.
    pub state: CandidateState,
}

impl Candidate {
    /// What keeps it from being used, and what to do; none when it is ready.
    pub fn fault(&self) -> Option<Fault> {
        let endpoint = self.endpoint_url.clone();
        let error = match &self.state {
            CandidateState::Ready(_) | CandidateState::Startable { .. } => return None,
            CandidateState::Failed(fault) => return Some(fault.clone()),
            CandidateState::NotInstalled => EngineError::NotInstalled,
            CandidateState::NotRunning => EngineError::NotRunning { endpoint },
            CandidateState::NoPermission { group, user_in_group } => {
                EngineError::NoPermission { endpoint, group: group.clone(), user_in_group: *user_in_group }
            }
            CandidateState::NoAnswer { after_ms } => EngineError::NoAnswer { endpoint, after_ms: *after_ms },
            CandidateState::TooOld { api, minimum } => {
                EngineError::TooOld { api: api.clone(), minimum: minimum.clone() }
            }
            CandidateState::NotSupported { scheme } => EngineError::NotSupported { scheme: scheme.clone() },
        };
        Some(error.to_fault())
    }

    /// Whether it can be used.
    pub fn is_ready(&self) -> bool {
        matches!(self.state, CandidateState::Ready(_))
    }

    /// The program that Slipway can start to make it ready.
    pub fn startable(&self) -> Option<&Path> {
        match &self.state {
            CandidateState::Startable { program } => Some(program),
            _ => None,
        }
    }
}

/// An address with where it comes from, not looked at yet.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    url: String,
    origin: Origin,
    /// It asks for TLS, which is not built yet.
    tls: bool,
}

/// Looks for engines: the preferred address, `DOCKER_HOST`, contexts, the usual places. All are asked at the same
/// time with a bound; an engine behind two addresses is listed once, at the first. Where nothing is found there is
/// one candidate that says so.
pub async fn discover(surroundings: &Surroundings, preferred: Option<&str>) -> Vec<Candidate> {
    let addresses = addresses(surroundings, preferred);
    let mut candidates = once_each(join_all(addresses.into_iter().map(look)).await);
    candidates.extend(own_podman(surroundings, preferred, &candidates));
    if candidates.is_empty() {
        candidates.push(nothing_found(surroundings));
    }
    candidates
}

/// The Podman that Slipway can start: where its program is there and no engine answers. Who names an engine means that
/// one, also while it is down.
fn own_podman(
    surroundings: &Surroundings,
    preferred: Option<&str>,
    candidates: &[Candidate],
) -> Option<Candidate> {
    let named = preferred.is_some_and(|url| !matches!(url.trim(), "" | OWN_PODMAN))
        || surroundings.variable("DOCKER_HOST").is_some();
    if named || !cfg!(target_os = "linux") || candidates.iter().any(Candidate::is_ready) {
        return None;
    }
    let state = CandidateState::Startable { program: surroundings.program("podman")? };
    Some(Candidate { endpoint_url: OWN_PODMAN.to_owned(), origin: Origin::Own, state })
}

fn addresses(surroundings: &Surroundings, preferred: Option<&str>) -> Vec<Found> {
    let mut found = Vec::new();
    if let Some(url) = preferred.filter(|url| !matches!(url.trim(), "" | OWN_PODMAN)) {
        found.push(Found { url: url.trim().to_owned(), origin: Origin::Setting, tls: false });
    }
    if let Some(url) = surroundings.variable("DOCKER_HOST") {
        let tls = surroundings.variable("DOCKER_TLS_VERIFY").is_some() && url.starts_with("tcp://");
        found.push(Found { url: url.to_owned(), origin: Origin::DockerHost, tls });
    }
    found.extend(contexts::read(surroundings));
    found.extend(platform::usual_places(surroundings).into_iter().map(|(url, product)| Found {
        url,
        origin: Origin::Socket { product },
        tls: false,
    }));
    let mut seen = HashSet::new();
    found.retain(|found| {
        let name =
            Endpoint::parse(&found.url).map_or_else(|_| found.url.clone(), |endpoint| endpoint.canonical());
        seen.insert(name)
    });
    found
}

async fn look(found: Found) -> Candidate {
    let Found { url, origin, tls } = found;
    let (silence, describe) = match origin {
        Origin::Setting | Origin::DockerHost => NAMED,
        _ => (SILENCE, DESCRIBE),
    };
    let not_supported = |scheme: &str| CandidateState::NotSupported { scheme: scheme.to_owned() };
    let (endpoint_url, state) = match Endpoint::parse(&url) {
        _ if tls => (url, not_supported("tls")),
        Err(error) => (url, state_of(error)),
        Ok(endpoint) => {
            let state = match crate::Engine::connect_within(&endpoint, silence, describe).await {
                Ok(engine) => CandidateState::Ready(engine.info().clone()),
                Err(error) => state_of(error),
            };
            (endpoint.url().to_owned(), state)
        }
    };
    Candidate { endpoint_url, origin, state }
}

fn state_of(error: EngineError) -> CandidateState {
    match error {
        EngineError::NotInstalled => CandidateState::NotInstalled,
        EngineError::NotRunning { .. } => CandidateState::NotRunning,
        EngineError::NoPermission { group, user_in_group, .. } => {
            CandidateState::NoPermission { group, user_in_group }
        }
        EngineError::NoAnswer { after_ms, .. } => CandidateState::NoAnswer { after_ms },
        EngineError::TooOld { api, minimum } => CandidateState::TooOld { api, minimum },
        EngineError::NotSupported { scheme } => CandidateState::NotSupported { scheme },
        other => CandidateState::Failed(other.to_fault()),
    }
}

/// The same engine behind two addresses is one engine.
fn once_each(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut keys: HashSet<EngineKey> = HashSet::new();
    candidates
        .into_iter()
        .filter(|candidate| match &candidate.state {
            CandidateState::Ready(info) => keys.insert(info.key.clone()),
            _ => true,
        })
        .collect()
}

fn nothing_found(surroundings: &Surroundings) -> Candidate {
    let installed = ["dockerd", "docker", "dockerd.exe", "docker.exe"]
        .iter()
        .any(|name| surroundings.program(name).is_some());
    Candidate {
        endpoint_url: platform::DEFAULT_URL.to_owned(),
        origin: Origin::Socket { product: Product::Docker },
        state: if installed { CandidateState::NotRunning } else { CandidateState::NotInstalled },
    }
}

/// The group that may use a socket, and whether this user was added to it.
pub(crate) fn whose(socket: &Path) -> (Option<String>, bool) {
    platform::whose(socket)
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
