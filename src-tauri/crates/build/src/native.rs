//! The native way: the machine compiles, Slipway puts the image together, the engine only loads it.

use crate::beside::{self, Beside};
use crate::error::BuildError;
use crate::event::{BuildEvent, BuildStep, Sink, StepState, Steps, compiler_lines};
use crate::load::{self, Plan};
use crate::toolchain::{self, How};
use crate::work;
use slipway_engine::Engine;
use slipway_go::compile::{self, Cgo, Compile, Mend};
use slipway_go::toolchain::{HostGo, ProxySettings, ProxySource};
use slipway_go::{GoError, Program, Understanding, zig};
use slipway_image::Layer;
use slipway_model::{ImageId, ShortName};
use std::path::PathBuf;
use tokio_util::sync::CancellationToken;

/// Where a build keeps things.
#[derive(Debug, Clone)]
pub struct BuildPaths {
    /// Fetched toolchains.
    pub toolchains: PathBuf,
    /// The build cache of fetched toolchains; the machine's own Go uses its own.
    pub gocache: PathBuf,
    /// The module cache of fetched toolchains.
    pub gomodcache: PathBuf,
    /// Temporary files.
    pub work: PathBuf,
}

/// When a C compiler of our own is fetched and used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CgoUse {
    /// Never: cgo is off.
    Off,
    /// Where the program does not compile without. Many packages call C only where they may, and do without.
    AtNeed,
    /// For every package that calls C: it compiles without, and then does not work.
    Always,
}

/// What to build.
#[derive(Clone)]
pub struct NativeRequest {
    /// The project's folder.
    pub folder: PathBuf,
    /// What is known of it: its `go` and `toolchain` lines decide about the Go.
    pub understanding: Understanding,
    /// The program to build.
    pub program: Program,
    /// The image's name, `name:tag`.
    pub repo_tag: String,
    /// TCP ports that the image says it listens on.
    pub exposed_ports: Vec<u16>,
    /// Where things are kept.
    pub paths: BuildPaths,
    /// How toolchains and modules are fetched.
    pub proxy: ProxySettings,
    /// The machine's own Go, see [`HostGo::look`].
    pub host: HostGo,
    /// The engine that shall have the image.
    pub engine: Engine,
    /// Whether packages that call C are compiled with a C compiler of our own.
    pub cgo: CgoUse,
    /// What goes into the image beside the program.
    pub beside: Beside,
    /// The project's folder, where that is another than the module's.
    pub project_folder: PathBuf,
    /// Where that compiler is fetched from, if not from [`slipway_go::zig::INDEX`].
    pub wheels: Option<String>,
}

/// An image that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// Its id, as the engine has it.
    pub image_id: ImageId,
    /// Its name.
    pub tag: String,
    /// Its size in the engine.
    pub size_bytes: u64,
    /// The Go it was compiled with.
    pub toolchain: String,
    /// Where that Go came from.
    pub how: How,
    /// How long each step took.
    pub steps: Vec<(BuildStep, u64)>,
    /// Its layers, base first, program last.
    pub layers: Vec<Layer>,
    /// The engine had this very image before: nothing in the program has changed.
    pub already_there: bool,
}

/// Builds and loads. After an error or a stop nothing of it is left: no process, no temporary file, no image.
pub async fn native(
    request: &NativeRequest,
    stop: &CancellationToken,
    sink: &mut (dyn FnMut(BuildEvent) + Send),
) -> Result<Built, BuildError> {
    let mut steps = Steps::new();

    steps.begin(BuildStep::Toolchain, sink);
    let go = toolchain::obtain(request, stop, sink).await;
    let go = steps.end(go, sink)?;

    steps.begin(BuildStep::Compile, sink);
    let compiled = compile_into_work(request, &go, stop, sink).await;
    let (scratch, program) = steps.end(compiled, sink)?;

    steps.begin(BuildStep::Image, sink);
    let files = if request.beside.is_empty() { None } else { Some(scratch.path().join("beside.tar")) };
    let loaded = async {
        if let Some(out) = files.clone() {
            let (folder, found, stop) =
                (request.project_folder.clone(), request.beside.clone(), stop.clone());
            tokio::task::spawn_blocking(move || {
                beside::write_layer(&folder, &found, slipway_image::HOME, slipway_image::NONROOT, &out, &stop)
            })
            .await??;
        }
        let plan = Plan {
            program,
            files,
            zoneinfo: toolchain::zoneinfo(&go.command),
            name: ShortName::from_any(&request.program.name).to_string(),
            tag: request.repo_tag.clone(),
            exposed_ports: request.exposed_ports.clone(),
        };
        load::load(&request.engine, plan, stop, sink).await
    }
    .await;
    // The folder goes in any case, before anyone hears of the end.
    tokio::task::spawn_blocking(move || drop(scratch)).await.ok();
    let loaded = steps.end(loaded, sink)?;

    Ok(Built {
        image_id: loaded.facts.id,
        tag: request.repo_tag.clone(),
        size_bytes: loaded.facts.size_bytes,
        toolchain: go.version,
        how: go.how,
        steps: steps.taken,
        layers: loaded.assembled.layers,
        already_there: loaded.was_there,
    })
}

