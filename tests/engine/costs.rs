//! What containers cost, measured on the real engine: right, within its bounds, and gone afterwards however it ends.

use serde_json::Value;
use slipway_tests::{Headless, Slipway, TestEngine, wait};
use std::time::Duration;

/// For a few containers on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(120);

/// A measuring has the engine's containers to itself: one at a time.
static ALONE: std::sync::Mutex<()> = std::sync::Mutex::new(());

struct Measured {
    engine: TestEngine,
    slipway: Headless,
    _alone: std::sync::MutexGuard<'static, ()>,
}

fn measured() -> Measured {
    let alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let engine = TestEngine::here();
    let slipway = Headless::start(&Slipway::bare(&engine));
    Measured { engine, slipway, _alone: alone }
}

impl Measured {
    fn start(&mut self, image: &str, count: u32, megabytes: u64) -> Value {
        self.slipway.ask(&format!("measure {image} {count} {megabytes}"))
    }

    fn until(&mut self, what: &str, is: impl Fn(&Value) -> bool) -> Value {
        wait::until(what, PATIENCE, || {
            let run = self.slipway.ask("costs");
            is(&run).then_some(run)
        })
    }

    fn ended(&mut self) -> Value {
        self.until("the measuring to end", |run| run["phase"] == "Ended")
    }

    fn left(&self) -> Vec<String> {
        self.engine.lines(&["ps", "-aq", "--filter", "label=slipway.costs"])
    }
}

fn number(value: &Value, name: &str) -> f64 {
    value[name].as_f64().unwrap_or_else(|| panic!("{name} of {value}"))
}

#[test]
fn each_container_adds_its_time_and_its_memory_and_none_adds_the_image() {
    let mut measured = measured();
    let image = measured.engine.image_of_app("idler");
    let beside = measured.engine.foreign("costs-beside", "idler", &[]);
    assert!(measured.start(&image, 6, 32)["id"].is_string());
    let run = measured.ended();
    assert_eq!((&run["end"], &run["removed"]), (&"Done".into(), &6.into()), "{run}");
    let steps = run["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 6);
    for (step, before) in steps.iter().skip(1).zip(steps) {
        let added = number(step, "total_ms") - number(before, "total_ms");
        assert!((added - number(step, "start_ms")).abs() < 1e-6 && added > 0.0, "{step}");
        assert_eq!(number(step, "running"), number(before, "running") + 1.0, "{step}");
    }
    // A Go program that sleeps takes some megabytes at most, and a page at least.
    let each = number(&run["memory"], "each");
    assert!((4096.0..20e6).contains(&each), "{run}");
    // The image is there once: what a container adds is what it writes, which is nothing here.
    assert_eq!(number(&steps[5], "disk_bytes"), number(&run, "image_bytes"), "{run}");
    assert!(number(&run, "image_bytes") > 1e6 && number(&run["disk"], "each").abs() < 1.0, "{run}");
    assert_eq!(
        run["command"].as_str().unwrap(),
        format!("docker run -d --name slipway-costs-1 -m 32m --cpus 0.5 {image}")
    );
    assert!(measured.left().is_empty());
    assert!(measured.engine.has(&beside.id), "what is not its own is not touched");
}

#[test]
fn cancelled_in_the_middle_it_leaves_nothing() {
    let mut measured = measured();
    let image = measured.engine.image_of_app("idler");
    measured.start(&image, 20, 16);
    assert_eq!(measured.start(&image, 3, 16)["refused"], "usage-costs-running", "one at a time");
    measured.until("two steps", |run| run["steps"].as_array().is_some_and(|steps| steps.len() >= 2));
    measured.slipway.ask("cancel");
    let run = measured.ended();
    assert_eq!(run["end"], "Cancelled");
    assert!(run["steps"].as_array().unwrap().len() < 20, "{run}");
    assert!(measured.left().is_empty());
}

#[test]
fn a_program_that_ends_at_once_costs_time_and_no_memory() {
    let mut measured = measured();
    let image = measured.engine.image_of_app("idler");
    let ending = "slipway-test/ends-at-once:1";
    let name = "costs-to-commit";
    measured.engine.try_docker(&["rm", "-f", name]).ok();
    measured.engine.docker(&["create", "--name", name, "--label", "slipway.test=1", &image]);
    measured.engine.docker(&["commit", "-c", "CMD [\"end\",\"0\",\"0\"]", name, ending]);
    measured.engine.docker(&["rm", name]);
    measured.start(ending, 3, 16);
    let run = measured.ended();
    assert_eq!(run["end"], "Done", "{run}");
    let last = &run["steps"][2];
    assert_eq!(last["running"], 0, "{run}");
    assert_eq!(last["memory_bytes"], 0, "{run}");
    assert!(number(last, "total_ms") > 0.0);
    assert!(measured.left().is_empty());

    // It lies on the other one's layer, and takes nothing but that.
    let shared = measured.slipway.ask("images");
    let of = |tag: &str| {
        let all = shared["images"].as_array().unwrap();
        let has = |one: &&Value| one["tags"].as_array().unwrap().iter().any(|found| found == tag);
        all.iter().find(has).unwrap_or_else(|| panic!("{tag} in {shared}")).clone()
    };
    let (first, second) = (of(&image), of(ending));
    // Both may be of the same second: then either may come before the other.
    let (first, second) = if number(&second, "sum_bytes") < number(&first, "sum_bytes") {
        (second, first)
    } else {
        (first, second)
    };
    assert_eq!(number(&second, "shared_bytes"), number(&second, "bytes"), "{second}");
    assert_eq!(number(&second, "bytes"), number(&first, "bytes"));
    assert!(number(&second, "unique_bytes") < number(&second, "sum_bytes"));
    measured.engine.docker(&["rmi", ending]);
}

#[test]
fn containers_that_somebody_removes_meanwhile_are_no_fault() {
    let mut measured = measured();
    let image = measured.engine.image_of_app("idler");
    measured.start(&image, 20, 16);
    measured.until("two steps", |run| run["steps"].as_array().is_some_and(|steps| steps.len() >= 2));
    // Under its hands, by somebody else.
    for id in measured.left() {
        measured.engine.try_docker(&["rm", "-f", &id]).ok();
    }
    measured.slipway.ask("cancel");
    let run = measured.ended();
    assert_eq!(run["end"], "Cancelled", "{run}");
    assert!(measured.left().is_empty());
}

#[test]
fn what_cannot_be_is_refused_before_anything_is_started() {
    let mut measured = measured();
    assert_eq!(measured.start("slipway-test/no-such-image:1", 2, 16)["refused"], "engine-image-not-found");
    let image = measured.engine.image_of_app("idler");
    assert_eq!(measured.start(&image, 51, 16)["refused"], "usage-costs-count");
    assert_eq!(measured.start(&image, 50, 1 << 20)["refused"], "usage-costs-memory");
    assert_eq!(measured.start(&image, 2, 1)["refused"], "usage-run-memory");
    assert!(measured.slipway.ask("costs").is_null());
    assert!(measured.left().is_empty());
}
