//! Container engines: found, connected to and spoken with.
//!
//! This is the only room that knows bollard. What leaves it are plain values: [`EngineInfo`], [`ContainerFacts`],
//! [`StatsSample`], [`EngineEvent`]; errors are typed and become a code at the border.

mod act;
mod build;
mod connection;
mod container;
mod discover;
mod disk;
mod endpoint;
mod error;
mod event;
mod image;
mod info;
mod log_limits;
mod logs;
mod podman;
mod registry;
#[cfg_attr(not(unix), path = "service_other.rs")]
mod service;
mod stats;
mod stdin;
mod time;

pub use build::{Builder, BuilderEvent, BuilderState, ImageBuild, PullFailure};
pub use bytes::Bytes;
pub use connection::{Engine, PING_BOUND};
pub use container::{
    ContainerFacts, ContainerListed, ContainerState, CreateSpec, PublishRequest, PublishedPort,
    RestartPolicy, VolumeMount,
};
pub use discover::{Candidate, CandidateState, Origin, Product, Surroundings, discover};
pub use disk::Layer;
pub use endpoint::{Endpoint, OWN_PODMAN};
pub use error::EngineError;
pub use event::{ContainerAction, EngineEvent, EventKind};
pub use futures_util::stream::BoxStream;
pub use image::ImageFacts;
pub use info::{EngineInfo, MINIMUM_DOCKER_API, MINIMUM_PODMAN};
pub use logs::{LogFrame, LogQuery, LogStream};
pub use registry::Credentials;
pub use service::PodmanService;
pub use stats::StatsSample;
pub use time::parse_rfc3339;
