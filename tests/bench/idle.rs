//! What Slipway costs while nobody does anything: all its processes, the web view's included.

use slipway_tests::{Slipway, display, paths, tree, wait};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Until the first samples are in and caches are as they stay.
const SETTLE: Duration = Duration::from_secs(15);
const WINDOWS: usize = 5;
const EACH: Duration = Duration::from_secs(12);

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Memory in MB with the window open, then processor time in % of a core with the window closed and Slipway going on.
pub(crate) fn measure(home: &Slipway) -> (Vec<f64>, Vec<f64>) {
    // By itself, without a driver: that would be measured, too.
    let child = Command::new(paths::program("slipway-desktop"))
        .env_remove("DOCKER_CONTEXT")
        .envs(home.variables())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the window starts");
    let running = Running(child);
    let pid = running.0.id();
    wait::until("the window is open", Duration::from_secs(30), || display::shows_window(pid).then_some(()));
    std::thread::sleep(SETTLE);
    let mut memory = Vec::new();
    for _ in 0..WINDOWS {
        let bytes: u64 = tree::below(pid).into_iter().map(tree::pss_bytes).sum();
        memory.push(bytes as f64 / 1e6);
        std::thread::sleep(Duration::from_secs(1));
    }
    println!(
        "  {:.0} MB in {} processes",
        memory.last().copied().unwrap_or_default(),
        tree::below(pid).len()
    );

    display::close_window(pid);
    std::thread::sleep(SETTLE);
    let mut cpu = Vec::new();
    for _ in 0..WINDOWS {
        let family = tree::below(pid);
        let used = || family.iter().map(|pid| tree::cpu_ms(*pid)).sum::<f64>();
        let (before, begin) = (used(), Instant::now());
        std::thread::sleep(EACH);
        cpu.push((used() - before) / begin.elapsed().as_secs_f64() / 10.0);
    }
    assert!(
        tree::below(pid).contains(&pid) && tree::pss_bytes(pid) > 0,
        "Slipway goes on without its window"
    );
    println!("  {cpu:.2?} % of a core");
    (memory, cpu)
}
