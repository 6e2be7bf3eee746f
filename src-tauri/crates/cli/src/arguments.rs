//! What may be said on the command line, and how a text becomes a value.

use clap::{Args, Parser, Subcommand};
use slipway_app::engine::{RestartPolicy, parse_rfc3339};
use slipway_model::{Timestamp, now};
use std::path::PathBuf;
use std::time::Duration;

/// Puts a Go program in a container and shows what it does.
#[derive(Debug, Parser)]
#[command(name = "slipway", version, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    /// The language of sentences: en or zh-CN; else the locale's.
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = ["en", "zh-CN"])]
    pub lang: Option<String>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Starts the desktop, with that folder open.
    Open {
        /// The folder of a Go project.
        folder: Option<PathBuf>,
    },
    /// Says what a Go project is and needs.
    Inspect(Inspect),
    /// Builds a Go project, runs it in a container and says how it went.
    Ship(Box<Ship>),
    /// Explains what a build, an engine or a program wrote: go build 2>&1 | slipway explain
    Explain(Explain),
    /// Shows what containers use, live.
    Stats(Stats),
    /// Shows what a container wrote, also one that is gone.
    Logs(Logs),
}

/// The commands that are asked for without their name being said.
const COMMANDS: &[&str] = &["open", "inspect", "ship", "explain", "stats", "logs"];

/// `slipway FOLDER` and `slipway` alone mean `slipway open`.
pub(crate) fn with_default_command(mut words: Vec<String>) -> Vec<String> {
    let mut place = 1;
    while let Some(word) = words.get(place) {
        match word.as_str() {
            "--lang" => place += 2,
            word if word.starts_with("--lang=") => place += 1,
            "-h" | "--help" | "-V" | "--version" => return words,
            word if COMMANDS.contains(&word) => return words,
            _ => break,
        }
    }
    words.insert(place.min(words.len()), "open".to_owned());
    words
}

#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// The folder of a Go project.
    pub folder: PathBuf,
    /// One JSON object, as the contract has it.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A file with the output; - or nothing reads what is piped in.
    pub file: Option<PathBuf>,
    /// One JSON object, as the contract has it.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Stats {
    /// Names or ids; none means every running one.
    #[arg(value_name = "CONTAINER")]
    pub containers: Vec<String>,
    /// How far apart readings are, 100ms at least.
    #[arg(long, default_value = "1s", value_parser = pace)]
    pub every: Duration,
    /// How long; without it until Ctrl-C.
    #[arg(long = "for", value_name = "DURATION", value_parser = duration)]
    pub lasts: Option<Duration>,
    /// The engine, like unix:///var/run/docker.sock.
    #[arg(long, value_name = "URL")]
    pub engine: Option<String>,
    /// A JSON line a container and reading, as the contract has it.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Logs {
    /// Its name or id.
    #[arg(value_name = "CONTAINER")]
    pub container: String,
    /// Only from a moment on: 10m ago, 2026-11-26T08:00:00Z, or seconds since 1970.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub since: Option<Timestamp>,
    /// Only lines that match a regular expression.
    #[arg(long, value_name = "RE")]
    pub grep: Option<String>,
    /// Only one of the two: stdout or stderr.
    #[arg(long, value_parser = ["stdout", "stderr"])]
    pub stream: Option<String>,
    /// Go on with what is written from now on, until Ctrl-C or the container's end.
    #[arg(long, short)]
    pub follow: bool,
    /// The engine, like unix:///var/run/docker.sock.
    #[arg(long, value_name = "URL")]
    pub engine: Option<String>,
    /// A JSON line a line, as the contract has it.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Ship {
    /// The folder of a Go project.
    pub folder: PathBuf,
    /// How to build: auto, native or dockerfile.
    #[arg(long, default_value = "auto", value_parser = ["auto", "native", "dockerfile"])]
    pub way: String,
    /// The program, by its import path, its folder or its name.
    #[arg(long, value_name = "PROGRAM")]
    pub program: Option<String>,
    /// A port to publish on 127.0.0.1.
    #[arg(long, value_name = "[HOST_PORT:]PORT", value_parser = publish)]
    pub publish: Vec<(u16, Option<u16>)>,
    /// An environment variable; without a value it is taken from this environment.
    #[arg(long, short = 'e', value_name = "K=V", value_parser = env)]
    pub env: Vec<(String, String)>,
    /// An argument of the program.
    #[arg(long = "arg", value_name = "ARGUMENT", allow_hyphen_values = true)]
    pub args: Vec<String>,
    /// Memory limit, like 64m.
    #[arg(long, value_parser = memory)]
    pub memory: Option<u64>,
    /// CPU limit in cores, like 0.5.
    #[arg(long, value_parser = cpus)]
    pub cpus: Option<u64>,
    /// Restart policy: no, on-failure[:N], unless-stopped, always.
    #[arg(long, value_parser = restart)]
    pub restart: Option<RestartPolicy>,
    /// The container's name.
    #[arg(long)]
    pub name: Option<String>,
    /// A label on the container.
    #[arg(long, value_name = "K=V", value_parser = env)]
    pub label: Vec<(String, String)>,
    /// The engine, like unix:///var/run/docker.sock.
    #[arg(long, value_name = "URL")]
    pub engine: Option<String>,
    /// How long a published port may take to answer.
    #[arg(long, default_value = "30s", value_parser = duration)]
    pub wait: Duration,
    /// Show the program's log that long before returning.
    #[arg(long = "for", value_name = "DURATION", value_parser = duration)]
    pub show_log_for: Option<Duration>,
    /// Do not apply what Slipway offers by itself.
    #[arg(long)]
    pub no_offers: bool,
    /// Remove the container at the end, never the image.
    #[arg(long)]
    pub remove: bool,
    /// JSON lines, as the contract has them.
    #[arg(long)]
    pub json: bool,
}

