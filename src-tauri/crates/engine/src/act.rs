//! What is done to containers.

use crate::connection::{CHANGE_BOUND, LONGEST, READ_BOUND};
use crate::container::{facts, listed};
use crate::error::About;
use crate::{
    ContainerFacts, ContainerListed, CreateSpec, Engine, EngineError, RestartPolicy, VolumeMount, podman,
};
use bollard::errors::Error as BollardError;
use bollard::models::{
    ContainerCreateBody, HostConfig, Mount, MountType, MountVolumeOptions, PortBinding,
    RestartPolicy as Policy, RestartPolicyNameEnum,
};
use bollard::query_parameters as query;
use futures_util::TryStreamExt as _;
use slipway_model::ContainerId;
use std::collections::HashMap;
use std::time::Duration;

/// What docker gives a program to end by itself.
const DEFAULT_GRACE_S: u32 = 10;

impl Engine {
    /// Every container, running or not.
    pub async fn list_containers(&self) -> Result<Vec<ContainerListed>, EngineError> {
        let options = query::ListContainersOptions { all: true, ..Default::default() };
        let request =
            async { podman::with_dockers_words(self.docker().list_containers(Some(options)).await) };
        let rows = self.ask(READ_BOUND, About::Engine, request).await?;
        Ok(rows.into_iter().filter_map(listed).collect())
    }

    /// What is known of one container.
    pub async fn inspect_container(&self, id_or_name: &str) -> Result<ContainerFacts, EngineError> {
        let name = plain(id_or_name)?;
        let request = async { podman::with_dockers_words(self.docker().inspect_container(name, None).await) };
        let answer = self.ask(READ_BOUND, About::Container(name), request).await?;
        facts(answer)
            .ok_or_else(|| EngineError::Unreadable { detail: "a container without an id".to_owned() })
    }

    /// Makes a container; it does not run yet.
    pub async fn create_container(&self, name: &str, spec: &CreateSpec) -> Result<ContainerId, EngineError> {
        let options = query::CreateContainerOptions { name: Some(name.to_owned()), ..Default::default() };
        let request = self.docker().create_container(Some(options), body(spec));
        let answer =
            self.ask(CHANGE_BOUND, About::Container(name), request).await.map_err(|error| match error {
                // Podman does not repeat the image's name where Docker does.
                EngineError::ImageNotFound { .. } | EngineError::NotFound { .. } => {
                    EngineError::ImageNotFound { name: spec.image.clone() }
                }
                other => other,
            })?;
        Ok(ContainerId::new(answer.id))
    }

    /// Starts it. One that runs already is left alone.
    pub async fn start_container(&self, id: &ContainerId) -> Result<(), EngineError> {
        self.change(id, CHANGE_BOUND, self.docker().start_container(id.as_str(), None)).await
    }

    /// Asks it to end, and kills it after the grace time. One that has ended is left alone.
    pub async fn stop_container(&self, id: &ContainerId, grace_s: Option<u32>) -> Result<(), EngineError> {
        let options =
            query::StopContainerOptions { signal: None, t: grace_s.and_then(|s| i32::try_from(s).ok()) };
        self.change(id, after(grace_s), self.docker().stop_container(id.as_str(), Some(options))).await
    }

    /// Stops and starts it.
    pub async fn restart_container(&self, id: &ContainerId) -> Result<(), EngineError> {
        self.change(id, after(None) + CHANGE_BOUND, self.docker().restart_container(id.as_str(), None)).await
    }

    /// Freezes it.
    pub async fn pause_container(&self, id: &ContainerId) -> Result<(), EngineError> {
        self.change(id, CHANGE_BOUND, self.docker().pause_container(id.as_str())).await
    }

    /// Lets it go on.
    pub async fn unpause_container(&self, id: &ContainerId) -> Result<(), EngineError> {
        self.change(id, CHANGE_BOUND, self.docker().unpause_container(id.as_str())).await
    }

    /// Ends it at once.
    pub async fn kill_container(&self, id: &ContainerId) -> Result<(), EngineError> {
        let options = query::KillContainerOptions { signal: "SIGKILL".to_owned() };
        self.change(id, CHANGE_BOUND, self.docker().kill_container(id.as_str(), Some(options))).await
    }

    /// Gives it another name.
    pub async fn rename_container(&self, id: &ContainerId, name: &str) -> Result<(), EngineError> {
        let options = query::RenameContainerOptions { name: name.to_owned() };
        let request = self.docker().rename_container(id.as_str(), options);
        self.ask(CHANGE_BOUND, About::Container(id.as_str()), request).await.map_err(|error| match error {
            EngineError::Conflict { detail, .. } => EngineError::Conflict { name: name.to_owned(), detail },
            other => other,
        })
    }

    /// Removes it with its anonymous volumes; with `force` also while it runs.
    pub async fn remove_container(&self, id: &ContainerId, force: bool) -> Result<(), EngineError> {
        let options = query::RemoveContainerOptions { v: true, force, link: false };
        self.change(id, CHANGE_BOUND, self.docker().remove_container(id.as_str(), Some(options))).await
    }

