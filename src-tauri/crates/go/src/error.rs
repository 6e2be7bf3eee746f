//! What can go wrong with a Go project or with Go itself.

use crate::compile::Diagnostic;
use crate::toolchain::Phase;
use slipway_model::{Fault, ToFault};
use std::path::PathBuf;

/// Why a project could not be understood, a toolchain not be had or a program not be compiled. No text in here
/// holds a proxy's user or password.
#[derive(Debug, thiserror::Error)]
pub enum GoError {
    /// The user said stop.
    #[error("cancelled")]
    Cancelled,
    /// A part of fetching a toolchain failed.
    #[error("{phase:?}: {cause}")]
    During {
        /// Which part.
        phase: Phase,
        /// Why.
        cause: Box<GoError>,
    },
    /// No name can be resolved: most likely there is no network.
    #[error("cannot resolve {host}")]
    Offline {
        /// The host that was asked.
        host: String,
        /// What the client said.
        text: String,
    },
    /// A proxy did not answer, or stopped in the middle.
    #[error("{host} does not answer")]
    NoAnswer {
        /// The host that was asked.
        host: String,
        /// What the client said.
        text: String,
    },
    /// A proxy answered, but not with what was asked for.
    #[error("{host} answered {status}")]
    Refused {
        /// The host that was asked.
        host: String,
        /// The HTTP status.
        status: u16,
    },
    /// No proxy of the list has this toolchain.
    #[error("no toolchain go{version} for {platform}")]
    ToolchainNotThere {
        /// The version that was wanted.
        version: String,
        /// `linux/amd64`.
        platform: String,
        /// The hosts that were asked.
        hosts: String,
    },
    /// No proxy of the list has any toolchain that will do.
    #[error("no toolchains for {platform} at {hosts}")]
    NoToolchains {
        /// `linux/amd64`.
        platform: String,
        /// The hosts that were asked.
        hosts: String,
    },
    /// `GOPROXY=off`: nothing may be fetched.
    #[error("GOPROXY=off")]
    ProxyOff,
    /// The `GOPROXY` list cannot be read.
    #[error("bad GOPROXY entry {value}")]
    BadProxy {
        /// The entry, without a user and password.
        value: String,
    },
    /// What was downloaded is not what the checksum database knows.
    #[error("go{version} from {host} has hash {found}, the checksum database says {expected}")]
    HashMismatch {
        /// The toolchain.
        version: String,
        /// Where it came from.
        host: String,
        /// What the database says.
        expected: String,
        /// What was received.
        found: String,
    },
    /// The checksum database's answer is not signed with the key Go carries.
    #[error("{host}: bad signature of the checksum database")]
    BadSignature {
        /// Where the answer came from.
        host: String,
    },
    /// The record is not in the tree that was signed, or the answer is malformed.
    #[error("{host}: the checksum database's answer is not proven ({text})")]
    NotProven {
        /// Where the answer came from.
        host: String,
        /// What did not fit.
        text: &'static str,
    },
    /// `GOSUMDB=off`: a toolchain cannot be verified, and Go does not take it then either.
    #[error("GOSUMDB=off")]
    SumdbOff,
    /// `GOSUMDB` names a database whose key is not known.
    #[error("GOSUMDB={value}")]
    BadSumdb {
        /// The value.
        value: String,
    },
    /// The zip holds a name that would be written elsewhere, or is not a toolchain.
    #[error("unsafe entry {name:?}")]
    UnsafeZip {
        /// The entry.
        name: String,
    },
    /// A file cannot be read or written.
    #[error("cannot use {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The `go` command cannot be started.
    #[error("cannot start {}", path.display())]
    NotStarted {
        /// The command.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// `go build` failed.
    #[error("go build failed")]
    Compile {
        /// Where, as far as the output says.
        diagnostics: Vec<Diagnostic>,
        /// What the compiler wrote, bounded.
        output: String,
        /// The exit status; none if a signal ended it.
        status: Option<i32>,
    },
    /// There is no C compiler of ours for this machine or target.
    #[error("no C compiler for {platform}")]
    NoCompiler {
        /// `linux/riscv64`.
        platform: String,
    },
    /// A package needs a library of the system, which a static program on an empty image cannot have.
    #[error("{package} needs the system's {library}")]
    NeedsLibrary {
        /// The library, or several.
        library: String,
        /// The package that needs it.
        package: String,
    },
    /// A folder that should be new already holds something.
    #[error("{} is not empty", folder.display())]
    FolderNotEmpty {
        /// The folder.
        folder: PathBuf,
        /// What is in the way.
        name: String,
    },
    /// There is a `go.mod` already.
    #[error("{} has a go.mod", folder.display())]
    HasGoMod {
        /// The folder.
        folder: PathBuf,
    },
    /// The text cannot be a module's path.
    #[error("bad module path {name:?}")]
    BadModuleName {
        /// The text.
        name: String,
    },
    /// There is no such template.
    #[error("no template {id:?}")]
    NoTemplate {
        /// What was asked for.
        id: String,
    },
}

impl GoError {
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    /// Says in which part of a fetch it happened. A stop stays a stop.
    pub(crate) fn during(self, phase: Phase) -> Self {
        match self {
            Self::Cancelled | Self::During { .. } => self,
            cause => Self::During { phase, cause: Box::new(cause) },
        }
    }

