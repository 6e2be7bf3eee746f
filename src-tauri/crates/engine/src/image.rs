//! Images: loaded, tagged, listed and removed.

use crate::connection::{CHANGE_BOUND, LONGEST, READ_BOUND};
use crate::error::About;
use crate::{Engine, EngineError, podman, time};
use bollard::query_parameters as query;
use bytes::Bytes;
use futures_util::TryStreamExt as _;
use futures_util::stream::BoxStream;
use slipway_model::{ImageId, Timestamp};
use std::collections::{BTreeMap, HashMap};
use std::io;

/// What is known of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageFacts {
    /// Which.
    pub id: ImageId,
    /// Its names.
    pub tags: Vec<String>,
    /// What its files take, shared layers included. In a list of an engine where containerd keeps the images it is what
    /// they take on the disk, which is both packed and unpacked.
    pub size_bytes: u64,
    /// When it was made, by its own word.
    pub created: Timestamp,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// The system it is for; empty in a list.
    pub os: String,
    /// The architecture it is for; empty in a list.
    pub arch: String,
}

impl Engine {
    /// Loads an archive as `docker load` does and returns the names (or ids) that the engine says it loaded.
    pub async fn load_image(
        &self,
        archive: BoxStream<'static, Result<Bytes, io::Error>>,
    ) -> Result<Vec<String>, EngineError> {
        let options = query::ImportImageOptions { quiet: true, platform: None };
        let request = async {
            let mut loaded = Vec::new();
            let mut answers = self.docker().import_image_stream(options, archive, None);
            while let Some(answer) = answers.try_next().await? {
                loaded.extend(answer.stream.as_deref().into_iter().flat_map(loaded_names));
            }
            Ok(loaded)
        };
        self.ask(LONGEST, About::Engine, request).await.map_err(|error| match error {
            EngineError::Refused { detail, .. } => EngineError::LoadFailed { detail },
            other => other,
        })
    }

    /// Makes an image of a root file system, a tar, as `docker import` does. `changes` are instructions of a
    /// Dockerfile: `ENV A=b`, `LABEL a=b`.
    pub async fn import_image(
        &self,
        repo: &str,
        tag: &str,
        changes: Vec<String>,
        root: BoxStream<'static, Result<Bytes, io::Error>>,
    ) -> Result<ImageFacts, EngineError> {
        let name = format!("{repo}:{tag}");
        let (repo, tag) = match self.info().product.as_str() {
            "Podman" => (podman::full_name(plain(repo)?, tag), None),
            _ => (plain(repo)?.to_owned(), Some(tag.to_owned())),
        };
        let options = query::CreateImageOptions {
            from_src: Some("-".to_owned()),
            repo: Some(repo),
            tag,
            changes,
            ..Default::default()
        };
        let body = bollard::body_try_stream(root);
        let request = async {
            let mut answers = self.docker().create_image(Some(options), Some(body), None);
            while answers.try_next().await?.is_some() {}
            Ok(())
        };
        self.ask(LONGEST, About::Engine, request).await.map_err(|error| match error {
            EngineError::Refused { detail, .. } => EngineError::LoadFailed { detail },
            other => other,
        })?;
        self.inspect_image(&name).await
    }

    /// What is known of one image.
    pub async fn inspect_image(&self, reference: &str) -> Result<ImageFacts, EngineError> {
        let name = plain(reference)?;
        let image = self.ask(READ_BOUND, About::Image(name), self.docker().inspect_image(name)).await?;
        let size_bytes = if self.info().containerd_images {
            self.unpacked_bytes(name).await?
        } else {
            image.size.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or(0)
        };
        Ok(ImageFacts {
            id: ImageId::new(image.id.unwrap_or_default()),
            tags: image.repo_tags.unwrap_or_default(),
            size_bytes,
            created: image
                .created
                .and_then(|at| time::from_nanos(at.unix_timestamp_nanos()))
                .unwrap_or_default(),
            labels: image.config.and_then(|config| config.labels).unwrap_or_default().into_iter().collect(),
            os: image.os.unwrap_or_default(),
            arch: image.architecture.unwrap_or_default(),
        })
    }

