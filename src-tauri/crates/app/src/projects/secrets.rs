//! Secret values of variables: in memory for this session, and beyond it, where the user asked for that, in the
//! system's own keyring. Never in a file of ours.

use super::RunSettings;
use keyring::v1::{Entry, Error};
use slipway_model::{Fault, ProjectId};
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

/// What the keyring calls us.
const OWNER: &str = "Slipway";

type Values = HashMap<String, String>;

/// The secrets that this process knows.
#[derive(Default)]
pub(crate) struct Secrets {
    // Held for a copy or an insert, never across an await.
    known: Mutex<HashMap<ProjectId, Values>>,
    // Whose secrets the keyring was asked for. A tokio mutex: who comes second waits for the answer, and a locked
    // keyring asks its user once.
    asked: tokio::sync::Mutex<HashSet<ProjectId>>,
}

impl Secrets {
    /// Remembers the secret values of these settings for this session, in place of those before.
    pub(super) fn remember(&self, project: &ProjectId, settings: &RunSettings) {
        let values = settings
            .env
            .iter()
            .filter(|variable| variable.is_secret())
            .filter_map(|variable| Some((variable.name.clone(), variable.value.clone()?)))
            .collect();
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(project.clone(), values);
    }

    /// Puts the values that are known in their places.
    pub(super) fn fill_in(&self, project: &ProjectId, settings: &mut RunSettings) {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(values) = known.get(project) else { return };
        for variable in &mut settings.env {
            if variable.value.is_none() {
                variable.value = values.get(&variable.name).cloned();
            }
        }
    }

    /// Asks the keyring for these variables of a project, unless it was asked before. True when it had something.
    pub(super) async fn recall(&self, project: &ProjectId, names: Vec<String>) -> bool {
        let mut asked = self.asked.lock().await;
        if asked.contains(project) {
            return false;
        }
        let of = project.clone();
        let Ok(found) = tokio::task::spawn_blocking(move || read(&of, &names)).await else { return false };
        asked.insert(project.clone());
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let values = known.entry(project.clone()).or_default();
        let some = !found.is_empty();
        for (name, value) in found {
            // What was typed meanwhile is newer.
            values.entry(name).or_insert(value);
        }
        some
    }

    /// What was last said is what the keyring has: it need not be asked in this session.
    pub(super) async fn asked(&self, project: &ProjectId) {
        self.asked.lock().await.insert(project.clone());
    }
}

/// The variables whose values are in the keyring, of those that have none here.
pub(super) fn missing(settings: &RunSettings) -> Vec<String> {
    let missing = settings.env.iter().filter(|variable| variable.keep && variable.value.is_none());
    missing.map(|variable| variable.name.clone()).collect()
}

/// Keeps values in the keyring, and takes out what shall no longer be there. Blocks, and may ask the user.
///
/// # Errors
/// `machine-no-keyring` where there is none, or it refuses.
pub(super) fn write(project: &ProjectId, keep: &[(String, String)], drop: &[String]) -> Result<(), Fault> {
    for (name, value) in keep {
        entry(project, name).and_then(|entry| entry.set_password(value)).map_err(|error| refused(&error))?;
    }
    for name in drop {
        match entry(project, name).and_then(|entry| entry.delete_credential()) {
            Ok(()) | Err(Error::NoEntry) => {}
            Err(error) => return Err(refused(&error)),
        }
    }
    Ok(())
}

fn read(project: &ProjectId, names: &[String]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for name in names {
        match entry(project, name).and_then(|entry| entry.get_password()) {
            Ok(value) => found.push((name.clone(), value)),
            Err(Error::NoEntry) => {}
            Err(error) => tracing::warn!(%error, "the keyring does not answer"),
        }
    }
    found
}

fn entry(project: &ProjectId, name: &str) -> Result<Entry, Error> {
    Entry::new(OWNER, &format!("{project}/{name}"))
}

fn refused(error: &Error) -> Fault {
    let why = match Entry::store_status() {
        Err(none) => none.to_string(),
        Ok(()) => error.to_string(),
    };
    Fault::new("machine-no-keyring").detail(why)
}
