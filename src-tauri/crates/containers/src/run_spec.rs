//! What a user wants to run, checked before an engine is bothered.

use crate::ContainersError;
use slipway_engine::{CreateSpec, PublishRequest, RestartPolicy, VolumeMount};
use slipway_model::ShortName;
use std::collections::{BTreeMap, HashSet};

/// The least memory that Docker accepts.
const MINIMUM_MEMORY: u64 = 6 << 20;
/// The least of a processor that Docker accepts: a hundredth.
const MINIMUM_CPU: u64 = 10_000_000;
/// Ports are published to this machine only.
const HOST_IP: &str = "127.0.0.1";

/// What is wrong with a [`RunSpec`].
pub type RunSpecError = ContainersError;

/// A port to publish on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Publish {
    /// Inside.
    pub container_port: u16,
    /// Outside; none lets the engine choose.
    pub host_port: Option<u16>,
}

/// A container to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunSpec {
    /// Its name.
    pub name: ShortName,
    /// The image.
    pub image: String,
    /// Arguments; empty keeps the image's own.
    pub args: Vec<String>,
    /// The environment.
    pub env: Vec<(String, String)>,
    /// What to publish.
    pub publish: Vec<Publish>,
    /// The memory limit.
    pub memory_bytes: Option<u64>,
    /// The processor limit.
    pub cpu_nanocores: Option<u64>,
    /// When it starts again.
    pub restart: RestartPolicy,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// Files of variables, for the line that does the same: the engine knows none, they are read into `env` before.
    pub env_files: Vec<String>,
    /// Named volumes.
    pub volumes: Vec<VolumeMount>,
    /// Whether its standard input stays open.
    pub open_stdin: bool,
}

impl RunSpec {
    /// Whether an engine could take it.
    pub fn validate(&self) -> Result<(), RunSpecError> {
        let name = self.name.as_str();
        if !is_container_name(name) {
            return Err(ContainersError::BadName { name: name.to_owned() });
        }
        if self.image.trim().is_empty() {
            return Err(ContainersError::NoImage);
        }
        for (name, value) in &self.env {
            let bad_name =
                name.is_empty() || name.contains(['=', '\0']) || name.chars().any(char::is_whitespace);
            if bad_name || value.contains('\0') {
                return Err(ContainersError::BadVariable { name: name.clone() });
            }
        }
        if let Some(at) = self.args.iter().position(|arg| arg.contains('\0')) {
            return Err(ContainersError::BadArgument { position: at as u32 + 1 });
        }
        self.validate_ports()?;
        match self.memory_bytes {
            Some(bytes) if bytes < MINIMUM_MEMORY => {
                return Err(ContainersError::LittleMemory { bytes, minimum_bytes: MINIMUM_MEMORY });
            }
            Some(bytes) if i64::try_from(bytes).is_err() => return Err(ContainersError::LargeLimit),
            _ => {}
        }
        match self.cpu_nanocores {
            Some(nanocores) if nanocores < MINIMUM_CPU => Err(ContainersError::LittleCpu { nanocores }),
            Some(nanocores) if i64::try_from(nanocores).is_err() => Err(ContainersError::LargeLimit),
            _ => Ok(()),
        }
    }

    fn validate_ports(&self) -> Result<(), RunSpecError> {
        let mut outside = HashSet::new();
        for port in &self.publish {
            if port.container_port == 0 || port.host_port == Some(0) {
                return Err(ContainersError::BadPort);
            }
            if let Some(host_port) = port.host_port.filter(|host_port| !outside.insert(*host_port)) {
                return Err(ContainersError::PortTwice { port: host_port });
            }
        }
        Ok(())
    }

    /// As the engine takes it.
    pub fn to_create(&self) -> CreateSpec {
        CreateSpec {
            image: self.image.clone(),
            command: self.args.clone(),
            env: self.env.clone(),
            labels: self.labels.clone(),
            publish: self
                .publish
                .iter()
                .map(|port| PublishRequest {
                    container_port: port.container_port,
                    protocol: "tcp".to_owned(),
                    host_ip: HOST_IP.to_owned(),
                    host_port: port.host_port,
                })
                .collect(),
            memory_bytes: self.memory_bytes,
            nano_cpus: self.cpu_nanocores,
            restart: self.restart,
            volumes: self.volumes.clone(),
            open_stdin: self.open_stdin,
            network_of: None,
        }
    }
}

fn is_container_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    (2..=128).contains(&name.len())
        && bytes.next().is_some_and(|first| first.is_ascii_alphanumeric())
        && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use slipway_model::ToFault as _;

    fn spec() -> RunSpec {
        RunSpec {
            name: ShortName::new("app"),
            image: "app:1".into(),
            args: Vec::new(),
            env: Vec::new(),
            publish: vec![Publish { container_port: 8080, host_port: Some(8080) }],
            memory_bytes: None,
            cpu_nanocores: None,
            restart: RestartPolicy::No,
            labels: BTreeMap::new(),
            env_files: Vec::new(),
            volumes: Vec::new(),
            open_stdin: false,
        }
    }

    #[test]
    fn what_an_engine_would_refuse_is_refused_before() {
        let code = |change: fn(&mut RunSpec)| {
            let mut spec = spec();
            change(&mut spec);
            spec.validate().map_or_else(|error| error.to_fault().code, |()| "fine".to_owned())
        };
        assert_eq!(code(|_| {}), "fine");
        assert_eq!(code(|s| s.name = ShortName::new("../x")), "usage-run-name");
        assert_eq!(code(|s| s.name = ShortName::new("-x")), "usage-run-name");
        assert_eq!(code(|s| s.image = " ".into()), "usage-run-image");
        assert_eq!(code(|s| s.env.push(("A=B".into(), String::new()))), "usage-run-variable");
        assert_eq!(code(|s| s.env.push(("A".into(), "x\0y".into()))), "usage-run-variable");
        assert_eq!(code(|s| s.env.push(("A".into(), "a=b\nc".into()))), "fine");
        assert_eq!(code(|s| s.args.push("\0".into())), "usage-run-argument");
        assert_eq!(
            code(|s| s.publish.push(Publish { container_port: 0, host_port: None })),
            "usage-run-port"
        );
        assert_eq!(
            code(|s| s.publish.push(Publish { container_port: 1, host_port: Some(0) })),
            "usage-run-port"
        );
        assert_eq!(
            code(|s| s.publish.push(Publish { container_port: 9, host_port: Some(8080) })),
            "usage-run-port-twice"
        );
        assert_eq!(code(|s| s.memory_bytes = Some(1 << 20)), "usage-run-memory");
        assert_eq!(code(|s| s.memory_bytes = Some(u64::MAX)), "usage-run-limit");
        assert_eq!(code(|s| s.cpu_nanocores = Some(1)), "usage-run-cpus");
    }

    #[test]
    fn ports_are_published_on_this_machine_only() {
        assert_eq!(spec().to_create().publish[0].host_ip, "127.0.0.1");
    }
}
