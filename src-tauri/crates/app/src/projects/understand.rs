//! From what the code says to how it will be built and run.

use super::{EnvSetting, ProjectRecord, RunSettings};
use slipway_go::Understanding;
use slipway_go::toolchain::{Found, HostGo, Wanted};
use slipway_store::Paths;

/// Which Go will compile the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToolchainPlan {
    /// The machine's own.
    Host {
        /// Its version, as `1.26.8`.
        version: String,
    },
    /// One that Slipway fetched before.
    Kept {
        /// Its version.
        version: String,
    },
    /// One that will be fetched.
    Fetch {
        /// Its version, or the `go` line where the newest patch of it will be asked for.
        version: String,
    },
}

/// Decides which Go will do, from what is on this machine; asks no network.
pub(super) async fn plan(paths: &Paths, understanding: &Understanding, host: &HostGo) -> ToolchainPlan {
    let wanted = Wanted::of(understanding.go.as_deref(), understanding.toolchain.as_deref());
    let found = slipway_go::toolchain::choose(wanted, &paths.toolchains(), host).await;
    match found {
        Found::Host { version, .. } => ToolchainPlan::Host { version: version.to_string() },
        Found::Kept { version, .. } => ToolchainPlan::Kept { version: version.to_string() },
        Found::Fetch { version } => ToolchainPlan::Fetch { version: version.to_string() },
    }
}

/// How a project is run before the user said anything: defaults that suit a beginner's laptop.
pub fn suggested_settings(record: &ProjectRecord, understanding: &Understanding) -> RunSettings {
    let mut settings = RunSettings { name: record.name().to_string(), ..RunSettings::default() };
    settings.complete(record, understanding);
    settings.env = Vec::<EnvSetting>::new();
    settings
}
