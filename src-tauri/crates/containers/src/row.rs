//! What everyone sees of a container, and what became different about it.

use slipway_engine::{ContainerState, PublishedPort};
use slipway_model::{ContainerId, ProjectId, RunId, Timestamp, label};
use std::collections::BTreeMap;

/// A container as the index knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContainerRow {
    /// Which.
    pub id: ContainerId,
    /// Its name.
    pub name: String,
    /// The image's name.
    pub image: String,
    /// What it does.
    pub state: ContainerState,
    /// How its program last ended; none while it runs.
    pub exit_code: Option<i64>,
    /// The kernel killed something in it for memory in this run: by the engine's event or its flag.
    pub oom: bool,
    /// `healthy`, `unhealthy`, `starting`; none without a health check.
    pub health: Option<String>,
    /// Its ports.
    pub ports: Vec<PublishedPort>,
    /// When it was made.
    pub created_ms: i64,
    /// When its program last started, as the engine writes it down: id and this name one run. None until asked.
    pub started_ms: Option<i64>,
    /// Its first process, on the engine's machine, while it runs. None until asked.
    pub pid: Option<u32>,
    /// When its program last ended.
    pub finished_ms: Option<i64>,
    /// How often the restart policy started it again.
    pub restart_count: u32,
    /// The memory limit.
    pub memory_limit_bytes: Option<u64>,
    /// The processor limit.
    pub cpu_limit_nanocores: Option<u64>,
    /// The Slipway project it belongs to.
    pub project: Option<ProjectId>,
    /// The program in that project.
    pub program: Option<String>,
    /// The run.
    pub run: Option<RunId>,
    /// The networks it is in, by name.
    pub networks: Vec<String>,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
}

impl ContainerRow {
    /// A row of which only this much is known yet.
    pub(crate) fn new(id: ContainerId, name: String, image: String, state: ContainerState) -> Self {
        Self {
            id,
            name,
            image,
            state,
            exit_code: None,
            oom: false,
            health: None,
            ports: Vec::new(),
            created_ms: 0,
            started_ms: None,
            pid: None,
            finished_ms: None,
            restart_count: 0,
            memory_limit_bytes: None,
            cpu_limit_nanocores: None,
            project: None,
            program: None,
            run: None,
            networks: Vec::new(),
            labels: BTreeMap::new(),
        }
    }

    /// A row of which only this much is known, for who makes states to compare.
    pub fn known(id: ContainerId, state: ContainerState, started_ms: Option<i64>) -> Self {
        Self { started_ms, ..Self::new(id, String::new(), String::new(), state) }
    }

    pub(crate) fn set_labels(&mut self, labels: BTreeMap<String, String>) {
        self.project = labels.get(label::PROJECT).map(ProjectId::new);
        self.program = labels.get(label::PROGRAM).cloned();
        self.run = labels.get(label::RUN).map(RunId::new);
        self.labels = labels;
    }
}

/// Something that happened to a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// When, by the engine's clock where it reported it itself.
    pub time: Timestamp,
    /// Which.
    pub id: ContainerId,
    /// What.
    pub kind: ChangeKind,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is there now.
    Added,
    /// Its program runs now.
    Started,
    /// Its program ended.
    Ended {
        /// How, where that is known already.
        exit_code: Option<i64>,
        /// For want of memory.
        oom: bool,
    },
    /// It is gone.
    Removed,
    /// Anything else about it is different.
    Updated,
}
