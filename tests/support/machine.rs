//! The small virtual machine with cgroup v2 that `scripts/engine-vm` has started: its engines, and the way into it.

use crate::{TestEngine, paths};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The machine of this run.
#[derive(Debug, Clone)]
pub struct Machine {
    ssh: String,
    docker: TestEngine,
    podman: TestEngine,
}

impl Machine {
    /// The one that the script has started. A test that needs it fails where there is none.
    pub fn here() -> Self {
        let read = |name: &str| {
            std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run `make test-engines`"))
        };
        Self {
            ssh: read("SLIPWAY_VM_SSH"),
            docker: TestEngine::at(&read("SLIPWAY_VM_DOCKER")),
            podman: TestEngine::at(&read("SLIPWAY_VM_PODMAN")),
        }
    }

    /// Its Docker, as it is reached from here.
    pub fn docker(&self) -> &TestEngine {
        &self.docker
    }

    /// Its Podman, as it is reached from here.
    pub fn podman(&self) -> &TestEngine {
        &self.podman
    }

    /// A command that runs a line of its shell; it has the command's standard streams.
    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new("ssh");
        command.args(["-F", &self.ssh, "slipway-vm", line]).stdin(Stdio::null());
        command
    }

    /// What a line of its shell prints; panics where it fails.
    pub fn run(&self, line: &str) -> String {
        let output = self.command(line).output().expect("ssh is needed");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        let (said, complaints) = (text(&output.stdout), text(&output.stderr));
        assert!(output.status.success(), "in the machine: {line}: {said}\n{complaints}");
        said
    }

    /// From now on a port of this machine's 127.0.0.1 is the same one of its, as programs with a machine for containers
    /// do when a container publishes one.
    pub fn forward(&self, port: u16) {
        let what = format!("127.0.0.1:{port}:127.0.0.1:{port}");
        let output = Command::new("ssh")
            .args(["-F", &self.ssh, "-O", "forward", "-L", &what, "slipway-vm"])
            .stdin(Stdio::null())
            .output()
            .expect("ssh is needed");
        assert!(output.status.success(), "forward {what}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Brings the program `slipway` into it, and gives its path there.
    pub fn slipway(&self) -> &'static str {
        const THERE: &str = "/usr/local/bin/slipway";
        // Without what only a debugger reads: it goes through a slow machine's network.
        let small = paths::fresh("stripped").join("slipway");
        let stripped = Command::new("strip").arg("-o").arg(&small).arg(paths::program("slipway")).status();
        let program: PathBuf = match stripped {
            Ok(status) if status.success() => small,
            _ => paths::program("slipway"),
        };
        let file = std::fs::File::open(program).expect("it is there");
        let line = format!("cat >{THERE}.new && chmod +x {THERE}.new && mv {THERE}.new {THERE}");
        let status = self.command(&line).stdin(file).status().expect("ssh is needed");
        assert!(status.success(), "slipway is copied into the machine");
        THERE
    }
}
