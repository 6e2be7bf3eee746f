//! The engine in use, those that were found, and the preflight.

use super::Fault;
use super::number::{safe, safe_ms};
use serde::{Deserialize, Serialize};
use slipway_app::engine::{self, CandidateState as Found, Origin as From_};
use slipway_app::engines;
use specta::Type;

/// An engine that answers.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct EngineInfo {
    /// Its key.
    pub key: String,
    /// `Docker` or `Podman`.
    pub product: String,
    /// Its version.
    pub version: String,
    /// Its API version.
    pub api_version: String,
    /// Where it is reached.
    pub endpoint: String,
    /// Its system.
    pub os: String,
    /// Its processor, in Go's word.
    pub arch: String,
    /// Its processors.
    pub cpus: u32,
    /// Its memory.
    pub memory_bytes: u64,
    /// 1 or 2.
    pub cgroup_version: u8,
    /// Runs without root.
    pub rootless: bool,
    /// Its host's name.
    pub name: String,
}

impl EngineInfo {
    fn new(info: &engine::EngineInfo, endpoint: &str) -> Self {
        Self {
            key: info.key.to_string(),
            product: info.product.clone(),
            version: info.version.clone(),
            api_version: info.api_version.clone(),
            endpoint: endpoint.to_owned(),
            os: info.os.clone(),
            arch: info.arch.clone(),
            cpus: info.cpus,
            memory_bytes: safe(info.memory_bytes),
            cgroup_version: info.cgroup_version,
            rootless: info.rootless,
            name: info.name.clone(),
        }
    }
}

/// How the engine in use is.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum EngineState {
    /// Looking.
    Connecting,
    /// Connected.
    Ready {
        /// To whom.
        engine: EngineInfo,
    },
    /// It was there and does not answer now.
    Lost {
        /// Who.
        engine: EngineInfo,
        /// Since when.
        since_ms: i64,
        /// When the next try is.
        retry_in_ms: u64,
        /// Why.
        fault: Fault,
    },
    /// There is none that can be used.
    None {
        /// Why, and what to do.
        fault: Fault,
    },
}

impl EngineState {
    /// The engine's state now.
    pub fn of(app: &slipway_app::App) -> Self {
        let endpoint = app.house().map(|house| house.engine.endpoint().url().to_owned()).unwrap_or_default();
        match app.engine_state() {
            engines::EngineState::Connecting => Self::Connecting,
            engines::EngineState::Ready(info) => Self::Ready { engine: EngineInfo::new(&info, &endpoint) },
            engines::EngineState::Lost { engine, since_ms, retry_in_ms, fault } => Self::Lost {
                engine: EngineInfo::new(&engine, &endpoint),
                since_ms: safe_ms(since_ms),
                retry_in_ms: safe(retry_in_ms),
                fault: fault.into(),
            },
            engines::EngineState::None(fault) => Self::None { fault: fault.into() },
        }
    }
}

/// Where an engine was found.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// `DOCKER_HOST`.
    DockerHost,
    /// A Docker context.
    Context,
    /// A usual socket.
    Socket,
    /// The user's setting.
    Setting,
    /// Slipway starts it.
    Own,
}

/// How a found engine is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CandidateState {
    /// It answers.
    Ready,
    /// There is no such program.
    NotInstalled,
    /// It is installed but does not run.
    NotRunning,
    /// It runs but may not be used.
    NoPermission,
    /// It does not answer.
    NoAnswer,
    /// It is too old.
    TooOld,
    /// Slipway cannot reach that kind yet.
    NotSupported,
    /// Slipway can start it.
    Startable,
}

/// The button that mends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// Start the service.
    StartService,
    /// Join the socket's group.
    JoinGroup,
    /// Look again.
    LookAgain,
    /// Install an engine.
    Install,
}

impl From<engines::Remedy> for Remedy {
    fn from(remedy: engines::Remedy) -> Self {
        match remedy {
            engines::Remedy::StartService => Self::StartService,
            engines::Remedy::JoinGroup => Self::JoinGroup,
            engines::Remedy::LookAgain => Self::LookAgain,
            engines::Remedy::Install => Self::Install,
        }
    }
}

impl From<Remedy> for engines::Remedy {
    fn from(remedy: Remedy) -> Self {
        match remedy {
            Remedy::StartService => Self::StartService,
            Remedy::JoinGroup => Self::JoinGroup,
            Remedy::LookAgain => Self::LookAgain,
            Remedy::Install => Self::Install,
        }
    }
}

