//! Where an engine listens.

use crate::EngineError;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// How the Podman is called that Slipway starts by itself. Its socket is another one in each process, the engine is not.
pub const OWN_PODMAN: &str = "podman:";

/// An address that this room can speak to: `unix:///…`, `npipe:////./pipe/…`, or `tcp://` on this machine only.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Endpoint {
    url: String,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Unix(PathBuf),
    Pipe(String),
    Tcp(String),
}

impl Endpoint {
    /// Reads an address as `DOCKER_HOST` has it. A remote one is not supported yet; plain TCP that leaves this
    /// machine is refused, because whoever reaches it is root there.
    pub fn parse(text: &str) -> Result<Self, EngineError> {
        let text = text.trim();
        let bad = || EngineError::BadEndpoint { value: text.to_owned() };
        if text.starts_with('/') {
            return Self::parse(&format!("unix://{text}"));
        }
        let (scheme, rest) = text.split_once("://").ok_or_else(bad)?;
        match scheme {
            "unix" if rest.starts_with('/') => Ok(Self::unix(Path::new(rest))),
            "npipe" if !rest.is_empty() => {
                let rest = rest.replace('\\', "/");
                Ok(Self { url: format!("npipe://{rest}"), kind: Kind::Pipe(rest) })
            }
            "tcp" | "http" => {
                let url = url::Url::parse(&format!("http://{rest}")).map_err(|_| bad())?;
                let host = url.host_str().ok_or_else(bad)?;
                if !is_loopback(host) {
                    return Err(EngineError::NotSupported { scheme: "tcp".to_owned() });
                }
                // `url` drops the port 80, because it is http's own.
                let port = url.port().unwrap_or(if rest.contains(":80") { 80 } else { 2375 });
                let address = format!("{host}:{port}");
                Ok(Self { url: format!("tcp://{address}"), kind: Kind::Tcp(address) })
            }
            "ssh" | "https" | "fd" => Err(EngineError::NotSupported { scheme: scheme.to_owned() }),
            _ => Err(bad()),
        }
    }

    /// A socket on this machine.
    pub(crate) fn unix(path: &Path) -> Self {
        Self { url: format!("unix://{}", path.display()), kind: Kind::Unix(path.to_owned()) }
    }

    /// The socket of the Podman that Slipway started, under the name that stays the same.
    pub(crate) fn own_podman(socket: &Path) -> Self {
        Self { url: OWN_PODMAN.to_owned(), kind: Kind::Unix(socket.to_owned()) }
    }

    /// The address as text.
    pub fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.kind
    }

    /// The socket's path, where it is a socket.
    pub fn socket(&self) -> Option<&Path> {
        match &self.kind {
            Kind::Unix(path) => Some(path),
            Kind::Pipe(_) | Kind::Tcp(_) => None,
        }
    }

    /// The address with links followed, so that two names of one socket are the same.
    pub(crate) fn canonical(&self) -> String {
        match self.socket().and_then(|path| path.canonicalize().ok()) {
            _ if self.url == OWN_PODMAN => self.url.clone(),
            Some(path) => format!("unix://{}", path.display()),
            None => self.url.clone(),
        }
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_on_this_machine_is_taken() {
        for (text, url) in [
            ("unix:///var/run/docker.sock", "unix:///var/run/docker.sock"),
            ("/run/x.sock", "unix:///run/x.sock"),
            ("tcp://127.0.0.1:2375", "tcp://127.0.0.1:2375"),
            ("tcp://localhost", "tcp://localhost:2375"),
            ("tcp://[::1]:1234", "tcp://[::1]:1234"),
            ("npipe:////./pipe/docker_engine", "npipe:////./pipe/docker_engine"),
            (r"npipe://\\.\pipe\docker_engine", "npipe:////./pipe/docker_engine"),
        ] {
            assert_eq!(Endpoint::parse(text).unwrap().url(), url, "{text}");
        }
    }

    #[test]
    fn what_leaves_this_machine_is_refused() {
        for (text, refused) in [
            ("ssh://me@box", "ssh"),
            ("tcp://192.168.1.4:2375", "tcp"),
            ("tcp://docker.example:2375", "tcp"),
            ("tcp://localhost.example:2375", "tcp"),
            ("https://127.0.0.1:2376", "https"),
        ] {
            assert!(
                matches!(Endpoint::parse(text), Err(EngineError::NotSupported { scheme }) if scheme == refused),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_address_is_said_to_be_none() {
        for text in ["", "docker", "unix://", "unix://x", "ftp://x", "tcp://"] {
            assert!(matches!(Endpoint::parse(text), Err(EngineError::BadEndpoint { .. })), "{text}");
        }
    }
}
