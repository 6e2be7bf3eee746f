//! A builder image made of a Go toolchain: what a Dockerfile compiles in where the official one cannot be pulled. It
//! holds Go, the roots of trust, two users and a folder for temporary files; no shell, so every command on it has to be
//! in exec form.

use crate::context::{Context, Limits, write_context};
use crate::error::BuildError;
use crate::event::Sink;
use crate::native::NativeRequest;
use crate::pipe::{PipeWriter, pipe};
use crate::toolchain::{self, Go, How};
use slipway_dockerfile::Ignore;
use slipway_engine::{Engine, EngineError};
use slipway_go::toolchain::{GoPlatform, version_of};
use slipway_model::label;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tokio_util::sync::CancellationToken;

/// The name of builder images; the tag is the version of Go.
pub(crate) const REPO: &str = "slipway/go-builder";

const PASSWD: &str =
    "root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n";
const GROUP: &str = "root:x:0:\nnonroot:x:65532:\n";
/// Of a toolchain, what no build reads.
const UNUSED: &str = "api\ndoc\nmisc\ntest\n**/testdata\n";

/// A toolchain that can be one: for Linux on the engine's architecture, and all in one folder.
pub(crate) async fn toolchain(
    request: &NativeRequest,
    stop: &CancellationToken,
    sink: Sink<'_>,
) -> Result<Go, BuildError> {
    let here = GoPlatform::here();
    let mut request = request.clone();
    if here.os == "linux" && here.arch == request.engine.info().arch {
        let go = toolchain::obtain(&request, stop, sink).await?;
        if go.how != How::Host || whole_root(&go.command).is_some() {
            return Ok(go);
        }
    }
    // A distribution's Go is spread over the system: one of our own is fetched.
    request.host = slipway_go::toolchain::HostGo::none();
    let platform = GoPlatform { os: "linux".to_owned(), arch: request.engine.info().arch.clone() };
    toolchain::obtain_for(&request, &platform, stop, sink).await
}

/// The root of a Go that has everything below it.
fn whole_root(command: &Path) -> Option<PathBuf> {
    let root = command.canonicalize().ok()?.parent()?.parent()?.to_owned();
    let is_folder = |name: &str| root.join(name).symlink_metadata().is_ok_and(|about| about.is_dir());
    (["bin", "src", "pkg/tool", "lib/time"].into_iter().all(is_folder) && version_of(&root).is_some())
        .then_some(root)
}

/// The builder image for a toolchain, made if the engine has none; its name.
pub(crate) async fn ensure(engine: &Engine, go: &Go, stop: &CancellationToken) -> Result<String, BuildError> {
    let name = format!("{REPO}:{}", go.version);
    match engine.inspect_image(&name).await {
        Ok(facts) if facts.labels.contains_key(label::IMAGE) => return Ok(name),
        Ok(_) | Err(EngineError::ImageNotFound { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let root = match &go.goroot {
        Some(root) => root.clone(),
        None => whole_root(&go.command).unwrap_or_else(|| go.command.clone()),
    };
    let changes = [
        "ENV PATH=/usr/local/go/bin:/go/bin:/usr/bin:/bin",
        "ENV GOTOOLCHAIN=local",
        "ENV GOPATH=/go",
        "ENV HOME=/root",
        "WORKDIR /go",
    ];
    let mut changes: Vec<String> = changes.into_iter().map(str::to_owned).collect();
    changes.push(format!("LABEL {}={}", label::IMAGE, label::IMAGE_VALUE));
    let token = stop.clone();
    import(engine, REPO, &go.version, changes, stop, move |out| write_builder(&root, out, &token)).await?;
    Ok(name)
}

fn write_builder(root: &Path, out: &mut dyn Write, stop: &CancellationToken) -> Result<(), BuildError> {
    let mut tar = tar::Builder::new(Vec::new());
    let folders: [(&str, u32); 9] = [
        ("etc", 0o755),
        ("etc/ssl", 0o755),
        ("etc/ssl/certs", 0o755),
        ("go", 0o777),
        ("root", 0o700),
        ("tmp", 0o1777),
        ("usr", 0o755),
        ("usr/local", 0o755),
        ("usr/local/go", 0o755),
    ];
    let certificates = slipway_image::certificates();
    let files =
        [("etc/passwd", PASSWD), ("etc/group", GROUP), ("etc/ssl/certs/ca-certificates.crt", &certificates)];
    let entries = folders
        .into_iter()
        .map(|(path, mode)| (tar::EntryType::Directory, path, mode, ""))
        .chain(files.into_iter().map(|(path, text)| (tar::EntryType::Regular, path, 0o644, text)));
    for (kind, path, mode, text) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_mode(mode);
        header.set_mtime(0);
        header.set_size(text.len() as u64);
        tar.append_data(&mut header, path, text.as_bytes()).map_err(output)?;
    }
    // What follows is part of the same tar: without the two empty blocks that would end it here.
    let base = tar.into_inner().map_err(output)?;
    out.write_all(base.get(..base.len().saturating_sub(1024)).unwrap_or_default()).map_err(output)?;
    let toolchain = Context {
        root: root.to_owned(),
        ignore: Ignore::parse(UNUSED)?,
        ours: BTreeMap::new(),
        always: Vec::new(),
        limits: Limits::default(),
        owner: 0,
    };
    write_context(&toolchain, "usr/local/go", out, stop)?;
    Ok(())
}

fn output(source: io::Error) -> BuildError {
    BuildError::Context(crate::context::ContextError::Output(source))
}

/// Makes an image of a root file system that is written while it is sent. After an error nothing of it is there.
pub(crate) async fn import(
    engine: &Engine,
    repo: &str,
    tag: &str,
    changes: Vec<String>,
    stop: &CancellationToken,
    write: impl FnOnce(&mut PipeWriter) -> Result<(), BuildError> + Send + 'static,
) -> Result<(), BuildError> {
    let (mut writer, root, _) = pipe(stop.clone());
    let writing = tokio::task::spawn_blocking(move || {
        let written = write(&mut writer).and_then(|()| writer.flush().map_err(output));
        if written.is_err() {
            writer.fail(io::Error::other("not whole"));
        }
        written
    });
    let imported = tokio::select! {
        biased;
        () = stop.cancelled() => Err(BuildError::Cancelled),
        imported = engine.import_image(repo, tag, changes, root) => imported.map_err(BuildError::from),
    };
    let written = writing.await?;
    let result = match (written, imported) {
        _ if stop.is_cancelled() => Err(BuildError::Cancelled),
        // What was wrong here says more than that the request broke.
        (Err(error @ BuildError::Context(_)), Err(_)) if !is_output(&error) => Err(error),
        (_, Err(error)) | (Err(error), Ok(_)) => Err(error),
        (Ok(()), Ok(_)) => Ok(()),
    };
    if result.is_err() {
        engine.remove_image(&format!("{repo}:{tag}"), false).await.ok();
    }
    result
}

/// Whether an error only says that the other side took no more.
pub(crate) fn is_output(error: &BuildError) -> bool {
    matches!(error, BuildError::Context(crate::context::ContextError::Output(_)))
}
