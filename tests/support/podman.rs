//! A Podman of the tests' own: its storage, its networks and its configuration are in a folder that goes again.

use crate::{TestEngine, wait};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Short, and on disk: Podman refuses a folder for its state of more than 50 characters, and Debian 13 keeps `/tmp` in
/// memory.
const PLACE: &str = "/var/tmp/slipway-podman-";

/// A Podman that shares nothing with the machine's. Dropped, it takes its containers, mounts and files with it.
#[derive(Debug)]
pub struct Podman {
    folder: PathBuf,
    /// Which of this process's it is.
    number: u32,
    service: Option<Child>,
}

impl Podman {
    /// Its program and an empty storage; no service runs. A test that needs it fails where it cannot be had.
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        sweep();
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = PathBuf::from(format!("{PLACE}{}-{n}", std::process::id()));
        std::fs::create_dir(&folder).expect("nobody has it");
        std::fs::create_dir(folder.join("tmp")).expect("it is our folder");
        // The namespaces of its networks are mounts there: each command of a test sees those of the one before.
        Command::new("mount").args(["--make-shared", "/run/netns"]).stderr(Stdio::null()).status().ok();
        let podman = Self { folder, number: n, service: None };
        podman.configure();
        let said = podman.run(&["info", "--format", "{{.Store.GraphRoot}} {{.Host.OCIRuntime.Name}}"]);
        let said = said.unwrap_or_else(|text| {
            panic!("podman is needed (`scripts/install-packages podman`) and works as root here: {text}")
        });
        assert!(said.starts_with(podman.path("root").as_str()), "its storage is its own: {said}");
        podman
    }

    /// Starts its service and gives the engine behind it.
    pub fn serve(&mut self) -> TestEngine {
        let url = format!("unix://{}", self.path("podman.sock"));
        let log = std::fs::File::create(self.folder.join("service.log")).expect("it is our folder");
        let child = self
            .command()
            .args(["system", "service", "--time=0", &url])
            .process_group(0)
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("podman starts");
        self.service = Some(child);
        let engine = TestEngine::at(&url);
        wait::until("podman answers", Duration::from_secs(30), || {
            engine.try_docker(&["version", "--format", "{{.Server.Version}}"]).ok()
        });
        engine
    }

    /// The variables by which a `podman` that somebody else starts is this one.
    pub fn variables(&self) -> [(&'static str, String); 3] {
        [
            ("CONTAINERS_CONF", self.path("containers.conf")),
            ("CONTAINERS_STORAGE_CONF", self.path("storage.conf")),
            // What a load that is cut off leaves goes with the folder.
            ("TMPDIR", self.path("tmp")),
        ]
    }

    /// What a podman command prints, or its complaint. Needs no service.
    pub fn run(&self, arguments: &[&str]) -> Result<String, String> {
        let output = self.command().args(arguments).output().map_err(|error| error.to_string())?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
    }

    fn command(&self) -> Command {
        let mut command = Command::new("podman");
        command.envs(self.variables()).stdin(Stdio::null());
        command
    }

    fn path(&self, name: &str) -> String {
        self.folder.join(name).to_str().expect("our own name").to_owned()
    }

    fn bridge(&self) -> String {
        format!("slwp{}-{}", std::process::id() % 100_000, self.number)
    }

    /// Addresses and their list of its own: two lists for one network would give an address twice.
    fn network(&self) -> String {
        let (bridge, addresses) = (self.bridge(), self.path("addresses"));
        let net = format!("10.212.{}", (std::process::id() + self.number) % 250);
        format!(
            r#"{{"cniVersion":"0.4.0","name":"podman","plugins":[
                {{"type":"bridge","bridge":"{bridge}","isGateway":true,"ipMasq":true,"hairpinMode":true,
                  "ipam":{{"type":"host-local","dataDir":"{addresses}","routes":[{{"dst":"0.0.0.0/0"}}],
                           "ranges":[[{{"subnet":"{net}.0/24","gateway":"{net}.1"}}]]}}}},
                {{"type":"portmap","capabilities":{{"portMappings":true}}}},{{"type":"firewall"}},{{"type":"tuning"}}]}}"#
        )
    }

    fn configure(&self) {
        let storage = format!(
            "[storage]\ndriver = \"overlay\"\ngraphroot = \"{}\"\nrunroot = \"{}\"\n",
            self.path("root"),
            self.path("run")
        );
        // Podman wants more open files and processes than a machine in a sandbox may give. crun refuses a machine that
        // has both versions of cgroups with controllers in each; runc, which docker brings along, does not.
        let runtime = if mixed_cgroups() { "runtime = \"runc\"\n" } else { "" };
        let containers = format!(
            "[containers]\ndefault_ulimits = [\"nofile=1024:1024\", \"nproc=4096:4096\"]\n[engine]\ncgroup_manager = \"cgroupfs\"\nevents_logger = \"file\"\ntmp_dir = \"{}\"\n{runtime}[network]\nnetwork_config_dir = \"{}\"\n",
            self.path("tmp"),
            self.path("net")
        );
        std::fs::create_dir(self.folder.join("net")).expect("it is our folder");
        for (name, text) in [
            ("storage.conf", storage),
            ("containers.conf", containers),
            // For Podman 4 on Debian 12; a newer one has its own kind of network and does not look at it.
            ("net/87-podman.conflist", self.network()),
        ] {
            std::fs::write(self.folder.join(name), text).expect("it is our folder");
        }
    }
}

impl Default for Podman {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Podman {
    fn drop(&mut self) {
        self.run(&["rm", "-fa", "-t", "0"]).ok();
        if let Some(mut service) = self.service.take() {
            service.kill().ok();
            service.wait().ok();
        }
        Command::new("ip").args(["link", "del", &self.bridge()]).stderr(Stdio::null()).status().ok();
        remove(&self.folder);
    }
}

fn mixed_cgroups() -> bool {
    let controllers = std::fs::read_to_string("/sys/fs/cgroup/unified/cgroup.controllers");
    controllers.is_ok_and(|names| !names.trim().is_empty())
}

/// What a killed run left behind.
fn sweep() {
    for entry in std::fs::read_dir("/var/tmp").into_iter().flatten().flatten() {
        let path = entry.path();
        let owner =
            path.to_str().and_then(|path| path.strip_prefix(PLACE)?.split('-').next()?.parse::<u32>().ok());
        if owner.is_some_and(|owner| !Path::new(&format!("/proc/{owner}")).exists()) {
            remove(&path);
        }
    }
}

/// The deepest mount first, then the files.
fn remove(folder: &Path) {
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    let mut below: Vec<&str> = mounts
        .lines()
        .filter_map(|line| line.split(' ').nth(4))
        .filter(|mount| Path::new(mount).starts_with(folder))
        .collect();
    below.sort_unstable();
    for mount in below.into_iter().rev() {
        Command::new("umount").args(["-l", mount]).status().ok();
    }
    crate::paths::remove_all(folder);
}
