//! How a project is run, as the user set it: what the run form shows and what is remembered.

use super::{ProjectRecord, bad_value};
use serde::{Deserialize, Serialize};
use slipway_go::Understanding;
use slipway_model::{Fault, ShortName};

/// One published port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishSetting {
    /// The port the program listens on.
    pub container_port: u16,
    /// The wanted port on 127.0.0.1; the same one where none is said. A taken one is replaced by a free one.
    pub host_port: Option<u16>,
}

/// One environment variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvSetting {
    /// Its name.
    pub name: String,
    /// Its value; `None` is "not set": also after a restart, where it was secret.
    pub value: Option<String>,
    /// The user locked it: secret whatever it looks like.
    #[serde(default)]
    pub secret: bool,
    /// Its value, which is secret, is kept in the system's keyring.
    #[serde(default)]
    pub keep: bool,
}

impl EnvSetting {
    /// Whether its value is never written down: the user locked it, or it looks secret.
    pub fn is_secret(&self) -> bool {
        self.secret || looks_secret(&self.name, self.value.as_deref().unwrap_or_default())
    }
}

/// What the engine does when the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Restart {
    /// Nothing.
    #[default]
    No,
    /// Start it again when it failed, five times at most.
    OnFailure,
    /// Start it again unless the user stopped it.
    UnlessStopped,
    /// Start it again, always.
    Always,
}

/// How its image is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BuildWay {
    /// The better way.
    #[default]
    Auto,
    /// The machine's Go compiles, Slipway puts the image together.
    Native,
    /// By a Dockerfile: the project's own, else one that is written for it.
    Dockerfile,
}

/// How a project is run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunSettings {
    /// The container's name.
    pub name: String,
    /// The program, by its folder relative to the project; empty for the one that understanding chooses.
    pub program: String,
    /// Published ports; `None` for those that understanding finds.
    pub publish: Option<Vec<PublishSetting>>,
    /// Environment variables.
    pub env: Vec<EnvSetting>,
    /// Arguments.
    pub args: Vec<String>,
    /// Memory limit; `None` is no limit.
    pub memory_bytes: Option<u64>,
    /// CPU limit in nanocores; `None` is no limit.
    pub cpu_nanocores: Option<u64>,
    /// Restart policy.
    pub restart: Restart,
    /// What the user decided about offers, by their ids; the others are as Slipway would have them.
    pub offers: std::collections::BTreeMap<String, bool>,
    /// How its image is built.
    pub way: BuildWay,
    /// A builder image may be made here where a Dockerfile's base cannot be pulled.
    pub builder_here: bool,
}

/// What suits a beginner's laptop: room for nearly every Go program, and no way to take the machine down.
const DEFAULT_MEMORY_BYTES: u64 = 256 << 20;
/// One core.
const DEFAULT_CPU_NANOCORES: u64 = 1_000_000_000;

impl Default for RunSettings {
    fn default() -> Self {
        Self {
            name: String::new(),
            program: String::new(),
            publish: None,
            env: Vec::new(),
            args: Vec::new(),
            memory_bytes: Some(DEFAULT_MEMORY_BYTES),
            cpu_nanocores: Some(DEFAULT_CPU_NANOCORES),
            restart: Restart::No,
            offers: std::collections::BTreeMap::new(),
            way: BuildWay::Auto,
            builder_here: false,
        }
    }
}

impl RunSettings {
    /// Fills in what the user left to Slipway.
    pub(crate) fn complete(&mut self, record: &ProjectRecord, understanding: &Understanding) {
        if self.name.is_empty() {
            self.name = record.name().to_string();
        }
        let known = understanding.programs.iter().any(|program| program.folder == self.program);
        if !known {
            self.program = understanding
                .chosen
                .and_then(|index| understanding.programs.get(index))
                .map(|program| program.folder.clone())
                .unwrap_or_default();
        }
    }

    /// Refuses what cannot be run.
    ///
    /// # Errors
    /// `usage-bad-value`, naming the field as the command line's flag.
    pub fn validate(&self) -> Result<(), Fault> {
        if !self.name.is_empty() && ShortName::from_any(&self.name).as_str() != self.name {
            return Err(bad_value("--name", &self.name, "container-name", "my-app"));
        }
        for published in self.publish.iter().flatten() {
            if published.container_port == 0 || published.host_port == Some(0) {
                return Err(bad_value("--publish", "0", "port", "8080:8080"));
            }
        }
        for variable in &self.env {
            let name = &variable.name;
            let sound = !name.is_empty() && !name.contains(['=', '\0', ' ', '\n']);
            if !sound || variable.value.as_ref().is_some_and(|value| value.contains('\0')) {
                return Err(bad_value("--env", name, "variable", "GREETING=hello"));
            }
        }
        // The smallest limit that engines take.
        if self.memory_bytes.is_some_and(|bytes| bytes < 6 << 20) {
            let given = self.memory_bytes.unwrap_or_default().to_string();
            return Err(bad_value("--memory", &given, "memory-limit", "64m"));
        }
        if self.cpu_nanocores.is_some_and(|nanocores| nanocores < 10_000_000) {
            let given = (self.cpu_nanocores.unwrap_or_default() as f64 / 1e9).to_string();
            return Err(bad_value("--cpus", &given, "cpu-limit", "0.5"));
        }
        Ok(())
    }

