//! What can go wrong with an engine, and how bollard's errors are read.

use crate::PullFailure;
use slipway_model::{Fault, ToFault};
use std::error::Error as StdError;
use std::io;

/// An error of an engine.
#[derive(Debug, Clone, thiserror::Error)]
pub enum EngineError {
    /// No engine is installed here.
    #[error("no engine is installed")]
    NotInstalled,
    /// Nobody listens there.
    #[error("nobody listens at {endpoint}")]
    NotRunning {
        /// The address.
        endpoint: String,
    },
    /// This user may not open the socket.
    #[error("no permission for {endpoint}")]
    NoPermission {
        /// The address.
        endpoint: String,
        /// The group that may.
        group: Option<String>,
        /// The user was added to it, but this login does not know it yet.
        user_in_group: bool,
    },
    /// It took the connection and said nothing.
    #[error("{endpoint} did not answer within {after_ms} ms")]
    NoAnswer {
        /// The address.
        endpoint: String,
        /// How long it was waited for.
        after_ms: u64,
    },
    /// Older than what Slipway speaks.
    #[error("the engine has {api}, at least {minimum} is needed")]
    TooOld {
        /// What it has.
        api: String,
        /// What is needed.
        minimum: String,
    },
    /// An address of a kind that is not built yet.
    #[error("{scheme} endpoints are not supported yet")]
    NotSupported {
        /// `ssh`, `tls`, `tcp` (plain and off this machine), …
        scheme: String,
    },
    /// Not an address.
    #[error("{value} is no engine address")]
    BadEndpoint {
        /// What was given.
        value: String,
    },
    /// Podman's service did not start.
    #[error("podman's service did not start: {detail}")]
    ServiceFailed {
        /// Podman's words.
        detail: String,
    },
    /// It does not exist (any more).
    #[error("no such {what}: {name}")]
    NotFound {
        /// `container`, …
        what: &'static str,
        /// Its name or id.
        name: String,
    },
    /// The image does not exist there.
    #[error("no such image: {name}")]
    ImageNotFound {
        /// Its name or id.
        name: String,
    },
    /// The name belongs to another container.
    #[error("the name {name} is taken")]
    Conflict {
        /// The name.
        name: String,
        /// The engine's words.
        detail: String,
    },
    /// Something still uses it.
    #[error("{name} is in use")]
    InUse {
        /// What.
        name: String,
        /// The engine's words.
        detail: String,
    },
    /// A host port belongs to someone else.
    #[error("port {port} is taken")]
    PortTaken {
        /// The port; 0 where the engine did not say.
        port: u16,
        /// The engine's words.
        detail: String,
    },
    /// The engine's disk is full.
    #[error("the engine's disk is full")]
    DiskFull {
        /// The engine's words.
        detail: String,
    },
    /// The image did not go in.
    #[error("the image did not load: {detail}")]
    LoadFailed {
        /// Why.
        detail: String,
    },
    /// A base image could not be had.
    #[error("{image} cannot be pulled ({why:?})")]
    Pull {
        /// The image, as far as it is known.
        image: String,
        /// Why.
        why: PullFailure,
        /// The engine's words.
        detail: String,
    },
    /// A command of a Dockerfile failed.
    #[error("{step} ended with {exit_code}")]
    BuildStep {
        /// The step, in the builder's words.
        step: String,
        /// What it ended with.
        exit_code: i64,
        /// The engine's words.
        detail: String,
    },
    /// A build failed in another way.
    #[error("the build failed at {step}: {detail}")]
    BuildFailed {
        /// The step, where one had begun.
        step: String,
        /// The engine's words.
        detail: String,
    },
    /// Any other refusal.
    #[error("the engine refused ({status}): {detail}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The engine's words.
        detail: String,
    },
    /// The connection broke.
    #[error("the connection broke: {detail}")]
    Lost {
        /// What was seen.
        detail: String,
    },
    /// It answered with what cannot be read.
    #[error("the engine's answer cannot be read: {detail}")]
    Unreadable {
        /// What was seen.
        detail: String,
    },
    /// The container's logging driver gives nothing back.
    #[error("{name}'s logging driver keeps no lines that could be read")]
    LogsNotKept {
        /// The container.
        name: String,
    },
    /// The program does not read what is written to it.
    #[error("{name} does not read its standard input")]
    InputNotRead {
        /// The container.
        name: String,
    },
}

