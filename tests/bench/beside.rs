//! What watching containers costs, in percent of a core: Slipway, `docker stats`, the engine's own stream, nobody.
//!
//! The engine's part is counted for each: the daemon, its containerd and every shim, less what they use while nobody
//! looks. Of the stream that is all; who reads it pays on top.

use slipway_tests::{Headless, Slipway, TestEngine, tree};
use std::io::{Read as _, Write as _};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Before a window begins: connections stand, caches are as they stay.
const SETTLE: Duration = Duration::from_secs(6);
/// The same for a start of Slipway, which asks for every container once.
const SETTLE_SLIPWAY: Duration = Duration::from_secs(10);
const WINDOW: Duration = Duration::from_secs(12);

/// In percent of a core.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// The watcher's own processes.
    pub(crate) own: f64,
    /// The engine's.
    pub(crate) engine: f64,
}

/// What each cost, in rounds.
#[derive(Default)]
pub(crate) struct Costs {
    pub(crate) slipway: Vec<f64>,
    /// The engine's part of it.
    pub(crate) slipway_engine: Vec<f64>,
    pub(crate) docker_stats: Vec<f64>,
    pub(crate) stream: Vec<f64>,
}

/// Whether somebody looks at all containers, and they are read ten times a second, or nobody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looked {
    AtAll,
    AtNone,
}

/// All of them in turn, so many times.
pub(crate) fn measure(
    engine: &TestEngine,
    home: &Slipway,
    ids: &[String],
    looked: Looked,
    rounds: usize,
) -> Costs {
    let daemons = daemons(engine);
    let mut costs = Costs::default();
    for _ in 0..rounds {
        let nobody = window(&[], &daemons).engine;
        let over = |cost: Cost| (cost.engine - nobody).max(0.0);
        let slipway = slipway(home, looked, &daemons);
        let stream = stream(engine, ids, &daemons);
        let docker_stats = docker_stats(engine, &daemons);
        println!(
            "  slipway {:.2} % and {:.2} of the engine, docker stats {:.1} and {:.1}, the stream {:.1} of the engine; it has {nobody:.1} alone",
            slipway.own,
            over(slipway),
            docker_stats.own,
            over(docker_stats),
            over(stream)
        );
        costs.slipway.push(slipway.own);
        costs.slipway_engine.push(over(slipway));
        costs.docker_stats.push(docker_stats.own + over(docker_stats));
        costs.stream.push(over(stream));
    }
    costs
}

fn slipway(home: &Slipway, looked: Looked, daemons: &[u32]) -> Cost {
    let mut slipway = Headless::start(home);
    slipway.ask(if looked == Looked::AtAll { "fleet" } else { "nobody" });
    std::thread::sleep(SETTLE_SLIPWAY);
    let cost = window(&tree::below(slipway.process()), daemons);
    slipway.end();
    cost
}

fn docker_stats(engine: &TestEngine, daemons: &[u32]) -> Cost {
    let child = Command::new("docker")
        .args(["-H", engine.url(), "stats"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("the docker command is needed");
    let running = Running(child);
    std::thread::sleep(SETTLE);
    window(&[running.0.id()], daemons)
}

/// One connection a container, each read as it comes and thrown away.
fn stream(engine: &TestEngine, ids: &[String], daemons: &[u32]) -> Cost {
    let streams: Vec<Stream> = ids.iter().map(|id| Stream::open(engine, id)).collect();
    std::thread::sleep(SETTLE);
    let before: usize = streams.iter().map(Stream::bytes).sum();
    let cost = window(&[], daemons);
    assert!(streams.iter().map(Stream::bytes).sum::<usize>() > before, "the engine sends samples");
    cost
}

/// Processor time of both over a window.
fn window(own: &[u32], daemons: &[u32]) -> Cost {
    let used = |pids: &[u32]| pids.iter().map(|pid| tree::cpu_ms(*pid)).sum::<f64>();
    let (own_before, engine_before, begun) = (used(own), used(daemons), Instant::now());
    std::thread::sleep(WINDOW);
    let percent = |ms: f64| ms / begun.elapsed().as_secs_f64() / 10.0;
    Cost { own: percent(used(own) - own_before), engine: percent(used(daemons) - engine_before) }
}

/// The engine's processes. One that the script started has its own folder on every command line; of another, all that
/// are called so.
fn daemons(engine: &TestEngine) -> Vec<u32> {
    let folder = engine.socket().parent().map(PathBuf::from).unwrap_or_default();
    let folder = folder.to_string_lossy();
    let is_ours = |command: &str| !folder.contains("slipway-engine") || command.contains(&*folder);
    let found = tree::named(|name| name == "dockerd" || name.starts_with("containerd"));
    let found: Vec<u32> = found.into_iter().filter(|pid| is_ours(&tree::command(*pid))).collect();
    assert!(found.len() > 2, "the engine's processes are seen: it runs on this machine");
    found
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

struct Stream {
    socket: UnixStream,
    read: std::sync::Arc<std::sync::atomic::AtomicUsize>,
    reader: Option<JoinHandle<()>>,
}

impl Stream {
    fn open(engine: &TestEngine, id: &str) -> Self {
        let mut socket = UnixStream::connect(engine.socket()).expect("the engine listens");
        let request = format!("GET /containers/{id}/stats?stream=true HTTP/1.1\r\nHost: engine\r\n\r\n");
        socket.write_all(request.as_bytes()).expect("it reads");
        let mut input = socket.try_clone().expect("a socket can be shared");
        let read = std::sync::Arc::<std::sync::atomic::AtomicUsize>::default();
        let count = read.clone();
        let reader = std::thread::Builder::new().stack_size(64 << 10).spawn(move || {
            let mut bytes = [0; 8192];
            while let Ok(length @ 1..) = input.read(&mut bytes) {
                count.fetch_add(length, std::sync::atomic::Ordering::Relaxed);
            }
        });
        Self { socket, read, reader: Some(reader.expect("a thread starts")) }
    }

    fn bytes(&self) -> usize {
        self.read.load(std::sync::atomic::Ordering::Relaxed)
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.socket.shutdown(Shutdown::Both).ok();
        self.reader.take().map(JoinHandle::join);
    }
}
