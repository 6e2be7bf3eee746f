//! Docker and Podman on cgroup v2 with systemd's driver, in a small virtual machine: as a remote engine from outside,
//! and with a Slipway that runs inside.

use crate::{core_path, values};
use slipway_tests::{Machine, TestEngine};

/// Both engines, with their sockets inside.
fn engines(machine: &Machine) -> [(&TestEngine, &'static str); 2] {
    [(machine.docker(), "/run/docker.sock"), (machine.podman(), "/run/podman/podman.sock")]
}

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
    core_path::ships_and_ships_again(machine.docker(), &|port| machine.forward(port));
}

#[test]
fn a_template_ships_from_outside_to_podman() {
    let machine = Machine::here();
    core_path::ships_and_ships_again(machine.podman(), &|port| machine.forward(port));
}

#[test]
fn a_hog_runs_out_of_memory_on_docker() {
    core_path::runs_out_of_memory(Machine::here().docker());
}

#[test]
fn a_hog_runs_out_of_memory_on_podman() {
    core_path::runs_out_of_memory(Machine::here().podman());
}
