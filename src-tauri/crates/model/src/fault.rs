//! Errors at the border: a code, its parameters and the raw text, never a sentence.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one parameter of a fault is. Text may come from a container or a project and is hostile: it is shown as text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Param {
    /// A number, formatted by the reader's locale.
    Number(f64),
    /// Any text.
    Text(String),
}

impl From<&str> for Param {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Param {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<&String> for Param {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}
impl From<u64> for Param {
    fn from(number: u64) -> Self {
        Self::Number(number as f64)
    }
}
impl From<u32> for Param {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}
impl From<u16> for Param {
    fn from(number: u16) -> Self {
        Self::Number(number.into())
    }
}
impl From<i64> for Param {
    fn from(number: i64) -> Self {
        Self::Number(number as f64)
    }
}
impl From<f64> for Param {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

/// Who has to act on a fault. The code's first word says it, and the command line's exit status follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// The project's own code or files.
    Project,
    /// How Slipway was called.
    Usage,
    /// The container engine.
    Engine,
    /// The network, a proxy, a mirror.
    Network,
    /// This machine: disk, permission, a damaged file.
    Machine,
    /// The user said stop.
    Cancelled,
}

impl Area {
    /// The exit status of the command line, as its contract has it.
    pub const fn exit_status(self) -> u8 {
        match self {
            Self::Project => 1,
            Self::Usage => 2,
            Self::Engine => 3,
            Self::Network => 4,
            Self::Machine => 5,
            Self::Cancelled => 130,
        }
    }
}

/// How loudly a fault is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Said in passing: nothing failed.
    Note,
    /// Something needs the user, nothing is broken.
    Warning,
    /// What was asked for did not happen.
    Error,
}

/// An error as it crosses a border: `{ code, params, detail }`.
///
/// The code is also the message's id in `ui/messages`: its value is the title, `.cause` says why and `.fix` what to
/// do. It is lower case with hyphens and starts with its area: `project-`, `usage-`, `engine-`, `network-`,
/// `machine-`, or is `cancelled`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// The stable code.
    pub code: String,
    /// Parameters of the sentence.
    pub params: BTreeMap<String, Param>,
    /// The raw text behind it (an engine's answer, a compiler's output), shown folded.
    pub detail: Option<String>,
}

impl Fault {
    /// A fault with a code and nothing else yet.
    pub fn new(code: &'static str) -> Self {
        Self { code: code.to_owned(), params: BTreeMap::new(), detail: None }
    }

    /// The fault of an action that the user stopped.
    pub fn cancelled() -> Self {
        Self::new("cancelled")
    }

    /// With one more parameter.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    /// With the raw text behind it; an empty one is left out.
    #[must_use]
    pub fn detail(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        self.detail = (!text.trim().is_empty()).then_some(text);
        self
    }

    /// Who has to act.
    pub fn area(&self) -> Area {
        match self.code.split('-').next().unwrap_or_default() {
            "project" => Area::Project,
            "usage" => Area::Usage,
            "engine" => Area::Engine,
            "network" => Area::Network,
            "cancelled" => Area::Cancelled,
            _ => Area::Machine,
        }
    }

    /// The one table that gives a code its severity.
    pub fn severity(&self) -> Severity {
        match self.code.as_str() {
            "cancelled" | "project-embed-ignored" | "project-private-module" => Severity::Note,
            "engine-not-running"
            | "engine-not-installed"
            | "engine-no-permission"
            | "project-no-program"
            | "project-no-go-mod"
            | "project-tie"
            | "project-module-below"
            | "project-several-modules"
            | "project-gopath-era"
            | "project-go-line-too-new"
            | "project-replacement-outside"
            | "project-library-only" => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// Whether this is the user's own stop.
    pub fn is_cancelled(&self) -> bool {
        self.area() == Area::Cancelled
    }
}

/// What a room's error enum does at the border.
pub trait ToFault {
    /// The error as code, parameters and raw text.
    fn to_fault(&self) -> Fault;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_of_a_code_decides_the_exit_status() {
        for (code, status) in [
            ("project-no-go-mod", 1),
            ("usage-unknown-container", 2),
            ("engine-not-running", 3),
            ("network-unreachable", 4),
            ("machine-disk-full", 5),
            ("cancelled", 130),
        ] {
            let fault = Fault { code: code.to_owned(), params: BTreeMap::new(), detail: None };
            assert_eq!(fault.area().exit_status(), status, "{code}");
        }
    }

    #[test]
    fn a_fault_is_code_params_and_detail_on_the_wire() {
        let fault = Fault::new("engine-too-old").with("api", "1.20").with("minimum", 24_u32).detail("  ");
        assert_eq!(
            serde_json::to_string(&fault).unwrap(),
            r#"{"code":"engine-too-old","params":{"api":"1.20","minimum":24.0},"detail":null}"#
        );
    }
}
