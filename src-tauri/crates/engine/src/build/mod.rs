//! Images built from a Dockerfile: with BuildKit where the engine has it, else with the classic builder, and both tell
//! the same story: steps, each cached or not, its time and its lines.

mod buildkit;
mod classic;
mod refusal;

pub use refusal::PullFailure;

use crate::connection::{LONGEST, READ_BOUND};
use crate::error::{self, About};
use crate::registry::Credentials;
use crate::{Engine, EngineError};
use bollard::auth::DockerCredentials;
use bollard::models::{BuildInfo, BuildInfoAux};
use bollard::query_parameters::{BuildImageOptions, BuilderVersion};
use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use slipway_model::ImageId;
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What to build. The Dockerfile is part of the context.
#[derive(Debug, Clone, Default)]
pub struct ImageBuild {
    /// The Dockerfile's path in the context.
    pub dockerfile: String,
    /// The image's name, `name:tag`.
    pub tag: String,
    /// Build arguments.
    pub arguments: BTreeMap<String, String>,
    /// Labels besides the Dockerfile's own.
    pub labels: BTreeMap<String, String>,
    /// The stage to end with; empty for the last.
    pub target: String,
    /// Nothing is taken from the cache.
    pub no_cache: bool,
    /// What is known of the registries that bases come from.
    pub credentials: Credentials,
}

/// Who builds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Builder {
    /// BuildKit: parallel, with cache mounts, each step with its own output.
    BuildKit,
    /// One step after the other; Podman's own builder speaks like it.
    Classic,
}

/// What a builder says on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuilderEvent {
    /// A step is here, or went on.
    Step {
        /// Which; the same in all of its events.
        id: String,
        /// What it does, in the builder's words: `[build 4/6] RUN ["go", "build"]`.
        name: String,
        /// How far.
        state: BuilderState,
    },
    /// A line that a step wrote.
    Log {
        /// Which step.
        id: String,
        /// The line.
        line: String,
    },
}

/// How far a step is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuilderState {
    /// It begins.
    Started,
    /// So many bytes of so many: a pull, a context.
    Progress {
        /// Bytes so far.
        done: u64,
        /// Bytes in all.
        total: u64,
    },
    /// Nothing had to be done: it was done before.
    Cached,
    /// It is done.
    Done {
        /// How long it took.
        ms: u64,
    },
    /// It failed.
    Failed {
        /// The builder's words.
        error: String,
    },
}

/// Takes what a builder says.
pub(crate) type Sink<'a> = &'a mut (dyn FnMut(BuilderEvent) + Send);

impl Engine {
    /// Who builds here.
    pub fn builder(&self) -> Builder {
        let info = self.info();
        // Every Docker that Slipway speaks with (20.10 and later) has BuildKit; on Windows it builds no images.
        if info.product == "Docker" && info.os == "linux" { Builder::BuildKit } else { Builder::Classic }
    }

    /// Builds an image and gives its id. Dropping the future stops the build: the step that runs is ended within a
    /// second.
    pub async fn build_image(
        &self,
        build: &ImageBuild,
        context: BoxStream<'static, Result<Bytes, io::Error>>,
        sink: &mut (dyn FnMut(BuilderEvent) + Send),
    ) -> Result<ImageId, EngineError> {
        let builder = self.builder();
        let options = self.options(build, builder);
        let credentials = credentials(&build.credentials);
        let body = bollard::body_try_stream(context);
        let answers = self.docker().build_image(options, Some(credentials), Some(body));
        let answered = match builder {
            Builder::BuildKit => self.follow(answers.boxed(), &mut buildkit::Reader::default(), sink).await,
            Builder::Classic => self.follow(answers.boxed(), &mut classic::Reader::default(), sink).await,
        };
        match answered? {
            Some(id) if id.starts_with("sha256:") => Ok(ImageId::new(id)),
            _ => Ok(self.inspect_image(&build.tag).await?.id),
        }
    }

    fn options(&self, build: &ImageBuild, builder: Builder) -> BuildImageOptions {
        let map = |map: &BTreeMap<String, String>| {
            Some(map.iter().map(|(name, value)| (name.clone(), value.clone())).collect::<HashMap<_, _>>())
                .filter(|map| !map.is_empty())
        };
        BuildImageOptions {
            dockerfile: build.dockerfile.clone(),
            t: Some(build.tag.clone()),
            buildargs: map(&build.arguments),
            labels: map(&build.labels),
            target: build.target.clone(),
            nocache: build.no_cache,
            rm: true,
            forcerm: true,
            version: match builder {
                Builder::BuildKit => BuilderVersion::BuilderBuildKit,
                Builder::Classic => BuilderVersion::BuilderV1,
            },
            session: (builder == Builder::BuildKit).then(session),
            ..Default::default()
        }
    }

    /// Reads the answers to their end. The id, where the builder says one.
    async fn follow(
        &self,
        mut answers: BoxStream<'_, Result<BuildInfo, bollard::errors::Error>>,
        reader: &mut dyn Reader,
        sink: Sink<'_>,
    ) -> Result<Option<String>, EngineError> {
        let url = self.url();
        let mut id = None;
        let mut bound = LONGEST;
        loop {
            let answer = match tokio::time::timeout(bound, answers.next()).await {
                Ok(Some(answer)) => answer,
                // The session may stay open when all is said.
                Ok(None) => break,
                Err(_) if id.is_some() => break,
                Err(_) => return Err(error::no_answer(&url, bound.as_millis() as u64)),
            };
            match answer {
                Ok(info) => {
                    if let Some(BuildInfoAux::Default(image)) = &info.aux {
                        id = image.id.clone().or(id);
                        bound = END_BOUND;
                    }
                    reader.read(info, sink);
                }
                Err(bollard::errors::Error::DockerStreamError { error }) => {
                    return Err(refusal::read(error, reader.failed_step()));
                }
                // Once the image is there, how the connection ends does not matter.
                Err(_) if id.is_some() => break,
                Err(error) => {
                    return Err(match error::read(error, &url, About::Engine) {
                        EngineError::Refused { detail, .. } => refusal::read(detail, reader.failed_step()),
                        other => other,
                    });
                }
            }
        }
        reader.finish(sink);
        Ok(id)
    }
}

/// How long a builder that has said the image's id may go on talking.
const END_BOUND: Duration = Duration::from_millis(500);
const _: () = assert!(END_BOUND.as_secs() < READ_BOUND.as_secs());

/// Makes events of a builder's answers.
pub(crate) trait Reader: Send {
    fn read(&mut self, info: BuildInfo, sink: Sink<'_>);
    /// All is said.
    fn finish(&mut self, sink: Sink<'_>);
    /// The step that failed, or else the last that began.
    fn failed_step(&self) -> Option<String>;
}

/// A session's name, used once.
fn session() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("slipway-{}-{n}-{}", std::process::id(), slipway_model::now().unix_nanos())
}

fn credentials(known: &Credentials) -> HashMap<String, DockerCredentials> {
    let each = known.iter().map(|(server, login)| {
        let (username, password, identitytoken) = login.parts();
        let credentials = DockerCredentials {
            username: username.map(str::to_owned),
            password: password.map(str::to_owned),
            identitytoken: identitytoken.map(str::to_owned),
            serveraddress: Some(server.to_owned()),
            ..Default::default()
        };
        (server.to_owned(), credentials)
    });
    each.collect()
}