impl ToFault for EngineError {
    fn to_fault(&self) -> Fault {
        match self {
            Self::NotInstalled => Fault::new("engine-not-installed"),
            Self::NotRunning { endpoint } => Fault::new("engine-not-running").with("endpoint", endpoint),
            Self::NoPermission { endpoint, group, user_in_group } => {
                no_permission(endpoint, group.as_deref(), *user_in_group)
            }
            Self::NoAnswer { endpoint, after_ms } => Fault::new("engine-no-answer")
                .with("endpoint", endpoint)
                .with("seconds", after_ms.div_ceil(1000)),
            Self::TooOld { api, minimum } => {
                Fault::new("engine-too-old").with("api", api).with("minimum", minimum)
            }
            Self::NotSupported { scheme } if scheme == "tcp" => Fault::new("engine-plain-tcp"),
            Self::NotSupported { scheme } => Fault::new("engine-not-supported").with("scheme", scheme),
            Self::BadEndpoint { value } => Fault::new("usage-bad-endpoint").with("value", value),
            Self::ServiceFailed { detail } => Fault::new("engine-podman-service").detail(detail),
            Self::NotFound { what, name } => {
                Fault::new("engine-not-found").with("what", *what).with("name", name)
            }
            Self::ImageNotFound { name } => Fault::new("engine-image-not-found").with("name", name),
            Self::Conflict { name, detail } => {
                Fault::new("engine-conflict").with("name", name).detail(detail)
            }
            Self::InUse { name, detail } => {
                Fault::new("engine-image-in-use").with("name", name).detail(detail)
            }
            Self::PortTaken { port, detail } => {
                Fault::new("engine-port-taken").with("port", *port).detail(detail)
            }
            Self::DiskFull { detail } => Fault::new("engine-disk-full").detail(detail),
            Self::LoadFailed { detail } => Fault::new("engine-load-failed").detail(detail),
            Self::Pull { image, why, detail } => {
                let fault = match why {
                    PullFailure::Offline => Fault::new("network-base-offline"),
                    PullFailure::RateLimit => Fault::new("network-base-rate-limit"),
                    PullFailure::NotFound => Fault::new("project-base-not-found"),
                    PullFailure::Denied => Fault::new("project-base-denied"),
                };
                fault.with("image", image).detail(detail)
            }
            Self::BuildStep { step, exit_code, detail } => {
                Fault::new("project-build-step").with("step", step).with("exit", *exit_code).detail(detail)
            }
            Self::BuildFailed { step, detail } => {
                Fault::new("project-dockerfile-failed").with("step", step).detail(detail)
            }
            Self::Refused { status, detail } => {
                Fault::new("engine-refused").with("status", *status).detail(detail)
            }
            Self::Lost { detail } => Fault::new("engine-lost").detail(detail),
            Self::Unreadable { detail } => Fault::new("engine-unreadable").detail(detail),
            Self::LogsNotKept { name } => Fault::new("engine-logs-not-kept").with("name", name),
            Self::InputNotRead { name } => Fault::new("project-input-not-read").with("name", name),
        }
    }
}

/// Why, as far as it can be told: the code decides the remedy.
pub(crate) fn no_permission(endpoint: &str, group: Option<&str>, user_in_group: bool) -> Fault {
    let fault = match (group, user_in_group) {
        (Some(group), true) => Fault::new("engine-no-permission-login").with("group", group),
        (Some(group), false) => Fault::new("engine-no-permission").with("group", group),
        (None, _) => Fault::new("engine-no-permission-owner"),
    };
    fault.with("endpoint", endpoint)
}

/// What a request was about, for the words of its error.
#[derive(Debug, Clone, Copy)]
pub(crate) enum About<'a> {
    Engine,
    Container(&'a str),
    Image(&'a str),
}

impl About<'_> {
    fn name(self) -> String {
        match self {
            Self::Engine => String::new(),
            Self::Container(name) | Self::Image(name) => name.to_owned(),
        }
    }
}

/// Reads bollard's error. `endpoint` is for the words.
pub(crate) fn read(error: bollard::errors::Error, endpoint: &str, about: About<'_>) -> EngineError {
    use bollard::errors::Error as B;
    match error {
        B::DockerResponseServerError { status_code, message } => refusal(status_code, message, about),
        B::RequestTimeoutError => no_answer(endpoint, crate::connection::LONGEST.as_millis() as u64),
        B::SocketNotFoundError(_) => EngineError::NotRunning { endpoint: endpoint.to_owned() },
        B::DockerStreamError { error } => refusal(500, error, about),
        B::UnsupportedURISchemeError { uri } => EngineError::BadEndpoint { value: uri },
        B::JsonDataError { message, .. } => EngineError::Unreadable { detail: message },
        B::JsonSerdeError { err } => EngineError::Unreadable { detail: err.to_string() },
        // Transparent: the chain below would start one too deep.
        B::IOError { err } => broken(&err, endpoint),
        other => broken(&other, endpoint),
    }
}

pub(crate) fn no_answer(endpoint: &str, after_ms: u64) -> EngineError {
    EngineError::NoAnswer { endpoint: endpoint.to_owned(), after_ms }
}

/// Tells "nobody listens", "may not" and "broke" apart by the kinds of the I/O errors underneath.
fn broken(error: &(dyn StdError + 'static), endpoint: &str) -> EngineError {
    let mut words = error.to_string();
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(io) = error.downcast_ref::<io::Error>() {
            match io.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => {
                    return EngineError::NotRunning { endpoint: endpoint.to_owned() };
                }
                io::ErrorKind::PermissionDenied => {
                    return EngineError::NoPermission {
                        endpoint: endpoint.to_owned(),
                        group: None,
                        user_in_group: false,
                    };
                }
                io::ErrorKind::TimedOut => return no_answer(endpoint, 0),
                _ => {}
            }
        }
        words = error.to_string();
        next = error.source();
    }
    EngineError::Lost { detail: words }
}

