//! Projects: folders the user opened, each with a UUID of ours. Nothing is written into the user's folder.

pub(crate) mod listed;
mod offers;
mod records;
mod run_settings;
pub(crate) mod secrets;
mod understand;

pub mod env_file;
pub use listed::with_go_list;
pub use offers::{Offer, OfferWhat, WORKING_DIR, offers};
pub use records::ProjectRecord;
pub use run_settings::{BuildWay, EnvSetting, PublishSetting, Restart, RunSettings, looks_secret};
pub use understand::{ToolchainPlan, suggested_settings};

pub(crate) use records::{by_id, set_run_settings};

use crate::{App, AppError, Topic};
use slipway_build::Mend;
use slipway_go::Understanding;
use slipway_model::{Fault, ProjectId};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long reading a project waits for the system's keyring.
const KEYRING_PATIENCE: Duration = Duration::from_secs(2);

/// A project as its page shows it.
#[derive(Debug, Clone)]
pub struct Project {
    /// Its place in the list.
    pub record: ProjectRecord,
    /// What its code says.
    pub understanding: Understanding,
    /// How it will be run: what the user set, else what understanding suggests.
    pub settings: RunSettings,
    /// Which Go will compile it.
    pub toolchain: ToolchainPlan,
}

impl Project {
    /// The ports that the chosen program seems to listen on: what is published unless the user says otherwise.
    pub fn suggested_ports(&self) -> Vec<PublishSetting> {
        self.ports_of(&self.settings.program)
    }

    /// The same for any of its programs, named by its folder.
    pub(crate) fn ports_of(&self, folder: &str) -> Vec<PublishSetting> {
        let index = self.understanding.programs.iter().position(|program| program.folder == folder);
        let mut ports: Vec<PublishSetting> = Vec::new();
        for guess in &self.understanding.ports {
            let its_own = guess.program.is_none() || guess.program == index;
            let known = ports.iter().any(|port| port.container_port == guess.port);
            if its_own && guess.protocol == "tcp" && guess.port != 0 && !known {
                ports.push(PublishSetting { container_port: guess.port, host_port: None });
            }
        }
        ports
    }
}

impl App {
    /// Opens a folder as a project: the same folder is always the same project.
    ///
    /// # Errors
    /// `project-folder-missing` where there is no such folder.
    pub async fn open_project(&self, folder: &Path) -> Result<ProjectId, AppError> {
        let canonical = canonical_folder(folder).await?;
        let database = self.database.clone();
        let id = tokio::task::spawn_blocking(move || records::open(&database, &canonical)).await??;
        self.wakes.send_for(Topic::Projects, Some(id.to_string()));
        Ok(id)
    }

    /// The projects that were opened and not forgotten, newest first.
    ///
    /// # Errors
    /// Where the database refuses.
    pub fn recent_projects(&self) -> Result<Vec<ProjectRecord>, AppError> {
        Ok(records::recent(&self.database)?)
    }

    /// A project read anew from its folder.
    ///
    /// # Errors
    /// `machine-no-such-project`; a folder that is gone is a problem inside, not an error.
    pub async fn project(&self, id: &ProjectId) -> Result<Project, AppError> {
        let record = by_id(&self.database, id)?.ok_or_else(|| Fault::new("machine-no-such-project"))?;
        let folder = record.folder.clone();
        let mut understanding = tokio::task::spawn_blocking(move || slipway_go::understand(&folder)).await?;
        let mut settings =
            record.run_settings.clone().unwrap_or_else(|| suggested_settings(&record, &understanding));
        settings.complete(&record, &understanding);
        self.secrets.fill_in(id, &mut settings);
        let missing = secrets::missing(&settings);
        if !missing.is_empty() {
            self.recall_secrets(id, missing, KEYRING_PATIENCE).await;
            self.secrets.fill_in(id, &mut settings);
        }
        let host = self.host_go().await;
        self.add_listed(id, &settings.program, &host, &mut understanding);
        let toolchain = understand::plan(&self.paths, &understanding, &host).await;
        Ok(Project { record, understanding, settings, toolchain })
    }

    /// Remembers how a project is run. A value that is locked or looks secret is kept for this session only, and
    /// in the system's keyring where the user asked for that; never in a file of ours.
    ///
    /// # Errors
    /// `usage-bad-value` for what cannot be run; nothing is changed then. `machine-no-keyring` where the keyring
    /// refuses; all the rest is remembered then.
    pub async fn set_run_settings(&self, id: &ProjectId, settings: &RunSettings) -> Result<(), AppError> {
        settings.validate()?;
        let mut settings = settings.clone();
        self.secrets.remember(id, &settings);
        let kept = self.keep_in_keyring(id, &settings).await;
        if kept.is_err() {
            settings.env.iter_mut().for_each(|variable| variable.keep = false);
        }
        set_run_settings(&self.database, id, &settings.without_secrets())?;
        self.wakes.send_for(Topic::Projects, Some(id.to_string()));
        Ok(kept?)
    }

