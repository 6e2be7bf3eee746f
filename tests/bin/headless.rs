//! Slipway as the window holds it, without a window: engine, index, sampler and history in a process of their own, so
//! that what they use is theirs alone.
//!
//! It says `{"ready": KEY}` with the engine's key once the index is live, then answers each line of its input with a
//! line of JSON: `fleet` and `nobody` say who looks, `rows` gives the containers, `ends` when and how each
//! ended by what the index told, `periods MS` watches the readings of all of them for so long, `measure IMAGE COUNT MB`
//! starts to measure what containers cost, `costs` says how far that is, `cancel` ends it, `images` gives the layers
//! that images share, `logs ID` follows a container's log and says how much of it is kept. It ends, in order, with its input.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program for the tests; what goes wrong ends it and is said"
)]

use serde_json::{Value, json};
use slipway_app::containers::{Change, ChangeKind};
use slipway_app::costs::CostRequest;
use slipway_app::engines::House;
use slipway_app::store::Paths;
use slipway_app::{App, Attention, Options, Role};
use slipway_model::{ContainerId, IdempotencyKey, ToFault as _};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::sync::mpsc;
use tokio::time::Instant;

/// How long the engine and its list may take.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::main(worker_threads = 2)]
async fn main() {
    let paths = Paths::of_this_user().expect("the data folder can be made");
    let app = App::start(Options { paths, role: Role::Window }).await.expect("the app starts");
    let house = ready(&app).await;
    let ends = Ends::default();
    tokio::spawn(count(house.index.changes(), ends.clone()));
    say(&json!({ "ready": house.engine.info().key.as_str() }));
    let mut lines = input();
    while let Some(line) = lines.recv().await {
        let (word, rest) = line.split_once(' ').unwrap_or((line.as_str(), ""));
        say(&match word {
            "fleet" => attend(&app, true),
            "nobody" => attend(&app, false),
            "rows" => rows(&house),
            "ends" => json!(*ends.lock().unwrap()),
            "periods" => {
                let ms = rest.parse().expect("a number of milliseconds");
                json!({ "periods_ms": periods(&house, Duration::from_millis(ms)).await })
            }
            "measure" => measure(&app, rest).await,
            "costs" => costs(&app),
            "cancel" => {
                app.cancel_costs();
                json!({})
            }
            "images" => images(&app).await,
            "logs" => logs(&house, rest),
            _ => panic!("no such question: {line}"),
        });
    }
    drop(house);
    assert!(app.shut_down().await, "every task ends in time");
}

/// The lines of this program's input, until it ends.
fn input() -> mpsc::Receiver<String> {
    let (sender, lines) = mpsc::channel(1);
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            if sender.blocking_send(line).is_err() {
                return;
            }
        }
    });
    lines
}

/// When each container ended, and how.
type Ends = Arc<Mutex<BTreeMap<String, Vec<(i64, Option<i64>)>>>>;

async fn count(mut changes: broadcast::Receiver<Change>, ends: Ends) {
    loop {
        match changes.recv().await {
            Ok(Change { id, time, kind: ChangeKind::Ended { exit_code, .. } }) => {
                ends.lock().unwrap().entry(id.to_string()).or_default().push((time.ms, exit_code));
            }
            Ok(_) => {}
            Err(RecvError::Closed) => return,
            Err(RecvError::Lagged(missed)) => panic!("{missed} changes were missed"),
        }
    }
}

