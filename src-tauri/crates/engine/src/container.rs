//! Containers as values: what a list shows, what an inspect knows, what a new one is made of.

use crate::{log_limits, time};
use bollard::models::{
    ContainerInspectResponse, ContainerStateStatusEnum, ContainerSummary, ContainerSummaryStateEnum,
    HostConfig, PortMap,
};
use slipway_model::{ContainerId, ImageId, Timestamp};
use std::collections::BTreeMap;

/// What a container does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContainerState {
    /// Made, never started.
    Created,
    /// Its program runs.
    Running,
    /// Its program is frozen.
    Paused,
    /// Its program ended and will be started again.
    Restarting,
    /// On its way out.
    Removing,
    /// Its program ended.
    Exited,
    /// The engine could not remove it.
    Dead,
}

impl ContainerState {
    /// The engine's word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Restarting => "restarting",
            Self::Removing => "removing",
            Self::Exited => "exited",
            Self::Dead => "dead",
        }
    }

    /// Whether there is a process in it.
    pub const fn is_alive(self) -> bool {
        matches!(self, Self::Running | Self::Paused)
    }
}

/// A port of a container, and where it is published.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublishedPort {
    /// Inside.
    pub container_port: u16,
    /// `tcp`, `udp`, `sctp`.
    pub protocol: String,
    /// The machine's address it is published at.
    pub host_ip: Option<String>,
    /// The machine's port; none when it is only exposed.
    pub host_port: Option<u16>,
}

/// A row of the engine's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContainerListed {
    /// Which.
    pub id: ContainerId,
    /// Its name.
    pub name: String,
    /// The image's name, or its id when the name moved on.
    pub image: String,
    /// The image's id.
    pub image_id: String,
    /// What it does.
    pub state: ContainerState,
    /// The engine's sentence for it (`Up 3 minutes`).
    pub status_text: String,
    /// When it was made.
    pub created_ms: i64,
    /// Its ports.
    pub ports: Vec<PublishedPort>,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
}

/// What an inspect knows of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContainerFacts {
    /// Which.
    pub id: ContainerId,
    /// Its name.
    pub name: String,
    /// The image's name as it was asked for.
    pub image: String,
    /// The image's id.
    pub image_id: ImageId,
    /// What it does.
    pub state: ContainerState,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// When it was made.
    pub created: Timestamp,
    /// When its program last started.
    pub started: Option<Timestamp>,
    /// When its program last ended.
    pub finished: Option<Timestamp>,
    /// How its program ended; none while it runs or before its first start.
    pub exit_code: Option<i64>,
    /// The kernel killed it for memory, by the engine's own word (not always true).
    pub oom_killed: bool,
    /// Why it did not start, in the engine's words.
    pub error: String,
    /// How often the restart policy started it again.
    pub restart_count: u32,
    /// Its first process, while it runs.
    pub pid: Option<u32>,
    /// `healthy`, `unhealthy`, `starting`; none without a health check.
    pub health: Option<String>,
    /// Its ports.
    pub ports: Vec<PublishedPort>,
    /// The networks it is in, by name.
    pub networks: Vec<String>,
    /// Its environment, `NAME=value`. May hold secrets.
    pub env: Vec<String>,
    /// Program and arguments.
    pub command: Vec<String>,
    /// The memory limit.
    pub memory_limit_bytes: Option<u64>,
    /// The processor limit in billionths of one, also where it was given as quota and period.
    pub nano_cpus: Option<u64>,
    /// `no`, `always`, `unless-stopped`, `on-failure`, `on-failure:3`.
    pub restart_policy: String,
    /// It has a terminal.
    pub tty: bool,
    /// Whether its standard input is open.
    pub open_stdin: bool,
    /// Where its log goes.
    pub log_driver: String,
    /// How many of the newest bytes of its log the engine keeps at least, where it throws away what is older.
    pub log_kept_bytes: Option<u64>,
    /// Whom it runs as; empty is root.
    pub user: String,
}

