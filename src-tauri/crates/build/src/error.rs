//! What can go wrong in a build: the rooms' own errors, and little else.

use crate::context::ContextError;
use slipway_dockerfile::DockerfileError;
use slipway_engine::EngineError;
use slipway_go::GoError;
use slipway_image::ImageError;
use slipway_model::{Fault, ToFault};
use std::io;
use std::path::PathBuf;

/// Why there is no image.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The user said stop.
    #[error("stopped")]
    Cancelled,
    /// Go: no toolchain, or it did not compile.
    #[error(transparent)]
    Go(GoError),
    /// The image could not be put together.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// The engine did not take it.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The engine took the archive, and has another image under its name now.
    #[error("the engine has {found} under the name, loaded was {expected}")]
    AnotherImage {
        /// The image's name.
        tag: String,
        /// What was loaded.
        expected: String,
        /// What the engine has.
        found: String,
    },
    /// The Dockerfile, or its `.dockerignore`, cannot be taken.
    #[error(transparent)]
    Dockerfile(#[from] DockerfileError),
    /// The project has no Dockerfile there.
    #[error("there is no {path}")]
    NoDockerfile {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The folder could not be sent to the builder.
    #[error(transparent)]
    Context(ContextError),
    /// No place for the temporary files.
    #[error("cannot use {path}: {source}")]
    Work {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A task of ours broke.
    #[error("a task of the build broke: {0}")]
    Task(#[from] tokio::task::JoinError),
}

impl BuildError {
    /// Whether a base could not be pulled, so that a builder image made here may help; the base.
    pub fn base_out_of_reach(&self) -> Option<&str> {
        match self {
            Self::Engine(EngineError::Pull { image, why, .. }) if why.is_out_of_reach() => Some(image),
            _ => None,
        }
    }
}

impl From<ContextError> for BuildError {
    fn from(error: ContextError) -> Self {
        match error {
            ContextError::Cancelled => Self::Cancelled,
            error => Self::Context(error),
        }
    }
}

impl From<GoError> for BuildError {
    fn from(error: GoError) -> Self {
        match error {
            GoError::Cancelled => Self::Cancelled,
            error => Self::Go(error),
        }
    }
}

impl ToFault for BuildError {
    fn to_fault(&self) -> Fault {
        match self {
            Self::Cancelled => Fault::cancelled(),
            Self::Go(error) => error.to_fault(),
            Self::Image(error) => error.to_fault(),
            Self::Engine(error) => error.to_fault(),
            Self::Dockerfile(error) => error.to_fault(),
            Self::NoDockerfile { path } => {
                Fault::new("project-no-dockerfile").with("path", path.display().to_string())
            }
            Self::Context(error) => error.to_fault(),
            Self::AnotherImage { tag, .. } => {
                Fault::new("engine-another-image").with("tag", tag).detail(self.to_string())
            }
            Self::Work { path, source } => {
                let code = match source.kind() {
                    io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "machine-disk-full",
                    _ => "machine-cannot-write",
                };
                Fault::new(code).with("path", path.display().to_string()).detail(source.to_string())
            }
            Self::Task(error) => Fault::new("machine-internal").detail(error.to_string()),
        }
    }
}
