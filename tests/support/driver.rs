//! What drives the real window: tauri-driver, WebKitWebDriver below it and the window below that, in one process group
//! that ends with its test, or with whoever ran the test and was killed.

use crate::{Slipway, paths, ports};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The group's first process. It waits for the end of its input, which this process holds: the kernel closes it when
/// this process ends in any way, and then nothing of the group is left. The kernel's own signal at a parent's death
/// will not do: it reaches only a child, not what that child started, and it comes when the *thread* that started the
/// child ends.
const LEASH: &str = "tauri-driver \"$@\" </dev/null & cat >/dev/null; kill -KILL 0";

/// A driver that listens. Dropped, it takes its window with it.
#[derive(Debug)]
pub(crate) struct Driver {
    leash: Child,
    port: u16,
    log: PathBuf,
}

impl Driver {
    /// Starts one whose windows get the environment of a [`Slipway`] and a first size.
    pub(crate) fn start(home: &Slipway, (width, height): (u32, u32)) -> Self {
        use std::os::unix::process::CommandExt as _;
        assert!(
            std::env::var_os("DISPLAY").is_some() || std::env::var_os("WAYLAND_DISPLAY").is_some(),
            "no display: run `make test`, or put scripts/with-display before the command"
        );
        let native = ["/usr/bin/WebKitWebDriver", "/usr/local/bin/WebKitWebDriver"];
        let native = native.into_iter().find(|path| Path::new(path).is_file());
        let native = native.expect("WebKitWebDriver is needed (Debian: webkit2gtk-driver)");
        let (port, native_port) = (ports::free(), ports::free());
        let log = paths::fresh("driver").join("log");
        let output = std::fs::File::create(&log).expect("the scratch folder can be written");
        let leash = Command::new("sh")
            .args(["-c", LEASH, "sh"])
            .args(["--port", &port.to_string(), "--native-port", &native_port.to_string()])
            .args(["--native-driver", native])
            .env_remove("DOCKER_CONTEXT")
            .env_remove("LANGUAGE")
            .envs(home.variables())
            .env("SLIPWAY_TEST_SIZE", format!("{width}x{height}"))
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(output.try_clone().expect("a file can be shared"))
            .stderr(output)
            .spawn()
            .expect("a shell starts");
        Self { leash, port, log }
    }

    /// Where it listens on loopback. Without tauri-driver (scripts/install-test-tools) nobody does.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The process that everything of it is below.
    pub(crate) fn process(&self) -> u32 {
        self.leash.id()
    }

    /// What it has printed.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        use rustix::process::{Pid, Signal, kill_process_group};
        let group = i32::try_from(self.leash.id()).ok().and_then(Pid::from_raw);
        for signal in [Signal::TERM, Signal::KILL] {
            if let Some(group) = group {
                kill_process_group(group, signal).ok();
            }
            std::thread::sleep(Duration::from_millis(300));
        }
        self.leash.wait().ok();
    }
}
