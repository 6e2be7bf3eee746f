//! Where a program goes: the container's name, the ports here, and all that the engine is told of it.

use super::check::Published;
use super::intent::Intent;
use super::plan::{self, Overrides, ShipRequest, Wanted};
use crate::AppError;
use crate::projects::{EnvSetting, Offer, OfferWhat, Project, env_file, looks_secret};
use slipway_containers::{Publish, RunSpec, docker_run, free_host_port, free_name};
use slipway_engine::{ContainerListed, VolumeMount};
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
        (None, None) => usual_name(project, program),
    };
    Ok(free_name(&request.engine, &wanted, old.map(|old| &old.id)).await?)
}

/// The program's own name among several, else the one that the project is run by.
fn usual_name(project: &Project, program: &Program) -> ShortName {
    if project.understanding.programs.len() > 1 && program.folder != "." {
        ShortName::from_any(&program.name)
    } else {
        ShortName::from_any(&project.settings.name)
    }
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
    offers: &[Offer],
) -> Result<RunSpec, AppError> {
    let mut spec = spec_of(project, program, &request.overrides, offers, &intent.name);
    spec.name = ShortName::new(intent.new_name.clone());
    spec.image = intent.tag.clone();
    spec.publish = published
        .iter()
        .map(|port| Publish { container_port: port.wanted.container_port, host_port: Some(port.host_port) })
        .collect();
    spec.labels.insert(label::RUN.to_owned(), intent.run.to_string());
    // The engine knows no files of variables. What the user set by hand comes before what a file says.
    for path in std::mem::take(&mut spec.env_files) {
        for (name, value) in env_file::read(&project.record.folder, &path)? {
            if !spec.env.iter().any(|(known, _)| *known == name) {
                spec.env.push((name, value));
            }
        }
    }
    spec.validate()?;
    Ok(spec)
}

/// What does not depend on the place: settings, what this ship says in their place, and the offers. The ports are the
/// wanted ones, the image is none yet.
fn spec_of(
    project: &Project,
    program: &Program,
    overrides: &Overrides,
    offers: &[Offer],
    name: &str,
) -> RunSpec {
    let settings = &project.settings;
    let mut labels: BTreeMap<String, String> = overrides.labels.iter().cloned().collect();
    labels.insert(label::PROJECT.to_owned(), project.record.id.to_string());
    labels.insert(label::PROGRAM.to_owned(), program.folder.clone());
    let mut args = if overrides.args.is_empty() { settings.args.clone() } else { overrides.args.clone() };
    let mut env = plan::env(settings, overrides);
    let mut volumes = Vec::new();
    let mut env_files = Vec::new();
    let mut open_stdin = false;
    for offer in offers {
        match &offer.what {
            OfferWhat::Env { name, value } => env.push((name.clone(), value.clone())),
            OfferWhat::Argument { value } => args.insert(0, value.clone()),
            OfferWhat::Volume { target } => volumes.push(volume(project, program, target, &labels)),
            OfferWhat::EnvFile { path } => {
                env_files.push(project.record.folder.join(path).to_string_lossy().into_owned());
            }
            OfferWhat::Stdin => open_stdin = true,
        }
    }
    RunSpec {
        name: ShortName::new(name.to_owned()),
        image: String::new(),
        args,
        env,
        publish: plan::ports(project, program, overrides)
            .iter()
            .map(|port| Publish {
                container_port: port.container_port,
                host_port: Some(port.host_port.unwrap_or(port.container_port)),
            })
            .collect(),
        memory_bytes: overrides.memory_bytes.or(settings.memory_bytes),
        cpu_nanocores: overrides.cpu_nanocores.or(settings.cpu_nanocores),
        restart: plan::restart(settings, overrides),
        labels,
        env_files,
        volumes,
        open_stdin,
    }
}

/// What Ship it runs at its end, as the `docker run` line that does the same; none where there is no program. Values
/// that are secret stand in it by their names only.
pub fn run_command(project: &Project, image: Option<&str>) -> Option<String> {
    let overrides = Overrides::default();
    let program = plan::program(project, &overrides).ok()?;
    let offers = plan::offers(project, program, &overrides);
    let name = usual_name(project, program);
    let mut spec = spec_of(project, program, &overrides, &offers, name.as_str());
    spec.image = image.map_or_else(|| format!("slipway/{name}:1"), str::to_owned);
    let secret = |name: &str, value: &str| {
        let set = project.settings.env.iter().find(|set| set.name == name);
        set.map_or_else(|| looks_secret(name, value), EnvSetting::is_secret)
    };
    Some(docker_run(&spec, secret))
}

/// A volume of the program's own: the same one for each ship, so that what was written is there again. Its name has
/// the project's id in it, because two folders may be called the same.
fn volume(
    project: &Project,
    program: &Program,
    target: &str,
    labels: &BTreeMap<String, String>,
) -> VolumeMount {
    let last = target.rsplit('/').next().unwrap_or_default();
    let short: String =
        project.record.id.as_str().chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    let place: String = [program.folder.as_str(), target].join(":");
    let mark = place.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    VolumeMount {
        volume: format!("slipway-{}-{}-{short}-{mark:08x}", project.record.name(), ShortName::from_any(last)),
        target: target.to_owned(),
        labels: labels.clone(),
    }
}
