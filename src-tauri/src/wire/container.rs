//! Containers: rows of the table and the page of one.

use super::fault::params;
use super::number::{safe, safe_ms};
use super::{EngineState, Fault, LastLine, Param};
use serde::{Deserialize, Serialize};
use slipway_app::engine::ContainerState as State;
use slipway_app::watch::Watched;
use slipway_app::{App, containers, diagnose, monitor};
use slipway_model::{ContainerId, ProjectId};
use specta::Type;
use std::collections::BTreeMap;

/// A container's state, in the engine's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ContainerState {
    /// Made, never started.
    Created,
    /// Running.
    Running,
    /// Frozen.
    Paused,
    /// Between two tries.
    Restarting,
    /// Going away.
    Removing,
    /// Ended.
    Exited,
    /// Broken.
    Dead,
}

impl From<State> for ContainerState {
    fn from(state: State) -> Self {
        match state {
            State::Created => Self::Created,
            State::Running => Self::Running,
            State::Paused => Self::Paused,
            State::Restarting => Self::Restarting,
            State::Removing => Self::Removing,
            State::Exited => Self::Exited,
            State::Dead => Self::Dead,
        }
    }
}

/// A port of a container.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Port {
    /// Inside.
    pub container_port: u16,
    /// `tcp` or `udp`.
    pub protocol: String,
    /// Where it is published.
    pub host_ip: Option<String>,
    /// As what.
    pub host_port: Option<u16>,
}

/// A row of the table.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ContainerRow {
    /// Its id.
    pub id: String,
    /// Its name, hostile.
    pub name: String,
    /// Its image, hostile.
    pub image: String,
    /// Its state.
    pub state: ContainerState,
    /// How it ended.
    pub exit_code: Option<i64>,
    /// It ran out of memory.
    pub out_of_memory: bool,
    /// Its health, where it has a check.
    pub health: Option<String>,
    /// Its ports.
    pub ports: Vec<Port>,
    /// When it was made.
    pub created_ms: i64,
    /// When it was started.
    pub started_ms: Option<i64>,
    /// When it ended.
    pub finished_ms: Option<i64>,
    /// How often the engine restarted it.
    pub restart_count: u32,
    /// Its memory limit.
    pub memory_limit_bytes: Option<u64>,
    /// Its CPU limit.
    pub cpu_limit_nanocores: Option<u64>,
    /// The Slipway project it was shipped from.
    pub project: Option<String>,
    /// The program.
    pub program: Option<String>,
    /// The run.
    pub run: Option<String>,
    /// The compose project.
    pub compose_project: Option<String>,
    /// The networks it is in, hostile.
    pub networks: Vec<String>,
}

impl From<&containers::ContainerRow> for ContainerRow {
    fn from(row: &containers::ContainerRow) -> Self {
        Self {
            id: row.id.to_string(),
            name: row.name.clone(),
            image: row.image.clone(),
            state: row.state.into(),
            exit_code: row.exit_code,
            out_of_memory: row.oom,
            health: row.health.clone(),
            ports: row
                .ports
                .iter()
                .map(|port| Port {
                    container_port: port.container_port,
                    protocol: port.protocol.clone(),
                    host_ip: port.host_ip.clone(),
                    host_port: port.host_port,
                })
                .collect(),
            created_ms: safe_ms(row.created_ms),
            started_ms: row.started_ms.map(safe_ms),
            finished_ms: row.finished_ms.map(safe_ms),
            restart_count: row.restart_count,
            memory_limit_bytes: row.memory_limit_bytes.map(safe),
            cpu_limit_nanocores: row.cpu_limit_nanocores.map(safe),
            project: row.project.as_ref().map(ToString::to_string),
            program: row.program.clone(),
            run: row.run.as_ref().map(ToString::to_string),
            compose_project: row.labels.get("com.docker.compose.project").cloned(),
            networks: row.networks.clone(),
        }
    }
}

impl ContainerRow {
    /// The newest container of a project, a running one first.
    pub fn of_project(app: &App, project: &ProjectId) -> Option<Self> {
        let house = app.house()?;
        let snapshot = house.index.snapshot();
        snapshot
            .rows
            .iter()
            .filter(|row| row.project.as_ref() == Some(project))
            .max_by_key(|row| (row.state == State::Running, row.created_ms))
            .map(Self::from)
    }
}

/// The table.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ContainerList {
    /// Grows with every change.
    pub version: u64,
    /// The engine.
    pub engine: EngineState,
    /// The rows, by name.
    pub rows: Vec<ContainerRow>,
    /// Names of the projects that rows were shipped from.
    pub own_projects: BTreeMap<String, String>,
}

/// What can be done to a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// Start.
    Start,
    /// Ask it to end.
    Stop,
    /// Stop and start.
    Restart,
    /// Freeze.
    Pause,
    /// Thaw.
    Unpause,
    /// End it at once.
    Kill,
    /// Remove it.
    Remove,
}

