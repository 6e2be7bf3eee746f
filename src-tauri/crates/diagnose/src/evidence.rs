//! What is known about a container that ended. Gathered by others, from the engine and from the log.

/// How far the container's process got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProcessState {
    /// It was made and never ran, or the engine could not start it.
    NotStarted,
    /// It runs, or is paused.
    Running,
    /// It ended and the engine is about to start it again.
    Restarting,
    /// It ended.
    #[default]
    Ended,
}

/// Who asked for an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoppedBy {
    /// The user, through Slipway.
    Slipway,
    /// Somebody else: another terminal, a script, a supervisor. The engine does not say who.
    Somebody,
}

/// What is known about how one run of a container ended.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evidence {
    /// The exit code, where there is one.
    pub exit_code: Option<i64>,
    /// The engine's own flag. It has been unreliable: false means nothing.
    pub oom_killed: bool,
    /// The engine sent an `oom` event during this run, or the kernel wrote down that it killed for this limit.
    pub oom_event: bool,
    /// Who asked the engine to stop or kill it.
    pub stopped_by: Option<StoppedBy>,
    /// Its health check had failed when it ended.
    pub unhealthy: bool,
    /// The engine's error text of the start, usually empty.
    pub error: String,
    /// The last lines of this run, oldest first: whether it is standard error, and the text.
    pub last_lines: Vec<(bool, String)>,
    /// How far it got.
    pub state: ProcessState,
    /// How often the engine has started it again.
    pub restart_count: u32,
}

impl Evidence {
    /// Whether the kernel ran out of the container's memory, by either of the two witnesses.
    pub fn out_of_memory(&self) -> bool {
        self.oom_killed || self.oom_event
    }
}
