//! What containers write, on the command line: whole, filtered, followed, and of one that is gone.

use serde_json::Value;
use slipway_tests::engine::Foreign;
use slipway_tests::{Headless, Slipway, TestEngine, wait};
use std::time::Duration;

/// A container that counts lines: how many, and the pause between them in milliseconds.
fn counts(engine: &TestEngine, name: &str, words: [&str; 2]) -> Foreign {
    let image = engine.image_of_app("counter");
    engine.foreign_of(name, &image, &[], &words)
}

fn logs(slipway: &Slipway, arguments: &[&str]) -> Vec<Value> {
    let mut words = vec!["logs", "--json"];
    words.extend(arguments);
    let finished = slipway.run(&words);
    assert_eq!(finished.status, 0, "{finished:?}");
    finished.events
}

fn texts(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["text"].as_str().unwrap()).collect()
}

#[test]
fn it_is_what_docker_says_and_can_be_filtered() {
    let engine = TestEngine::here();
    let slipway = Slipway::bare(&engine);
    let name = "logs-plain";
    let one = counts(&engine, name, ["200", "2"]);
    engine.docker(&["wait", name]);
    let all = logs(&slipway, &[name]);
    let docker = engine.docker(&["logs", name]);
    assert_eq!(all.len(), 200);
    let out: Vec<&str> = all
        .iter()
        .filter(|line| line["stream"] == "stdout")
        .map(|line| line["text"].as_str().unwrap())
        .collect();
    assert_eq!(out, docker.lines().collect::<Vec<_>>());
    assert_eq!(all[0]["container"]["id"], one.id.as_str());
    assert_eq!(all[0]["container"]["name"], name);
    assert_eq!(all[0]["skipped"], 0);
    let some = logs(&slipway, &[name, "--grep", "^line 1[0-9]$", "--stream", "stdout"]);
    assert!(some.iter().all(|line| line["stream"] == "stdout"));
    assert!(!some.is_empty() && texts(&some).iter().all(|text| text.starts_with("line 1")));
    let from = all[150]["time_ms"].as_i64().unwrap() as f64 / 1e3;
    let later = logs(&slipway, &[name, "--since", &format!("{from:.3}")]);
    assert!(later.len() < 200 && later.len() >= 50, "{} lines", later.len());
}

#[test]
fn a_log_that_is_followed_ends_with_its_container_and_lacks_nothing() {
    let engine = TestEngine::here();
    let slipway = Slipway::bare(&engine);
    let name = "logs-followed";
    let _one = counts(&engine, name, ["3000", "1"]);
    let all = logs(&slipway, &[name, "--follow"]);
    let numbers: Vec<String> = (0..3000).map(|n| format!("line {n}")).collect();
    let mut said = texts(&all);
    said.sort_unstable_by_key(|text| text.trim_start_matches("line ").parse::<u32>().unwrap_or(u32::MAX));
    assert_eq!(said, numbers);
}

/// Follows a flood until it has ended, or so many lines are there and nothing is said of it any more: how many lines
/// there are then, and what was said meanwhile.
fn flooded(slipway: &Slipway, one: &Foreign, lines: u64) -> (Option<u64>, Vec<Value>) {
    let mut app = Headless::start(slipway);
    let mut floods = Vec::new();
    let said = wait::until("all lines and the end", Duration::from_secs(180), || {
        let said = app.ask(&format!("logs {}", one.id));
        floods.extend(Some(said["flood"].clone()).filter(|flood| !flood.is_null()));
        let all = said["lines"].as_u64() >= Some(lines) && said["flood"].is_null();
        (all || said["ended"] == true).then_some(said)
    });
    assert!(said["flood"].is_null(), "{said}");
    app.end();
    (said["lines"].as_u64(), floods)
}

#[test]
fn a_flood_that_is_let_go_of_is_read_back_whole() {
    let engine = TestEngine::here();
    let slipway = Slipway::bare(&engine);
    let (lines, image) = (600_000_u64, engine.image_of_app("counter"));
    let one = engine.foreign_of("logs-flood", &image, &[], &[&lines.to_string(), "5", "200", "300"]);
    let (kept, floods) = flooded(&slipway, &one, lines);
    assert_eq!(kept, Some(lines));
    let left_out = |flood: &&Value| flood["left_out"].as_u64() > Some(0) && flood["read_back"].is_null();
    assert!(floods.iter().any(|flood| left_out(&flood)), "{floods:?}");
    // Counted, each of them, while they come back.
    let back: Vec<u64> = floods.iter().filter_map(|flood| flood["read_back"].as_u64()).collect();
    assert!(back.is_sorted() && back.last() > Some(&0) && back.last() < Some(&lines), "{back:?}");
}

#[test]
fn a_flood_is_read_back_before_the_engine_throws_it_away() {
    let engine = TestEngine::here();
    let slipway = Slipway::bare(&engine);
    // Faster than is followed, not faster than can be read.
    let (lines, image) = (600_000_u64, engine.image_of_app("counter"));
    let few = ["--log-opt", "max-size=15m", "--log-opt", "max-file=3"];
    let words = [&lines.to_string(), "5", "200"];
    let one = engine.foreign_of("logs-flood-few", &image, &few, &words);
    let (kept, floods) = flooded(&slipway, &one, lines);
    assert_eq!(kept, Some(lines), "{floods:?}");
    assert!(floods.iter().any(|flood| flood["left_out"].as_u64() > Some(0)), "{floods:?}");
}

