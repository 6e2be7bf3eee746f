//! What a ship was asked to do.

use crate::projects::{BuildWay, Offer, OfferWhat, Project, Restart, RunSettings};
use slipway_engine::{Engine, RestartPolicy};
use slipway_go::Program;
use slipway_model::{Fault, ProjectId};
use std::time::Duration;

/// What the command line says in place of the project's settings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overrides {
    /// An import path, a folder or a name.
    pub program: Option<String>,
    /// Ports to publish: the container's, and the wanted one here. Empty: the project's.
    pub publish: Vec<(u16, Option<u16>)>,
    /// Variables on top of the project's.
    pub env: Vec<(String, String)>,
    /// Arguments in place of the project's, if any.
    pub args: Vec<String>,
    /// Memory limit.
    pub memory_bytes: Option<u64>,
    /// CPU limit.
    pub cpu_nanocores: Option<u64>,
    /// Restart policy.
    pub restart: Option<RestartPolicy>,
    /// The container's name.
    pub name: Option<String>,
    /// Labels on the container on top of Slipway's own; tests mark theirs with it.
    pub labels: Vec<(String, String)>,
    /// How to build.
    pub way: Option<BuildWay>,
    /// A builder image may be made here where a Dockerfile's base cannot be pulled.
    pub builder_here: bool,
    /// Apply none of what Slipway offers.
    pub no_offers: bool,
}

/// One ship.
#[derive(Debug, Clone)]
pub struct ShipRequest {
    /// What.
    pub project: ProjectId,
    /// Where to.
    pub engine: Engine,
    /// What is different this time.
    pub overrides: Overrides,
    /// How long a published port may take to answer.
    pub wait: Duration,
}

/// Whether a port was said by someone or guessed from the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    pub container_port: u16,
    pub host_port: Option<u16>,
    pub guessed: bool,
}

/// The program to ship: the one named, the one set, or the best-ranked.
pub(super) fn program<'a>(project: &'a Project, overrides: &Overrides) -> Result<&'a Program, Fault> {
    let programs = &project.understanding.programs;
    if let Some(named) = &overrides.program {
        let wanted = named.trim_start_matches("./").trim_end_matches('/');
        return programs
            .iter()
            .find(|program| {
                program.import_path == *named || program.folder == wanted || program.name == *named
            })
            .ok_or_else(|| {
                let known: Vec<_> = programs.iter().map(|program| program.folder.as_str()).collect();
                Fault::new("usage-unknown-program").with("program", named).with("known", known.join(", "))
            });
    }
    programs
        .iter()
        .find(|program| program.folder == project.settings.program)
        .or_else(|| project.understanding.chosen.and_then(|index| programs.get(index)))
        .or_else(|| programs.first())
        .ok_or_else(|| Fault::new("project-no-program"))
}

/// The ports to publish for a program.
pub(super) fn ports(project: &Project, program: &Program, overrides: &Overrides) -> Vec<Wanted> {
    if !overrides.publish.is_empty() {
        return overrides
            .publish
            .iter()
            .map(|(container_port, host_port)| Wanted {
                container_port: *container_port,
                host_port: *host_port,
                guessed: false,
            })
            .collect();
    }
    if let Some(publish) = &project.settings.publish {
        return publish
            .iter()
            .map(|port| Wanted {
                container_port: port.container_port,
                host_port: port.host_port,
                guessed: false,
            })
            .collect();
    }
    let wanted = |port: crate::projects::PublishSetting| Wanted {
        container_port: port.container_port,
        host_port: None,
        guessed: true,
    };
    project.ports_of(&program.folder).into_iter().map(wanted).collect()
}

pub(super) fn restart(settings: &RunSettings, overrides: &Overrides) -> RestartPolicy {
    overrides.restart.unwrap_or(match settings.restart {
        Restart::No => RestartPolicy::No,
        Restart::OnFailure => RestartPolicy::OnFailure { max: 5 },
        Restart::UnlessStopped => RestartPolicy::UnlessStopped,
        Restart::Always => RestartPolicy::Always,
    })
}

/// The offers that are applied to a program: those switched on, without what this ship says itself.
pub(super) fn offers(project: &Project, program: &Program, overrides: &Overrides) -> Vec<Offer> {
    if overrides.no_offers {
        return Vec::new();
    }
    let settings = RunSettings { program: program.folder.clone(), ..project.settings.clone() };
    let mut offers = crate::projects::offers(&project.understanding, &settings);
    offers.retain(|offer| {
        let said = match &offer.what {
            OfferWhat::Env { name, .. } => overrides.env.iter().any(|(said, _)| said == name),
            OfferWhat::Argument { .. } => !overrides.args.is_empty(),
            OfferWhat::Volume { .. } | OfferWhat::EnvFile { .. } | OfferWhat::Stdin => false,
        };
        offer.on && !said
    });
    offers
}

/// The environment: the project's, then the command line's on top; what is not set is left out.
pub(super) fn env(settings: &RunSettings, overrides: &Overrides) -> Vec<(String, String)> {
    let mut env: Vec<(String, String)> = settings
        .env
        .iter()
        .filter_map(|variable| Some((variable.name.clone(), variable.value.clone()?)))
        .filter(|(name, _)| !overrides.env.iter().any(|(other, _)| other == name))
        .collect();
    env.extend(overrides.env.iter().cloned());
    env
}