    /// The error itself, whatever it happened during.
    pub fn cause(&self) -> &Self {
        match self {
            Self::During { cause, .. } => cause.cause(),
            other => other,
        }
    }
}

impl ToFault for GoError {
    fn to_fault(&self) -> Fault {
        match self {
            Self::Cancelled => Fault::cancelled(),
            Self::During { phase, cause } => cause.to_fault().with("stage", phase.code()),
            Self::Offline { host, text } => Fault::new("network-offline").with("host", host).detail(text),
            Self::NoAnswer { host, text } => {
                Fault::new("network-proxy-no-answer").with("host", host).detail(text)
            }
            Self::Refused { host, status } => {
                Fault::new("network-proxy-refused").with("host", host).with("status", *status)
            }
            Self::ToolchainNotThere { version, platform, hosts } => Fault::new("network-toolchain-not-there")
                .with("version", version)
                .with("platform", platform)
                .with("host", hosts),
            Self::NoToolchains { platform, hosts } => {
                Fault::new("network-proxy-no-toolchains").with("host", hosts).with("platform", platform)
            }
            Self::ProxyOff => Fault::new("network-goproxy-off"),
            Self::BadProxy { value } => Fault::new("network-goproxy-invalid").with("value", value),
            Self::HashMismatch { version, host, expected, found } => {
                Fault::new("machine-toolchain-hash-mismatch")
                    .with("version", version)
                    .with("host", host)
                    .with("expected", expected)
                    .with("found", found)
            }
            Self::BadSignature { host } => Fault::new("machine-sumdb-bad-signature").with("host", host),
            Self::NotProven { host, text } => {
                Fault::new("machine-sumdb-not-proven").with("host", host).detail(*text)
            }
            Self::SumdbOff => Fault::new("machine-sumdb-off"),
            Self::BadSumdb { value } => Fault::new("machine-sumdb-unknown").with("value", value),
            Self::UnsafeZip { name } => Fault::new("machine-toolchain-unsafe").with("name", name),
            Self::Io { path, source } => {
                let code = match source.kind() {
                    std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                        "machine-disk-full"
                    }
                    _ => "machine-cannot-write",
                };
                Fault::new(code).with("path", path.display().to_string()).detail(source.to_string())
            }
            Self::NotStarted { path, source } => Fault::new("machine-go-not-started")
                .with("path", path.display().to_string())
                .detail(source.to_string()),
            Self::Compile { diagnostics, output, status } => {
                crate::compile::compile_fault(diagnostics, output, *status)
            }
            Self::NoCompiler { platform } => Fault::new("machine-no-c-compiler").with("platform", platform),
            Self::NeedsLibrary { library, package } => {
                Fault::new("project-cgo-needs-library").with("library", library).with("package", package)
            }
            Self::FolderNotEmpty { folder, name } => Fault::new("project-folder-not-empty")
                .with("folder", folder.display().to_string())
                .with("name", name),
            Self::HasGoMod { folder } => {
                Fault::new("project-has-go-mod").with("folder", folder.display().to_string())
            }
            Self::BadModuleName { name } => Fault::new("usage-module-name").with("name", name),
            Self::NoTemplate { id } => Fault::new("usage-no-template").with("template", id),
        }
    }
}