impl Arguments {
    pub(crate) fn json(&self) -> bool {
        match &self.command {
            Command::Inspect(inspect) => inspect.json,
            Command::Ship(ship) => ship.json,
            Command::Explain(explain) => explain.json,
            Command::Stats(stats) => stats.json,
            Command::Logs(logs) => logs.json,
            Command::Open { .. } => false,
        }
    }
}

fn publish(text: &str) -> Result<(u16, Option<u16>), String> {
    let port = |text: &str| text.parse::<u16>().ok().filter(|port| *port != 0);
    let parsed = match text.split_once(':') {
        Some((host, container)) => {
            port(container).zip(port(host)).map(|(container, host)| (container, Some(host)))
        }
        None => port(text).map(|container| (container, None)),
    };
    parsed.ok_or_else(|| "[HOST_PORT:]PORT, like 8080 or 9000:8080".to_owned())
}

fn env(text: &str) -> Result<(String, String), String> {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, value.to_owned()),
        None => (text, std::env::var(text).map_err(|_| format!("{text} is not set here; say {text}=VALUE"))?),
    };
    if name.is_empty() { Err("NAME=VALUE".to_owned()) } else { Ok((name.to_owned(), value)) }
}

fn memory(text: &str) -> Result<u64, String> {
    let lower = text.to_ascii_lowercase();
    let lower = lower.trim_end_matches('b').trim_end_matches('i');
    let (digits, shift) = match lower.char_indices().next_back() {
        Some((at, 'k')) => (&lower[..at], 10),
        Some((at, 'm')) => (&lower[..at], 20),
        Some((at, 'g')) => (&lower[..at], 30),
        _ => (lower, 0),
    };
    let value: f64 = digits.parse().map_err(|_| "a size like 64m or 1g".to_owned())?;
    let bytes = value * f64::from(1_u32 << shift);
    if bytes.is_finite() && bytes >= f64::from(6 << 20) {
        Ok(bytes as u64)
    } else {
        Err("at least 6m".to_owned())
    }
}

fn cpus(text: &str) -> Result<u64, String> {
    let cores: f64 = text.parse().map_err(|_| "cores, like 0.5".to_owned())?;
    if (0.01..=1024.0).contains(&cores) { Ok((cores * 1e9) as u64) } else { Err("at least 0.01".to_owned()) }
}

