//! What can be pressed to mend an engine that cannot be used.

use slipway_engine::{Candidate, CandidateState};

/// What can be pressed to mend a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Start the engine's service.
    StartService,
    /// Add the user to the socket's group.
    JoinGroup,
    /// Look again.
    LookAgain,
    /// Install an engine.
    Install,
}

impl Remedy {
    /// The remedy of a candidate's state, where there is one.
    pub fn of(candidate: &Candidate) -> Option<Self> {
        match &candidate.state {
            CandidateState::Ready(_)
            | CandidateState::Startable { .. }
            | CandidateState::NotSupported { .. }
            | CandidateState::TooOld { .. } => None,
            CandidateState::Failed(_) => Some(Self::LookAgain),
            CandidateState::NotInstalled => Some(Self::Install),
            CandidateState::NotRunning => Some(Self::StartService),
            CandidateState::NoPermission { user_in_group: false, .. } => Some(Self::JoinGroup),
            CandidateState::NoPermission { .. } | CandidateState::NoAnswer { .. } => Some(Self::LookAgain),
        }
    }

    /// The command that does it, to be shown and copied: each needs rights that Slipway does not take by itself.
    pub fn command(self, group: Option<&str>) -> String {
        match self {
            Self::StartService => "sudo systemctl start docker".to_owned(),
            Self::JoinGroup => format!("sudo usermod -aG {} \"$USER\"", group.unwrap_or("docker")),
            Self::LookAgain => "docker info".to_owned(),
            Self::Install => "sudo apt-get install -y docker.io".to_owned(),
        }
    }
}