fn refusal(status: u16, detail: String, about: About<'_>) -> EngineError {
    let low = detail.to_ascii_lowercase();
    if low.contains("no space left on device") || low.contains("disk quota exceeded") {
        return EngineError::DiskFull { detail };
    }
    if low.contains("port is already allocated") || low.contains("address already in use") {
        return EngineError::PortTaken { port: port_in(&detail).unwrap_or(0), detail };
    }
    match (status, about) {
        // Docker: "configured logging driver does not support reading". Podman: "… does not support logs".
        (_, About::Container(name))
            if low.contains("logging driver does not support reading")
                || low.contains("this container is using the 'none' log driver") =>
        {
            EngineError::LogsNotKept { name: name.to_owned() }
        }
        (404, About::Image(name)) => EngineError::ImageNotFound { name: name.to_owned() },
        (404, About::Container(_)) if low.contains("no such image") => {
            EngineError::ImageNotFound { name: last_word(&detail) }
        }
        (404, About::Container(name)) => EngineError::NotFound { what: "container", name: name.to_owned() },
        (409, _) if low.contains("already in use") => EngineError::Conflict { name: about.name(), detail },
        // Podman says it with a 500.
        (_, About::Container(name)) if low.contains("name") && low.contains("is already in use") => {
            EngineError::Conflict { name: name.to_owned(), detail }
        }
        (409, About::Image(name)) => EngineError::InUse { name: name.to_owned(), detail },
        // Podman 4 has a 500 for an image that a container uses.
        (_, About::Image(name)) if low.contains("image is in use") => {
            EngineError::InUse { name: name.to_owned(), detail }
        }
        _ => EngineError::Refused { status, detail },
    }
}

fn last_word(text: &str) -> String {
    text.split_whitespace().next_back().unwrap_or_default().to_owned()
}

/// The first `…:PORT` of a message that is a port, not a part of an address or a hash.
fn port_in(text: &str) -> Option<u16> {
    text.match_indices(':').find_map(|(at, _)| {
        let before = text.get(..at)?.chars().next_back();
        if !before.is_some_and(|c| c.is_ascii_digit() || c == ']' || c == ' ') {
            return None;
        }
        let after = text.get(at + 1..)?;
        let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        after.get(..end)?.parse().ok().filter(|port| *port > 0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_told_by_its_number() {
        for (text, port) in [
            (
                "driver failed programming external connectivity on endpoint x (9a1f): Bind for 127.0.0.1:8080 failed: port is already allocated",
                8080,
            ),
            (
                "Error starting userland proxy: listen tcp4 127.0.0.1:18080: bind: address already in use",
                18080,
            ),
            ("failed to bind host port for 127.0.0.1:81:172.17.0.2:80/tcp: address already in use", 81),
            ("cannot listen on the TCP port: listen tcp4 :8081: bind: address already in use", 8081),
            ("rootlessport listen tcp 0.0.0.0:9000: bind: address already in use", 9000),
            ("address already in use", 0),
        ] {
            let error = refusal(500, text.to_owned(), About::Container("x"));
            assert!(
                matches!(error, EngineError::PortTaken { port: found, .. } if found == port),
                "{text}: {error:?}"
            );
        }
    }

    #[test]
    fn refusals_become_what_they_mean() {
        let code = |status, text: &str, about| refusal(status, text.to_owned(), about).to_fault().code;
        let (web, image) = (About::Container("web"), About::Image("app:1"));
        assert_eq!(code(404, "No such container: web", web), "engine-not-found");
        assert_eq!(code(404, "No such image: app:1", web), "engine-image-not-found");
        assert_eq!(code(404, "app:1: image not known", image), "engine-image-not-found");
        assert_eq!(
            code(409, "Conflict. The container name \"/web\" is already in use by container \"1\".", web),
            "engine-conflict"
        );
        assert_eq!(
            code(500, "creating container storage: the container name \"web\" is already in use by 1.", web),
            "engine-conflict"
        );
        assert_eq!(
            code(409, "conflict: unable to remove repository reference", image),
            "engine-image-in-use"
        );
        assert_eq!(code(409, "Container 1 is not paused", web), "engine-refused");
        assert_eq!(code(500, "write /x: no space left on device", About::Engine), "engine-disk-full");
    }

    #[test]
    fn the_kinds_underneath_tell_what_broke() {
        for (kind, code) in [
            (io::ErrorKind::NotFound, "engine-not-running"),
            (io::ErrorKind::ConnectionRefused, "engine-not-running"),
            (io::ErrorKind::PermissionDenied, "engine-no-permission-owner"),
            (io::ErrorKind::TimedOut, "engine-no-answer"),
            (io::ErrorKind::BrokenPipe, "engine-lost"),
        ] {
            let error = bollard::errors::Error::IOError { err: io::Error::from(kind) };
            assert_eq!(read(error, "unix:///x", About::Engine).to_fault().code, code, "{kind:?}");
        }
    }
}
