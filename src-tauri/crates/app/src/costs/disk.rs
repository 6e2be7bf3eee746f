//! What the engine's images take together: less than their sum, because equal layers are kept once.

use crate::{App, AppError};
use futures_util::StreamExt as _;
use slipway_engine::{Engine, EngineError, ImageFacts, Layer};
use slipway_model::{ImageId, label};
use std::collections::HashSet;

/// How many images are looked at, the oldest first.
const MOST: usize = 200;
/// How many are asked about at a time.
const QUESTIONS: usize = 6;

/// One image among those that came before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedImage {
    /// Which.
    pub id: ImageId,
    /// Its names.
    pub tags: Vec<String>,
    /// Slipway built it.
    pub own: bool,
    /// What all its layers take.
    pub bytes: u64,
    /// Of these, what layers take that an image before it has too.
    pub shared_bytes: u64,
    /// How many layers it has.
    pub layers: u32,
    /// How many of them an image before it has too.
    pub shared_layers: u32,
    /// The sum of this image and all before it, as if each had its layers for itself.
    pub sum_bytes: u64,
    /// What they really take: every layer once.
    pub unique_bytes: u64,
}

/// All images, the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Images {
    /// Those that were looked at.
    pub images: Vec<SharedImage>,
    /// How many there are beside them.
    pub left_out: u32,
}

impl App {
    /// The engine's images and the layers that they share.
    ///
    /// # Errors
    /// Where the engine does not answer.
    pub async fn shared_images(&self) -> Result<Images, AppError> {
        let engine = self.engine()?;
        let mut all = engine.list_images(None).await?;
        all.sort_by(|a, b| (a.created, a.id.as_str()).cmp(&(b.created, b.id.as_str())));
        all.dedup_by(|a, b| a.id == b.id);
        let left_out = all.len().saturating_sub(MOST);
        all.truncate(MOST);
        let mut answers = futures_util::stream::iter(all)
            .map(|image| {
                let engine = engine.clone();
                async move { layers_of(&engine, image).await }
            })
            .buffered(QUESTIONS);
        let mut found = Vec::new();
        while let Some(answer) = answers.next().await {
            found.extend(answer?);
        }
        Ok(Images { images: shared(found), left_out: left_out as u32 })
    }
}

/// An image that goes while it is asked about is left out.
async fn layers_of(
    engine: &Engine,
    image: ImageFacts,
) -> Result<Option<(ImageFacts, Vec<Layer>)>, EngineError> {
    match engine.image_layers(image.id.as_str()).await {
        Ok(layers) => Ok(Some((image, layers))),
        Err(EngineError::NotFound { .. } | EngineError::ImageNotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn shared(images: Vec<(ImageFacts, Vec<Layer>)>) -> Vec<SharedImage> {
    // A layer is kept once where the same files lie on the same layers below: that is the whole chain down to it.
    let mut kept: HashSet<Vec<String>> = HashSet::new();
    let (mut sum_bytes, mut unique_bytes) = (0u64, 0u64);
    images
        .into_iter()
        .map(|(image, layers)| {
            let (mut bytes, mut shared_bytes, mut shared_layers) = (0u64, 0u64, 0u32);
            let mut chain = Vec::new();
            for layer in &layers {
                chain.push(layer.id.clone());
                bytes = bytes.saturating_add(layer.bytes);
                if !kept.insert(chain.clone()) {
                    shared_bytes = shared_bytes.saturating_add(layer.bytes);
                    shared_layers += 1;
                }
            }
            sum_bytes = sum_bytes.saturating_add(bytes);
            unique_bytes = unique_bytes.saturating_add(bytes - shared_bytes);
            SharedImage {
                own: image.labels.get(label::IMAGE).is_some_and(|value| value == label::IMAGE_VALUE),
                id: image.id,
                tags: image.tags,
                bytes,
                shared_bytes,
                layers: layers.len() as u32,
                shared_layers,
                sum_bytes,
                unique_bytes,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use slipway_model::Timestamp;
    use std::collections::BTreeMap;

    fn image(id: &str, layers: &[(&str, u64)]) -> (ImageFacts, Vec<Layer>) {
        let facts = ImageFacts {
            id: ImageId::new(id),
            tags: Vec::new(),
            size_bytes: 0,
            created: Timestamp::default(),
            labels: BTreeMap::new(),
            os: String::new(),
            arch: String::new(),
        };
        (facts, layers.iter().map(|(id, bytes)| Layer { id: (*id).into(), bytes: *bytes }).collect())
    }

    #[test]
    fn a_layer_on_the_same_layers_is_counted_once() {
        let found = shared(vec![
            image("a", &[("base", 100), ("a", 7)]),
            image("b", &[("base", 100), ("b", 5)]),
            // The same files on another layer are kept again.
            image("c", &[("other", 50), ("a", 7)]),
        ]);
        let numbers: Vec<_> =
            found.iter().map(|one| (one.shared_bytes, one.sum_bytes, one.unique_bytes)).collect();
        assert_eq!(numbers, [(0, 107, 107), (100, 212, 112), (0, 269, 169)]);
        assert_eq!(found[1].shared_layers, 1);
    }
}
