//! The JSON of an image: configuration, manifest, index. The order of fields is the order here, so the bytes are
//! always the same.

use crate::tarball::Measured;
use serde::Serialize;
use std::collections::BTreeMap;

/// The only time in an image.
pub(crate) const EPOCH: &str = "1970-01-01T00:00:00Z";

const CONFIG: &str = "application/vnd.oci.image.config.v1+json";
const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
const INDEX: &str = "application/vnd.oci.image.index.v1+json";
const LAYER: &str = "application/vnd.oci.image.layer.v1.tar";

/// What a container of the image runs.
#[derive(Serialize, Default)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Run {
    pub(crate) user: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) exposed_ports: BTreeMap<String, Empty>,
    pub(crate) env: Vec<String>,
    pub(crate) entrypoint: Vec<String>,
    pub(crate) working_dir: String,
    pub(crate) labels: BTreeMap<String, String>,
}

#[derive(Serialize, Default)]
pub(crate) struct Empty {}

#[derive(Serialize)]
struct Config<'a> {
    created: &'a str,
    architecture: &'a str,
    os: &'a str,
    config: &'a Run,
    rootfs: RootFs,
    history: Vec<History<'a>>,
}

#[derive(Serialize)]
struct RootFs {
    #[serde(rename = "type")]
    kind: &'static str,
    diff_ids: Vec<String>,
}

#[derive(Serialize)]
struct History<'a> {
    created: &'a str,
    created_by: &'a str,
}

/// The configuration; its digest is the image's id.
pub(crate) fn config(
    os: &str,
    arch: &str,
    run: &Run,
    layers: &[(&str, &Measured)],
) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Config {
        created: EPOCH,
        architecture: arch,
        os,
        config: run,
        rootfs: RootFs {
            kind: "layers",
            diff_ids: layers.iter().map(|(_, layer)| format!("sha256:{}", layer.sha256)).collect(),
        },
        history: layers.iter().map(|(by, _)| History { created: EPOCH, created_by: by }).collect(),
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    media_type: &'static str,
    digest: String,
    size: u64,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    annotations: BTreeMap<&'static str, String>,
}

impl Descriptor {
    fn new(media_type: &'static str, of: &Measured) -> Self {
        let digest = format!("sha256:{}", of.sha256);
        Self { media_type, digest, size: of.bytes, annotations: BTreeMap::new() }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    schema_version: u8,
    media_type: &'static str,
    config: Descriptor,
    layers: Vec<Descriptor>,
}

/// The OCI manifest; its digest is the image's id in a containerd store.
pub(crate) fn manifest(
    config: &Measured,
    layers: &[(&str, &Measured)],
) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Manifest {
        schema_version: 2,
        media_type: MANIFEST,
        config: Descriptor::new(CONFIG, config),
        layers: layers.iter().map(|(_, layer)| Descriptor::new(LAYER, layer)).collect(),
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Index {
    schema_version: u8,
    media_type: &'static str,
    manifests: Vec<Descriptor>,
}

/// `index.json`, by which containerd stores find the image and its name.
pub(crate) fn index(manifest: &Measured, tag: Option<&str>) -> Result<Vec<u8>, serde_json::Error> {
    let mut descriptor = Descriptor::new(MANIFEST, manifest);
    if let Some(tag) = tag {
        descriptor.annotations.insert("io.containerd.image.name", full_name(tag));
        let short = tag.rsplit_once(':').map_or("latest", |(_, short)| short);
        descriptor.annotations.insert("org.opencontainers.image.ref.name", short.to_owned());
    }
    serde_json::to_vec(&Index { schema_version: 2, media_type: INDEX, manifests: vec![descriptor] })
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct DockerManifest {
    config: String,
    repo_tags: Option<Vec<String>>,
    layers: Vec<String>,
}

/// `manifest.json`, by which Docker's classic store and Podman find the image.
pub(crate) fn docker_manifest(
    config: &Measured,
    layers: &[(&str, &Measured)],
    tag: Option<&str>,
) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&[DockerManifest {
        config: blob(config),
        repo_tags: tag.map(|tag| vec![tag.to_owned()]),
        layers: layers.iter().map(|(_, layer)| blob(layer)).collect(),
    }])
}

/// Where a blob is in the archive.
pub(crate) fn blob(of: &Measured) -> String {
    format!("blobs/sha256/{}", of.sha256)
}

/// `name` → `name:latest`.
pub(crate) fn with_tag(name: &str) -> String {
    match name.rsplit('/').next() {
        Some(last) if last.contains(':') => name.to_owned(),
        _ => format!("{name}:latest"),
    }
}

/// `name:tag` → `docker.io/library/name:tag`, as containerd keys it.
fn full_name(tag: &str) -> String {
    match tag.split_once('/') {
        Some((host, _)) if host.contains(['.', ':']) || host == "localhost" => tag.to_owned(),
        Some(_) => format!("docker.io/{tag}"),
        None => format!("docker.io/library/{tag}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_completed_as_docker_completes_it() {
        for (tag, full) in [
            ("api:1", "docker.io/library/api:1"),
            ("me/api:1", "docker.io/me/api:1"),
            ("localhost/api:1", "localhost/api:1"),
            ("127.0.0.1:5000/api:1", "127.0.0.1:5000/api:1"),
        ] {
            assert_eq!(full_name(tag), full);
        }
        assert_eq!(with_tag("127.0.0.1:5000/api"), "127.0.0.1:5000/api:latest");
        assert_eq!(with_tag("api:1"), "api:1");
    }
}
