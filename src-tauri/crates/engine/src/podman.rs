//! Where Podman's answers differ from Docker's so much that they cannot be read as they are.

use bollard::errors::Error;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Podman's words for what a container does that Docker does not have. `stopped` is a program that has ended and is
/// not cleaned up yet: seen for up to a second after each crash.
const STATES: [(&str, &str); 4] =
    [("stopped", "exited"), ("configured", "created"), ("initialized", "created"), ("unknown", "dead")];

/// Whether an engine is Podman.
pub(crate) fn is(engine: &crate::Engine) -> bool {
    engine.info().product == "Podman"
}

/// An answer about containers, read once more with Docker's words where Podman's were in it.
pub(crate) fn with_dockers_words<T: DeserializeOwned>(answer: Result<T, Error>) -> Result<T, Error> {
    let Err(Error::JsonDataError { message, column, contents }) = answer else { return answer };
    let read = || {
        let mut value: Value = serde_json::from_str(&contents).ok()?;
        let rows = match &mut value {
            Value::Array(rows) => rows.as_mut_slice(),
            one => std::slice::from_mut(one),
        };
        rows.iter_mut().for_each(translate);
        serde_json::from_value(value).ok()
    };
    read().ok_or(Error::JsonDataError { message, column, contents })
}

/// A list has the word in `State`, an inspect in `State.Status`.
fn translate(container: &mut Value) {
    let state = match container.get_mut("State") {
        Some(Value::Object(state)) => state.get_mut("Status"),
        other => other,
    };
    if let Some(Value::String(word)) = state
        && let Some((_, dockers)) = STATES.iter().find(|(podmans, _)| word == podmans)
    {
        (*dockers).clone_into(word);
    }
}

/// The name that Podman gives an image without a registry when it loads or builds it. An import has to say it in full,
/// the tag included: Podman 4 takes `tag` for nothing and would put `localhost/` before it, which is another image.
pub(crate) fn full_name(repo: &str, tag: &str) -> String {
    let first = repo.split_once('/').map_or("", |(first, _)| first);
    if first.contains(['.', ':']) || first == "localhost" {
        return format!("{repo}:{tag}");
    }
    format!("docker.io/{}{repo}:{tag}", if first.is_empty() { "library/" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use bollard::models::{ContainerInspectResponse, ContainerStateStatusEnum, ContainerSummary};

    fn refused<T: DeserializeOwned>(contents: &str) -> Result<T, Error> {
        let error = serde_json::from_str::<T>(contents).err().unwrap();
        Err(Error::JsonDataError { message: error.to_string(), column: 1, contents: contents.to_owned() })
    }

    #[test]
    fn podmans_words_for_a_state_are_read() {
        let one: Result<ContainerInspectResponse, _> =
            with_dockers_words(refused(r#"{"Id":"1","State":{"Status":"stopped","ExitCode":2}}"#));
        let state = one.unwrap().state.unwrap();
        assert_eq!((state.status, state.exit_code), (Some(ContainerStateStatusEnum::EXITED), Some(2)));
        let all: Result<Vec<ContainerSummary>, _> = with_dockers_words(refused(
            r#"[{"Id":"1","State":"running"},{"Id":"2","State":"stopped"},{"Id":"3","State":"configured"}]"#,
        ));
        let words: Vec<String> = all.unwrap().into_iter().map(|row| row.state.unwrap().to_string()).collect();
        assert_eq!(words, ["running", "exited", "created"]);
        let bad: Result<ContainerInspectResponse, _> =
            with_dockers_words(refused(r#"{"Id":"1","State":{"Status":"dancing"}}"#));
        assert!(matches!(bad, Err(Error::JsonDataError { message, .. }) if message.contains("dancing")));
    }

    #[test]
    fn a_name_is_said_in_full() {
        for (repo, full) in [
            ("slipway/go-builder", "docker.io/slipway/go-builder:1"),
            ("app", "docker.io/library/app:1"),
            ("localhost/app", "localhost/app:1"),
            ("registry.example:5000/a/b", "registry.example:5000/a/b:1"),
        ] {
            assert_eq!(full_name(repo, "1"), full);
        }
    }
}
