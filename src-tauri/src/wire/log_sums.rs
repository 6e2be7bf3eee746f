//! What log lines say together: how many there were when, a field's values, an HTTP server's requests.

use serde::{Deserialize, Serialize};
use slipway_app::logs;
use specta::Type;

/// How many lines were written when.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct LogRates {
    /// All, by columns of equal time.
    pub lines: Vec<u32>,
    /// Those that say error, or worse.
    pub errors: Vec<u32>,
}

impl From<logs::Rates> for LogRates {
    fn from(rates: logs::Rates) -> Self {
        Self { lines: rates.lines, errors: rates.errors }
    }
}

/// A field's values by columns of equal time; nothing where it was not said.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct LogNumbers {
    /// The least.
    pub min: Vec<Option<f64>>,
    /// The mean.
    pub avg: Vec<Option<f64>>,
    /// The greatest.
    pub max: Vec<Option<f64>>,
    /// More lines have it than were read.
    pub cut: bool,
}

impl From<logs::Numbers> for LogNumbers {
    fn from(numbers: logs::Numbers) -> Self {
        Self { min: numbers.min, avg: numbers.avg, max: numbers.max, cut: numbers.cut }
    }
}

/// What an HTTP server was asked for, those paths first that were asked for most.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct LogRequests {
    /// The paths.
    pub paths: Vec<PathRequests>,
    /// Requests for others.
    pub others: u32,
    /// The oldest lines were not read: there were too many.
    pub cut: bool,
}

/// Requests for one path.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PathRequests {
    /// As the line has it, hostile; empty where it does not say.
    pub method: String,
    /// Without its query; what differs each time is `…`. Hostile.
    pub path: String,
    /// How many there were.
    pub count: u32,
    /// Of those, answered with 400 to 499.
    pub refused: u32,
    /// With 500 or more.
    pub failed: u32,
    /// Half took no longer, in milliseconds.
    pub p50_ms: Option<f64>,
    /// 95 of 100 took no longer.
    pub p95_ms: Option<f64>,
}

impl From<logs::RequestSummary> for LogRequests {
    fn from(summary: logs::RequestSummary) -> Self {
        let path = |requests: logs::Requests| {
            let logs::Requests { method, path, count, refused, failed, p50_ms, p95_ms } = requests;
            PathRequests { method, path, count, refused, failed, p50_ms, p95_ms }
        };
        Self {
            paths: summary.paths.into_iter().map(path).collect(),
            others: summary.others,
            cut: summary.cut,
        }
    }
}
