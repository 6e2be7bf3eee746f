//! The Dockerfile of the Dockerfile way: shown, and saved into the project.

use super::build::{Order, beside, request_of};
use super::plan::{self, Overrides};
use super::way;
use crate::projects::{BuildWay, by_id};
use crate::{App, AppError, Topic};
use slipway_build::Source;
use slipway_model::{Fault, ProjectId};
use std::io::Write as _;
use std::path::Path;

/// A Dockerfile as the project's page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DockerfileText {
    /// The project's own, relative to its folder; none for the one that Slipway writes.
    pub path: Option<String>,
    /// Its text.
    pub text: String,
}

impl App {
    /// The Dockerfile of the Dockerfile way: the project's own, else the one that Slipway writes.
    ///
    /// # Errors
    /// Where there is no engine, no such project, or no program in it.
    pub async fn dockerfile(&self, id: &ProjectId) -> Result<DockerfileText, AppError> {
        let project = self.project(id).await?;
        let overrides = Overrides { way: Some(BuildWay::Dockerfile), ..Overrides::default() };
        let program = plan::program(&project, &overrides)?.clone();
        let chosen = way::choose(&project, &program, &overrides);
        if let Some(Source::Own(path)) = &chosen.dockerfile {
            let text = read_text(&project.record.folder.join(path)).await?;
            return Ok(DockerfileText { path: Some(path.to_string_lossy().into_owned()), text });
        }
        let engine = self.engine()?;
        let ports = plan::ports(&project, &program, &overrides);
        let order = Order {
            app: self,
            engine: &engine,
            builder_here: false,
            project: &project,
            program: &program,
            tag: "",
            ports: &ports,
            chosen: &chosen,
        };
        let beside = beside(&order).await?;
        let request = request_of(&order, beside).await;
        Ok(DockerfileText { path: None, text: slipway_build::generated(&request) })
    }

    /// Writes the Dockerfile that Slipway made, and a `.dockerignore` where there is none, into the project. From then
    /// on they are the project's own.
    ///
    /// # Errors
    /// `project-dockerfile-there` where the project has one; a file is never written over.
    pub async fn save_dockerfile(&self, id: &ProjectId) -> Result<(), AppError> {
        let found = self.dockerfile(id).await?;
        let record = by_id(&self.database, id)?.ok_or_else(|| Fault::new("machine-no-such-project"))?;
        let folder = record.folder;
        if found.path.is_some() {
            return Err(Fault::new("project-dockerfile-there").into());
        }
        tokio::task::spawn_blocking(move || {
            write_new(&folder.join("Dockerfile"), &found.text)?;
            match write_new(&folder.join(".dockerignore"), &slipway_build::default_ignore(&folder)) {
                Err(fault) if fault.code == "project-dockerfile-there" => Ok(()),
                written => written,
            }
        })
        .await??;
        self.wakes.send_for(Topic::Projects, Some(id.to_string()));
        Ok(())
    }
}

fn write_new(path: &Path, text: &str) -> Result<(), Fault> {
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Fault::new("project-dockerfile-there"),
        _ => Fault::new("machine-cannot-write")
            .with("path", path.display().to_string())
            .detail(error.to_string()),
    };
    let mut file = std::fs::File::create_new(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}

async fn read_text(path: &Path) -> Result<String, AppError> {
    const MOST_BYTES: u64 = 1 << 20;
    let failed = |error: std::io::Error| {
        Fault::new("machine-cannot-read").with("path", path.display().to_string()).detail(error.to_string())
    };
    let about = tokio::fs::symlink_metadata(path).await.map_err(failed)?;
    if !about.is_file() || about.len() > MOST_BYTES {
        return Err(failed(std::io::Error::other("too big")).into());
    }
    Ok(String::from_utf8_lossy(&tokio::fs::read(path).await.map_err(failed)?).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Dockerfile");
        write_new(&path, "FROM scratch\n").unwrap();
        assert_eq!(write_new(&path, "other").unwrap_err().code, "project-dockerfile-there");
        assert_eq!(std::fs::read_to_string(path).unwrap(), "FROM scratch\n");
    }
}
