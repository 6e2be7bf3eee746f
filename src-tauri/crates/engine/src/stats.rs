//! A container's figures as the engine samples them.

use crate::error::{self, About};
use crate::{Engine, EngineError, podman, time};
use bollard::models::{ContainerBlkioStatEntry, ContainerStatsResponse};
use bollard::query_parameters::StatsOptions;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use slipway_model::{ContainerId, Timestamp};
use std::future::ready;
use std::time::Duration;

/// One sample. Totals grow from the container's start; rates are made where they are needed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatsSample {
    /// When the engine read it, by its clock.
    pub time: Timestamp,
    /// Processor time used, in all.
    pub cpu_total_ns: u64,
    /// The machine's processor time, for docker's percentage.
    pub system_cpu_ns: Option<u64>,
    /// Processors, for docker's percentage.
    pub online_cpus: u32,
    /// Of [`StatsSample::cpu_total_ns`], in the program.
    pub cpu_user_ns: u64,
    /// Of [`StatsSample::cpu_total_ns`], in the kernel.
    pub cpu_system_ns: u64,
    /// Time spent waiting because the limit was reached.
    pub throttled_ns: u64,
    /// Periods in which it had to wait.
    pub throttled_periods: u64,
    /// Periods in all.
    pub periods: u64,
    /// The engine tells nothing of waiting: the three are 0 and mean nothing. Podman leaves them out for everybody.
    pub throttling_unknown: bool,
    /// Memory with the file cache.
    pub memory_usage_bytes: u64,
    /// The limit as the engine gives it; without a limit it is the machine's memory.
    pub memory_limit_bytes: u64,
    /// File cache that can go at any time.
    pub memory_inactive_file_bytes: u64,
    /// Usage without it, which is what `docker stats` shows.
    pub memory_working_bytes: u64,
    /// Received, over all networks.
    pub network_received_bytes: u64,
    /// Sent, over all networks.
    pub network_sent_bytes: u64,
    /// Read from disks.
    pub disk_read_bytes: u64,
    /// Written to disks.
    pub disk_written_bytes: u64,
    /// Processes and threads.
    pub processes: u64,
}

impl Engine {
    /// Samples of a running container, about one a second. The stream's end is not the container's end.
    pub fn stats(&self, id: &ContainerId) -> BoxStream<'static, Result<StatsSample, EngineError>> {
        let (url, name) = (self.url(), id.as_str().to_owned());
        let is_podman = podman::is(self);
        let answers = if is_podman {
            self.asked_each_second(id)
        } else {
            self.docker().stats(id.as_str(), Some(StatsOptions { stream: true, one_shot: false })).boxed()
        };
        answers
            .map(move |item| {
                let read = |answer| {
                    read(answer).map(|sample| StatsSample { throttling_unknown: is_podman, ..sample })
                };
                item.map(read).map_err(|error| error::read(error, &url, About::Container(&name)))
            })
            // An empty sample without a time is what the engine sends for a container that does not run.
            .filter_map(|item| ready(item.transpose()))
            .boxed()
    }
}

impl Engine {
    /// Podman's own stream has a sample every five seconds only: it is asked for single ones instead.
    fn asked_each_second(
        &self,
        id: &ContainerId,
    ) -> BoxStream<'static, Result<ContainerStatsResponse, bollard::errors::Error>> {
        let (docker, id) = (self.docker().clone(), id.as_str().to_owned());
        let mut every = tokio::time::interval(Duration::from_secs(1));
        every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
        futures_util::stream::unfold(Some((docker, id, every)), |state| async move {
            let (docker, id, mut every) = state?;
            every.tick().await;
            let one = StatsOptions { stream: false, one_shot: true };
            let answer = docker.stats(&id, Some(one)).next().await?;
            // After an error there is nothing more to ask.
            let next = answer.is_ok().then_some((docker, id, every));
            Some((answer, next))
        })
        .boxed()
    }
}

