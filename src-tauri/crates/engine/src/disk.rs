//! What images and containers take on the disk, layer by layer.

use crate::connection::READ_BOUND;
use crate::error::About;
use crate::image::plain;
use crate::{Engine, EngineError};
use bollard::query_parameters as query;
use slipway_model::ContainerId;

/// One layer of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// The digest of its files: images with the same one share it.
    pub id: String,
    /// What its files take.
    pub bytes: u64,
}

impl Engine {
    /// The layers of an image, the lowest first. Where an engine's history cannot be matched with its layers, one layer
    /// of the image's own stands for all of them.
    pub async fn image_layers(&self, reference: &str) -> Result<Vec<Layer>, EngineError> {
        let name = plain(reference)?;
        let image = self.ask(READ_BOUND, About::Image(name), self.docker().inspect_image(name)).await?;
        let history = self.ask(READ_BOUND, About::Image(name), self.docker().image_history(name)).await?;
        let ids = image.root_fs.and_then(|root| root.layers).unwrap_or_default();
        // The newest step comes first.
        let steps: Vec<Step> = history
            .into_iter()
            .rev()
            .map(|step| Step { bytes: u64::try_from(step.size).unwrap_or(0), text: step.created_by })
            .collect();
        Ok(match sizes(&steps, ids.len()) {
            Some(sizes) => ids.into_iter().zip(sizes).map(|(id, bytes)| Layer { id, bytes }).collect(),
            None => {
                let bytes = steps.iter().map(|step| step.bytes).sum();
                vec![Layer { id: image.id.unwrap_or_default(), bytes }]
            }
        })
    }

    /// What a container itself has written on top of its image; none where the engine does not say.
    pub async fn written_bytes(&self, id: &ContainerId) -> Result<Option<u64>, EngineError> {
        let name = id.as_str();
        let options = query::InspectContainerOptions { size: true };
        let request = self.docker().inspect_container(name, Some(options));
        let answer = self.ask(READ_BOUND, About::Container(name), request).await?;
        Ok(answer.size_rw.and_then(|bytes| u64::try_from(bytes).ok()))
    }
}

struct Step {
    bytes: u64,
    text: String,
}

/// The size of each of `count` layers. A history has a step for each instruction, also for those that make no layer,
/// and does not say which do: what has bytes does, and of the empty ones those that touch files.
fn sizes(steps: &[Step], count: usize) -> Option<Vec<u64>> {
    let full: Vec<u64> = steps.iter().map(|step| step.bytes).filter(|bytes| *bytes > 0).collect();
    if full.len() == count {
        return Some(full);
    }
    if steps.len() == count {
        return Some(steps.iter().map(|step| step.bytes).collect());
    }
    let touching: Vec<u64> = steps
        .iter()
        .filter(|step| step.bytes > 0 || touches_files(&step.text))
        .map(|step| step.bytes)
        .collect();
    (touching.len() == count).then_some(touching)
}

/// `COPY . .`, `/bin/sh -c #(nop) ADD file:… in /`, `RUN /bin/sh -c true`, `WORKDIR /app`.
fn touches_files(step: &str) -> bool {
    let shell = step.strip_prefix("/bin/sh -c").map(str::trim_start);
    let (text, of_classic) = match shell {
        // The classic builder's RUN is the shell line itself.
        Some(rest) => (rest.strip_prefix("#(nop)").unwrap_or_default(), !rest.starts_with("#(nop)")),
        None => (step, false),
    };
    let word = text.split_whitespace().next().unwrap_or_default();
    of_classic || matches!(word, "ADD" | "COPY" | "RUN" | "WORKDIR")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(bytes: u64, text: &str) -> Step {
        Step { bytes, text: text.to_owned() }
    }

    #[test]
    fn steps_without_a_layer_are_left_out() {
        let steps = [
            step(70, "/bin/sh -c #(nop) ADD file:1 in / "),
            step(0, "/bin/sh -c #(nop)  CMD [\"sh\"]"),
            step(0, "WORKDIR /app"),
            step(5, "COPY /app /app # buildkit"),
            step(0, "ENTRYPOINT [\"/app\"]"),
        ];
        assert_eq!(sizes(&steps, 2), Some(vec![70, 5]));
        assert_eq!(sizes(&steps, 3), Some(vec![70, 0, 5]), "an empty folder is a layer too");
        assert_eq!(sizes(&steps, 5), Some(vec![70, 0, 0, 5, 0]));
        assert_eq!(sizes(&steps, 4), None, "nobody knows which");
        assert_eq!(sizes(&[], 0), Some(vec![]));
    }

    #[test]
    fn a_shell_line_is_a_layer_and_a_setting_is_none() {
        assert!(touches_files("/bin/sh -c apk add curl"));
        assert!(touches_files("RUN /bin/sh -c true # buildkit"));
        assert!(!touches_files("/bin/sh -c #(nop)  ENV A=b"));
        assert!(!touches_files(""));
    }
}
