//! What an engine is.

use crate::{Endpoint, EngineError};
use bollard::models::{SystemInfo, SystemInfoCgroupVersionEnum, SystemVersion};
use slipway_model::EngineKey;

/// The oldest API of Docker that Slipway speaks: Engine 20.10.
pub const MINIMUM_DOCKER_API: &str = "1.41";
/// The oldest Podman that Slipway speaks.
pub const MINIMUM_PODMAN: &str = "4.0";

/// What an engine says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineInfo {
    /// Which engine it is, however it is reached.
    pub key: EngineKey,
    /// `Docker` or `Podman`.
    pub product: String,
    /// Its version.
    pub version: String,
    /// The newest API it speaks.
    pub api_version: String,
    /// The containers' system: `linux`, `windows`.
    pub os: String,
    /// The containers' architecture as Go names it: `amd64`, `arm64`.
    pub arch: String,
    /// Processors that containers may use.
    pub cpus: u32,
    /// Memory that containers may use.
    pub memory_bytes: u64,
    /// 1 or 2; 0 where there is none.
    pub cgroup_version: u8,
    /// `cgroupfs`, `systemd` or empty.
    pub cgroup_driver: String,
    /// How images are stored.
    pub storage_driver: String,
    /// containerd keeps the images: their ids are of manifests, and their layers are there packed and unpacked.
    pub containerd_images: bool,
    /// The kernel's version.
    pub kernel: String,
    /// It runs without root.
    pub rootless: bool,
    /// The machine's name.
    pub name: String,
}

/// Reads the two answers that describe an engine, and refuses what is too old.
pub(crate) fn read(
    endpoint: &Endpoint,
    version: SystemVersion,
    info: SystemInfo,
) -> Result<EngineInfo, EngineError> {
    let podman = version.components.iter().flatten().any(|part| part.name == "Podman Engine");
    let release = version.version.unwrap_or_default();
    let api = version.api_version.unwrap_or_default();
    let (has, minimum) = if podman { (&release, MINIMUM_PODMAN) } else { (&api, MINIMUM_DOCKER_API) };
    if older(has, minimum) {
        return Err(EngineError::TooOld { api: has.clone(), minimum: minimum.to_owned() });
    }
    let root = info.docker_root_dir.unwrap_or_default();
    let key = match info.id.filter(|id| !podman && !id.is_empty()) {
        Some(id) => id,
        None => format!("{}#{root}", endpoint.canonical()),
    };
    let cgroup_version = match info.cgroup_version {
        Some(SystemInfoCgroupVersionEnum::_1) => 1,
        Some(SystemInfoCgroupVersionEnum::_2) => 2,
        _ => 0,
    };
    Ok(EngineInfo {
        key: EngineKey::new(key),
        product: if podman { "Podman" } else { "Docker" }.to_owned(),
        version: release,
        api_version: api,
        os: version.os.or(info.os_type).unwrap_or_default(),
        arch: version
            .arch
            .map_or_else(|| go_arch(&info.architecture.unwrap_or_default()), |arch| go_arch(&arch)),
        cpus: info.ncpu.and_then(|n| u32::try_from(n).ok()).unwrap_or(0),
        memory_bytes: info.mem_total.and_then(|n| u64::try_from(n).ok()).unwrap_or(0),
        cgroup_version,
        cgroup_driver: info.cgroup_driver.map(|driver| driver.to_string()).unwrap_or_default(),
        storage_driver: info.driver.unwrap_or_default(),
        containerd_images: info
            .driver_status
            .iter()
            .flatten()
            .flatten()
            .any(|word| word == "io.containerd.snapshotter.v1"),
        kernel: info.kernel_version.or(version.kernel_version).unwrap_or_default(),
        rootless: info.security_options.iter().flatten().any(|option| option.contains("rootless")),
        name: info.name.unwrap_or_default(),
    })
}

fn go_arch(word: &str) -> String {
    match word {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
    .to_owned()
}

/// Compares the first two numbers. What cannot be read counts as older: it was never seen to work.
fn older(has: &str, minimum: &str) -> bool {
    let two = |text: &str| {
        let mut parts = text.split(['.', '-', '+']).map(|part| part.parse::<u32>().ok());
        Some((parts.next()??, parts.next().flatten().unwrap_or(0)))
    };
    two(has) < two(minimum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bollard::models::SystemVersionComponents;

    fn version(api: &str) -> SystemVersion {
        SystemVersion {
            api_version: Some(api.to_owned()),
            version: Some("20.10.24".into()),
            ..Default::default()
        }
    }

    #[test]
    fn docker_before_twenty_ten_is_too_old() {
        let endpoint = Endpoint::parse("unix:///nowhere/docker.sock").unwrap();
        assert!(matches!(
            read(&endpoint, version("1.40"), SystemInfo::default()),
            Err(EngineError::TooOld { api, minimum }) if api == "1.40" && minimum == "1.41"
        ));
        assert!(read(&endpoint, version("1.41"), SystemInfo::default()).is_ok());
        assert!(
            !older("1.100", "1.41")
                && older("", "1.41")
                && older("3.4.4", "4.0")
                && !older("5.0.0-dev", "4.0")
        );
    }

    #[test]
    fn podman_is_known_by_its_socket_and_storage_not_by_its_id() {
        let endpoint = Endpoint::parse("unix:///nowhere/podman.sock").unwrap();
        let read = |id: &str| {
            let mut version = version("1.41");
            version.version = Some("4.3.1".into());
            version.components =
                Some(vec![SystemVersionComponents { name: "Podman Engine".into(), ..Default::default() }]);
            let info = SystemInfo {
                id: Some(id.to_owned()),
                docker_root_dir: Some("/var/lib/containers".into()),
                ..Default::default()
            };
            super::read(&endpoint, version, info).unwrap()
        };
        assert_eq!(read("a"), read("b"));
        assert_eq!(read("a").product, "Podman");
        assert_eq!(read("a").key.as_str(), "unix:///nowhere/podman.sock#/var/lib/containers");
    }
}