/// When the engine starts a program again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RestartPolicy {
    /// Never.
    #[default]
    No,
    /// When it fails.
    OnFailure {
        /// At most so often; 0 is without end.
        max: u32,
    },
    /// Always, unless the user stopped it.
    UnlessStopped,
    /// Always.
    Always,
}

/// A port to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishRequest {
    /// Inside.
    pub container_port: u16,
    /// `tcp` or `udp`.
    pub protocol: String,
    /// The machine's address, `127.0.0.1`.
    pub host_ip: String,
    /// The machine's port; none lets the engine choose.
    pub host_port: Option<u16>,
}

/// What a new container is made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CreateSpec {
    /// The image.
    pub image: String,
    /// Arguments; empty keeps the image's own.
    pub command: Vec<String>,
    /// The environment.
    pub env: Vec<(String, String)>,
    /// The labels.
    pub labels: BTreeMap<String, String>,
    /// What to publish.
    pub publish: Vec<PublishRequest>,
    /// The memory limit.
    pub memory_bytes: Option<u64>,
    /// The processor limit in billionths of one.
    pub nano_cpus: Option<u64>,
    /// When it starts again.
    pub restart: RestartPolicy,
    /// Named volumes and where they stand in the container; one that is not there is made.
    pub volumes: Vec<VolumeMount>,
    /// Whether its standard input stays open, to be written to later.
    pub open_stdin: bool,
    /// Use the network of this container instead of one of its own.
    pub network_of: Option<ContainerId>,
}

/// A named volume in a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VolumeMount {
    /// The volume's name.
    pub volume: String,
    /// The absolute path in the container.
    pub target: String,
    /// Labels of the volume, where it is made.
    pub labels: BTreeMap<String, String>,
}

pub(crate) fn listed(row: ContainerSummary) -> Option<ContainerListed> {
    use ContainerSummaryStateEnum as S;
    let state = match row.state? {
        S::CREATED | S::EMPTY => ContainerState::Created,
        S::RUNNING | S::STOPPING => ContainerState::Running,
        S::PAUSED => ContainerState::Paused,
        S::RESTARTING => ContainerState::Restarting,
        S::REMOVING => ContainerState::Removing,
        S::EXITED => ContainerState::Exited,
        S::DEAD => ContainerState::Dead,
    };
    let mut ports: Vec<PublishedPort> = row
        .ports
        .unwrap_or_default()
        .into_iter()
        .map(|port| PublishedPort {
            container_port: port.private_port,
            protocol: port
                .typ
                .map(|typ| typ.to_string())
                .filter(|typ| !typ.is_empty())
                .unwrap_or_else(|| "tcp".to_owned()),
            host_ip: port.ip.filter(|ip| !ip.is_empty()),
            host_port: port.public_port.filter(|port| *port > 0),
        })
        .collect();
    ports.sort();
    ports.dedup();
    // A container that others link to has several names; its own has one slash.
    let names = row.names.unwrap_or_default();
    let own = names.iter().find(|name| name.matches('/').count() <= 1).or(names.first());
    Some(ContainerListed {
        id: ContainerId::new(row.id?),
        name: own.map(|name| name.trim_start_matches('/').to_owned()).unwrap_or_default(),
        image: row.image.unwrap_or_default(),
        image_id: row.image_id.unwrap_or_default(),
        state,
        status_text: row.status.unwrap_or_default(),
        created_ms: row.created.unwrap_or(0).saturating_mul(1000),
        ports,
        labels: row.labels.unwrap_or_default().into_iter().collect(),
    })
}

/// More networks than this are not told of a container.
const MOST_NETWORKS: usize = 16;

