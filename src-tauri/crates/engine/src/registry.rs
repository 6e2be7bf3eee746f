//! What `docker login` left: the configuration's own logins, and those that a credential helper keeps. Asked for the
//! registries of a build only, and each helper within a bound.

use crate::Surroundings;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

/// How docker's configuration calls Docker Hub.
const HUB: &str = "https://index.docker.io/v1/";
/// A helper that asks the user something has this long.
const HELPER_BOUND: Duration = Duration::from_secs(10);
const MOST_BYTES: u64 = 1 << 20;

/// Logins by registry. Never shown: its `Debug` names registries only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Credentials {
    logins: BTreeMap<String, Login>,
}

/// One login.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Login {
    Password { user: String, password: String },
    Token(String),
}

impl Login {
    /// User, password and token.
    pub(crate) fn parts(&self) -> (Option<&str>, Option<&str>, Option<&str>) {
        match self {
            Self::Password { user, password } => (Some(user), Some(password), None),
            Self::Token(token) => (None, None, Some(token)),
        }
    }
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.logins.keys()).finish()
    }
}

impl Credentials {
    /// None at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// The registries there is a login for.
    pub fn registries(&self) -> impl Iterator<Item = &str> {
        self.logins.keys().map(String::as_str)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Login)> {
        self.logins.iter().map(|(server, login)| (server.as_str(), login))
    }

    /// The logins for images, as docker finds them: a helper of the registry's own, else the helper for all, else the
    /// configuration itself. A helper that is not there, or does not answer, is as good as no login: the pull says
    /// then that one is needed.
    pub async fn for_images(images: &[String], surroundings: &Surroundings) -> Self {
        let Some(folder) = surroundings.docker_config() else { return Self::none() };
        let text = read_bounded(&folder.join("config.json")).await;
        let config: serde_json::Value =
            text.and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
        let mut logins = BTreeMap::new();
        for image in images {
            let server = registry_of(image);
            if logins.contains_key(&server) {
                continue;
            }
            if let Some(login) = login(&config, &server, surroundings).await {
                logins.insert(server, login);
            }
        }
        Self { logins }
    }
}

/// The key of an image's registry in docker's configuration.
fn registry_of(image: &str) -> String {
    match image.split_once('/') {
        Some(("docker.io" | "index.docker.io", _)) => HUB.to_owned(),
        Some((host, _)) if host.contains(['.', ':']) || host == "localhost" => host.to_owned(),
        _ => HUB.to_owned(),
    }
}

async fn login(config: &serde_json::Value, server: &str, surroundings: &Surroundings) -> Option<Login> {
    let own =
        config.get("credHelpers").and_then(|helpers| helpers.get(server)).and_then(|name| name.as_str());
    let all = config.get("credsStore").and_then(|name| name.as_str());
    if let Some(helper) = own.or(all).filter(|name| !name.is_empty())
        && let Some(login) = ask_helper(helper, server, surroundings).await
    {
        return Some(login);
    }
    let auths = config.get("auths")?.as_object()?;
    let same = |key: &str| bare(key) == bare(server);
    let entry =
        auths.get(server).or_else(|| auths.iter().find(|(key, _)| same(key)).map(|(_, entry)| entry))?;
    written(entry)
}

/// A key without scheme and path: `https://r.example/v1/` is `r.example`.
fn bare(key: &str) -> &str {
    let key = key.split_once("://").map_or(key, |(_, rest)| rest);
    key.split('/').next().unwrap_or(key)
}

/// A login that stands in the configuration itself.
fn written(entry: &serde_json::Value) -> Option<Login> {
    let text = |name: &str| entry.get(name).and_then(|value| value.as_str()).filter(|text| !text.is_empty());
    if let Some(token) = text("identitytoken") {
        return Some(Login::Token(token.to_owned()));
    }
    if let (Some(user), Some(password)) = (text("username"), text("password")) {
        return Some(Login::Password { user: user.to_owned(), password: password.to_owned() });
    }
    use base64::Engine as _;
    let decoded = base64::engine::general_purpose::STANDARD.decode(text("auth")?.trim()).ok()?;
    let decoded = String::from_utf8(decoded).ok()?;
    let (user, password) = decoded.split_once(':')?;
    let password = password.trim_end_matches('\0');
    (!user.is_empty()).then(|| Login::Password { user: user.to_owned(), password: password.to_owned() })
}

