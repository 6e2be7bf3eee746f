//! What can go wrong with containers.

use slipway_engine::EngineError;
use slipway_image::ImageError;
use slipway_model::{Fault, ToFault};

/// An error of this room.
#[derive(Debug, thiserror::Error)]
pub enum ContainersError {
    /// The engine.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The image of the preflight.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// A name that no container can have.
    #[error("{name} cannot be a container's name")]
    BadName {
        /// The name.
        name: String,
    },
    /// No image is named.
    #[error("no image to run")]
    NoImage,
    /// A variable's name or value that no process can have.
    #[error("{name} cannot be an environment variable")]
    BadVariable {
        /// Its name.
        name: String,
    },
    /// An argument that no process can have.
    #[error("argument {position} cannot be passed")]
    BadArgument {
        /// Which, counted from 1.
        position: u32,
    },
    /// 0 is no port.
    #[error("0 is no port")]
    BadPort,
    /// The same port twice.
    #[error("port {port} is published twice")]
    PortTwice {
        /// The port.
        port: u16,
    },
    /// Less memory than an engine accepts.
    #[error("{bytes} bytes are too little memory")]
    LittleMemory {
        /// What was asked for.
        bytes: u64,
        /// The least.
        minimum_bytes: u64,
    },
    /// Less of a processor than an engine accepts.
    #[error("{nanocores} billionths of a processor are too little")]
    LittleCpu {
        /// What was asked for.
        nanocores: u64,
    },
    /// More bytes or processor time than can be written down.
    #[error("the limit is too large")]
    LargeLimit,
    /// Every name like it is taken.
    #[error("no free name like {name}")]
    NoFreeName {
        /// The wanted name.
        name: String,
    },
    /// The preflight's container did not do what it must.
    #[error("the preflight ended with {exit_code} and wrote {output:?}")]
    PreflightFailed {
        /// How it ended.
        exit_code: i64,
        /// What it wrote.
        output: String,
    },
    /// The preflight's container did not end.
    #[error("the preflight did not end within {after_s} s")]
    PreflightHangs {
        /// How long it was waited for.
        after_s: u64,
    },
    /// The user said stop.
    #[error("stopped by the user")]
    Cancelled,
}

impl ToFault for ContainersError {
    fn to_fault(&self) -> Fault {
        match self {
            Self::Engine(error) => error.to_fault(),
            Self::Image(error) => error.to_fault(),
            Self::BadName { name } => Fault::new("usage-run-name").with("name", name),
            Self::NoImage => Fault::new("usage-run-image"),
            Self::BadVariable { name } => Fault::new("usage-run-variable").with("name", name),
            Self::BadArgument { position } => Fault::new("usage-run-argument").with("position", *position),
            Self::BadPort => Fault::new("usage-run-port"),
            Self::PortTwice { port } => Fault::new("usage-run-port-twice").with("port", *port),
            Self::LittleMemory { bytes, minimum_bytes } => Fault::new("usage-run-memory")
                .with("megabytes", *bytes as f64 / f64::from(1 << 20))
                .with("minimum", *minimum_bytes / (1 << 20)),
            Self::LittleCpu { nanocores } => {
                Fault::new("usage-run-cpus").with("cpus", *nanocores as f64 / 1e9)
            }
            Self::LargeLimit => Fault::new("usage-run-limit"),
            Self::NoFreeName { name } => Fault::new("usage-run-no-name").with("name", name),
            Self::PreflightFailed { exit_code, output } => {
                Fault::new("engine-preflight-failed").with("exit_code", *exit_code).detail(output)
            }
            Self::PreflightHangs { after_s } => {
                Fault::new("engine-preflight-hangs").with("seconds", *after_s)
            }
            Self::Cancelled => Fault::cancelled(),
        }
    }
}
