//! A container that writes as fast as it can, followed in three ways, in turns; and a stall.

use serde_json::Value;
use slipway_tests::engine::Foreign;
use slipway_tests::{Headless, Slipway, TestEngine};
use std::process::Command;
use std::time::{Duration, Instant};

const LINES: u64 = 300_000;
const RUNS: usize = 5;
/// A flood that lasts.
const FLOOD_LINES: u64 = 3_000_000;
const FLOODS: usize = 3;
const PATIENCE: Duration = Duration::from_secs(120);
const STALL: Duration = Duration::from_secs(6);

pub(crate) struct Measured {
    pub(crate) ours_ms: Vec<f64>,
    pub(crate) docker_ms: Vec<f64>,
    pub(crate) alone_ms: Vec<f64>,
    pub(crate) slowed_by_us_ms: Vec<f64>,
    pub(crate) slowed_by_docker_ms: Vec<f64>,
    pub(crate) flood_alone_ms: Vec<f64>,
    pub(crate) flood_ms: Vec<f64>,
    pub(crate) lost: Vec<f64>,
}

/// Times of so many lines as those of a million.
const MILLION: f64 = 1e6 / LINES as f64;

pub(crate) fn measure(engine: &TestEngine) -> Measured {
    let image = engine.image_of_app("counter");
    let home = Slipway::bare(engine);
    let mut app = Headless::start(&home);
    let mut seen = Measured {
        ours_ms: Vec::new(),
        docker_ms: Vec::new(),
        alone_ms: Vec::new(),
        slowed_by_us_ms: Vec::new(),
        slowed_by_docker_ms: Vec::new(),
        flood_alone_ms: Vec::new(),
        flood_ms: Vec::new(),
        lost: Vec::new(),
    };
    for run in 0..RUNS {
        let alone = start(engine, &image);
        seen.alone_ms.push(ran_ms(engine, &alone) * MILLION);
        drop(alone);

        let begun = Instant::now();
        let one = start(engine, &image);
        let out = Command::new("docker")
            .args(["--host", engine.url(), "logs", "-f", &one.id])
            .output()
            .expect("docker is there");
        let read = out.stdout.iter().chain(&out.stderr).filter(|byte| **byte == b'\n').count() as f64;
        // A slow reader loses lines: what it got is what counts.
        let docker = begun.elapsed().as_secs_f64() * 1e3 * LINES as f64 / read.max(1.0);
        seen.docker_ms.push(docker * MILLION);
        seen.slowed_by_docker_ms.push(ran_ms(engine, &one) * MILLION);
        drop(one);

        let begun = Instant::now();
        let one = start(engine, &image);
        let lines = wait_for(&mut app, &one);
        let ours = begun.elapsed().as_secs_f64() * 1e3;
        seen.ours_ms.push(ours * MILLION);
        seen.slowed_by_us_ms.push(ran_ms(engine, &one) * MILLION);
        println!(
            "  {lines} lines: docker {docker:.0} ms for {read} lines, Slipway {ours:.0} ms; the container took {:.0} alone, {:.0} beside docker, {:.0} beside Slipway",
            seen.alone_ms[run] / MILLION,
            seen.slowed_by_docker_ms[run] / MILLION,
            seen.slowed_by_us_ms[run] / MILLION
        );
        drop(one);
    }
    for _ in 0..FLOODS {
        let alone = flood(engine, &image);
        let alone_ms = ran_ms(engine, &alone);
        drop(alone);
        let one = flood(engine, &image);
        let mut let_go = false;
        let lines = wait_until(&mut app, &one, FLOOD_LINES, |answer| let_go |= !answer["flood"].is_null());
        let ours_ms = ran_ms(engine, &one);
        println!(
            "  a flood of {lines} lines took {alone_ms:.0} ms alone, {ours_ms:.0} beside Slipway, which let go: {let_go}"
        );
        seen.flood_alone_ms.push(alone_ms);
        seen.flood_ms.push(ours_ms);
        seen.lost.push(FLOOD_LINES.abs_diff(lines) as f64);
    }
    for _ in 0..2 {
        let one = start(engine, &image);
        app.ask(&format!("logs {}", one.id));
        signal(app.process(), "STOP");
        std::thread::sleep(STALL);
        signal(app.process(), "CONT");
        let lines = wait_for(&mut app, &one);
        println!("  {lines} lines with a stall of {} s", STALL.as_secs());
        seen.lost.push(LINES.abs_diff(lines) as f64);
    }
    app.end();
    seen
}

fn start(engine: &TestEngine, image: &str) -> Foreign {
    engine.foreign_of("bench-writer", image, &[], &[&LINES.to_string(), "0"])
}

fn flood(engine: &TestEngine, image: &str) -> Foreign {
    engine.foreign_of("bench-flood", image, &[], &[&FLOOD_LINES.to_string(), "0"])
}

/// How many lines there are when all are there, or none have come for long.
fn wait_for(app: &mut Headless, one: &Foreign) -> u64 {
    wait_until(app, one, LINES, |_| ())
}

fn wait_until(app: &mut Headless, one: &Foreign, most: u64, mut look: impl FnMut(&Value)) -> u64 {
    let begun = Instant::now();
    loop {
        let answer = app.ask(&format!("logs {}", one.id));
        look(&answer);
        let lines = answer["lines"].as_u64().expect("a number");
        if lines >= most || begun.elapsed() > PATIENCE {
            return lines;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// How long a container ran, by its engine.
fn ran_ms(engine: &TestEngine, one: &Foreign) -> f64 {
    engine.docker(&["wait", &one.id]);
    let state = engine.docker(&["inspect", "--format", "{{json .State}}", &one.id]);
    let state: Value = serde_json::from_str(&state).expect("JSON");
    let at = |name: &str| {
        let time = slipway_engine::parse_rfc3339(state[name].as_str().expect("a time"));
        time.expect("a time").unix_nanos() as f64 / 1e6
    };
    at("FinishedAt") - at("StartedAt")
}

fn signal(process: u32, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), &process.to_string()]).status();
    assert!(sent.is_ok_and(|status| status.success()), "kill -{name}");
}