/// `docker-credential-NAME get`: the registry in, a user and a secret out.
async fn ask_helper(name: &str, server: &str, surroundings: &Surroundings) -> Option<Login> {
    // A name, never a path.
    if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)) {
        return None;
    }
    let asked = async {
        let mut child = Command::new(format!("docker-credential-{name}"))
            .arg("get")
            .env("PATH", surroundings.variable("PATH").unwrap_or_default())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .ok()?;
        let mut stdin = child.stdin.take()?;
        stdin.write_all(server.as_bytes()).await.ok()?;
        drop(stdin);
        let output = child.wait_with_output().await.ok()?;
        output.status.success().then_some(output.stdout)
    };
    let Ok(answer) = tokio::time::timeout(HELPER_BOUND, asked).await else {
        tracing::warn!(helper = name, "a credential helper does not answer");
        return None;
    };
    let answer: serde_json::Value = serde_json::from_slice(&answer?).ok()?;
    let text = |name: &str| answer.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    let (user, secret) = (text("Username")?, text("Secret").filter(|secret| !secret.is_empty())?);
    Some(if user == "<token>" { Login::Token(secret) } else { Login::Password { user, password: secret } })
}

async fn read_bounded(path: &Path) -> Option<Vec<u8>> {
    let about = tokio::fs::metadata(path).await.ok()?;
    if !about.is_file() || about.len() > MOST_BYTES {
        return None;
    }
    tokio::fs::read(path).await.ok()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use serde_json::json;

    fn password(user: &str, password: &str) -> Option<Login> {
        Some(Login::Password { user: user.to_owned(), password: password.to_owned() })
    }

    #[test]
    fn an_image_has_its_registry() {
        for (image, registry) in [
            ("golang:1.24", HUB),
            ("me/app", HUB),
            ("docker.io/library/golang", HUB),
            ("ghcr.io/a/b:1", "ghcr.io"),
            ("localhost/a", "localhost"),
            ("r.example:5000/a", "r.example:5000"),
        ] {
            assert_eq!(registry_of(image), registry);
        }
    }

    #[tokio::test]
    async fn logins_are_read_as_docker_writes_them() {
        let config = json!({"auths": {
            HUB: {"auth": "bWU6czNjcmV0"},
            "https://old.example/v1/": {"auth": "YTpiOmM="},
            "t.example": {"auth": "eDp5", "identitytoken": "tok"},
            "empty.example": {},
        }});
        let nobody = Surroundings::default();
        assert!(login(&config, HUB, &nobody).await == password("me", "s3cret"));
        assert!(login(&config, "old.example", &nobody).await == password("a", "b:c"));
        assert!(login(&config, "t.example", &nobody).await == Some(Login::Token("tok".to_owned())));
        assert!(login(&config, "empty.example", &nobody).await.is_none());
        assert!(login(&config, "none.example", &nobody).await.is_none());
        assert!(login(&json!({"credsStore": "../../bin/sh"}), HUB, &nobody).await.is_none());
    }

    #[tokio::test]
    async fn a_helper_is_asked_for_the_registries_of_the_build_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("docker-credential-test");
        let script = "#!/bin/sh\nread server\necho \"{\\\"Username\\\":\\\"me\\\",\\\"Secret\\\":\\\"for $server\\\"}\"\n";
        std::fs::write(&path, script).unwrap();
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        std::fs::write(folder.path().join("config.json"), r#"{"credHelpers": {"r.example": "test"}}"#)
            .unwrap();
        let mut around = Surroundings::default();
        let place = folder.path().display().to_string();
        around.variables.insert("PATH".to_owned(), format!("{place}:/bin:/usr/bin"));
        around.variables.insert("DOCKER_CONFIG".to_owned(), place);
        let images = ["r.example/a:1".to_owned(), "golang:1.24".to_owned()];
        let found = Credentials::for_images(&images, &around).await;
        assert_eq!(found.registries().collect::<Vec<_>>(), ["r.example"]);
        assert!(found.logins.get("r.example") == password("me", "for r.example").as_ref());
    }

    #[test]
    fn a_password_is_never_shown() {
        let logins = BTreeMap::from([("r.example".to_owned(), password("me", "s3cret").unwrap())]);
        assert_eq!(format!("{:?}", Credentials { logins }), "{\"r.example\"}");
    }
}