/// The program, in a folder that goes with the guard.
async fn compile_into_work(
    request: &NativeRequest,
    go: &toolchain::Go,
    stop: &CancellationToken,
    sink: Sink<'_>,
) -> Result<(tempfile::TempDir, PathBuf), BuildError> {
    let scratch = work::folder(&request.paths.work).await?;
    let out = scratch.path().join("program");
    let mut compile = compile_of(request, go, out.clone());
    if request.cgo == CgoUse::Always {
        add_c_compiler(request, &mut compile, stop, sink).await?;
    }
    match run(&compile, stop, sink).await {
        Err(error @ GoError::Compile { .. }) if request.cgo == CgoUse::AtNeed => {
            // What does not compile for another reason fails as before, and is said as it was.
            if !add_c_compiler(request, &mut compile, stop, sink).await.unwrap_or(false) {
                return Err(error.into());
            }
            run(&compile, stop, sink).await?;
        }
        other => other?,
    }
    Ok((scratch, out))
}

async fn run(compile: &Compile, stop: &CancellationToken, sink: Sink<'_>) -> Result<(), GoError> {
    compile::run(compile, stop, &mut compiler_lines(sink)).await.map(|_| ())
}

/// Fetches the C compiler where a package calls C; says whether there is one.
async fn add_c_compiler(
    request: &NativeRequest,
    compile: &mut Compile,
    stop: &CancellationToken,
    sink: Sink<'_>,
) -> Result<bool, BuildError> {
    if compile::cgo_packages(compile, stop).await?.is_empty() {
        return Ok(false);
    }
    let mut progress = |done, total| {
        let state = StepState::Progress { done, total };
        sink(BuildEvent::Step { step: BuildStep::Compile, state });
    };
    let zig = zig::fetch(request.wheels.as_deref(), &request.paths.toolchains, stop, &mut progress).await?;
    compile.cgo = Some(Cgo { zig, cache: request.paths.gocache.join("zig") });
    Ok(true)
}

fn compile_of(request: &NativeRequest, go: &toolchain::Go, out: PathBuf) -> Compile {
    let is_ours = go.goroot.is_some();
    Compile {
        go: go.command.clone(),
        goroot: go.goroot.clone(),
        folder: request.folder.clone(),
        package: request.program.package(),
        out,
        goarch: request.engine.info().arch.clone(),
        gocache: is_ours.then(|| request.paths.gocache.clone()),
        gomodcache: is_ours.then(|| request.paths.gomodcache.clone()),
        // Anything but Slipway's own setting Go finds by itself.
        goproxy: (request.proxy.source == ProxySource::Setting).then(|| request.proxy.goproxy.clone()),
        cgo: None,
    }
}

/// Brings the project's `go.mod` and `go.sum`, or its vendor folder, in order, with the Go that would build it.
pub async fn mend_modules(
    request: &NativeRequest,
    what: Mend,
    stop: &CancellationToken,
    sink: &mut (dyn FnMut(BuildEvent) + Send),
) -> Result<(), BuildError> {
    let go = toolchain::obtain(request, stop, sink).await?;
    let compile = compile_of(request, &go, PathBuf::new());
    Ok(compile::mend(&compile, what, stop, &mut compiler_lines(sink)).await?)
}
