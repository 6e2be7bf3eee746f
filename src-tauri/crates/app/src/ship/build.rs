//! The image of a ship, by the way that was chosen.

use super::plan::{self, Overrides, Wanted};
use super::report::Applied;
use super::stages::Stages;
use super::way::Chosen;
use crate::projects::Project;
use crate::{App, AppError};
use slipway_build::{
    Bases, Beside, BuildEvent, Built, CgoUse, DockerfileRequest, Mend, ModulesFrom, NativeRequest, Source,
};
use slipway_engine::{Engine, Surroundings};
use slipway_go::Program;
use slipway_model::{Fault, ProjectId};
use std::collections::BTreeMap;
use std::sync::PoisonError;
use tokio_util::sync::CancellationToken;

/// What shall be built.
pub(super) struct Order<'a> {
    pub(super) app: &'a App,
    pub(super) engine: &'a Engine,
    /// Whether a builder may be made here where the base cannot be pulled.
    pub(super) builder_here: bool,
    pub(super) project: &'a Project,
    pub(super) program: &'a Program,
    pub(super) tag: &'a str,
    pub(super) ports: &'a [Wanted],
    pub(super) chosen: &'a Chosen,
}

/// What Slipway brought along beside the program, and what it did not.
#[derive(Debug, Default)]
pub(super) struct Brought {
    pub(super) applied: Vec<Applied>,
    pub(super) notes: Vec<Fault>,
}

/// Builds the image.
pub(super) async fn build(
    order: &Order<'_>,
    stop: &CancellationToken,
    stages: &mut Stages<'_>,
) -> Result<(Built, Brought), AppError> {
    let Order { project, .. } = order;
    let beside = beside(order).await?;
    let mut brought = said(&beside);
    let native = request_of(order, beside).await;
    let Some(source) = order.chosen.dockerfile.clone() else {
        let native = in_its_module(native);
        let mut forward = |event: BuildEvent| stages.build_event(event);
        let built = slipway_build::native(&native, stop, &mut forward).await?;
        stages.build_over();
        return Ok((built, brought));
    };
    if matches!(source, Source::Own(_)) {
        // What the project's own Dockerfile brings along is its own affair.
        brought = Brought::default();
    }
    let mut by_dockerfile = DockerfileRequest {
        project: native,
        source,
        bases: Bases::Pulled,
        modules: ModulesFrom::Auto,
        arguments: BTreeMap::new(),
        no_cache: false,
        surroundings: Surroundings::of_this_process(),
    };
    let first = {
        let mut forward = |event: BuildEvent| stages.build_event(event);
        slipway_build::dockerfile(&by_dockerfile, stop, &mut forward).await
    };
    let built = match first {
        Ok(built) => built,
        Err(error) => {
            let agreed = order.builder_here || project.settings.builder_here;
            let base = error.base_out_of_reach().map(str::to_owned);
            let fits = base.is_some() && slipway_build::offer_builder(&by_dockerfile).is_ok();
            if !(agreed && fits) {
                return Err(error.into());
            }
            by_dockerfile.bases = Bases::Ours;
            let mut forward = |event: BuildEvent| stages.build_event(event);
            let built = slipway_build::dockerfile(&by_dockerfile, stop, &mut forward).await?;
            let what = built.toolchain.clone();
            brought.applied.push(Applied { what, because: "offer-because-builder".to_owned() });
            built
        }
    };
    stages.build_over();
    Ok((built, brought))
}

pub(super) async fn request_of(order: &Order<'_>, beside: Beside) -> NativeRequest {
    let Order { app, engine, project, .. } = order;
    NativeRequest {
        folder: project.record.folder.clone(),
        understanding: project.understanding.clone(),
        program: order.program.clone(),
        repo_tag: order.tag.to_owned(),
        exposed_ports: order.ports.iter().map(|port| port.container_port).collect(),
        paths: app.build_paths(),
        proxy: app.proxy(),
        host: app.host_go().await,
        engine: Engine::clone(engine),
        cgo: cgo_of(project, order.program),
        beside,
        project_folder: project.record.folder.clone(),
        wheels: None,
    }
}

impl App {
    /// Brings a project's modules in order, with the Go that would build it. [`App::stop_mending`] stops it.
    pub(crate) async fn mend_modules(&self, project: &Project, what: Mend) -> Result<(), AppError> {
        let overrides = Overrides::default();
        let program = plan::program(project, &overrides)?.clone();
        let engine = self.engine()?;
        let chosen = Chosen { dockerfile: None, because: "" };
        let order = Order {
            app: self,
            engine: &engine,
            builder_here: false,
            project,
            program: &program,
            tag: "",
            ports: &[],
            chosen: &chosen,
        };
        let request = in_its_module(request_of(&order, Beside::default()).await);
        let stop = self.tasks.stop().child_token();
        let id = &project.record.id;
        self.mending.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone(), stop.clone());
        let mended = slipway_build::mend_modules(&request, what, &stop, &mut |_| {}).await;
        self.mending.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
        Ok(mended?)
    }

    /// Stops what is being mended of a project. Nothing to do where nothing is.
    pub fn stop_mending(&self, id: &ProjectId) {
        if let Some(stop) = self.mending.lock().unwrap_or_else(PoisonError::into_inner).get(id) {
            stop.cancel();
        }
    }
}

/// What the program reads while it runs and what is there.
pub(super) async fn beside(order: &Order<'_>) -> Result<Beside, AppError> {
    let needs = order.project.understanding.needs_of(&order.program.folder);
    // What the user says it does not read stays here.
    let decided = &order.project.settings.offers;
    let is_so = |path: &String| decided.get(&format!("need:reads:{path}")) != Some(&false);
    let reads = needs.into_iter().flat_map(|needs| &needs.reads).map(|read| read.value.clone());
    let reads: Vec<String> = reads.filter(is_so).collect();
    let (folder, program) = (order.project.record.folder.clone(), order.program.folder.clone());
    let looked = tokio::task::spawn_blocking(move || slipway_build::beside(&folder, &program, &reads)).await;
    Ok(looked.map_err(slipway_build::BuildError::from)?)
}

fn said(beside: &Beside) -> Brought {
    let mut brought = Brought::default();
    for path in beside.asked() {
        brought.applied.push(Applied { what: path.to_owned(), because: "offer-because-reads".to_owned() });
    }
    for path in &beside.kept_out {
        brought.notes.push(Fault::new("note-secret-kept-out").with("path", path));
    }
    brought
}

/// Go has to run in the module: one that is not the project's root is entered, and the program named from there.
fn in_its_module(request: NativeRequest) -> NativeRequest {
    let module_folder = request.understanding.module_folder.clone();
    let inside = if request.program.folder == module_folder {
        Some(".".to_owned())
    } else {
        request.program.folder.strip_prefix(&format!("{module_folder}/")).map(str::to_owned)
    };
    match inside {
        Some(folder) if !matches!(module_folder.as_str(), "" | ".") => NativeRequest {
            folder: request.folder.join(&module_folder),
            program: Program { folder, ..request.program.clone() },
            ..request
        },
        _ => request,
    }
}

/// Packages like a database driver in C compile without it, and fail when they are used.
fn cgo_of(project: &Project, program: &Program) -> CgoUse {
    let needs = project.understanding.needs_of(&program.folder);
    let needed = needs.is_some_and(|needs| needs.cgo.needed.is_some());
    if needed { CgoUse::Always } else { CgoUse::AtNeed }
}
