//! Docker's contexts, read from the files that the docker command keeps.

use super::{Found, Origin, Surroundings};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// The one in use first, the others by name. `default` is no context but the absence of one.
pub(super) fn read(surroundings: &Surroundings) -> Vec<Found> {
    let Some(config) = surroundings.docker_config() else { return Vec::new() };
    let current = surroundings.variable("DOCKER_CONTEXT").map(str::to_owned).or_else(|| {
        let settings = json(&config.join("config.json"))?;
        settings.get("currentContext")?.as_str().map(str::to_owned)
    });
    let contexts = config.join("contexts");
    let mut found: Vec<Found> = fs::read_dir(contexts.join("meta"))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| one(&entry.path(), &contexts.join("tls").join(entry.file_name())))
        .collect();
    let name = |found: &Found| match &found.origin {
        Origin::Context { name } => name.clone(),
        _ => String::new(),
    };
    found.sort_by_key(|found| (current.as_deref() != Some(&name(found)), name(found)));
    found
}

fn one(meta: &Path, tls: &Path) -> Option<Found> {
    let meta = json(&meta.join("meta.json"))?;
    let name = meta.get("Name")?.as_str()?.to_owned();
    let url = meta.get("Endpoints")?.get("docker")?.get("Host")?.as_str()?.to_owned();
    let has_keys = fs::read_dir(tls.join("docker")).is_ok_and(|mut keys| keys.next().is_some());
    let tls = has_keys && url.starts_with("tcp://");
    (!url.is_empty()).then_some(Found { url, origin: Origin::Context { name }, tls })
}

fn json(path: &Path) -> Option<Value> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}