    /// What the files of an image take. Where containerd keeps it, inspecting tells the packed size only, and its
    /// history the unpacked size of each layer.
    async fn unpacked_bytes(&self, name: &str) -> Result<u64, EngineError> {
        let layers = self.ask(READ_BOUND, About::Image(name), self.docker().image_history(name)).await?;
        Ok(layers.iter().filter_map(|layer| u64::try_from(layer.size).ok()).sum())
    }

    /// Every image, or those with a label (name and value).
    pub async fn list_images(&self, label: Option<(&str, &str)>) -> Result<Vec<ImageFacts>, EngineError> {
        let filters =
            label.map(|(name, value)| HashMap::from([("label".to_owned(), vec![format!("{name}={value}")])]));
        let options = query::ListImagesOptions { filters, ..Default::default() };
        let images = self.ask(READ_BOUND, About::Engine, self.docker().list_images(Some(options))).await?;
        Ok(images
            .into_iter()
            .map(|image| ImageFacts {
                id: ImageId::new(image.id),
                tags: image.repo_tags.into_iter().filter(|tag| tag != "<none>:<none>").collect(),
                size_bytes: u64::try_from(image.size).unwrap_or(0),
                created: Timestamp::from_ms(image.created.saturating_mul(1000)),
                labels: image.labels.into_iter().collect(),
                os: String::new(),
                arch: String::new(),
            })
            .collect())
    }

    /// Gives an image one more name, `repo:tag`.
    pub async fn tag_image(&self, id: &str, repo: &str, tag: &str) -> Result<(), EngineError> {
        let name = plain(id)?;
        let options = query::TagImageOptions { repo: Some(repo.to_owned()), tag: Some(tag.to_owned()) };
        self.ask(CHANGE_BOUND, About::Image(name), self.docker().tag_image(name, Some(options))).await
    }

    /// Takes a name away, and the image with its last name; by id the image itself. `force` also where a stopped
    /// container uses it or it has several names.
    pub async fn remove_image(&self, reference: &str, force: bool) -> Result<(), EngineError> {
        let name = plain(reference)?;
        let options = query::RemoveImageOptions { force, ..Default::default() };
        self.ask(CHANGE_BOUND, About::Image(name), self.docker().remove_image(name, Some(options), None))
            .await
            .map(drop)
    }
}

/// `Loaded image: app:1`, `Loaded image ID: sha256:…`, Podman's `Loaded image: localhost/app:1,…`.
fn loaded_names(line: &str) -> Vec<String> {
    line.lines()
        .filter_map(|line| line.strip_prefix("Loaded image"))
        .filter_map(|rest| rest.split_once(": "))
        .flat_map(|(_, names)| names.split(','))
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// A reference that can be part of a request's path, and of nothing else.
pub(crate) fn plain(reference: &str) -> Result<&str, EngineError> {
    let ok = !reference.is_empty()
        && reference.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:/@".contains(&b))
        && reference.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
    if ok { Ok(reference) } else { Err(EngineError::ImageNotFound { name: reference.to_owned() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loaded_names_are_read_off_the_engines_sentences() {
        assert_eq!(loaded_names("Loaded image: app:1\n"), ["app:1"]);
        assert_eq!(loaded_names("Loaded image ID: sha256:ab\n"), ["sha256:ab"]);
        assert_eq!(
            loaded_names("Loaded image: localhost/a:1,localhost/b:2"),
            ["localhost/a:1", "localhost/b:2"]
        );
        assert!(loaded_names("Loading layer").is_empty());
    }

    #[test]
    fn a_reference_cannot_leave_its_place_in_the_path() {
        for bad in ["", "..", "a/../../containers/json", "/a", "a?x", "a b", "a//b"] {
            assert!(plain(bad).is_err(), "{bad}");
        }
        for good in ["app:1", "localhost:5000/a/b@sha256:ab", "sha256:ab"] {
            assert!(plain(good).is_ok(), "{good}");
        }
    }
}