    /// Takes a project off the list. Its folder, images and containers stay; opening the folder brings it back.
    ///
    /// # Errors
    /// Where the database refuses.
    pub fn forget_project(&self, id: &ProjectId) -> Result<(), AppError> {
        records::forget(&self.database, id)?;
        self.wakes.send(Topic::Projects);
        Ok(())
    }

    /// Mends a problem of the project that Slipway knows how to mend: `project-no-go-mod`, and by the remedies'
    /// own names `fix-go-mod-tidy` and `fix-go-mod-vendor`.
    ///
    /// # Errors
    /// `usage-not-yet` for any other; what `go` says where it fails.
    pub async fn mend_project(&self, id: &ProjectId, code: &str) -> Result<(), AppError> {
        let record = by_id(&self.database, id)?.ok_or_else(|| Fault::new("machine-no-such-project"))?;
        let modules = match code {
            "fix-go-mod-tidy" => Some(Mend::Tidy),
            "fix-go-mod-vendor" => Some(Mend::Vendor),
            _ => None,
        };
        if let Some(what) = modules {
            self.mend_modules(&self.project(id).await?, what).await?;
            self.wakes.send_for(Topic::Projects, Some(id.to_string()));
            return Ok(());
        }
        if code != "project-no-go-mod" {
            return Err(Fault::new("usage-not-yet").with("flag", code).into());
        }
        let module = format!("example.com/{}", record.name());
        tokio::task::spawn_blocking(move || slipway_go::init_module(&record.folder, &module)).await??;
        self.wakes.send_for(Topic::Projects, Some(id.to_string()));
        Ok(())
    }

    /// Writes a template into a new folder `parent/name` and opens it.
    ///
    /// # Errors
    /// Where the folder is not empty or cannot be written; nothing half-made is left.
    pub async fn create_from_template(
        &self,
        template: &str,
        parent: &Path,
        name: &str,
    ) -> Result<ProjectId, AppError> {
        let name = name.trim();
        let plain = !name.is_empty() && Path::new(name).components().count() == 1 && !name.starts_with('.');
        if !plain || name.contains(['/', '\\', '\0']) {
            return Err(bad_value("--name", name, "folder-name", "my-app").into());
        }
        let folder = parent.join(name);
        let (template, target) = (template.to_owned(), folder.clone());
        let module = format!("example.com/{}", slipway_model::ShortName::from_any(name));
        tokio::task::spawn_blocking(move || slipway_go::template::write(&template, &target, &module))
            .await??;
        self.open_project(&folder).await
    }

    /// Makes the keyring hold what these settings say, beside what those before them said.
    async fn keep_in_keyring(&self, id: &ProjectId, settings: &RunSettings) -> Result<(), Fault> {
        let before = by_id(&self.database, id).ok().flatten().and_then(|record| record.run_settings);
        let keep: Vec<(String, String)> = settings
            .env
            .iter()
            .filter(|variable| variable.keep && variable.is_secret())
            .filter_map(|variable| Some((variable.name.clone(), variable.value.clone()?)))
            .collect();
        let still = |name: &str| settings.env.iter().any(|variable| variable.keep && variable.name == name);
        let drop: Vec<String> = before
            .iter()
            .flat_map(|before| &before.env)
            .filter(|variable| variable.keep && !still(&variable.name))
            .map(|variable| variable.name.clone())
            .collect();
        if keep.is_empty() && drop.is_empty() {
            return Ok(());
        }
        self.secrets.asked(id).await;
        let of = id.clone();
        tokio::task::spawn_blocking(move || secrets::write(&of, &keep, &drop))
            .await
            .unwrap_or_else(|error| Err(Fault::new("machine-internal").detail(error.to_string())))
    }

    /// Asks the keyring for secrets, and waits for it only so long: it may be asking its user for a password. What
    /// it says later wakes the project's page.
    pub(crate) async fn recall_secrets(&self, id: &ProjectId, names: Vec<String>, patience: Duration) {
        let (secrets, wakes, of) = (self.secrets.clone(), self.wakes.clone(), id.clone());
        let (done, answered) = tokio::sync::oneshot::channel();
        self.tasks.spawn_droppable(async move {
            let some = secrets.recall(&of, names).await;
            // Who waited may have left: then the page is told.
            if done.send(()).is_err() && some {
                wakes.send_for(Topic::Projects, Some(of.to_string()));
            }
        });
        drop(tokio::time::timeout(patience, answered).await);
    }
}

/// A fault about a value that cannot be used. `what` is a word that the message files translate.
pub(crate) fn bad_value(flag: &str, value: &str, what: &str, example: &str) -> Fault {
    Fault::new("usage-bad-value")
        .with("flag", flag)
        .with("value", value)
        .with("what", what)
        .with("example", example)
}

async fn canonical_folder(folder: &Path) -> Result<PathBuf, AppError> {
    let missing =
        || AppError::from(Fault::new("project-folder-missing").with("folder", folder.display().to_string()));
    let canonical = tokio::fs::canonicalize(folder).await.map_err(|_| missing())?;
    let is_folder = tokio::fs::metadata(&canonical).await.is_ok_and(|facts| facts.is_dir());
    if is_folder { Ok(canonical) } else { Err(missing()) }
}