pub(crate) fn facts(answer: ContainerInspectResponse) -> Option<ContainerFacts> {
    let state = answer.state.unwrap_or_default();
    let config = answer.config.unwrap_or_default();
    let host = answer.host_config.unwrap_or_default();
    let net = answer.network_settings.unwrap_or_default();
    let mut networks: Vec<String> = net.networks.unwrap_or_default().into_keys().collect();
    networks.sort();
    let doing = match state.status {
        Some(word) => doing(word),
        None if state.running == Some(true) => ContainerState::Running,
        None => ContainerState::Exited,
    };
    let started = state.started_at.as_deref().and_then(time::parse_rfc3339);
    let ended = !doing.is_alive() && started.is_some();
    let mut command: Vec<String> = answer.path.into_iter().filter(|path| !path.is_empty()).collect();
    command.extend(answer.args.unwrap_or_default());
    let log = host.log_config.clone().unwrap_or_default();
    let log_driver = log.typ.unwrap_or_default();
    let log_kept_bytes = log_limits::kept_bytes(&log_driver, &log.config.unwrap_or_default());
    Some(ContainerFacts {
        id: ContainerId::new(answer.id?),
        name: answer.name.unwrap_or_default().trim_start_matches('/').to_owned(),
        image: config.image.unwrap_or_default(),
        image_id: ImageId::new(answer.image.unwrap_or_default()),
        state: doing,
        labels: config.labels.unwrap_or_default().into_iter().collect(),
        created: answer
            .created
            .and_then(|at| time::from_nanos(at.unix_timestamp_nanos()))
            .unwrap_or_default(),
        started,
        finished: state.finished_at.as_deref().and_then(time::parse_rfc3339),
        // One that could not be started has an exit code (127, 128) and an error, but no start.
        exit_code: state.exit_code.filter(|code| ended || (!doing.is_alive() && *code != 0)),
        oom_killed: state.oom_killed.unwrap_or(false),
        error: state.error.unwrap_or_default(),
        restart_count: answer.restart_count.and_then(|n| u32::try_from(n).ok()).unwrap_or(0),
        pid: state.pid.and_then(|pid| u32::try_from(pid).ok()).filter(|pid| *pid > 0),
        health: state
            .health
            .and_then(|health| health.status)
            .map(|status| status.to_string())
            .filter(|status| !matches!(status.as_str(), "" | "none")),
        ports: ports(net.ports.unwrap_or_default()),
        networks: networks.into_iter().take(MOST_NETWORKS).collect(),
        env: config.env.unwrap_or_default(),
        command,
        memory_limit_bytes: host
            .memory
            .and_then(|bytes| u64::try_from(bytes).ok())
            .filter(|bytes| *bytes > 0),
        nano_cpus: nano_cpus(&host),
        restart_policy: restart_policy(&host),
        tty: config.tty.unwrap_or(false),
        open_stdin: config.open_stdin.unwrap_or(false),
        log_driver,
        log_kept_bytes,
        user: config.user.unwrap_or_default(),
    })
}

fn doing(word: ContainerStateStatusEnum) -> ContainerState {
    use ContainerStateStatusEnum as S;
    match word {
        S::CREATED | S::EMPTY => ContainerState::Created,
        S::RUNNING | S::STOPPING => ContainerState::Running,
        S::PAUSED => ContainerState::Paused,
        S::RESTARTING => ContainerState::Restarting,
        S::REMOVING => ContainerState::Removing,
        S::EXITED => ContainerState::Exited,
        S::DEAD => ContainerState::Dead,
    }
}

fn ports(map: PortMap) -> Vec<PublishedPort> {
    let mut ports = Vec::new();
    for (key, bindings) in map {
        let (port, protocol) = key.split_once('/').unwrap_or((&key, "tcp"));
        let Ok(container_port) = port.parse() else { continue };
        let exposed =
            PublishedPort { container_port, protocol: protocol.to_owned(), host_ip: None, host_port: None };
        match bindings.filter(|bindings| !bindings.is_empty()) {
            None => ports.push(exposed),
            Some(bindings) => ports.extend(bindings.into_iter().map(|binding| PublishedPort {
                host_ip: binding.host_ip.filter(|ip| !ip.is_empty()),
                host_port: binding.host_port.and_then(|port| port.parse().ok()).filter(|port| *port > 0),
                ..exposed.clone()
            })),
        }
    }
    ports.sort();
    ports
}

