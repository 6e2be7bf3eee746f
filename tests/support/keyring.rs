//! A session bus with a keyring on it, as a desktop has them; both end with the test and nothing is kept.

use crate::{Slipway, paths, wait};
use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const SOON: Duration = Duration::from_secs(15);

/// A bus that starts nothing by itself: another keyring would take the place of ours.
const BUS: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>"#;

/// An unlocked keyring that is empty at first. Dropped, it is gone.
#[derive(Debug)]
pub struct Keyring {
    address: String,
    processes: [Child; 2],
}

impl Keyring {
    /// Starts one. A test that needs it fails where it cannot be had.
    pub fn start() -> Self {
        let folder = paths::fresh("keyring");
        let runtime = folder.join("run");
        std::fs::create_dir_all(&runtime).expect("the scratch folder can be written");
        let said = folder.join("address");
        let quiet = |program: &str| {
            let mut command = Command::new(program);
            command
                .env("HOME", &folder)
                .env("XDG_DATA_HOME", folder.join("share"))
                .env("XDG_RUNTIME_DIR", &runtime)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            command
        };
        let settings = folder.join("bus.conf");
        std::fs::write(&settings, BUS).expect("it is our folder");
        let bus = quiet("dbus-daemon")
            .arg(format!("--config-file={}", settings.display()))
            .args(["--nofork", "--nopidfile", "--print-address=1"])
            .stdout(std::fs::File::create(&said).expect("it is our folder"))
            .spawn()
            .expect("dbus-daemon is needed: `scripts/install-packages keyring`");
        let address = wait::until("the bus says where it is", SOON, || {
            let text = std::fs::read_to_string(&said).ok()?;
            text.ends_with('\n').then(|| text.trim().to_owned())
        });
        let mut keys = quiet("gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets"])
            .env("DBUS_SESSION_BUS_ADDRESS", &address)
            .stdin(Stdio::piped())
            .spawn()
            .expect("gnome-keyring-daemon is needed: `scripts/install-packages keyring`");
        // Its password is what its input says until that ends.
        keys.stdin.take().expect("it is piped").write_all(b"test").expect("it reads");
        let keyring = Self { address, processes: [keys, bus] };
        let default = ["org.freedesktop.Secret.Service.ReadAlias", "string:default"];
        wait::until("the keyring answers", SOON, || keyring.ask(&default).contains("/login").then_some(()));
        keyring
    }

    /// A home whose programs see it.
    pub fn seen_by(&self, home: Slipway) -> Slipway {
        home.environment("DBUS_SESSION_BUS_ADDRESS", &self.address)
    }

    /// How many secrets of Slipway it holds.
    pub fn count(&self) -> usize {
        let ours = ["org.freedesktop.Secret.Service.SearchItems", "dict:string:string:service,Slipway"];
        self.ask(&ours).matches("object path").count()
    }

    fn ask(&self, question: &[&str]) -> String {
        let answer = Command::new("dbus-send")
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .args([
                "--session",
                "--print-reply",
                "--dest=org.freedesktop.secrets",
                "/org/freedesktop/secrets",
            ])
            .args(question)
            .output()
            .expect("dbus-send is needed: `scripts/install-packages keyring`");
        String::from_utf8_lossy(&answer.stdout).into_owned()
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        for process in &mut self.processes {
            process.kill().ok();
            process.wait().ok();
        }
    }
}