fn read(answer: ContainerStatsResponse) -> Option<StatsSample> {
    let time = answer.read.and_then(|at| time::from_nanos(at.unix_timestamp_nanos()))?;
    let cpu = answer.cpu_stats.unwrap_or_default();
    let used = cpu.cpu_usage.unwrap_or_default();
    let throttled = cpu.throttling_data.unwrap_or_default();
    let memory = answer.memory_stats.unwrap_or_default();
    let usage = memory.usage.unwrap_or(0);
    let figures = memory.stats.unwrap_or_default();
    // docker/cli: version 1 has `total_inactive_file`, version 2 `inactive_file`; more than the usage is nonsense.
    let inactive = ["total_inactive_file", "inactive_file"]
        .iter()
        .find_map(|name| figures.get(*name).copied().filter(|bytes| *bytes < usage))
        .unwrap_or(0);
    let networks = answer.networks.unwrap_or_default();
    let disk = answer.blkio_stats.and_then(|stats| stats.io_service_bytes_recursive).unwrap_or_default();
    let processors = used.percpu_usage.map_or(0, |each| each.len() as u32);
    Some(StatsSample {
        time,
        cpu_total_ns: used.total_usage.unwrap_or(0),
        system_cpu_ns: cpu.system_cpu_usage.filter(|ns| *ns > 0),
        online_cpus: cpu.online_cpus.filter(|n| *n > 0).unwrap_or(processors),
        cpu_user_ns: used.usage_in_usermode.unwrap_or(0),
        cpu_system_ns: used.usage_in_kernelmode.unwrap_or(0),
        throttled_ns: throttled.throttled_time.unwrap_or(0),
        throttled_periods: throttled.throttled_periods.unwrap_or(0),
        periods: throttled.periods.unwrap_or(0),
        throttling_unknown: false,
        memory_usage_bytes: usage,
        memory_limit_bytes: memory.limit.unwrap_or(0),
        memory_inactive_file_bytes: inactive,
        memory_working_bytes: usage - inactive,
        network_received_bytes: networks.values().filter_map(|net| net.rx_bytes).sum(),
        network_sent_bytes: networks.values().filter_map(|net| net.tx_bytes).sum(),
        disk_read_bytes: sum(&disk, "read"),
        disk_written_bytes: sum(&disk, "write"),
        processes: answer.pids_stats.and_then(|pids| pids.current).unwrap_or(0),
    })
}

fn sum(entries: &[ContainerBlkioStatEntry], op: &str) -> u64 {
    entries
        .iter()
        .filter(|entry| entry.op.as_deref().is_some_and(|word| word.eq_ignore_ascii_case(op)))
        .filter_map(|entry| entry.value)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(json: &str) -> Option<StatsSample> {
        read(serde_json::from_str(json).unwrap())
    }

    #[test]
    fn memory_is_what_docker_stats_shows_on_both_cgroup_versions() {
        let v1 = sample(
            r#"{"read":"2026-11-24T15:48:23Z","memory_stats":{"usage":100,"limit":500,"stats":{"total_inactive_file":30,"inactive_file":7,"cache":60}}}"#,
        );
        assert_eq!(v1.unwrap().memory_working_bytes, 70);
        let v2 = sample(
            r#"{"read":"2026-11-24T15:48:23Z","memory_stats":{"usage":100,"stats":{"inactive_file":40}}}"#,
        );
        assert_eq!(v2.unwrap().memory_working_bytes, 60);
        let odd = sample(
            r#"{"read":"2026-11-24T15:48:23Z","memory_stats":{"usage":5,"stats":{"inactive_file":40}}}"#,
        );
        assert_eq!(odd.unwrap().memory_working_bytes, 5);
    }

    #[test]
    fn networks_and_disks_are_summed() {
        let seen = sample(
            r#"{"read":"2026-11-24T15:48:23Z","networks":{"a":{"rx_bytes":1,"tx_bytes":2},"b":{"rx_bytes":10,"tx_bytes":20}},
               "blkio_stats":{"io_service_bytes_recursive":[{"op":"Read","value":3},{"op":"write","value":4},{"op":"Total","value":7}]},
               "cpu_stats":{"cpu_usage":{"total_usage":9,"percpu_usage":[4,5]}}}"#,
        )
        .unwrap();
        assert_eq!((seen.network_received_bytes, seen.network_sent_bytes), (11, 22));
        assert_eq!((seen.disk_read_bytes, seen.disk_written_bytes), (3, 4));
        assert_eq!((seen.online_cpus, seen.system_cpu_ns), (2, None));
    }

    #[test]
    fn a_container_that_does_not_run_has_no_sample() {
        assert_eq!(sample(r#"{"read":"0001-01-01T00:00:00Z","name":"/x"}"#), None);
    }
}
