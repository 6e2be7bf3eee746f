//! The app itself: what it holds, how it starts and how it ends.

use crate::actions::Actions;
use crate::attention::Attention;
use crate::costs::Costs;
use crate::engines::Engines;
use crate::notices::Notices;
use crate::projects::listed::Listings;
use crate::projects::secrets::Secrets;
use crate::recording::{Kept, Writer};
use crate::searches::Searches;
use crate::settings::{self, Settings};
use crate::tables::ROOMS;
use crate::tasks::Tasks;
use crate::wake::{Wake, Wakes};
use crate::watch::DoneKeys;
use crate::{AppError, ship};
use slipway_build::BuildPaths;
use slipway_go::toolchain::{HostGo, ProxySettings};
use slipway_logs::keep::Shelf;
use slipway_model::{ContainerId, Fault, ProjectId, ToFault as _};
use slipway_monitor::{Machine, Own};
use slipway_store::{Database, Lock, Paths, lock};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

/// How long the end may take before what is left is given up.
const END_DEADLINE: Duration = Duration::from_secs(8);

/// How long the machine's own Go counts as known.
const HOST_GO_KNOWN_FOR: Duration = Duration::from_secs(60);

/// Who starts the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The desktop: keeps an engine, records.
    Window,
    /// One command: connects by itself, records nothing.
    CommandLine,
}

/// How to start.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the files are.
    pub paths: Paths,
    /// Who starts it.
    pub role: Role,
}

/// Everything Slipway knows and does, in one process.
pub struct App {
    pub(crate) paths: Paths,
    pub(crate) database: Database,
    // Each of these is held for a copy or an insert, never across an await.
    pub(crate) settings: Mutex<Settings>,
    pub(crate) mending: Mutex<HashMap<ProjectId, CancellationToken>>,
    pub(crate) done_keys: Mutex<DoneKeys>,
    pub(crate) stopped: Mutex<VecDeque<ContainerId>>,
    pub(crate) viewers: Mutex<HashMap<String, Attention>>,
    // A tokio mutex: who finds nothing waits for the one who is looking.
    pub(crate) host_go: tokio::sync::Mutex<Option<(Instant, HostGo)>>,
    pub(crate) secrets: Arc<Secrets>,
    pub(crate) listings: Arc<Listings>,
    pub(crate) engines: Engines,
    pub(crate) actions: Actions,
    pub(crate) costs: Costs,
    pub(crate) wakes: Wakes,
    pub(crate) tasks: Tasks,
    /// What has to be said once.
    pub notices: Notices,
    /// The machine's own CPU and memory.
    pub machine: Machine,
    /// What Slipway itself uses.
    pub own: Arc<Own>,
    pub(crate) history: Option<Kept>,
    /// Where lines are kept.
    pub(crate) shelf: Arc<Shelf>,
    pub(crate) searches: Searches,
    /// Held while this process may record; released at its end.
    _recorder: Option<Lock>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("paths", &self.paths).finish_non_exhaustive()
    }
}

