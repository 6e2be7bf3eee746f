//! From a Go project to an image in the engine by a Dockerfile: the project's own, or one that is written for it.

use crate::builder_image::{self, is_output};
use crate::context::{Context, Limits, Sent, write_context};
use crate::error::BuildError;
use crate::event::{BuildEvent, BuildStep, Sink, Steps};
use crate::native::{Built, NativeRequest};
use crate::pipe::pipe;
use crate::step_log::StepLog;
use crate::toolchain::{How, obtain};
use crate::{embedded, modules};
use slipway_dockerfile::{self as file, Dockerfile, Ignore, Plan};
use slipway_engine::{Builder, Credentials, EngineError, ImageBuild, Surroundings};
use slipway_model::{ImageId, ShortName, label};
use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};
use tokio_util::sync::CancellationToken;

const MOST_BYTES: u64 = 1 << 20;
/// What a generated Dockerfile is called in the context.
const GENERATED: &str = ".slipway.Dockerfile";

/// Which Dockerfile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// One is written for this build; nothing of it is in the project's folder.
    Generated,
    /// The project's own, by its path below the folder.
    Own(PathBuf),
}

/// What the stages that compile stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bases {
    /// What the Dockerfile says; what is not there is pulled.
    Pulled,
    /// A builder image made of our own toolchain instead of the official Go image. The user agreed to it.
    Ours,
}

/// Where modules come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModulesFrom {
    /// From here where a setting of this machine says more than a builder would know, or with a builder image of ours.
    Auto,
    /// The builder fetches them.
    Builder,
    /// They are fetched here and handed over.
    Here,
}

/// What to build by a Dockerfile.
#[derive(Clone)]
pub struct DockerfileRequest {
    /// The project, as for a native build.
    pub project: NativeRequest,
    /// Which Dockerfile.
    pub source: Source,
    /// What it stands on.
    pub bases: Bases,
    /// Where its modules come from.
    pub modules: ModulesFrom,
    /// Build arguments.
    pub arguments: BTreeMap<String, String>,
    /// Whether nothing is taken from the cache.
    pub no_cache: bool,
    /// Where `docker login` left its logins.
    pub surroundings: Surroundings,
}

/// The Dockerfile that is written for a project.
pub fn generated(project: &NativeRequest) -> String {
    let known = &project.understanding;
    // What is fetched apart has to be whole without the sources.
    let text = std::fs::read_to_string(project.folder.join("go.mod")).unwrap_or_default();
    let replaced = text.lines().any(|line| {
        line.split_once("=>").is_some_and(|(_, to)| to.trim_start().starts_with(['.', '/', '"']))
    });
    let apart = modules::are_needed(project) && !known.workspace && !replaced;
    let docker = project.engine.info().product == "Docker";
    file::generate(&Plan {
        builder: file::golang(known.go.as_deref()),
        name: ShortName::from_any(&project.program.name).to_string(),
        package: project.program.package(),
        module_files: if apart { vec!["go.mod".to_owned(), "go.sum".to_owned()] } else { Vec::new() },
        ports: project.exposed_ports.clone(),
        cache_mounts: !docker || project.engine.builder() == Builder::BuildKit,
        cgo: known.uses_cgo,
        beside: project.beside.copies(),
        labels: BTreeMap::from([(label::IMAGE.to_owned(), label::IMAGE_VALUE.to_owned())]),
    })
}

/// The `.dockerignore` for a project that has none. It blocks.
pub fn default_ignore(folder: &Path) -> String {
    file::default_ignore(&embedded::embedded(folder))
}

/// Whether a builder image of ours would do for this Dockerfile; else why not. For the offer, before anything is made.
pub fn offer_builder(request: &DockerfileRequest) -> Result<(), BuildError> {
    let file = read(request)?;
    file::onto_builder(&file, builder_image::REPO).map_err(file::DockerfileError::from)?;
    Ok(())
}

/// Builds. After an error or a stop nothing of it is left but what the builder keeps in its own cache.
pub async fn dockerfile(
    request: &DockerfileRequest,
    stop: &CancellationToken,
    sink: &mut (dyn FnMut(BuildEvent) + Send),
) -> Result<Built, BuildError> {
    let project = &request.project;
    let mut steps = Steps::new();
    let mut text = read(request)?;
    let mut toolchain = text.images().into_iter().next().map(|(image, _)| image).unwrap_or_default();
    let ours = request.bases == Bases::Ours;
    if ours {
        // What does not fit is said before anything is fetched or made.
        file::onto_builder(&text, builder_image::REPO).map_err(file::DockerfileError::from)?;
        steps.begin(BuildStep::Toolchain, sink);
        let go = builder_image::toolchain(project, stop, sink).await;
        let go = steps.end(go, sink)?;
        steps.begin(BuildStep::BuilderImage, sink);
        let builder = builder_image::ensure(&project.engine, &go, stop).await;
        toolchain = steps.end(builder, sink)?;
        let onto = file::onto_builder(&text, &toolchain).map_err(file::DockerfileError::from)?;
        text = Dockerfile::parse(&onto)?;
    }
    let here = match request.modules {
        ModulesFrom::Here => true,
        ModulesFrom::Builder => false,
        ModulesFrom::Auto => ours || modules::are_special(project),
    };
    let mut handed = None;
    if here && modules::are_needed(project) {
        steps.begin(BuildStep::Modules, sink);
        let made = async {
            let go = obtain(project, stop, sink).await?;
            modules::hand_over(project, &go, stop, sink).await
        };
        let made = made.await;
        let image = steps.end(made, sink)?;
        text = Dockerfile::parse(&file::with_modules(&text, &image))?;
        handed = Some(image);
    }
    steps.begin(BuildStep::Dockerfile, sink);
    let built = build(request, &text, stop, sink).await;
    if let Some(image) = handed {
        project.engine.remove_image(&image, true).await.ok();
    }
    let (image, was_there) = steps.end(built, sink)?;
    let facts = project.engine.inspect_image(image.as_str()).await?;
    Ok(Built {
        image_id: facts.id,
        tag: project.repo_tag.clone(),
        size_bytes: facts.size_bytes,
        toolchain,
        how: How::Builder,
        steps: steps.taken,
        layers: Vec::new(),
        already_there: was_there,
    })
}

