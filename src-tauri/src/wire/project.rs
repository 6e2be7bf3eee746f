//! Projects and what their code says.

use super::needs::{Need, Offer, needs, offers};
use super::number::safe_ms;
use super::{ActionState, ContainerRow, Fault, RunSettings};
use serde::{Deserialize, Serialize};
use slipway_app::projects::{self, ToolchainPlan as Plan};
use slipway_app::{App, AppError, go};
use specta::Type;

/// A project in the list.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ProjectSummary {
    /// Its id.
    pub id: String,
    /// Its folder.
    pub folder: String,
    /// Its name.
    pub name: String,
    /// When it was opened.
    pub opened_ms: i64,
    /// The folder is gone.
    pub missing: bool,
    /// Its container, the newest.
    pub container: Option<ContainerRow>,
}

impl ProjectSummary {
    /// A project of the list.
    pub fn new(app: &App, record: &projects::ProjectRecord) -> Self {
        Self {
            id: record.id.to_string(),
            folder: record.folder.to_string_lossy().into_owned(),
            name: record.title(),
            opened_ms: safe_ms(record.opened_ms),
            missing: !record.folder.is_dir(),
            container: ContainerRow::of_project(app, &record.id),
        }
    }
}

/// What a program is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ProgramKind {
    /// It listens.
    Server,
    /// It does something and ends.
    Tool,
    /// It shows how a library is used.
    Example,
    /// It makes source code.
    Generator,
    /// It serves the tests.
    TestHelper,
    /// Another program starts it.
    Plugin,
}

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// One of several possibilities.
    Guess,
    /// A default that can be changed.
    Likely,
    /// Written in the source.
    Certain,
}

impl From<go::Confidence> for Confidence {
    fn from(confidence: go::Confidence) -> Self {
        match confidence {
            go::Confidence::Guess => Self::Guess,
            go::Confidence::Likely => Self::Likely,
            go::Confidence::Certain => Self::Certain,
        }
    }
}

/// Where the Go comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ToolchainHow {
    /// The machine's own.
    Host,
    /// Fetched before.
    Kept,
    /// It will be fetched.
    Fetch,
}

/// A program of a project.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Program {
    /// Its folder, relative.
    pub folder: String,
    /// Its import path.
    pub import_path: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: ProgramKind,
    /// The id of the sentence that says why.
    pub because: String,
    /// It is the one that Ship it takes.
    pub chosen: bool,
}

/// A port that a program seems to listen on.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PortGuess {
    /// The port.
    pub port: u16,
    /// `tcp` or `udp`.
    pub protocol: String,
    /// The file that says so.
    pub file: String,
    /// The line.
    pub line: u32,
    /// How sure it is.
    pub confidence: Confidence,
    /// The address it binds to, where one is written.
    pub address: Option<String>,
    /// The program's folder.
    pub program: Option<String>,
}

/// A variable that is read.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct EnvRead {
    /// Its name.
    pub name: String,
    /// The file.
    pub file: String,
    /// The line.
    pub line: u32,
    /// The program ends without it.
    pub required: bool,
    /// What is used when it is not set, where that is known.
    pub default: Option<String>,
    /// It looks like a secret.
    pub secret: bool,
    /// The project's `.env` gives it.
    pub from_file: bool,
    /// What an example of a `.env` says, where that is no secret.
    pub suggested: Option<String>,
}

/// What stands in the way.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Problem {
    /// What it is.
    pub fault: Fault,
    /// The file.
    pub file: Option<String>,
    /// The line.
    pub line: Option<u32>,
    /// Slipway can mend it.
    pub can_fix: bool,
}

/// Which Go will compile it.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ToolchainPlan {
    /// Where it comes from.
    pub how: ToolchainHow,
    /// The version; empty for "the newest".
    pub version: String,
}

/// What the code says.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Understanding {
    /// The module's path.
    pub module: Option<String>,
    /// The `go` line.
    pub go: Option<String>,
    /// The `toolchain` line.
    pub toolchain: Option<String>,
    /// How many packages.
    pub packages: u32,
    /// The programs.
    pub programs: Vec<Program>,
    /// Nothing decides between some of them.
    pub tie: bool,
    /// Where the chosen one listens.
    pub ports: Vec<PortGuess>,
    /// What the chosen one reads.
    pub env: Vec<EnvRead>,
    /// What else the chosen one needs.
    pub needs: Vec<Need>,
    /// What Slipway would set for it.
    pub offers: Vec<Offer>,
    /// What stands in the way.
    pub problems: Vec<Problem>,
    /// Which Go.
    pub toolchain_plan: ToolchainPlan,
}

/// Which way a project is built.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct WayNow {
    /// `native` or `dockerfile`.
    pub way: String,
    /// The id of the sentence that says why.
    pub because: String,
    /// The project's own Dockerfile, relative, where that is what builds it.
    pub dockerfile: Option<String>,
}

/// A Dockerfile.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct DockerfileText {
    /// The project's own, relative to its folder; none for the one that Slipway writes.
    pub path: Option<String>,
    /// Its text, hostile.
    pub text: String,
}