/// An engine that was found.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Candidate {
    /// Where.
    pub endpoint: String,
    /// By what.
    pub origin: Origin,
    /// The context's name or the product.
    pub label: String,
    /// How it is.
    pub state: CandidateState,
    /// Who, where it answers.
    pub engine: Option<EngineInfo>,
    /// Why it cannot be used.
    pub fault: Option<Fault>,
    /// It is the one in use.
    pub in_use: bool,
    /// What can be pressed.
    pub remedy: Option<Remedy>,
    /// The command that the remedy stands for.
    pub remedy_command: Option<String>,
}

impl Candidate {
    fn new(found: &engine::Candidate, in_use: Option<&str>) -> Self {
        let (origin, label) = match &found.origin {
            From_::DockerHost => (Origin::DockerHost, "DOCKER_HOST".to_owned()),
            From_::Context { name } => (Origin::Context, name.clone()),
            From_::Socket { product } => (Origin::Socket, product_name(*product).to_owned()),
            From_::Setting => (Origin::Setting, String::new()),
            From_::Own => (Origin::Own, "Podman".to_owned()),
        };
        let state = match &found.state {
            Found::Ready(_) => CandidateState::Ready,
            Found::Startable { .. } => CandidateState::Startable,
            Found::NotInstalled => CandidateState::NotInstalled,
            Found::NotRunning => CandidateState::NotRunning,
            Found::NoPermission { .. } => CandidateState::NoPermission,
            Found::NoAnswer { .. } | Found::Failed(_) => CandidateState::NoAnswer,
            Found::TooOld { .. } => CandidateState::TooOld,
            Found::NotSupported { .. } => CandidateState::NotSupported,
        };
        let engine = match &found.state {
            Found::Ready(info) => Some(EngineInfo::new(info, &found.endpoint_url)),
            _ => None,
        };
        let remedy = engines::Remedy::of(found);
        Self {
            endpoint: found.endpoint_url.clone(),
            origin,
            label,
            state,
            in_use: engine.is_some() && in_use == Some(found.endpoint_url.as_str()),
            engine,
            fault: found.fault().map(Into::into),
            remedy: remedy.map(Into::into),
            remedy_command: remedy.map(|remedy| remedy_command(remedy, found)),
        }
    }
}

/// What a place is called; a name, the same in every language.
const fn product_name(product: engine::Product) -> &'static str {
    match product {
        engine::Product::Docker => "Docker",
        engine::Product::DockerRootless => "Docker (rootless)",
        engine::Product::Podman => "Podman",
        engine::Product::Colima => "Colima",
        engine::Product::OrbStack => "OrbStack",
        engine::Product::RancherDesktop => "Rancher Desktop",
        engine::Product::DockerDesktop => "Docker Desktop",
    }
}

fn remedy_command(remedy: engines::Remedy, found: &engine::Candidate) -> String {
    let group = match &found.state {
        Found::NoPermission { group, .. } => group.as_deref(),
        _ => None,
    };
    remedy.command(group)
}

/// Whether a test container ran.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Preflight {
    /// Not yet.
    NotRun,
    /// It runs.
    Running,
    /// It ran.
    Good {
        /// How long it took.
        took_ms: u64,
    },
    /// It did not.
    Bad {
        /// Why.
        fault: Fault,
    },
}

impl From<engines::Preflight> for Preflight {
    fn from(preflight: engines::Preflight) -> Self {
        match preflight {
            engines::Preflight::NotRun => Self::NotRun,
            engines::Preflight::Running => Self::Running,
            engines::Preflight::Good { took_ms } => Self::Good { took_ms: safe(took_ms) },
            engines::Preflight::Bad(fault) => Self::Bad { fault: fault.into() },
        }
    }
}

/// All about engines.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct EngineOverview {
    /// The one in use.
    pub current: EngineState,
    /// Those that were found.
    pub candidates: Vec<Candidate>,
    /// Whether a test container ran.
    pub preflight: Preflight,
}

impl EngineOverview {
    /// As it is now.
    pub fn of(app: &slipway_app::App) -> Self {
        let in_use = app.house().map(|house| house.engine.endpoint().url().to_owned());
        let candidates =
            app.engine_candidates().iter().map(|found| Candidate::new(found, in_use.as_deref())).collect();
        Self { current: EngineState::of(app), candidates, preflight: app.preflight().into() }
    }
}

/// What pressing a remedy did.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct RemedyResult {
    /// It is done.
    pub done: bool,
    /// The command that does it, to be run in a terminal where it is not done.
    pub command: String,
}

/// The machine's own use.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct MachineNow {
    /// Its processors.
    pub cores: u32,
    /// Cores in use, where that is known yet.
    #[specta(type = Option<i32>)]
    pub cpu_cores_used: Option<f64>,
    /// Its memory.
    pub memory_total_bytes: u64,
    /// Memory in use.
    pub memory_used_bytes: u64,
}