impl From<Verb> for containers::Verb {
    fn from(verb: Verb) -> Self {
        match verb {
            Verb::Start => Self::Start,
            Verb::Stop => Self::Stop,
            Verb::Restart => Self::Restart,
            Verb::Pause => Self::Pause,
            Verb::Unpause => Self::Unpause,
            Verb::Kill => Self::Kill,
            Verb::Remove => Self::Remove,
        }
    }
}

/// The newest numbers of a container.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Latest {
    /// When they were read.
    pub time_ms: i64,
    /// CPU in nanocores.
    #[specta(type = Option<i32>)]
    pub cpu_nanocores: Option<f64>,
    /// CPU as `docker stats` shows it.
    #[specta(type = Option<i32>)]
    pub cpu_percent_docker: Option<f64>,
    /// Memory as `docker stats` shows it.
    pub memory_bytes: u64,
    /// Share of the time in which it was made to wait, 0 to 1.
    #[specta(type = Option<i32>)]
    pub throttled_ratio: Option<f64>,
    /// Processes.
    pub processes: Option<u64>,
    /// Bytes received and sent a second.
    #[specta(type = Option<i32>)]
    pub network: Option<f64>,
    /// Bytes read from and written to disks a second.
    #[specta(type = Option<i32>)]
    pub disk: Option<f64>,
    /// The share of time in which some task waited for a processor.
    #[specta(type = Option<i32>)]
    pub pressure_cpu: Option<f64>,
}

impl From<monitor::Sample> for Latest {
    fn from(latest: monitor::Sample) -> Self {
        use monitor::Metric;
        let known = |number: f64| number.is_finite().then_some(number);
        let value = |metric| known(latest.values[metric]);
        Self {
            time_ms: safe_ms(latest.time_ms),
            cpu_nanocores: value(Metric::Cpu),
            cpu_percent_docker: known(latest.cpu_percent_docker),
            memory_bytes: safe(latest.totals.memory_bytes().unwrap_or(0)),
            throttled_ratio: value(Metric::Waited),
            processes: latest.totals.processes.map(safe),
            network: known(latest.values[Metric::NetworkReceived] + latest.values[Metric::NetworkSent]),
            disk: known(latest.values[Metric::DiskRead] + latest.values[Metric::DiskWritten]),
            pressure_cpu: value(Metric::PressureCpu),
        }
    }
}

/// A panic of a Go program.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PanicFound {
    /// What it said, hostile.
    pub message: String,
    /// The user's own file.
    pub file: Option<String>,
    /// The line.
    pub line: Option<u32>,
}

/// Why a container stopped.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Verdict {
    /// The code, a message's id.
    pub code: String,
    /// The sentence's parameters.
    pub params: BTreeMap<String, Param>,
    /// How it ended.
    pub exit_code: Option<i64>,
    /// It ran out of memory.
    pub out_of_memory: bool,
    /// What it wrote last.
    pub last_lines: Vec<LastLine>,
    /// Which of these says why.
    pub evidence_line: Option<u32>,
    /// The panic in them.
    pub panic: Option<PanicFound>,
    /// What they say of why.
    pub cause: Option<Fault>,
}

impl Verdict {
    /// A verdict with the lines it stands on.
    pub fn new(verdict: &diagnose::Verdict, exit_code: Option<i64>, watched: &Watched) -> Self {
        let Watched { out_of_memory, last_lines, cause, .. } = watched;
        let fault = verdict.to_fault();
        Self {
            code: fault.code,
            params: params(&fault.params),
            exit_code,
            cause: cause.clone().map(Into::into),
            out_of_memory: *out_of_memory,
            last_lines: last_lines
                .iter()
                .map(|(stderr, text)| LastLine { stderr: *stderr, text: text.clone() })
                .collect(),
            evidence_line: verdict.evidence_line.map(|line| line as u32),
            panic: verdict.panic.as_ref().map(|panic| PanicFound {
                message: panic.message.clone(),
                file: panic.file.clone(),
                line: panic.line,
            }),
        }
    }
}

/// A variable of a container; a value that looks secret is not sent.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct EnvShown {
    /// Its name, hostile.
    pub name: String,
    /// Its value, hostile, or `null` where it looks secret.
    pub value: Option<String>,
}

/// The page of one container.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ContainerPage {
    /// Its row.
    pub row: ContainerRow,
    /// The name of its project.
    pub project_name: Option<String>,
    /// What it runs.
    pub command: Vec<String>,
    /// Its environment.
    pub env: Vec<EnvShown>,
    /// Its labels, hostile.
    pub labels: BTreeMap<String, String>,
    /// Its restart policy.
    pub restart: String,
    /// Its user.
    pub user: String,
    /// Its image's id.
    pub image_id: String,
    /// Lines can be written to its standard input.
    pub takes_input: bool,
    /// Why it stopped, where it has.
    pub verdict: Option<Verdict>,
    /// The newest numbers.
    pub latest: Option<Latest>,
}

/// The id in a command's argument.
pub fn container_id(id: &str) -> ContainerId {
    ContainerId::new(id)
}
