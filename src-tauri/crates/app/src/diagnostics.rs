//! "Copy diagnostics": what we need to help, without secrets.

use crate::engines::EngineState;
use crate::{App, AppError};
use slipway_engine::CandidateState;
use std::fmt::Write as _;
use std::path::PathBuf;

/// How much of the newest log file goes along.
const LOG_BYTES: usize = 32 << 10;

impl App {
    /// The text to copy: versions, the machine, the engines and the end of Slipway's own log.
    ///
    /// # Errors
    /// Only where the work itself is lost.
    pub async fn diagnostics(&self) -> Result<String, AppError> {
        let mut text = String::new();
        let machine = self.machine.latest();
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "Slipway {} on {} {}",
            env!("CARGO_PKG_VERSION"),
            std::env::consts::OS,
            std::env::consts::ARCH
        );
        let _ = writeln!(text, "cores {} memory_total_bytes {}", machine.cores, machine.memory_total_bytes);
        let state = match self.engine_state() {
            EngineState::Connecting => "connecting".to_owned(),
            EngineState::Ready(info) => format!(
                "ready: {} {} API {} {}/{} cgroup v{} {} storage {}",
                info.product,
                info.version,
                info.api_version,
                info.os,
                info.arch,
                info.cgroup_version,
                info.cgroup_driver,
                info.storage_driver
            ),
            EngineState::Lost { fault, .. } => format!("lost: {}", fault.code),
            EngineState::None(fault) => format!("none: {}", fault.code),
        };
        let _ = writeln!(text, "engine {state}");
        for candidate in self.engine_candidates() {
            let state = match &candidate.state {
                CandidateState::Ready(info) => format!("ready {} {}", info.product, info.version),
                other => format!("{other:?}"),
            };
            let _ = writeln!(text, "candidate {} {state}", without_user(&candidate.endpoint_url));
        }
        let logs = self.paths.logs();
        let tail = tokio::task::spawn_blocking(move || newest_log_tail(&logs)).await?;
        let _ = writeln!(text, "\n--- log ---\n{tail}");
        Ok(redact_home(text))
    }

    /// The folder of Slipway's own log files, and their bytes in all.
    pub fn log_folder(&self) -> (PathBuf, u64) {
        let folder = self.paths.logs();
        let bytes = std::fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| entry.metadata().ok())
            .map(|facts| facts.len())
            .sum();
        (folder, bytes)
    }
}

fn newest_log_tail(folder: &std::path::Path) -> String {
    let newest = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .max_by_key(|entry| entry.metadata().and_then(|facts| facts.modified()).ok())
        .map(|entry| entry.path());
    let bytes = newest.and_then(|path| std::fs::read(path).ok()).unwrap_or_default();
    let tail = &bytes[bytes.len().saturating_sub(LOG_BYTES)..];
    String::from_utf8_lossy(tail).lines().map(hide_secrets).collect::<Vec<_>>().join("\n")
}

/// Slipway never logs a value of an environment variable; this is the second line of defence: whatever looks like
/// `NAME=value` with a secret-looking name, and every URL's user part.
fn hide_secrets(line: &str) -> String {
    line.split(' ')
        .map(|word| match word.split_once('=') {
            Some((name, value)) if crate::projects::looks_secret(name.trim_matches('"'), value) => {
                format!("{name}=…")
            }
            _ => without_user(word),
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn without_user(word: &str) -> String {
    let Some((scheme, rest)) = word.split_once("://") else { return word.to_owned() };
    let end = rest.find('/').unwrap_or(rest.len());
    match rest[..end].rsplit_once('@') {
        Some((_, host)) => format!("{scheme}://…@{host}{}", &rest[end..]),
        None => word.to_owned(),
    }
}

fn redact_home(text: String) -> String {
    match std::env::var("HOME") {
        Ok(home) if home.len() > 1 => text.replace(&home, "~"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_that_reached_the_log_does_not_reach_the_clipboard() {
        for (line, clean) in [
            ("env DB_PASSWORD=canary ok", "env DB_PASSWORD=… ok"),
            ("GET https://me:canary@proxy.example/x failed", "GET https://…@proxy.example/x failed"),
            ("PORT=8080 plain", "PORT=8080 plain"),
        ] {
            assert_eq!(hide_secrets(line), clean);
        }
    }
}
