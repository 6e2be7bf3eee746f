//! What an image shall be, and what was made of it.

use slipway_model::ImageId;
use std::collections::BTreeMap;
use std::path::Path;

/// What an image is for, in Go's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Platform {
    /// Always `linux` for now.
    pub os: String,
    /// `amd64`, `arm64`, …
    pub arch: String,
}

impl Platform {
    /// Linux on this architecture (`GOARCH`).
    pub fn linux(arch: impl Into<String>) -> Self {
        Self { os: "linux".to_owned(), arch: arch.into() }
    }
}

/// What an image shall be. One program in it, run as user 65532 (`nonroot`) in its home folder.
#[derive(Debug, Clone)]
pub struct ImageSpec<'a> {
    /// The program on this machine: a static Linux program.
    pub program: &'a Path,
    /// What it is for.
    pub platform: Platform,
    /// `name:tag`; `latest` where there is no tag.
    pub repo_tag: Option<String>,
    /// Where the program is in the image, absolute, `/app/NAME`.
    pub entrypoint: String,
    /// TCP ports it says it listens on.
    pub exposed_ports: Vec<u16>,
    /// Environment besides `PATH` and `ZONEINFO`; a later value replaces an earlier one.
    pub env: Vec<(String, String)>,
    /// Labels besides Slipway's own and the title.
    pub labels: BTreeMap<String, String>,
    /// Go's own zone data (`GOROOT/lib/time/zoneinfo.zip`), so that time zones work with nothing else in the image.
    pub zoneinfo: Option<&'a Path>,
    /// The tar of a layer between base and program: what the program reads while it runs. Its paths are the image's.
    pub files: Option<&'a Path>,
}

impl<'a> ImageSpec<'a> {
    /// The least there is to say: a program at `/app/NAME` on Linux.
    pub fn new(program: &'a Path, name: &str, arch: &str) -> Self {
        Self {
            program,
            platform: Platform::linux(arch),
            repo_tag: None,
            entrypoint: format!("/app/{name}"),
            exposed_ports: Vec::new(),
            env: Vec::new(),
            labels: BTreeMap::new(),
            zoneinfo: None,
            files: None,
        }
    }
}

/// One layer that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// The digest of its tar, `sha256:…`.
    pub diff_id: String,
    /// Its size.
    pub bytes: u64,
}

/// What [`crate::write_archive`] wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assembled {
    /// The configuration's digest: the image's id in a classic store (Docker's graph drivers, Podman).
    pub image_id: ImageId,
    /// The manifest's digest: the image's id in a containerd store.
    pub manifest_digest: String,
    /// Size of the whole archive.
    pub bytes: u64,
    /// Base layer first, program last.
    pub layers: Vec<Layer>,
}