#[test]
fn what_was_followed_outlives_its_container_and_the_app() {
    let engine = TestEngine::here();
    let slipway = Slipway::bare(&engine);
    let name = "logs-outlive";
    let one = counts(&engine, name, ["500", "1"]);
    let id = one.id.clone();
    let mut app = Headless::start(&slipway);
    app.ask(&format!("logs {id}"));
    wait::until("all lines", Duration::from_secs(20), || {
        let count = app.ask(&format!("logs {id}"))["lines"].as_u64();
        (count == Some(500)).then_some(())
    });
    // At the worst moment for a file.
    app.kill();
    engine.docker(&["rm", "-f", name]);
    let all = logs(&slipway, &[name]);
    assert_eq!(all.len(), 500);
    assert_eq!(logs(&slipway, &[&id[..12], "--grep", "line 499$"]).len(), 1);
    // Also where no engine can be asked; that it may not be all, the status says.
    let nowhere = "unix:///nonexistent/slipway/engine.sock";
    let finished = slipway.run(&["logs", "--json", name, "--engine", nowhere]);
    let kept = finished.events.iter().filter(|event| event["text"].is_string());
    assert_eq!((finished.status, kept.count()), (3, 500), "{:?}", finished.events.last());
    // An app that starts later has them too.
    let mut app = Headless::start(&slipway);
    wait::until("kept lines", Duration::from_secs(20), || {
        let count = app.ask(&format!("logs {id}"))["lines"].as_u64();
        (count == Some(500)).then_some(())
    });
    app.end();
}

#[test]
fn what_was_written_before_anybody_followed_is_read_too() {
    let engine = TestEngine::here();
    let slipway = Slipway::bare(&engine);
    let name = "logs-before";
    let one = counts(&engine, name, ["60000", "0"]);
    engine.docker(&["wait", name]);
    // One that was made within the last minute is read from its first line on, and has nothing older.
    std::thread::sleep(Duration::from_secs(62));
    let mut app = Headless::start(&slipway);
    wait::until("all lines", Duration::from_secs(30), || {
        let count = app.ask(&format!("logs {}", one.id))["lines"].as_u64();
        (count == Some(60_000)).then_some(())
    });
    app.end();
    engine.docker(&["rm", "-f", name]);
    let all = logs(&slipway, &[name]);
    let mut numbers: Vec<u32> =
        texts(&all).iter().map(|text| text.trim_start_matches("line ").parse().unwrap()).collect();
    numbers.sort_unstable();
    assert!(numbers == (0..60_000).collect::<Vec<_>>(), "each once");
}

#[test]
fn what_is_not_there_and_what_cannot_be_is_said() {
    let engine = TestEngine::here();
    let slipway = Slipway::bare(&engine);
    let missing = slipway.run(&["logs", "slipway-no-such", "--json"]);
    assert_eq!(missing.status, 3, "{missing:?}");
    let bad = slipway.run(&["logs", "x", "--grep", "(", "--json"]);
    assert_eq!((bad.status, bad.codes()), (2, vec!["usage-bad-regex".to_owned()]));
    assert_eq!(slipway.run(&["logs", "x", "--since", "yesterday"]).status, 2);
}

#[test]
fn a_driver_that_keeps_nothing_is_said() {
    let engine = TestEngine::here();
    let slipway = Slipway::bare(&engine);
    let image = engine.image_of_app("counter");
    let options = ["--log-driver", "none"];
    let one = engine.foreign_of("logs-none", &image, &options, &["10", "1"]);
    let refused = slipway.run(&["logs", "logs-none", "--json"]);
    assert_eq!((refused.status, refused.codes()), (3, vec!["engine-logs-not-kept".to_owned()]));
    // A row of its own, once, however often it is looked at.
    let mut app = Headless::start(&slipway);
    for _ in 0..3 {
        wait::until("the row", Duration::from_secs(20), || {
            (app.ask(&format!("logs {}", one.id))["lines"].as_u64() == Some(1)).then_some(())
        });
    }
    app.end();
}

#[test]
fn structured_lines_say_their_level_and_fields() {
    let engine = TestEngine::here();
    let slipway = Slipway::bare(&engine);
    let image = engine.image_of_app("speaker");
    let _one = engine.foreign_of("logs-speaker", &image, &[], &[]);
    let all = wait::until("what it says", Duration::from_secs(20), || {
        let all = logs(&slipway, &["logs-speaker"]);
        all.iter().any(|line| line["text"] == "after it").then_some(all)
    });
    let of = |text: &str| {
        let line = all.iter().find(|line| line["text"].as_str().unwrap().contains(text));
        line.unwrap_or_else(|| panic!("{text}: {all:?}")).clone()
    };
    let slow = of("pricing:7000");
    assert_eq!((&slow["level"], &slow["fields"]["latency_ms"]), (&"warn".into(), &812.into()));
    assert_eq!(slow["fields"]["host"], "pricing:7000");
    assert_eq!(of("order priced")["fields"]["total"], 48.9);
    let failed = of("price lookup failed");
    assert_eq!((&failed["level"], &failed["stream"]), (&"error".into(), &"stderr".into()));
    assert_eq!(of("GET /report")["fields"]["status"], 503);
    assert_eq!(of("panic: ")["level"], "fatal");
    let plain = of("after it");
    assert_eq!((&plain["level"], &plain["fields"]), (&Value::Null, &serde_json::json!({})));
    assert_eq!(of("bold amber")["text"], "green bold amber of 256 exchanged plain");
}