impl App {
    /// Opens the files and, for a window, starts the long-lived tasks. Must be called inside a tokio runtime.
    ///
    /// # Errors
    /// Where the files cannot be used; a damaged database is put aside by the recorder and said.
    pub async fn start(options: Options) -> Result<Arc<Self>, AppError> {
        let Options { paths, role } = options;
        let recorder = match role {
            Role::Window => Lock::try_take(&paths, lock::name::RECORDER)?,
            Role::CommandLine => None,
        };
        let opened = Database::open(&paths, ROOMS, recorder.is_some())?;
        let notices = Notices::default();
        if let Some(aside) = &opened.put_aside {
            notices.add(Fault::new("machine-database-put-aside").with("path", aside.display().to_string()));
        }
        let settings = settings::read(&opened.database)?;
        let own = Arc::new(Own::default());
        let (history, writer) = match role {
            Role::Window => open_history(&paths, recorder.is_some(), &settings, own.clone(), &notices),
            // A command records nothing and shows nothing of what was.
            Role::CommandLine => (None, None),
        };
        // Only who records writes lines down; everybody else's end with the process.
        let shelf = Arc::new(match &recorder {
            Some(_) => Shelf::at(paths.lines(), settings::caps(&settings)),
            None => Shelf::in_memory(),
        });
        let app = Arc::new(Self {
            paths,
            database: opened.database,
            settings: Mutex::new(settings),
            secrets: Arc::default(),
            listings: Arc::default(),
            mending: Mutex::default(),
            done_keys: Mutex::default(),
            stopped: Mutex::default(),
            viewers: Mutex::default(),
            host_go: tokio::sync::Mutex::default(),
            engines: Engines::default(),
            actions: Actions::default(),
            costs: Costs::default(),
            wakes: Wakes::new(),
            tasks: Tasks::new(),
            notices,
            machine: Machine::new(),
            own,
            history,
            shelf,
            searches: Searches::default(),
            _recorder: recorder,
        });
        if let Some(writer) = writer {
            app.write_history(writer);
        }
        if role == Role::Window {
            let work = app.paths.work();
            app.tasks.spawn(async move {
                // What a build that was cut off left; losing this task loses nothing.
                drop(tokio::task::spawn_blocking(move || slipway_build::clear_leftovers(&work)).await);
            });
            app.tasks.spawn(app.clone().keep_engine());
            app.tasks.spawn(app.clone().keep_lines_capped());
            let recovering = app.clone();
            app.tasks.spawn(async move {
                ship::recover_all(&recovering.paths, &recovering.database, &recovering.notices).await;
                recovering.wakes.send(crate::Topic::Notices);
                recovering.wakes.send(crate::Topic::Projects);
            });
        }
        Ok(app)
    }

    /// Ends every task in order, within a deadline. True when all ended by themselves.
    pub async fn shut_down(&self) -> bool {
        self.end_searches();
        if let Some(house) = self.take_house() {
            house.end().await;
        }
        let clean = self.tasks.end(END_DEADLINE).await;
        // Last: what ends may still undo something in it.
        let clean = self.engines.end_own().await && clean;
        if !clean {
            tracing::warn!("some tasks did not end in time");
        }
        clean
    }

    /// Wake-ups from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Wake> {
        self.wakes.subscribe()
    }

    /// Says something once, in the window that is there or in the next one.
    pub fn say(&self, fault: Fault) {
        self.notices.add(fault);
        self.wakes.send(crate::Topic::Notices);
    }

    /// The machine's own Go, looked for once a minute at most.
    pub(crate) async fn host_go(&self) -> HostGo {
        let mut known = self.host_go.lock().await;
        match &*known {
            Some((at, host)) if at.elapsed() < HOST_GO_KNOWN_FOR => host.clone(),
            _ => {
                let host = HostGo::look().await;
                *known = Some((Instant::now(), host.clone()));
                host
            }
        }
    }

    /// Where Slipway's files are.
    pub fn paths(&self) -> &Paths {
        &self.paths
    }

    /// Another start asks the window to open a project.
    pub fn ask_to_open(&self, project: &ProjectId) {
        self.wakes.send_for(crate::Topic::Open, Some(project.to_string()));
    }

    /// The module proxies: the user's setting, else what the environment and Go's own configuration say.
    pub fn proxy(&self) -> ProxySettings {
        ProxySettings::of_this_machine(self.settings().goproxy.as_deref())
    }

    pub(crate) fn build_paths(&self) -> BuildPaths {
        BuildPaths {
            toolchains: self.paths.toolchains(),
            gocache: self.paths.go_build_cache(),
            gomodcache: self.paths.go_module_cache(),
            work: self.paths.work(),
        }
    }
}

/// The history, and what writes it. Without one Slipway shows what is now, and says so.
fn open_history(
    paths: &Paths,
    is_recorder: bool,
    settings: &Settings,
    own: Arc<Own>,
    notices: &Notices,
) -> (Option<Kept>, Option<Writer>) {
    match Kept::open(&paths.history(), is_recorder, settings.history_cap_bytes, own) {
        Ok((kept, writer, faults)) => {
            faults.into_iter().for_each(|fault| notices.add(fault));
            (Some(kept), writer)
        }
        Err(error) => {
            tracing::warn!(%error, "no history");
            notices.add(error.to_fault());
            (None, None)
        }
    }
}
