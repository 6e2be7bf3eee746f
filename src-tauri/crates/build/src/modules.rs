//! The modules of a Dockerfile build, fetched here and handed over as an image of their own that is mounted while Go
//! runs: no setting of this machine, no login and no private address goes into the build.

use crate::builder_image::import;
use crate::context::{Context, Limits, write_context};
use crate::error::BuildError;
use crate::event::{Sink, compiler_lines};
use crate::native::NativeRequest;
use crate::toolchain::Go;
use crate::work;
use sha2::{Digest as _, Sha256};
use slipway_dockerfile::Ignore;
use slipway_engine::{Engine, EngineError};
use slipway_go::compile::{self, Modules};
use slipway_go::toolchain::ProxySource;
use slipway_model::label;
use std::collections::BTreeMap;
use std::path::PathBuf;
use tokio_util::sync::CancellationToken;

const REPO: &str = "slipway/modules";

/// Whether something on this machine says that modules come from elsewhere than a builder would ask.
pub(crate) fn are_special(request: &NativeRequest) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let names = ["GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE", "NETRC"];
    let home = std::env::home_dir();
    request.proxy.source != ProxySource::Default
        || names.into_iter().any(set)
        || ["HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"].into_iter().any(set)
        || home.is_some_and(|home| home.join(".netrc").is_file())
}

/// Whether there is anything to fetch.
pub(crate) fn are_needed(request: &NativeRequest) -> bool {
    !request.understanding.vendored && request.folder.join("go.sum").is_file()
}

/// Fetches them and makes the image; its name. It is to be removed after the build.
pub(crate) async fn hand_over(
    request: &NativeRequest,
    go: &Go,
    stop: &CancellationToken,
    sink: Sink<'_>,
) -> Result<String, BuildError> {
    let scratch = work::folder(&request.paths.work).await?;
    let modules = Modules {
        go: go.command.clone(),
        goroot: go.goroot.clone(),
        folder: request.folder.clone(),
        into: scratch.path().to_owned(),
        known: known(request, go),
        goproxy: request.proxy.goproxy.clone(),
        workspace: request.understanding.workspace,
    };
    let fetched = compile::download(&modules, stop, &mut compiler_lines(sink)).await;
    let result = match fetched {
        Ok(()) => send(request, modules.proxy(), stop).await,
        Err(error) => Err(error.into()),
    };
    tokio::task::spawn_blocking(move || drop(scratch)).await.ok();
    result
}

fn known(request: &NativeRequest, go: &Go) -> Option<PathBuf> {
    if go.goroot.is_some() {
        return Some(request.paths.gomodcache.clone());
    }
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("GOMODCACHE")
        .or_else(|| set("GOPATH").map(|path| path.join("pkg/mod")))
        .or_else(|| std::env::home_dir().map(|home| home.join("go/pkg/mod")))
}

async fn send(
    request: &NativeRequest,
    proxy: PathBuf,
    stop: &CancellationToken,
) -> Result<String, BuildError> {
    let mut hash = Sha256::new();
    hash.update(request.folder.as_os_str().as_encoded_bytes());
    for name in ["go.mod", "go.sum"] {
        hash.update(tokio::fs::read(request.folder.join(name)).await.unwrap_or_default());
    }
    // Two builds at once have an image each.
    hash.update(std::process::id().to_le_bytes());
    hash.update(slipway_model::now().unix_nanos().to_le_bytes());
    let tag: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let changes = vec![format!("LABEL {}={}", label::IMAGE, label::IMAGE_VALUE)];
    let token = stop.clone();
    import(&request.engine, REPO, &tag, changes, stop, move |out| {
        let context = Context {
            root: proxy,
            ignore: Ignore::parse("**/*.lock\n**/*.ziphash\nsumdb\n")?,
            ours: BTreeMap::new(),
            always: Vec::new(),
            limits: Limits::default(),
            owner: 0,
        };
        write_context(&context, "", out, &token)?;
        Ok(())
    })
    .await?;
    Ok(format!("{REPO}:{tag}"))
}

/// No build takes this long: what is older was left by one that was killed.
const LEFT_AFTER_MS: i64 = 6 * 60 * 60 * 1000;

/// Removes the images of modules that killed builds left.
///
/// # Errors
/// Where the engine does not list.
pub async fn sweep_modules(engine: &Engine) -> Result<usize, BuildError> {
    let before_ms = slipway_model::now().ms - LEFT_AFTER_MS;
    let mut swept = 0;
    for image in engine.list_images(Some((label::IMAGE, label::IMAGE_VALUE))).await? {
        if image.created.ms >= before_ms {
            continue;
        }
        for tag in image.tags.iter().filter(|tag| is_handed_over(tag)) {
            match engine.remove_image(tag, true).await {
                Ok(()) | Err(EngineError::ImageNotFound { .. }) => swept += 1,
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(swept)
}

/// Podman puts a registry in front.
fn is_handed_over(tag: &str) -> bool {
    let name = tag.strip_prefix("localhost/").unwrap_or(tag);
    name.strip_prefix(REPO).is_some_and(|rest| rest.starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_images_of_modules_are_swept() {
        for tag in ["slipway/modules:0123456789abcdef", "localhost/slipway/modules:01"] {
            assert!(is_handed_over(tag), "{tag}");
        }
        for tag in
            ["slipway/modules-of-mine:1", "slipway/api:1", "example.org/slipway/modules:1", "slipway/modules"]
        {
            assert!(!is_handed_over(tag), "{tag}");
        }
    }
}
