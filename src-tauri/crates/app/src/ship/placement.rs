//! Where a program goes: the container's name, the ports here, and all that the engine is told of it.

use super::check::Published;
use super::intent::Intent;
use super::plan::{self, ShipRequest, Wanted};
use crate::AppError;
use crate::projects::Project;
use slipway_containers::{Publish, RunSpec, free_host_port, free_name};
use slipway_engine::ContainerListed;
use slipway_go::Program;
use slipway_model::{Fault, ShortName, label};
use std::collections::BTreeMap;

/// The name: the one asked for, the one that the program's container has, or a free one like the project's.
pub(super) async fn container_name(
    project: &Project,
    program: &Program,
    request: &ShipRequest,
    old: Option<&ContainerListed>,
) -> Result<ShortName, AppError> {
    let asked = request.overrides.name.as_deref();
    let wanted = match (asked, old) {
        (Some(asked), _) => ShortName::from_any(asked),
        (None, Some(old)) => return Ok(ShortName::from_any(&old.name)),
        (None, None) if project.understanding.programs.len() > 1 && program.folder != "." => {
            ShortName::from_any(&program.name)
        }
        (None, None) => ShortName::from_any(&project.settings.name),
    };
    Ok(free_name(&request.engine, &wanted, old.map(|old| &old.id)).await?)
}

/// A port here for each port wanted: the wanted one, or a free one and a note that says so. What the old container
/// holds counts as free, it is stopped first.
pub(super) async fn host_ports(
    request: &ShipRequest,
    wanted: &[Wanted],
    old: Option<&ContainerListed>,
    lost: &[u16],
) -> Result<(Vec<Published>, Vec<Fault>), AppError> {
    let listed = request.engine.list_containers().await?;
    let ours = old.map(held_by).unwrap_or_default();
    let mut taken: Vec<u16> = listed
        .iter()
        .filter(|container| old.is_none_or(|old| old.id != container.id))
        .flat_map(held_by)
        .collect();
    taken.extend(lost);
    let mut published = Vec::new();
    let mut notes = Vec::new();
    for port in wanted {
        // Without a wish it keeps the one it had.
        let had = old.and_then(|old| {
            old.ports
                .iter()
                .find(|had| had.container_port == port.container_port)
                .and_then(|had| had.host_port)
        });
        let wish = port.host_port.or(had).unwrap_or(port.container_port);
        let host_port = if ours.contains(&wish) && !taken.contains(&wish) {
            wish
        } else {
            free_host_port(wish, &taken).await.ok_or_else(|| Fault::new("machine-no-free-port"))?
        };
        if host_port != wish {
            notes.push(Fault::new("note-port-moved").with("port", wish).with("free", host_port));
        }
        taken.push(host_port);
        published.push(Published { wanted: *port, host_port });
    }
    Ok((published, notes))
}

fn held_by(container: &ContainerListed) -> Vec<u16> {
    container.ports.iter().filter_map(|port| port.host_port).collect()
}

pub(super) fn run_spec(
    request: &ShipRequest,
    project: &Project,
    program: &Program,
    intent: &Intent,
    published: &[Published],
) -> Result<RunSpec, AppError> {
    let overrides = &request.overrides;
    let settings = &project.settings;
    let mut labels: BTreeMap<String, String> = overrides.labels.iter().cloned().collect();
    labels.insert(label::PROJECT.to_owned(), request.project.to_string());
    labels.insert(label::PROGRAM.to_owned(), program.folder.clone());
    labels.insert(label::RUN.to_owned(), intent.run.to_string());
    let spec = RunSpec {
        name: ShortName::new(intent.new_name.clone()),
        image: intent.tag.clone(),
        args: if overrides.args.is_empty() { settings.args.clone() } else { overrides.args.clone() },
        env: plan::env(settings, overrides),
        publish: published
            .iter()
            .map(|port| Publish {
                container_port: port.wanted.container_port,
                host_port: Some(port.host_port),
            })
            .collect(),
        memory_bytes: overrides.memory_bytes.or(settings.memory_bytes),
        cpu_nanocores: overrides.cpu_nanocores.or(settings.cpu_nanocores),
        restart: plan::restart(settings, overrides),
        labels,
        volumes: Vec::new(),
        open_stdin: false,
    };
    spec.validate()?;
    Ok(spec)
}
