//! Windows: named pipes.

use super::{Product, Surroundings};
use std::path::Path;

/// Where Docker listens unless told otherwise.
pub(super) const DEFAULT_URL: &str = "npipe:////./pipe/docker_engine";

/// There is no such number here.
pub(super) fn uid() -> Option<u32> {
    None
}

/// The usual pipes that exist here.
pub(super) fn usual_places(_: &Surroundings) -> Vec<(String, Product)> {
    [("//./pipe/docker_engine", Product::DockerDesktop), ("//./pipe/podman-machine-default", Product::Podman)]
        .into_iter()
        .filter(|(pipe, _)| Path::new(pipe).exists())
        .map(|(pipe, product)| (format!("npipe://{pipe}"), product))
        .collect()
}

/// Permission for a pipe is not given by a group that a user could be told.
pub(super) fn whose(_: &Path) -> (Option<String>, bool) {
    (None, false)
}
