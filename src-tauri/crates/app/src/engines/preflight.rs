//! The preflight: a real container from an image of ours, once an engine and version, and when asked.

use super::House;
use crate::{App, Topic};
use slipway_model::{Fault, ToFault as _};
use slipway_store::rusqlite::{OptionalExtension as _, params};

/// Whether a test container ran.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Preflight {
    /// Not yet.
    #[default]
    NotRun,
    /// It runs now.
    Running,
    /// It ran.
    Good {
        /// From the image's load to the container's end, milliseconds.
        took_ms: u64,
    },
    /// It did not.
    Bad(Fault),
}

impl App {
    /// How the last preflight went.
    pub fn preflight(&self) -> Preflight {
        self.engines.inner().preflight.clone()
    }

    /// Runs the preflight now.
    pub async fn run_preflight(&self) -> Preflight {
        let Some(house) = self.house() else {
            let bad = match self.engine() {
                Err(error) => Preflight::Bad(error.to_fault()),
                Ok(_) => Preflight::NotRun,
            };
            return self.set_preflight(bad);
        };
        self.preflight_now(&house).await
    }

    /// Runs it unless it was good before on this engine in this version.
    pub(super) async fn preflight_once(&self, house: &House) {
        let name = remembered_name(house);
        let took_ms: Option<String> = self
            .database
            .with(|connection| {
                connection
                    .query_row("SELECT value FROM setting WHERE name = ?1", [&name], |row| row.get(0))
                    .optional()
            })
            .unwrap_or_default();
        match took_ms.and_then(|text| text.parse().ok()) {
            Some(took_ms) => drop(self.set_preflight(Preflight::Good { took_ms })),
            None => drop(self.preflight_now(house).await),
        }
    }

    async fn preflight_now(&self, house: &House) -> Preflight {
        self.set_preflight(Preflight::Running);
        match slipway_containers::preflight(&house.engine, self.tasks.stop()).await {
            Ok(report) => {
                let remembered = self.database.with(|connection| {
                    connection.execute(
                        "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
                        params![remembered_name(house), report.took_ms.to_string()],
                    )
                });
                if let Err(error) = remembered {
                    tracing::warn!(%error, "the preflight is not remembered");
                }
                self.set_preflight(Preflight::Good { took_ms: report.took_ms })
            }
            Err(error) => self.set_preflight(Preflight::Bad(error.to_fault())),
        }
    }

    fn set_preflight(&self, preflight: Preflight) -> Preflight {
        self.engines.inner().preflight = preflight.clone();
        self.wakes.send(Topic::Engine);
        preflight
    }
}

fn remembered_name(house: &House) -> String {
    let info = house.engine.info();
    format!("preflight:{}:{}", info.key, info.version)
}