    /// The same without any secret value: what may be written down.
    pub(crate) fn without_secrets(&self) -> Self {
        let mut kept = self.clone();
        for variable in &mut kept.env {
            if variable.is_secret() {
                // Kept with it: without its value it may no longer look secret.
                variable.secret = true;
                variable.value = None;
            } else {
                variable.keep = false;
            }
        }
        kept
    }
}

/// Whether a variable looks like a secret, by its name or by the shape of its value (a key block, a well-known token
/// prefix, a URL with a password).
pub fn looks_secret(name: &str, value: &str) -> bool {
    const WORDS: &[&str] = &[
        "SECRET",
        "PASSWORD",
        "PASSWD",
        "PWD",
        "TOKEN",
        "APIKEY",
        "API_KEY",
        "PRIVATE",
        "CREDENTIAL",
        "DSN",
        "AUTH",
        "ACCESS_KEY",
        "SIGNING",
    ];
    const PREFIXES: &[&str] = &["ghp_", "github_pat_", "glpat-", "sk-", "AKIA", "xox", "eyJ", "-----BEGIN"];
    let name = name.to_uppercase();
    let plain = name == "PWD" || name.ends_with("_FILE");
    let by_name =
        !plain && (WORDS.iter().any(|word| name.contains(word)) || name == "KEY" || name.ends_with("_KEY"));
    let by_value = PREFIXES.iter().any(|prefix| value.starts_with(prefix))
        || value
            .split_once("://")
            .and_then(|(_, rest)| rest.split('/').next())
            .and_then(|authority| authority.rsplit_once('@'))
            .is_some_and(|(user, _)| user.contains(':'));
    by_name || by_value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_seen_by_its_name_or_by_its_value() {
        for (name, value) in [
            ("DB_PASSWORD", "x"),
            ("stripe_api_key", "x"),
            ("SESSION_SECRET", "x"),
            ("X", "ghp_abc"),
            ("DATABASE_URL", "postgres://me:pw@db/x"),
            ("TLS", "-----BEGIN PRIVATE KEY-----"),
        ] {
            assert!(looks_secret(name, value), "{name}={value}");
        }
        for (name, value) in [
            ("GREETING", "你好"),
            ("PORT", "8080"),
            ("PWD", "/x"),
            ("KEYBOARD", "us"),
            ("URL", "http://a/b@c:d"),
        ] {
            assert!(!looks_secret(name, value), "{name}={value}");
        }
    }

    #[test]
    fn what_is_written_down_holds_no_secret() {
        let settings = RunSettings {
            env: vec![
                EnvSetting { name: "TOKEN".into(), value: Some("canary".into()), secret: false, keep: false },
                EnvSetting {
                    name: "COLOUR".into(),
                    value: Some("locked-canary".into()),
                    secret: true,
                    keep: false,
                },
                EnvSetting {
                    name: "LINK".into(),
                    value: Some("http://a:canary@b/".into()),
                    secret: false,
                    keep: false,
                },
                EnvSetting { name: "MODE".into(), value: Some("dev".into()), secret: false, keep: false },
            ],
            ..RunSettings::default()
        };
        let text = serde_json::to_string(&settings.without_secrets()).unwrap();
        assert!(!text.contains("canary") && text.contains("TOKEN") && text.contains("dev"), "{text}");
        let again: RunSettings = serde_json::from_str(&text).unwrap();
        let locked: Vec<bool> = again.env.iter().map(EnvSetting::is_secret).collect();
        assert_eq!(locked, [true, true, true, false], "what was secret stays so without its value");
    }

    #[test]
    fn settings_written_before_there_was_a_lock_are_read() {
        let settings: RunSettings =
            serde_json::from_str(r#"{"name":"a","env":[{"name":"MODE","value":"dev"}]}"#).unwrap();
        assert_eq!(settings.env[0].value.as_deref(), Some("dev"));
        assert!(!settings.env[0].is_secret());
    }

    #[test]
    fn what_cannot_be_run_is_refused() {
        let sound = RunSettings { name: "a".into(), ..RunSettings::default() };
        assert!(sound.validate().is_ok());
        for broken in [
            RunSettings { name: "../x".into(), ..sound.clone() },
            RunSettings { memory_bytes: Some(1024), ..sound.clone() },
            RunSettings { cpu_nanocores: Some(1), ..sound.clone() },
            RunSettings {
                env: vec![EnvSetting { name: "A=B".into(), value: None, secret: false, keep: false }],
                ..sound.clone()
            },
            RunSettings {
                publish: Some(vec![PublishSetting { container_port: 0, host_port: None }]),
                ..sound
            },
        ] {
            assert_eq!(broken.validate().unwrap_err().code, "usage-bad-value");
        }
    }
}
