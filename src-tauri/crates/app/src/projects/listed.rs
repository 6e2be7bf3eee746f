//! What the Go on this machine knows of a project beyond what its files say alone.

use crate::App;
use crate::explained::listed_fault;
use slipway_go::list::{Listed, list};
use slipway_go::toolchain::{HostGo, Wanted, choose};
use slipway_go::{Problem, Understanding};
use slipway_model::ProjectId;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// More projects are not remembered.
const MOST: usize = 64;

/// A question to Go: as long as it is the same, so is the answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Question {
    imports_hash: u64,
    folder: std::path::PathBuf,
    package: String,
}

/// Answers that are known, and questions that are being asked. Each lock is held for a copy or an insert.
#[derive(Debug, Default)]
pub(crate) struct Listings {
    answers: Mutex<HashMap<ProjectId, (Question, Listed)>>,
    asked: Mutex<HashSet<Question>>,
}

impl Listings {
    fn answer(&self, project: &ProjectId, question: &Question) -> Option<Listed> {
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.get(project).filter(|(known, _)| known == question).map(|(_, listed)| listed.clone())
    }

    fn keep(&self, project: ProjectId, question: Question, listed: Listed) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.len() >= MOST {
            answers.clear();
        }
        answers.insert(project, (question, listed));
    }

    /// Whether nobody is asking this already.
    fn begin(&self, question: &Question) -> bool {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(question.clone())
    }

    fn end(&self, question: &Question) {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).remove(question);
    }
}

impl App {
    /// Adds what Go says, where it said it already; else asks it aside, and the project's page is woken when it
    /// said something.
    pub(super) fn add_listed(
        &self,
        project: &ProjectId,
        program: &str,
        host: &HostGo,
        found: &mut Understanding,
    ) {
        let Some(question) = question(found, program) else { return };
        if let Some(listed) = self.listings.answer(project, &question) {
            return add(found, program, &listed);
        }
        if !self.listings.begin(&question) {
            return;
        }
        let (listings, wakes, project) = (self.listings.clone(), self.wakes.clone(), project.clone());
        let (toolchains, host, wanted) = (self.paths.toolchains(), host.clone(), wanted(found));
        self.tasks.spawn_droppable(async move {
            let go = choose(wanted, &toolchains, &host).await;
            // No Go, or none that answers: not asked again before something changes.
            let listed = list(&go, &question.folder, &question.package).await.unwrap_or_default();
            let says = listed != Listed::default();
            listings.keep(project.clone(), question.clone(), listed);
            listings.end(&question);
            if says {
                wakes.send_for(crate::Topic::Projects, Some(project.to_string()));
            }
        });
    }
}

/// Adds what the Go on this machine says of the program that is meant. Waits for it, some seconds at most.
pub async fn with_go_list(mut found: Understanding, toolchains: &Path) -> Understanding {
    let Some(program) = found.best().and_then(|index| found.programs.get(index)) else { return found };
    let program = program.folder.clone();
    let Some(question) = question(&found, &program) else { return found };
    let go = choose(wanted(&found), toolchains, &HostGo::look().await).await;
    if let Some(listed) = list(&go, &question.folder, &question.package).await {
        add(&mut found, &program, &listed);
    }
    found
}

fn wanted(found: &Understanding) -> Wanted {
    Wanted::of(found.go.as_deref(), found.toolchain.as_deref())
}

/// Only in a module is there something to ask: without a `go.mod` Go says just that.
fn question(found: &Understanding, program: &str) -> Option<Question> {
    found.module.as_ref()?;
    let module = found.module_folder.as_str();
    let package = match module {
        "." => program,
        _ if program == module => ".",
        _ => program.strip_prefix(module)?.strip_prefix('/')?,
    };
    let package = if package == "." { ".".to_owned() } else { format!("./{package}") };
    Some(Question { imports_hash: found.imports_hash, folder: found.folder.join(module), package })
}

fn add(found: &mut Understanding, program: &str, listed: &Listed) {
    let module = found.module_folder.clone();
    let in_project = |file: &str| if module == "." { file.to_owned() } else { format!("{module}/{file}") };
    if let Some(index) = found.programs.iter().position(|known| known.folder == program)
        && let Some(needs) = found.needs.get_mut(index)
    {
        listed.correct(&mut needs.cgo);
    }
    for complaint in &listed.complaints {
        let fault = listed_fault(complaint);
        // What the files said already is not said again.
        if found.problems.iter().any(|known| known.fault.code == fault.code) {
            continue;
        }
        let at = complaint.at.as_ref();
        found.problems.push(Problem {
            fault,
            file: at.map(|(file, _)| in_project(file)),
            line: at.map(|(_, line)| *line),
        });
    }
}