fn nano_cpus(host: &HostConfig) -> Option<u64> {
    let positive = |number: Option<i64>| number.and_then(|n| u64::try_from(n).ok()).filter(|n| *n > 0);
    positive(host.nano_cpus).or_else(|| {
        let quota = positive(host.cpu_quota)?;
        let period = positive(host.cpu_period).unwrap_or(100_000);
        u64::try_from(u128::from(quota) * 1_000_000_000 / u128::from(period)).ok()
    })
}

fn restart_policy(host: &HostConfig) -> String {
    let policy = host.restart_policy.clone().unwrap_or_default();
    let word = policy
        .name
        .map(|name| name.to_string())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "no".to_owned());
    match policy.maximum_retry_count {
        Some(max) if max > 0 && word == "on-failure" => format!("{word}:{max}"),
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inspected(json: &str) -> ContainerFacts {
        facts(serde_json::from_str(json).unwrap()).unwrap()
    }

    #[test]
    fn a_limit_given_as_quota_and_period_is_the_same_limit() {
        let limit = |json: &str| inspected(&format!(r#"{{"Id":"1","HostConfig":{json}}}"#)).nano_cpus;
        assert_eq!(limit(r#"{"NanoCpus":300000000}"#), Some(300_000_000));
        assert_eq!(limit(r#"{"CpuQuota":30000,"CpuPeriod":100000}"#), Some(300_000_000));
        assert_eq!(limit(r#"{"CpuQuota":50000}"#), Some(500_000_000));
        assert_eq!(limit(r#"{"CpuQuota":-1,"NanoCpus":0}"#), None);
    }

    #[test]
    fn a_running_container_has_no_exit_code_yet() {
        let state = |json: &str| inspected(&format!(r#"{{"Id":"1","State":{json}}}"#)).exit_code;
        let started = r#""StartedAt":"2026-11-24T15:48:23Z""#;
        assert_eq!(state(&format!(r#"{{"Status":"running","ExitCode":0,{started}}}"#)), None);
        assert_eq!(state(&format!(r#"{{"Status":"exited","ExitCode":0,{started}}}"#)), Some(0));
        assert_eq!(state(r#"{"Status":"created","ExitCode":0,"StartedAt":"0001-01-01T00:00:00Z"}"#), None);
        assert_eq!(
            state(r#"{"Status":"created","ExitCode":127,"StartedAt":"0001-01-01T00:00:00Z"}"#),
            Some(127)
        );
    }

    #[test]
    fn ports_are_read_with_and_without_a_binding() {
        let seen = inspected(
            r#"{"Id":"1","NetworkSettings":{"Ports":{"8080/tcp":[{"HostIp":"127.0.0.1","HostPort":"18080"}],"53/udp":null}}}"#,
        );
        assert_eq!(
            seen.ports,
            [
                PublishedPort { container_port: 53, protocol: "udp".into(), host_ip: None, host_port: None },
                PublishedPort {
                    container_port: 8080,
                    protocol: "tcp".into(),
                    host_ip: Some("127.0.0.1".into()),
                    host_port: Some(18080)
                },
            ]
        );
    }

    #[test]
    fn a_linked_container_keeps_its_own_name() {
        let row =
            serde_json::from_str(r#"{"Id":"1","Names":["/web/db","/db"],"State":"running","Created":5}"#)
                .unwrap();
        let row = listed(row).unwrap();
        assert_eq!((row.name.as_str(), row.created_ms), ("db", 5000));
    }
}