async fn ready(app: &Arc<App>) -> Arc<House> {
    let begin = Instant::now();
    loop {
        if let Some(house) = app.house().filter(|house| house.index.snapshot().is_live()) {
            return house;
        }
        assert!(begin.elapsed() < PATIENCE, "no engine within {PATIENCE:?}: {:?}", app.engine_state());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn say(line: &Value) {
    println!("{line}");
}

fn attend(app: &App, fleet: bool) -> Value {
    app.attend("headless", Attention { containers: Vec::new(), fleet });
    json!({ "fleet": fleet })
}

fn rows(house: &House) -> Value {
    let snapshot = house.index.snapshot();
    let rows = snapshot.rows.iter().map(|row| {
        json!({ "id": row.id.as_str(), "name": row.name, "alive": row.state.is_alive(), "exit": row.exit_code })
    });
    json!({ "live": snapshot.is_live(), "rows": rows.collect::<Vec<_>>() })
}

async fn measure(app: &Arc<App>, words: &str) -> Value {
    let words: Vec<&str> = words.split(' ').collect();
    let (count, megabytes) = (words[1].parse().unwrap(), words[2].parse::<u64>().unwrap());
    let request = CostRequest { image: words[0].to_owned(), count, memory_bytes: megabytes << 20 };
    match app.start_costs(&IdempotencyKey::new(words.join(" ")), request).await {
        Ok(id) => json!({ "id": id.as_str() }),
        Err(error) => json!({ "refused": error.to_fault().code }),
    }
}

fn costs(app: &App) -> Value {
    let Some(run) = app.costs() else { return Value::Null };
    let line = |line: Option<slipway_app::costs::Line>| {
        line.map(|line| json!({ "base": line.base, "each": line.each, "straight": line.straight }))
    };
    let steps = run.steps.iter().map(|step| {
        json!({
            "count": step.count, "start_ms": step.start_ms, "total_ms": step.total_ms, "running": step.running,
            "memory_bytes": step.memory_bytes, "disk_bytes": step.disk_bytes,
        })
    });
    json!({
        "phase": format!("{:?}", run.phase), "end": run.end.as_ref().map(|end| format!("{end:?}")),
        "steps": steps.collect::<Vec<_>>(), "image_bytes": run.image_bytes, "removed": run.removed,
        "not_removed": run.not_removed.as_ref().map(|fault| &fault.code), "command": run.command,
        "time": line(run.time_line()), "memory": line(run.memory_line()), "disk": line(run.disk_line()),
    })
}

fn logs(house: &House, id: &str) -> Value {
    let id = ContainerId::new(id);
    house.collector.follow_for(&id, PATIENCE);
    let extent = house.collector.extent(&id).expect("it is followed");
    let flood = house.collector.flood(&id).map(|flood| {
        json!({ "lines_per_s": flood.lines_per_s, "left_out": flood.left_out, "read_back": flood.read_back })
    });
    json!({ "lines": extent.next.0 - extent.first.0, "ended": extent.ended, "flood": flood })
}

async fn images(app: &App) -> Value {
    let shared = app.shared_images().await.expect("the engine answers");
    let images = shared.images.iter().map(|image| {
        json!({
            "tags": image.tags, "bytes": image.bytes, "shared_bytes": image.shared_bytes, "layers": image.layers,
            "shared_layers": image.shared_layers, "sum_bytes": image.sum_bytes, "unique_bytes": image.unique_bytes,
        })
    });
    json!({ "images": images.collect::<Vec<_>>(), "left_out": shared.left_out })
}

/// Milliseconds from one reading of a container to its next, of all containers.
async fn periods(house: &House, time: Duration) -> Vec<f64> {
    let (mut changed, until) = (house.recorder.changed(), Instant::now() + time);
    let mut last: HashMap<_, u64> = HashMap::new();
    let mut periods = Vec::new();
    while tokio::time::timeout_at(until, changed.changed()).await.is_ok_and(|heard| heard.is_ok()) {
        let snapshot = house.index.snapshot();
        for row in snapshot.rows.iter() {
            let Some(read_ns) = house.recorder.latest(&row.id).map(|sample| sample.totals.monotonic_ns)
            else {
                continue;
            };
            if let Some(before_ns) = last.insert(row.id.clone(), read_ns).filter(|before| *before != read_ns)
            {
                periods.push(read_ns.saturating_sub(before_ns) as f64 / 1e6);
            }
        }
    }
    periods
}
