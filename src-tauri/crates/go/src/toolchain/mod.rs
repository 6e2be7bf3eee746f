//! The Go that compiles: the machine's own when it will do, else one that is kept from before, else the one the `go`
//! line asks for, fetched through the module proxy and verified against Go's checksum database.

mod choose;
mod dirhash;
mod fetch;
#[cfg(test)]
mod fetch_tests;
mod host;
pub(crate) mod http;
mod list;
pub(crate) mod lock;
mod probe;
pub(crate) mod proxy;
pub(crate) mod unpack;

pub use choose::{Found, Wanted, choose, go_command, kept};
pub use fetch::{FetchEvent, Phase, fetch};
pub use host::HostGo;
pub use list::newest_for;
pub use probe::{ProxyTest, test_proxy};
pub(crate) use proxy::go_setting;
pub use proxy::{ProxySettings, ProxySource};

/// What a toolchain is made for and runs on, in Go's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoPlatform {
    /// `linux`, `darwin`, `windows`.
    pub os: String,
    /// `amd64`, `arm64`.
    pub arch: String,
}

impl GoPlatform {
    /// The platform Slipway runs on.
    pub fn here() -> Self {
        let os = match std::env::consts::OS {
            "macos" => "darwin",
            other => other,
        };
        let arch = match std::env::consts::ARCH {
            "x86_64" => "amd64",
            "aarch64" => "arm64",
            "x86" => "386",
            other => other,
        };
        Self { os: os.to_owned(), arch: arch.to_owned() }
    }
}

impl std::fmt::Display for GoPlatform {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.os, self.arch)
    }
}

/// The version of a Go root, from its `VERSION` file.
pub fn version_of(goroot: &std::path::Path) -> Option<crate::GoVersion> {
    let text = crate::fs::read_bounded(&goroot.join("VERSION"), 4096).ok()??;
    String::from_utf8(text).ok()?.lines().next()?.parse().ok()
}
