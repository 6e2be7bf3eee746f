//! What Slipway keeps, on this machine and on the engine, and how to be rid of it. Only its own: never a prune.

use crate::{App, AppError};
use slipway_engine::{ContainerState, Engine, EngineError};
use slipway_model::{Fault, label};
use std::path::{Path, PathBuf};

/// A kind of thing that Slipway keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Go toolchains that it fetched.
    Toolchains,
    /// Build and module caches of those toolchains.
    Caches,
    /// Images that it built.
    Images,
    /// Containers that it shipped.
    Containers,
}

/// How much of a kind there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which kind.
    pub kind: Kind,
    /// Bytes on disk; 0 where the engine does not say.
    pub bytes: u64,
    /// How many.
    pub count: u64,
    /// Their names, the first ten.
    pub names: Vec<String>,
}

/// How many names are listed.
const NAMES: usize = 10;

impl App {
    /// What is on this machine.
    ///
    /// # Errors
    /// Only where the work itself is lost; a folder that cannot be read counts as empty.
    pub async fn storage_on_machine(&self) -> Result<Vec<Item>, AppError> {
        let (toolchains, caches) = (
            self.paths.toolchains(),
            [self.paths.go_build_cache(), self.paths.go_module_cache(), self.paths.work()],
        );
        Ok(tokio::task::spawn_blocking(move || {
            let names: Vec<String> = folders_in(&toolchains);
            let kept = Item {
                kind: Kind::Toolchains,
                bytes: folder_bytes(&toolchains),
                count: names.len() as u64,
                names: names.into_iter().take(NAMES).collect(),
            };
            let bytes = caches.iter().map(|folder| folder_bytes(folder)).sum();
            vec![kept, Item { kind: Kind::Caches, bytes, count: 0, names: Vec::new() }]
        })
        .await?)
    }

    /// What is on the engine.
    ///
    /// # Errors
    /// Where the engine does not answer.
    pub async fn storage_on_engine(&self, engine: &Engine) -> Result<Vec<Item>, AppError> {
        let images = engine.list_images(Some((label::IMAGE, label::IMAGE_VALUE))).await?;
        let containers: Vec<_> = engine
            .list_containers()
            .await?
            .into_iter()
            .filter(|container| container.labels.contains_key(label::PROJECT))
            .collect();
        let tags: Vec<String> = images.iter().flat_map(|image| image.tags.iter().cloned()).collect();
        Ok(vec![
            Item {
                kind: Kind::Images,
                bytes: images.iter().map(|image| image.size_bytes).sum(),
                count: images.len() as u64,
                names: tags.into_iter().take(NAMES).collect(),
            },
            Item {
                kind: Kind::Containers,
                bytes: 0,
                count: containers.len() as u64,
                names: containers.into_iter().map(|container| container.name).take(NAMES).collect(),
            },
        ])
    }

    /// Removes all of a kind. Images that a container uses stay; containers are ended first.
    ///
    /// # Errors
    /// The first thing that could not be removed; what came before it is gone.
    pub async fn remove_storage(&self, kind: Kind) -> Result<(), AppError> {
        match kind {
            Kind::Toolchains => remove_folders(vec![self.paths.toolchains()]).await,
            Kind::Caches => {
                remove_folders(vec![self.paths.go_build_cache(), self.paths.go_module_cache()]).await
            }
            Kind::Images => {
                let engine = self.engine()?;
                for image in engine.list_images(Some((label::IMAGE, label::IMAGE_VALUE))).await? {
                    let names = if image.tags.is_empty() { vec![image.id.to_string()] } else { image.tags };
                    for name in names {
                        match engine.remove_image(&name, false).await {
                            Ok(()) => {}
                            // In use by a container: it stays until that one is gone.
                            Err(EngineError::Conflict { .. } | EngineError::Refused { status: 409, .. }) => {}
                            Err(error) => return Err(error.into()),
                        }
                    }
                }
                Ok(())
            }
            Kind::Containers => {
                let engine = self.engine()?;
                for container in engine.list_containers().await? {
                    if !container.labels.contains_key(label::PROJECT) {
                        continue;
                    }
                    if container.state == ContainerState::Running {
                        engine.stop_container(&container.id, Some(5)).await?;
                    }
                    engine.remove_container(&container.id, true).await?;
                }
                self.poke_index();
                Ok(())
            }
        }
    }
}

/// Go makes its module cache read-only; a folder must be writable to lose its files.
async fn remove_folders(folders: Vec<PathBuf>) -> Result<(), AppError> {
    tokio::task::spawn_blocking(move || {
        for folder in folders {
            remove_whole(&folder).map_err(|error| {
                Fault::new("machine-cannot-write")
                    .with("path", folder.display().to_string())
                    .detail(error.to_string())
            })?;
        }
        Ok(())
    })
    .await?
}

fn remove_whole(folder: &Path) -> std::io::Result<()> {
    let facts = match folder.symlink_metadata() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    if !facts.is_dir() {
        return std::fs::remove_file(folder);
    }
    writable(folder, &facts)?;
    for entry in std::fs::read_dir(folder)? {
        remove_whole(&entry?.path())?;
    }
    std::fs::remove_dir(folder)
}

#[cfg(unix)]
fn writable(folder: &Path, facts: &std::fs::Metadata) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = facts.permissions().mode();
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(mode | 0o700))
}

#[cfg(not(unix))]
fn writable(_folder: &Path, _facts: &std::fs::Metadata) -> std::io::Result<()> {
    Ok(())
}

fn folders_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    names
}

/// The bytes of all files below; links are not followed.
fn folder_bytes(folder: &Path) -> u64 {
    let mut bytes = 0;
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => waiting.push(entry.path()),
                Ok(kind) if kind.is_file() => bytes += entry.metadata().map_or(0, |facts| facts.len()),
                _ => {}
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_read_only_cache_is_counted_and_removed_and_links_are_not_followed() {
        let place = tempfile::tempdir().unwrap();
        let outside = place.path().join("outside");
        std::fs::create_dir(&outside).unwrap();
        std::fs::write(outside.join("mine"), "12345").unwrap();
        let cache = place.path().join("cache");
        let deep = cache.join("a/b");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::write(deep.join("file"), "123").unwrap();
        std::os::unix::fs::symlink(&outside, deep.join("link")).unwrap();
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&deep, std::fs::Permissions::from_mode(0o555)).unwrap();
        assert_eq!(folder_bytes(&cache), 3);
        remove_whole(&cache).unwrap();
        assert!(!cache.exists());
        assert!(outside.join("mine").exists(), "what a link points to is not ours");
    }
}
