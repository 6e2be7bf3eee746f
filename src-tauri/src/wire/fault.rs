//! Faults as the UI gets them: with the severity from the one table.

use serde::{Deserialize, Serialize};
use slipway_model as model;
use specta::Type;
use std::collections::BTreeMap;

/// A parameter of a sentence.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(untagged)]
pub enum Param {
    /// A number, formatted by the reader's locale.
    Number(#[specta(type = i32)] f64),
    /// Any text, hostile.
    Text(String),
}

/// How loudly it is shown.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Said in passing.
    Note,
    /// Something needs the user.
    Warning,
    /// What was asked for did not happen.
    Error,
}

/// An error or a notice: a code, its parameters, the raw text.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Fault {
    /// The stable code, the message's id.
    pub code: String,
    /// The sentence's parameters.
    pub params: BTreeMap<String, Param>,
    /// The raw text behind it.
    pub detail: Option<String>,
    /// How loudly it is shown.
    pub severity: Severity,
}

impl From<&model::Fault> for Fault {
    fn from(fault: &model::Fault) -> Self {
        let severity = match fault.severity() {
            model::Severity::Note => Severity::Note,
            model::Severity::Warning => Severity::Warning,
            model::Severity::Error => Severity::Error,
        };
        Self {
            code: fault.code.clone(),
            params: params(&fault.params),
            detail: fault.detail.clone(),
            severity,
        }
    }
}

impl From<model::Fault> for Fault {
    fn from(fault: model::Fault) -> Self {
        Self::from(&fault)
    }
}

impl From<slipway_app::AppError> for Fault {
    fn from(error: slipway_app::AppError) -> Self {
        use model::ToFault as _;
        let fault = error.to_fault();
        tracing::debug!(code = %fault.code, "a command failed");
        fault.into()
    }
}

pub(super) fn params(params: &BTreeMap<String, model::Param>) -> BTreeMap<String, Param> {
    params
        .iter()
        .map(|(name, value)| {
            let value = match value {
                model::Param::Number(number) => Param::Number(*number),
                model::Param::Text(text) => Param::Text(text.clone()),
            };
            (name.clone(), value)
        })
        .collect()
}
