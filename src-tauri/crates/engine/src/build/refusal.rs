//! Why a build failed, read from the builder's words: a base that cannot be had, a command that failed, or the rest.

use crate::EngineError;

/// Why a base image could not be pulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PullFailure {
    /// Nobody answers: no network, a name that is not known, a registry that is down.
    Offline,
    /// The registry answers "too many requests".
    RateLimit,
    /// The registry does not have it, or hides that it has.
    NotFound,
    /// A login is needed.
    Denied,
}

impl PullFailure {
    /// Whether a builder image made here would help.
    pub const fn is_out_of_reach(self) -> bool {
        matches!(self, Self::Offline | Self::RateLimit | Self::Denied)
    }
}

pub(super) fn read(detail: String, step: Option<String>) -> EngineError {
    let low = detail.to_ascii_lowercase();
    if low.contains("no space left on device") || low.contains("disk quota exceeded") {
        return EngineError::DiskFull { detail };
    }
    if let Some(exit_code) = exit_code(&low) {
        return EngineError::BuildStep { step: step.unwrap_or_default(), exit_code, detail };
    }
    if let Some(why) = pull_failure(&low) {
        let image = image(&detail, step.as_deref()).unwrap_or_default();
        return EngineError::Pull { image, why, detail };
    }
    EngineError::BuildFailed { step: step.unwrap_or_default(), detail }
}

/// `exit code: 1`, `returned a non-zero code: 1`, `exit status 1`.
fn exit_code(low: &str) -> Option<i64> {
    ["exit code: ", "non-zero code: ", "exit status "].iter().find_map(|mark| {
        let after = low.rsplit_once(mark)?.1;
        let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        after.get(..end)?.parse().ok()
    })
}

fn pull_failure(low: &str) -> Option<PullFailure> {
    let has = |words: &[&str]| words.iter().any(|word| low.contains(word));
    let is_about_a_registry = has(&[
        "/v2/",
        "pull access denied",
        "failed to authorize",
        "failed to fetch",
        "registry",
        "manifest",
        "failed to resolve source metadata",
        "toomanyrequests",
        "initializing source",
        "error creating build container",
    ]);
    if !is_about_a_registry {
        return None;
    }
    if has(&["toomanyrequests", "too many requests", "rate limit", "429"]) {
        return Some(PullFailure::RateLimit);
    }
    if has(&[
        "no such host",
        "dial tcp",
        "i/o timeout",
        "connection refused",
        "network is unreachable",
        "tls handshake timeout",
        "context deadline exceeded",
        "temporary failure in name resolution",
        "server misbehaving",
        "connection reset",
        "proxyconnect",
        "unexpected status code 5",
        "503 service unavailable",
        "502 bad gateway",
        " eof",
    ]) {
        return Some(PullFailure::Offline);
    }
    // Docker Hub says "denied" also of what is not there.
    if has(&["repository does not exist", "not found", "manifest unknown", "name unknown"]) {
        return Some(PullFailure::NotFound);
    }
    if has(&["denied", "unauthorized", "authentication required", "403 forbidden", "401"]) {
        return Some(PullFailure::Denied);
    }
    None
}

/// The image that the words are about: `…/v2/library/golang/manifests/1.24` → `golang:1.24`, or what the step names.
fn image(detail: &str, step: Option<&str>) -> Option<String> {
    let named = step.and_then(|step| {
        let rest = step
            .split_once("load metadata for ")
            .or_else(|| step.split_once("FROM "))
            .map(|(_, rest)| rest)?;
        rest.split_whitespace().find(|word| !word.starts_with("--"))
    });
    if let Some(named) = named {
        return Some(named.strip_prefix("docker.io/library/").unwrap_or(named).to_owned());
    }
    let (_, rest) = detail.split_once("/v2/")?;
    let (name, rest) = rest.split_once("/manifests/")?;
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "._-:".contains(c))).unwrap_or(rest.len());
    let name = name.strip_prefix("library/").unwrap_or(name);
    Some(format!("{name}:{}", rest.get(..end)?.trim_end_matches(':')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_pulled_is_told_apart() {
        use PullFailure::{Denied, NotFound, Offline, RateLimit};
        for (text, why) in [
            (
                "failed to do request: Head \"https://registry-1.docker.io/v2/library/golang/manifests/1.24\": dial tcp: lookup registry-1.docker.io: no such host",
                Offline,
            ),
            (
                "failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/golang/manifests/1.24: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.",
                RateLimit,
            ),
            (
                "pull access denied for golang, repository does not exist or may require 'docker login': denied",
                NotFound,
            ),
            ("failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized", Denied),
            ("manifest for golang:0.1 not found: manifest unknown", NotFound),
        ] {
            match read(
                text.to_owned(),
                Some("[internal] load metadata for docker.io/library/golang:1.24".to_owned()),
            ) {
                EngineError::Pull { image, why: found, .. } => {
                    assert_eq!((image.as_str(), found), ("golang:1.24", why), "{text}");
                }
                other => panic!("{text}: {other:?}"),
            }
        }
        let text = "Head \"https://r.example/v2/library/golang/manifests/1.24\": dial tcp: i/o timeout";
        assert!(
            matches!(read(text.to_owned(), None), EngineError::Pull { image, .. } if image == "golang:1.24")
        );
    }

    #[test]
    fn a_command_that_failed_has_its_exit_code() {
        for text in [
            "executor failed running [go build ./...]: exit code: 2",
            "process \"go build\" did not complete successfully: exit code: 2",
            "The command '/bin/sh -c x' returned a non-zero code: 2",
            "building at STEP \"RUN x\": while running runtime: exit status 2",
        ] {
            let error = read(text.to_owned(), Some("RUN x".to_owned()));
            assert!(matches!(error, EngineError::BuildStep { exit_code: 2, .. }), "{text}: {error:?}");
        }
        assert!(matches!(
            read("dockerfile parse error line 2".to_owned(), None),
            EngineError::BuildFailed { .. }
        ));
    }
}