    /// Waits until it does not run (however long that takes) and says how it ended.
    pub async fn wait_container(&self, id: &ContainerId) -> Result<i64, EngineError> {
        let options = query::WaitContainerOptions { condition: "not-running".to_owned() };
        let request = async {
            let mut answers = self.docker().wait_container(id.as_str(), Some(options));
            match answers.try_next().await {
                Ok(Some(answer)) => Ok(Some(answer.status_code)),
                Ok(None) => Ok(None),
                // bollard makes an error of an exit code.
                Err(BollardError::DockerContainerWaitError { code, error }) if error.is_empty() => {
                    Ok(Some(code))
                }
                Err(error) => Err(error),
            }
        };
        self.ask(LONGEST, About::Container(id.as_str()), request)
            .await?
            .ok_or_else(|| EngineError::Lost { detail: "the engine stopped waiting".to_owned() })
    }

    async fn change(
        &self,
        id: &ContainerId,
        bound: Duration,
        request: impl Future<Output = Result<(), BollardError>>,
    ) -> Result<(), EngineError> {
        self.ask(bound, About::Container(id.as_str()), request).await
    }
}

/// The grace time, and the engine's own time on top.
fn after(grace_s: Option<u32>) -> Duration {
    CHANGE_BOUND + Duration::from_secs(grace_s.unwrap_or(DEFAULT_GRACE_S).into())
}

/// A name that can be part of a request's path, and of nothing else.
fn plain(name: &str) -> Result<&str, EngineError> {
    let bare = name.strip_prefix('/').unwrap_or(name);
    let ok = !bare.is_empty()
        && !bare.starts_with('.')
        && bare.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    if ok { Ok(bare) } else { Err(EngineError::NotFound { what: "container", name: name.to_owned() }) }
}

fn body(spec: &CreateSpec) -> ContainerCreateBody {
    let key = |port: &crate::PublishRequest| format!("{}/{}", port.container_port, port.protocol);
    let mut bindings: HashMap<String, Option<Vec<PortBinding>>> = HashMap::new();
    for port in &spec.publish {
        let binding = PortBinding {
            host_ip: Some(port.host_ip.clone()),
            // An empty port lets the engine choose.
            host_port: Some(port.host_port.map(|port| port.to_string()).unwrap_or_default()),
        };
        bindings.entry(key(port)).or_default().get_or_insert_default().push(binding);
    }
    let number = |n: Option<u64>| n.and_then(|n| i64::try_from(n).ok());
    let (name, max) = match spec.restart {
        RestartPolicy::No => (RestartPolicyNameEnum::NO, None),
        RestartPolicy::OnFailure { max } => (RestartPolicyNameEnum::ON_FAILURE, Some(i64::from(max))),
        RestartPolicy::UnlessStopped => (RestartPolicyNameEnum::UNLESS_STOPPED, None),
        RestartPolicy::Always => (RestartPolicyNameEnum::ALWAYS, None),
    };
    ContainerCreateBody {
        image: Some(spec.image.clone()),
        cmd: (!spec.command.is_empty()).then(|| spec.command.clone()),
        env: Some(spec.env.iter().map(|(name, value)| format!("{name}={value}")).collect()),
        labels: Some(spec.labels.clone().into_iter().collect()),
        exposed_ports: Some(spec.publish.iter().map(key).collect()),
        host_config: Some(HostConfig {
            port_bindings: Some(bindings),
            memory: number(spec.memory_bytes),
            nano_cpus: number(spec.nano_cpus),
            restart_policy: Some(Policy { name: Some(name), maximum_retry_count: max }),
            network_mode: spec.network_of.as_ref().map(|id| format!("container:{id}")),
            mounts: (!spec.volumes.is_empty()).then(|| spec.volumes.iter().map(mount).collect()),
            ..Default::default()
        }),
        open_stdin: spec.open_stdin.then_some(true),
        ..Default::default()
    }
}

fn mount(volume: &VolumeMount) -> Mount {
    Mount {
        typ: Some(MountType::VOLUME),
        source: Some(volume.volume.clone()),
        target: Some(volume.target.clone()),
        volume_options: Some(MountVolumeOptions {
            labels: Some(volume.labels.clone().into_iter().collect()),
            ..Default::default()
        }),
        ..Default::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PublishRequest;

    #[test]
    fn a_name_cannot_leave_its_place_in_the_path() {
        for bad in ["", "/", "..", "a/../b", "a?force=1", "a b", "a%2fb", "容器"] {
            assert!(plain(bad).is_err(), "{bad}");
        }
        assert_eq!(plain("/web-1").unwrap(), "web-1");
    }

    #[test]
    fn what_is_published_is_published_on_this_machine_only() {
        let spec = CreateSpec {
            image: "app:1".into(),
            publish: vec![PublishRequest {
                container_port: 8080,
                protocol: "tcp".into(),
                host_ip: "127.0.0.1".into(),
                host_port: None,
            }],
            restart: RestartPolicy::OnFailure { max: 3 },
            ..Default::default()
        };
        let json = serde_json::to_value(body(&spec)).unwrap();
        assert_eq!(
            json["HostConfig"]["PortBindings"]["8080/tcp"],
            serde_json::json!([{ "HostIp": "127.0.0.1", "HostPort": "" }])
        );
        assert_eq!(
            json["HostConfig"]["RestartPolicy"],
            serde_json::json!({ "Name": "on-failure", "MaximumRetryCount": 3 })
        );
        assert_eq!(json.get("Cmd"), None);
    }
}
