//! What can go wrong in the composition itself, and the faults of the rooms passed through.

use slipway_model::{Fault, ToFault};

/// An error of the app.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Files at rest.
    #[error(transparent)]
    Store(#[from] slipway_store::StoreError),
    /// The history.
    #[error(transparent)]
    Series(#[from] slipway_series::SeriesError),
    /// The engine.
    #[error(transparent)]
    Engine(#[from] slipway_engine::EngineError),
    /// Kept lines.
    #[error(transparent)]
    Lines(#[from] slipway_logs::keep::KeepError),
    /// Containers.
    #[error(transparent)]
    Containers(#[from] slipway_containers::ContainersError),
    /// A Go project.
    #[error(transparent)]
    Go(#[from] slipway_go::GoError),
    /// A build.
    #[error(transparent)]
    Build(#[from] slipway_build::BuildError),
    /// What is already a fault.
    #[error("{}", .0.code)]
    Fault(Fault),
    /// A blocking piece of work did not come back.
    #[error("a piece of work was lost")]
    Lost(#[from] tokio::task::JoinError),
}

impl From<Fault> for AppError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<slipway_store::rusqlite::Error> for AppError {
    fn from(error: slipway_store::rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl ToFault for AppError {
    fn to_fault(&self) -> Fault {
        match self {
            Self::Store(error) => error.to_fault(),
            Self::Series(error) => error.to_fault(),
            Self::Lines(error) => error.to_fault(),
            Self::Engine(error) => error.to_fault(),
            Self::Containers(error) => error.to_fault(),
            Self::Go(error) => crate::explained::go_fault(error),
            Self::Build(error) => crate::explained::build_fault(error),
            Self::Fault(fault) => fault.clone(),
            Self::Lost(error) => Fault::new("machine-internal").detail(error.to_string()),
        }
    }
}
