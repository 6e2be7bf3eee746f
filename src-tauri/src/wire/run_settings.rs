//! How a project is run, as the run form shows and sends it.

use super::number::safe;
use serde::{Deserialize, Serialize};
use slipway_app::projects;
use specta::Type;

/// A published port.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PublishSetting {
    /// The program's port.
    pub container_port: u16,
    /// The wanted port here; the same where none is said.
    pub host_port: Option<u16>,
}

/// A variable to be set.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct EnvSetting {
    /// Its name.
    pub name: String,
    /// Its value; `null` is "not set".
    pub value: Option<String>,
    /// It is locked or looks secret: kept for this session only, unless asked otherwise.
    pub secret: bool,
    /// Its value, which is secret, is kept in the system's keyring.
    pub keep: bool,
}

/// The restart policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Restart {
    /// Nothing.
    No,
    /// When it failed.
    OnFailure,
    /// Unless the user stopped it.
    UnlessStopped,
    /// Always.
    Always,
}

/// How a project is run.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct RunSettings {
    /// The container's name.
    pub name: String,
    /// The program's folder.
    pub program: String,
    /// Published ports; those that understanding finds, until the user says other ones.
    pub publish: Vec<PublishSetting>,
    /// The user said which ports.
    pub publish_set: bool,
    /// Variables.
    pub env: Vec<EnvSetting>,
    /// Arguments.
    pub args: Vec<String>,
    /// Memory limit.
    pub memory_bytes: Option<u64>,
    /// CPU limit.
    pub cpu_nanocores: Option<u64>,
    /// Restart policy.
    pub restart: Restart,
    /// What the user decided about offers.
    pub offers: Vec<OfferDecision>,
    /// How its image is built.
    pub way: BuildWay,
    /// A builder image may be made here.
    pub builder_here: bool,
}

/// How an image is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum BuildWay {
    /// The better way.
    Auto,
    /// Without a Dockerfile.
    Native,
    /// By a Dockerfile.
    Dockerfile,
}

/// Whether the user wants what Slipway offers.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct OfferDecision {
    /// The offer's id.
    pub id: String,
    /// It is wanted.
    pub on: bool,
}

impl RunSettings {
    /// What the user set, with the ports that the code says where they set none.
    pub fn new(project: &projects::Project) -> Self {
        let settings = &project.settings;
        let found = project.suggested_ports();
        Self {
            name: settings.name.clone(),
            program: settings.program.clone(),
            publish: settings
                .publish
                .as_ref()
                .unwrap_or(&found)
                .iter()
                .map(|port| PublishSetting { container_port: port.container_port, host_port: port.host_port })
                .collect(),
            publish_set: settings.publish.is_some(),
            env: settings
                .env
                .iter()
                .map(|variable| EnvSetting {
                    name: variable.name.clone(),
                    value: variable.value.clone(),
                    secret: variable.is_secret(),
                    keep: variable.keep,
                })
                .collect(),
            args: settings.args.clone(),
            memory_bytes: settings.memory_bytes.map(safe),
            cpu_nanocores: settings.cpu_nanocores.map(safe),
            restart: match settings.restart {
                projects::Restart::No => Restart::No,
                projects::Restart::OnFailure => Restart::OnFailure,
                projects::Restart::UnlessStopped => Restart::UnlessStopped,
                projects::Restart::Always => Restart::Always,
            },
            offers: settings
                .offers
                .iter()
                .map(|(id, on)| OfferDecision { id: id.clone(), on: *on })
                .collect(),
            way: match settings.way {
                projects::BuildWay::Auto => BuildWay::Auto,
                projects::BuildWay::Native => BuildWay::Native,
                projects::BuildWay::Dockerfile => BuildWay::Dockerfile,
            },
            builder_here: settings.builder_here,
        }
    }
}

impl From<RunSettings> for projects::RunSettings {
    fn from(settings: RunSettings) -> Self {
        Self {
            name: settings.name,
            program: settings.program,
            publish: settings.publish_set.then(|| {
                settings
                    .publish
                    .into_iter()
                    .map(|port| projects::PublishSetting {
                        container_port: port.container_port,
                        host_port: port.host_port,
                    })
                    .collect()
            }),
            env: settings
                .env
                .into_iter()
                .map(|variable| projects::EnvSetting {
                    name: variable.name,
                    value: variable.value,
                    secret: variable.secret,
                    keep: variable.keep,
                })
                .collect(),
            args: settings.args,
            memory_bytes: settings.memory_bytes,
            cpu_nanocores: settings.cpu_nanocores,
            restart: match settings.restart {
                Restart::No => projects::Restart::No,
                Restart::OnFailure => projects::Restart::OnFailure,
                Restart::UnlessStopped => projects::Restart::UnlessStopped,
                Restart::Always => projects::Restart::Always,
            },
            offers: settings.offers.into_iter().map(|offer| (offer.id, offer.on)).collect(),
            way: match settings.way {
                BuildWay::Auto => projects::BuildWay::Auto,
                BuildWay::Native => projects::BuildWay::Native,
                BuildWay::Dockerfile => projects::BuildWay::Dockerfile,
            },
            builder_here: settings.builder_here,
        }
    }
}
