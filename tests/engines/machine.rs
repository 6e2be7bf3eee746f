//! Docker and Podman on cgroup v2 with systemd's driver, in a small virtual machine: as a remote engine from outside,
//! and with a Slipway that runs inside.

use crate::core_path;
use crate::values::{self, Source};
use slipway_tests::{Machine, TestEngine};

#[test]
fn it_has_cgroup_v2_and_systemds_driver() {
    let machine = Machine::here();
    let docker = machine.docker().docker(&["info", "--format", "{{.CgroupVersion}} {{.CgroupDriver}}"]);
    let podman = machine.run("podman info --format '{{.Host.CgroupsVersion}} {{.Host.CgroupManager}}'");
    assert_eq!((docker.as_str(), podman.as_str()), ("2 systemd", "v2 systemd"));
}

#[test]
fn a_template_ships_from_outside_to_docker() {
    let machine = Machine::here();
    core_path::ships_and_ships_again(machine.docker(), 1, &|port| machine.forward(port));
}

#[test]
fn a_template_ships_from_outside_to_podman() {
    let machine = Machine::here();
    core_path::ships_and_ships_again(machine.podman(), 1, &|port| machine.forward(port));
}

#[test]
fn a_hog_runs_out_of_memory_on_docker() {
    core_path::runs_out_of_memory(Machine::here().docker());
}

#[test]
fn a_hog_runs_out_of_memory_on_podman() {
    core_path::runs_out_of_memory(Machine::here().podman());
}

/// Both ways of one burner, for as long as it runs.
fn agrees(machine: &Machine, engine: &TestEngine, socket: &str, outside: Source) {
    let slipway = machine.slipway();
    let burner = values::Burner::ship(engine);
    let alike = matches!(outside, Source::Engine);
    burner.agrees(Some(machine), Source::Files, alike, |name| {
        let line =
            format!("DOCKER_HOST=unix://{socket} {slipway} stats --json --every 100ms --for 10s {name}");
        machine.run(&line).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    });
    burner.agrees(Some(machine), outside, true, |name| values::ten_seconds(&burner.slipway, name));
}

#[test]
fn cpu_throttling_and_memory_of_docker_are_the_kernels_from_inside_and_from_outside() {
    let machine = Machine::here();
    agrees(&machine, machine.docker(), "/run/docker.sock", Source::Engine);
}

#[test]
fn cpu_throttling_and_memory_of_podman_are_the_kernels_from_inside_and_from_outside() {
    let machine = Machine::here();
    agrees(&machine, machine.podman(), "/run/podman/podman.sock", Source::Podman);
}