/// A project as its page shows it.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Project {
    /// Its id.
    pub id: String,
    /// Its folder.
    pub folder: String,
    /// Its name.
    pub name: String,
    /// What its code says.
    pub understanding: Understanding,
    /// How it is run.
    pub settings: RunSettings,
    /// Its container, the newest.
    pub container: Option<ContainerRow>,
    /// The ship under way.
    pub action: Option<String>,
    /// The last ship that ended.
    pub last: Option<ActionState>,
    /// The editor that opens files.
    pub editor: Option<String>,
    /// The `docker run` line that does what Ship it does at its end.
    pub run_command: Option<String>,
    /// Which way it is built, and why; none where no program is chosen.
    pub way: Option<WayNow>,
}

impl Project {
    /// Reads a project anew.
    ///
    /// # Errors
    /// Where there is no such project.
    pub async fn read(app: &App, id: &slipway_model::ProjectId) -> Result<Self, AppError> {
        let project = app.project(id).await?;
        let last = app.last_ship(id)?;
        let image = last.as_ref().and_then(|last| last.outcome.as_ref()?.image.as_ref());
        let run_command = slipway_app::ship::run_command(&project, image.map(|image| image.tag.as_str()));
        let way = slipway_app::ship::way_of(&project).map(|now| WayNow {
            way: now.way.to_owned(),
            because: now.because.to_owned(),
            dockerfile: now.dockerfile.map(|path| path.to_string_lossy().into_owned()),
        });
        Ok(Self {
            id: id.to_string(),
            folder: project.record.folder.to_string_lossy().into_owned(),
            name: project.record.title(),
            understanding: understanding(&project),
            settings: RunSettings::new(&project),
            container: ContainerRow::of_project(app, id),
            action: app.running_action(id).map(|action| action.to_string()),
            last: last.map(Into::into),
            editor: app.editor(),
            run_command,
            way,
        })
    }
}

fn understanding(project: &projects::Project) -> Understanding {
    let found = &project.understanding;
    let none = go::understand::Needs::default();
    let needed = found.needs_of(&project.settings.program).or(found.needed()).unwrap_or(&none);
    let (how, version) = match &project.toolchain {
        Plan::Host { version } => (ToolchainHow::Host, version),
        Plan::Kept { version } => (ToolchainHow::Kept, version),
        Plan::Fetch { version } => (ToolchainHow::Fetch, version),
    };
    let files = projects::env_file::from_files(&project.record.folder);
    let offered = projects::offers(found, &project.settings);
    let reads_file =
        offered.iter().any(|offer| offer.on && matches!(offer.what, projects::OfferWhat::EnvFile { .. }));
    Understanding {
        module: found.module.clone(),
        go: found.go.clone(),
        toolchain: found.toolchain.clone(),
        packages: found.packages,
        programs: found
            .programs
            .iter()
            .map(|program| Program {
                folder: program.folder.clone(),
                import_path: program.import_path.clone(),
                name: program.name.clone(),
                kind: match program.kind {
                    go::ProgramKind::Server => ProgramKind::Server,
                    go::ProgramKind::Tool => ProgramKind::Tool,
                    go::ProgramKind::Example => ProgramKind::Example,
                    go::ProgramKind::Generator => ProgramKind::Generator,
                    go::ProgramKind::TestHelper => ProgramKind::TestHelper,
                    go::ProgramKind::Plugin => ProgramKind::Plugin,
                },
                because: program.because.code().to_owned(),
                chosen: program.folder == project.settings.program,
            })
            .collect(),
        tie: found.tie.len() > 1 && project.record.run_settings.is_none(),
        ports: needed.ports.iter().map(|port| port_guess(found, port)).collect(),
        env: needed
            .env
            .iter()
            .map(|read| EnvRead {
                name: read.name.clone(),
                file: read.file.clone(),
                line: read.line,
                required: read.required,
                default: read.default.clone(),
                secret: projects::looks_secret(&read.name, ""),
                from_file: reads_file && files.given.contains(&read.name),
                suggested: files.suggested.get(&read.name).cloned(),
            })
            .collect(),
        needs: needs(needed),
        offers: offers(project),
        problems: found
            .problems
            .iter()
            .map(|problem| Problem {
                fault: (&problem.fault).into(),
                file: problem.file.clone(),
                line: problem.line,
                can_fix: problem.fault.code == "project-no-go-mod",
            })
            .collect(),
        toolchain_plan: ToolchainPlan { how, version: version.clone() },
    }
}

fn port_guess(found: &go::Understanding, port: &go::PortGuess) -> PortGuess {
    PortGuess {
        port: port.port,
        protocol: port.protocol.clone(),
        file: port.file.clone(),
        line: port.line,
        confidence: port.confidence.into(),
        address: port.address.clone(),
        program: port
            .program
            .and_then(|index| found.programs.get(index))
            .map(|program| program.folder.clone()),
    }
}

/// A program to start from.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Template {
    /// Its id; its sentences are `template-ID` and `.summary`.
    pub id: String,
}

/// Where a template would go.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct TemplateSuggestion {
    /// The folder it goes into.
    pub parent_folder: String,
    /// The new folder's name.
    pub name: String,
}
