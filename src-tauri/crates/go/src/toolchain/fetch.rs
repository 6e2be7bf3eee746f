//! Fetching a toolchain: which, from where, is it the one that Go's checksum database knows, and only then unpacked.

use super::choose::Wanted;
use super::http::{Http, Miss, Walk};
use super::list::newest_for;
use super::lock::Lock;
use super::proxy::ProxySettings;
use super::unpack::Toolchain;
use super::{GoPlatform, go_command, version_of};
use crate::error::GoError;
use crate::fs::Scratch;
use crate::platform;
use crate::sumdb;
use crate::version::GoVersion;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

const MODULE: &str = "golang.org/toolchain";
/// More than any toolchain's zip.
const MOST_BYTES: u64 = 1 << 30;

/// A part of a fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Which release, and its hash.
    Asking,
    /// The zip.
    Downloading,
    /// The zip against the hash.
    Verifying,
    /// The files.
    Unpacking,
}

impl Phase {
    /// As a fault's `stage` has it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Asking => "asking",
            Self::Downloading => "downloading",
            Self::Verifying => "verifying",
            Self::Unpacking => "unpacking",
        }
    }
}

/// How far a fetch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FetchEvent {
    /// What it is at.
    pub phase: Phase,
    /// Bytes of this phase so far.
    pub received_bytes: u64,
    /// Bytes of this phase in all, once that is known.
    pub total_bytes: Option<u64>,
}

type Sink<'a> = &'a mut (dyn FnMut(FetchEvent) + Send);

/// Fetches a toolchain into `into/go1.N.P.OS-ARCH` and returns that folder. It is there whole or not at all, and a
/// second caller, also in another process, waits for the first and takes what it fetched.
pub async fn fetch(
    wanted: impl Into<Wanted>,
    platform: &GoPlatform,
    proxy: &ProxySettings,
    into: &Path,
    stop: &CancellationToken,
    progress: Sink<'_>,
) -> Result<PathBuf, GoError> {
    let wanted = wanted.into();
    let entries = proxy.entries().map_err(|error| error.during(Phase::Asking))?;
    let http = Http::new(stop.clone())?;
    progress(FetchEvent { phase: Phase::Asking, received_bytes: 0, total_bytes: None });

    let version =
        resolve(wanted, platform, &entries, &http).await.map_err(|error| error.during(Phase::Asking))?;
    let name = format!("go{version}.{}-{}", platform.os, platform.arch);
    let goroot = into.join(&name);
    if is_whole(&goroot, version) {
        return Ok(goroot);
    }
    tokio::fs::create_dir_all(into).await.map_err(GoError::io(into))?;
    let lock = Lock::take(&into.join(format!(".{name}.lock")), stop).await?;
    if is_whole(&goroot, version) {
        return Ok(goroot);
    }
    let temporary = format!(".{name}.part");
    clear(into, &temporary, &goroot).await?;

    let module_version = format!("v0.0.1-{name}");
    let not_there = |hosts: Vec<String>| {
        GoError::ToolchainNotThere {
            version: version.to_string(),
            platform: platform.to_string(),
            hosts: hosts.join(", "),
        }
        .during(Phase::Asking)
    };
    let expected = if proxy.trusts_files() {
        tracing::warn!(%version, "a toolchain from files is taken unverified: GOSUMDB=off");
        None
    } else {
        let hash = sumdb::lookup(MODULE, &module_version, proxy, &http).await;
        let hash = hash.map_err(|error| error.during(Phase::Asking))?;
        Some(hash.ok_or_else(|| not_there(entries.iter().map(|entry| entry.place.host()).collect()))?)
    };

    let scratch = Scratch::new(into, &temporary).map_err(GoError::io(into))?;
    let zip = scratch.path().join("toolchain.zip");
    let mut paced = Paced::new(progress);
    let host = download(&entries, &http, &module_version, &zip, &mut paced)
        .await
        .map_err(|error| error.during(Phase::Downloading))?
        .map_err(not_there)?;

    // Also when this future is dropped, the thread stops by itself; until then it holds the lock and its folder.
    let stop = stop.child_token();
    let _stops = stop.clone().drop_guard();
    let job = Job {
        zip,
        prefix: format!("{MODULE}@{module_version}/"),
        goroot: goroot.clone(),
        version: version.to_string(),
        host,
        expected,
        stop,
        scratch,
        _lock: lock,
    };
    in_background(job, &mut paced).await?;
    Ok(goroot)
}

/// The zip, from the first that has it: its host, or the hosts that do not have it.
async fn download(
    entries: &[super::proxy::Entry],
    http: &Http,
    module_version: &str,
    zip: &Path,
    paced: &mut Paced<'_>,
) -> Result<Result<String, Vec<String>>, GoError> {
    let mut walk = Walk::new(entries);
    while let Some(place) = walk.next()? {
        let from = place.join(&format!("{MODULE}/@v/{module_version}.zip"));
        let mut tell = |received, total| paced.tell(Phase::Downloading, received, total);
        let saved = http.save(&from, zip, MOST_BYTES, &mut tell).await;
        if walk.heard(saved)?.is_some() {
            return Ok(Ok(place.host()));
        }
    }
    walk.nobody().map(Err)
}