/// The Dockerfile of a request, as it was before anything was changed.
fn read(request: &DockerfileRequest) -> Result<Dockerfile, BuildError> {
    let text = match &request.source {
        Source::Generated => generated(&request.project),
        Source::Own(path) => {
            let missing = || BuildError::NoDockerfile { path: path.clone() };
            let text = below(&request.project.folder, path).ok_or_else(missing)?;
            text.ok_or_else(missing)?
        }
    };
    Ok(Dockerfile::parse(&text)?)
}

/// A text file below a folder, reached through no `..`. None in it: it is not there, or no text file.
fn below(folder: &Path, path: &Path) -> Option<Option<String>> {
    if !path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return None;
    }
    let full = folder.join(path).canonicalize().ok()?;
    let root = folder.canonicalize().ok()?;
    let fine = full.starts_with(root)
        && full.metadata().is_ok_and(|about| about.is_file() && about.len() <= MOST_BYTES);
    Some(if fine { std::fs::read_to_string(full).ok() } else { None })
}

/// What stays here: `Dockerfile.dockerignore` before `.dockerignore`, as BuildKit has it; else our own default.
fn ignore(request: &DockerfileRequest) -> Result<(Ignore, Vec<String>), BuildError> {
    let folder = &request.project.folder;
    let mut names = Vec::new();
    if let Source::Own(path) = &request.source {
        names.push(format!("{}.dockerignore", path.display()));
    }
    names.push(".dockerignore".to_owned());
    for name in names {
        if let Some(Some(text)) = below(folder, Path::new(&name)) {
            return Ok((Ignore::parse(&text)?, vec![name]));
        }
    }
    Ok((Ignore::parse(&default_ignore(folder))?, Vec::new()))
}

async fn build(
    request: &DockerfileRequest,
    text: &Dockerfile,
    stop: &CancellationToken,
    sink: Sink<'_>,
) -> Result<(ImageId, bool), BuildError> {
    let project = &request.project;
    let engine = &project.engine;
    let before = match engine.inspect_image(&project.repo_tag).await {
        Ok(facts) => Some(facts.id),
        Err(EngineError::ImageNotFound { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    let images: Vec<String> = text.images().into_iter().map(|(image, _)| image).collect();
    let name = match &request.source {
        Source::Generated => GENERATED.to_owned(),
        Source::Own(path) => path.to_string_lossy().replace('\\', "/").trim_start_matches("./").to_owned(),
    };
    let build = ImageBuild {
        dockerfile: name.clone(),
        tag: project.repo_tag.clone(),
        arguments: request.arguments.clone(),
        labels: BTreeMap::from([(label::IMAGE.to_owned(), label::IMAGE_VALUE.to_owned())]),
        target: String::new(),
        no_cache: request.no_cache,
        credentials: Credentials::for_images(&images, &request.surroundings).await,
    };
    let (for_ignore, ours) = (request.clone(), text.text.clone());
    let (mut writer, stream, _) = pipe(stop.clone());
    let token = stop.clone();
    let sending = tokio::task::spawn_blocking(move || {
        let write = || -> Result<Sent, BuildError> {
            let (ignore, always) = ignore(&for_ignore)?;
            let context = Context {
                root: for_ignore.project.folder.clone(),
                ignore,
                ours: BTreeMap::from([(name, ours.into_bytes())]),
                always,
                limits: Limits::default(),
                owner: 0,
            };
            Ok(write_context(&context, "", &mut writer, &token)?)
        };
        let sent = write();
        if let Err(error) = &sent {
            writer.fail(io::Error::other(error.to_string()));
        }
        sent
    });
    let mut steps = StepLog::default();
    let mut events = |event| {
        steps.take(&event);
        sink(BuildEvent::Builder(event));
    };
    let built = tokio::select! {
        biased;
        () = stop.cancelled() => None,
        built = engine.build_image(&build, stream, &mut events) => Some(built),
    };
    let sent = sending.await?;
    let result = match (sent, built) {
        _ if stop.is_cancelled() => Err(BuildError::Cancelled),
        (Ok(sent), Some(Ok(id))) => {
            sink(BuildEvent::Sent(sent));
            Ok(id)
        }
        // What was wrong here says more than that the request broke.
        (Err(error), _) if !is_output(&error) => Err(error),
        (_, Some(Err(error))) => Err(steps.explain(error).into()),
        (_, None) => Err(BuildError::Cancelled),
        (Err(error), Some(Ok(_))) => Err(error),
    };
    match result {
        Ok(id) => {
            let was_there = before.as_ref() == Some(&id);
            Ok((id, was_there))
        }
        Err(error) => {
            take_out(request, before.as_ref()).await;
            Err(error)
        }
    }
}

/// A build that was stopped at its very end may have named an image.
async fn take_out(request: &DockerfileRequest, before: Option<&ImageId>) {
    let (engine, tag) = (&request.project.engine, &request.project.repo_tag);
    let Ok(now) = engine.inspect_image(tag).await else { return };
    if Some(&now.id) == before {
        return;
    }
    engine.remove_image(tag, false).await.ok();
    if let (Some(before), Some((repo, tag))) = (before, tag.rsplit_once(':')) {
        engine.tag_image(before.as_str(), repo, tag).await.ok();
    }
}