fn restart(text: &str) -> Result<RestartPolicy, String> {
    match text.split_once(':').unwrap_or((text, "")) {
        ("no", "") => Ok(RestartPolicy::No),
        ("unless-stopped", "") => Ok(RestartPolicy::UnlessStopped),
        ("always", "") => Ok(RestartPolicy::Always),
        ("on-failure", "") => Ok(RestartPolicy::OnFailure { max: 5 }),
        ("on-failure", count) if count.parse::<u32>().is_ok() => {
            Ok(RestartPolicy::OnFailure { max: count.parse().unwrap_or_default() })
        }
        _ => Err("no, on-failure[:N], unless-stopped or always".to_owned()),
    }
}

/// A moment: so long ago, a date with its time, or seconds since 1970.
fn moment(text: &str) -> Result<Timestamp, String> {
    if let Some(time) = parse_rfc3339(text) {
        return Ok(time);
    }
    let (time, is_ago) = match text.trim().strip_suffix("ago") {
        Some(time) => (time.trim(), true),
        None => (text.trim(), text.ends_with(|letter: char| letter.is_ascii_alphabetic())),
    };
    let fault = |_| "a time like 10m, 2026-11-26T08:00:00Z or 1795680000".to_owned();
    if is_ago {
        let ago = duration(time).map_err(fault)?;
        return Ok(Timestamp::from_ms(now().ms - i64::try_from(ago.as_millis()).unwrap_or(i64::MAX)));
    }
    let seconds: f64 = time.parse().map_err(|_| fault(String::new()))?;
    Ok(Timestamp::from_ms((seconds * 1e3) as i64))
}

fn duration(text: &str) -> Result<Duration, String> {
    let (digits, seconds) = if let Some(digits) = text.strip_suffix("ms") {
        (digits, 0.001)
    } else if let Some(digits) = text.strip_suffix('s') {
        (digits, 1.0)
    } else if let Some(digits) = text.strip_suffix('m') {
        (digits, 60.0)
    } else if let Some(digits) = text.strip_suffix('h') {
        (digits, 3600.0)
    } else {
        (text, 1.0)
    };
    let value: f64 = digits.parse().map_err(|_| "a time like 500ms, 30s or 2m".to_owned())?;
    Duration::try_from_secs_f64(value * seconds).map_err(|_| "a time like 30s".to_owned())
}

fn pace(text: &str) -> Result<Duration, String> {
    let pace = duration(text)?;
    if pace < slipway_app::stats::SHORTEST { Err("100ms at least".to_owned()) } else { Ok(pace) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn a_folder_alone_means_open() {
        for (said, meant) in [
            ("slipway", "slipway open"),
            ("slipway ./app", "slipway open ./app"),
            ("slipway --lang zh-CN ./app", "slipway --lang zh-CN open ./app"),
            ("slipway ship .", "slipway ship ."),
            ("slipway explain", "slipway explain"),
            ("slipway explain - --json", "slipway explain - --json"),
            ("slipway --help", "slipway --help"),
        ] {
            assert_eq!(with_default_command(words(said)), words(meant), "{said}");
        }
    }

    #[test]
    fn values_are_read_as_docker_reads_them() {
        assert_eq!(publish("9000:8080"), Ok((8080, Some(9000))));
        assert_eq!(publish("8080"), Ok((8080, None)));
        assert!(publish("0").is_err() && publish("a:1").is_err() && publish("70000").is_err());
        assert_eq!(memory("64m"), Ok(64 << 20));
        assert_eq!(memory("1.5GiB"), Ok(3 << 29));
        assert!(memory("1m").is_err() && memory("x").is_err());
        assert_eq!(cpus("0.5"), Ok(500_000_000));
        assert!(cpus("0").is_err() && cpus("-1").is_err());
        assert_eq!(duration("100ms"), Ok(Duration::from_millis(100)));
        assert_eq!(duration("2m"), Ok(Duration::from_secs(120)));
        assert!(duration("soon").is_err() && duration("-1s").is_err());
        assert_eq!(env("A=b=c"), Ok(("A".to_owned(), "b=c".to_owned())));
    }

    #[test]
    fn the_arguments_are_sound() {
        use clap::CommandFactory as _;
        Arguments::command().debug_assert();
    }
}