/// The release to fetch.
async fn resolve(
    wanted: Wanted,
    platform: &GoPlatform,
    entries: &[super::proxy::Entry],
    http: &Http,
) -> Result<GoVersion, GoError> {
    if let Wanted::Exactly { fetch, .. } = wanted {
        return Ok(fetch);
    }
    let mut walk = Walk::new(entries);
    while let Some(place) = walk.next()? {
        let list = http.get(&place.join(&format!("{MODULE}/@v/list")), 8 << 20).await;
        let newest = list.and_then(|list| {
            newest_for(wanted, &String::from_utf8_lossy(&list), platform).ok_or(Miss::NotThere)
        });
        if let Some(version) = walk.heard(newest)? {
            return Ok(version);
        }
    }
    Err(GoError::ToolchainNotThere {
        version: wanted.to_string(),
        platform: platform.to_string(),
        hosts: walk.nobody()?.join(", "),
    })
}

fn is_whole(goroot: &Path, version: GoVersion) -> bool {
    version_of(goroot) == Some(version) && platform::is_executable(&go_command(goroot))
        || version_of(goroot) == Some(version) && goroot.join("bin/go.exe").is_file()
}

/// Removes what a fetch that was cut left behind. The lock is held: nobody is at it.
async fn clear(folder: &Path, temporary: &str, goroot: &Path) -> Result<(), GoError> {
    let mut entries = tokio::fs::read_dir(folder).await.map_err(GoError::io(folder))?;
    while let Some(entry) = entries.next_entry().await.map_err(GoError::io(folder))? {
        if entry.file_name().to_string_lossy().starts_with(temporary) {
            tokio::fs::remove_dir_all(entry.path()).await.map_err(GoError::io(entry.path()))?;
        }
    }
    match tokio::fs::remove_dir_all(goroot).await {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(GoError::Io { path: goroot.to_owned(), source })
        }
        _ => Ok(()),
    }
}

/// What is left once the zip is here: it is work for a thread.
struct Job {
    zip: PathBuf,
    prefix: String,
    goroot: PathBuf,
    version: String,
    host: String,
    expected: Option<String>,
    stop: CancellationToken,
    scratch: Scratch,
    _lock: Lock,
}

impl Job {
    fn run(self, tell: &(dyn Fn(Phase, u64, u64) + Sync)) -> Result<(), GoError> {
        let toolchain =
            Toolchain::open(&self.zip, &self.prefix).map_err(|error| error.during(Phase::Verifying))?;
        let total = toolchain.bytes();
        if let Some(expected) = self.expected {
            let found = toolchain
                .hash(&self.stop, &|done| tell(Phase::Verifying, done, total))
                .map_err(|error| error.during(Phase::Verifying))?;
            if found != expected {
                let mismatch =
                    GoError::HashMismatch { version: self.version, host: self.host, expected, found };
                return Err(mismatch.during(Phase::Verifying));
            }
        }
        let root = self.scratch.path().join("root");
        let unpacking = |error: GoError| error.during(Phase::Unpacking);
        std::fs::create_dir(&root).map_err(GoError::io(&root)).map_err(unpacking)?;
        toolchain
            .unpack(&root, &self.stop, &|done| tell(Phase::Unpacking, done, total))
            .map_err(unpacking)?;
        std::fs::rename(&root, &self.goroot).map_err(GoError::io(&self.goroot)).map_err(unpacking)
    }
}

/// Runs the job on a thread and passes its progress on. It ends by itself soon after the stop.
async fn in_background(job: Job, paced: &mut Paced<'_>) -> Result<(), GoError> {
    let (sender, mut receiver) = mpsc::channel(16);
    let work = tokio::task::spawn_blocking(move || {
        // A full channel only means that the next one says more.
        job.run(&|phase, done, total| {
            sender.try_send((phase, done, total)).ok();
        })
    });
    while let Some((phase, done, total)) = receiver.recv().await {
        paced.tell(phase, done, Some(total));
    }
    work.await.unwrap_or(Err(GoError::Cancelled))
}

/// Passes on ten events a second and every change of phase.
struct Paced<'a> {
    sink: Sink<'a>,
    last: Option<(Phase, Instant)>,
}

impl<'a> Paced<'a> {
    fn new(sink: Sink<'a>) -> Self {
        Self { sink, last: None }
    }

    fn tell(&mut self, phase: Phase, received_bytes: u64, total_bytes: Option<u64>) {
        let due =
            self.last.is_none_or(|(last, at)| last != phase || at.elapsed() > Duration::from_millis(100));
        if due || total_bytes == Some(received_bytes) {
            self.last = Some((phase, Instant::now()));
            (self.sink)(FetchEvent { phase, received_bytes, total_bytes });
        }
    }
}
