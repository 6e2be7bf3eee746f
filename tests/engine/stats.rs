//! `slipway stats` against the kernel's own counters, read here over the same time.

use serde_json::Value;
use slipway_tests::{App, Slipway, TestEngine, wait};
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A container that burns a processor, or fills its memory.
struct Running {
    engine: TestEngine,
    slipway: Slipway,
    _app: App,
    name: String,
}

fn running(template: &str, name: &str, options: &[&str]) -> Running {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let app = App::template(&engine, template, name);
    let shipped = slipway.ship(&app.folder, options);
    let name = shipped.good()["container"]["name"].as_str().expect("a name").to_owned();
    Running { engine, slipway, _app: app, name }
}

impl Running {
    fn pid(&self) -> u32 {
        self.engine.inspect(&self.name, "{{.State.Pid}}").parse().expect("a process")
    }

    /// A file of one of its cgroups: of a controller of version 1, or of version 2.
    fn file(&self, controller: &str, name: &str) -> PathBuf {
        let text = std::fs::read_to_string(format!("/proc/{}/cgroup", self.pid())).expect("it runs");
        let path = |wanted: &str| {
            text.lines().find_map(|line| {
                let mut fields = line.splitn(3, ':').skip(1);
                let controllers = fields.next()?;
                controllers.split(',').any(|one| one == wanted).then(|| fields.next())?
            })
        };
        let mounted = format!("/sys/fs/cgroup/{controller}");
        match path(controller) {
            Some(path) => PathBuf::from(format!("{mounted}{path}/{name}")),
            None => PathBuf::from(format!("/sys/fs/cgroup{}/{name}", path("").expect("version 2"))),
        }
    }

    /// Processor time in nanoseconds, and when it was read.
    fn cpu_ns(&self) -> (u64, Instant) {
        let v1 = self.file("cpuacct", "cpuacct.usage");
        let count = match std::fs::read_to_string(&v1) {
            Ok(text) => text.trim().parse().expect("a number"),
            Err(_) => {
                1000 * named(
                    &std::fs::read_to_string(self.file("cpu", "cpu.stat")).expect("v2"),
                    "usage_usec",
                )
            }
        };
        (count, Instant::now())
    }

    /// Readings of this container.
    fn stats(&self, arguments: &[&str]) -> Vec<Value> {
        let mut words = vec!["stats", self.name.as_str(), "--json"];
        words.extend(arguments);
        let finished = self.slipway.run(&words);
        assert_eq!(finished.status, 0, "{finished:?}");
        finished.events
    }
}

fn named(text: &str, name: &str) -> u64 {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("{name} in {text}")).trim().parse().expect("a number")
}

fn number(line: &Value, name: &str) -> f64 {
    line[name].as_f64().unwrap_or_else(|| panic!("{name} of {line}"))
}

/// The average of a rate over lines, weighed by the time that each stands for.
fn average(lines: &[Value], name: &str) -> f64 {
    let known: Vec<_> = lines.iter().filter(|line| line["gap"] == false).collect();
    let weight: f64 = known.iter().map(|line| number(line, "span_ms")).sum();
    known.iter().map(|line| number(line, name) * number(line, "span_ms")).sum::<f64>() / weight
}

/// A known load: what Slipway says is what the kernel counted, within a hundredth of a core. Whether the program kept
/// its load on this machine is the kernel's to say: only then is it held against the load that was asked for.
fn load(percent: u32) {
    let running = running(
        "cpu-burner",
        &format!("load{percent}"),
        &["--env", &format!("BURN_PERCENT={percent}"), "--cpus", "2"],
    );
    for _ in 0..5 {
        let (before, began) = running.cpu_ns();
        let lines = running.stats(&["--every", "100ms", "--for", "4s"]);
        let (after, ended) = running.cpu_ns();
        let kernel = (after - before) as f64 / ended.duration_since(began).as_nanos() as f64;
        // The same counter in Slipway's lines: first to last, exactly.
        let (first, last) = (&lines[0], &lines[lines.len() - 1]);
        let counted = number(last, "cpu_total_ns") - number(first, "cpu_total_ns");
        let spanned: f64 = lines[1..].iter().map(|line| number(line, "span_ms")).sum();
        let ours = average(&lines, "cpu_nanocores") / 1e9;
        assert!(
            (ours - counted / 1e6 / spanned).abs() < 0.01,
            "{ours} of its own counter {counted} in {spanned}"
        );
        assert!(lines.len() >= 30, "ten a second, not {}", lines.len());
        let users = average(&lines, "cpu_user_nanocores") + average(&lines, "cpu_system_nanocores");
        assert!((users / 1e9 - ours).abs() < 0.05, "user and system are its parts: {users}");
        let asked = f64::from(percent) / 100.0;
        if (kernel - asked).abs() <= 0.05 {
            assert!((ours - kernel).abs() <= 0.02, "{ours}, the kernel counted {kernel} around it");
            return;
        }
    }
    // A machine too busy to give the program its load in five tries: what Slipway said of it was checked each time.
}

#[test]
fn a_tenth_of_a_core_is_a_tenth() {
    load(10);
}

#[test]
fn half_a_core_is_half() {
    load(50);
}

#[test]
fn one_and_a_half_cores_are_so() {
    load(150);
}

#[test]
fn waiting_and_memory_are_the_kernels_own_numbers() {
    let running = running("cpu-burner", "waits", &["--cpus", "0.3", "--memory", "64m"]);
    let lines = running.stats(&["--every", "100ms", "--for", "3s"]);
    let cpu = average(&lines, "cpu_nanocores") / 1e9;
    assert!((cpu - 0.3).abs() < 0.05, "{cpu} of 0.3");
    // Nothing moves any more: what is said now can be held against the files to the last digit.
    running.engine.docker(&["pause", &running.name]);
    std::thread::sleep(Duration::from_millis(300));
    let lines = running.stats(&["--every", "100ms", "--for", "1s"]);
    let line = &lines[lines.len() - 1];
    let stat = std::fs::read_to_string(running.file("cpu", "cpu.stat")).expect("it is there");
    assert_eq!(number(line, "periods") as u64, named(&stat, "nr_periods"));
    assert_eq!(number(line, "throttled_periods") as u64, named(&stat, "nr_throttled"));
    let throttled_ns = match stat.contains("throttled_time") {
        true => named(&stat, "throttled_time"),
        false => 1000 * named(&stat, "throttled_usec"),
    };
    assert_eq!(number(line, "throttled_ns") as u64, throttled_ns);
    assert!(throttled_ns > 100_000_000, "it did wait: {throttled_ns}");
    assert_eq!(number(line, "cpu_limit_nanocores"), 3e8);
    assert_eq!(number(line, "memory_limit_bytes"), f64::from(64 << 20));
    let engine: Value =
        serde_json::from_str(&running.engine.stats_once(&running.name)).expect("the engine's");
    let usage = number(&engine["memory_stats"], "usage");
    let stats = &engine["memory_stats"]["stats"];
    let inactive =
        stats["total_inactive_file"].as_f64().or(stats["inactive_file"].as_f64()).expect("one of them");
    assert_eq!(number(line, "memory_bytes"), usage - inactive, "as `docker stats` counts");
    assert_eq!(line["processes"], engine["pids_stats"]["current"]);
    running.engine.docker(&["unpause", &running.name]);
}

/// Started again under its name, and removed while it is read: never a spike, never a negative, never another's number.
#[test]
fn a_restart_and_a_removal_are_gaps_and_no_spikes() {
    let running = running("cpu-burner", "flaps", &["--cpus", "1"]);
    let old = running.engine.inspect(&running.name, "{{.Id}}");
    let mut reading = running.slipway.start(&["stats", "--json", "--every", "100ms", "--for", "12s"]);
    assert!(reading.wait_for("a line", |line| line["container"]["id"] == old.as_str()));
    for _ in 0..2 {
        std::thread::sleep(Duration::from_millis(700));
        running.engine.docker(&["restart", "-t", "0", &running.name]);
    }
    let image = running.engine.inspect(&running.name, "{{.Image}}");
    std::thread::sleep(Duration::from_millis(700));
    running.engine.docker(&["rm", "-f", &running.name]);
    // Another one of that name, which does nothing.
    running.engine.docker(&[
        "run",
        "-d",
        "--label",
        "slipway.test=1",
        "--name",
        &running.name,
        "-e",
        "BURN_PERCENT=0",
        &image,
    ]);
    let new = running.engine.inspect(&running.name, "{{.Id}}");
    let lines = reading.finish().events;
    let of =
        |id: &str| -> Vec<&Value> { lines.iter().filter(|line| line["container"]["id"] == id).collect() };
    for line in of(&old).iter().chain(&of(&new)) {
        if let Some(cpu) = line["cpu_nanocores"].as_f64() {
            assert!((0.0..1.3e9).contains(&cpu), "{line}");
        }
    }
    let starts = of(&old).iter().filter(|line| line["gap"] == true).count();
    assert!(starts >= 2, "each run begins without a rate");
    let idle: Vec<f64> = of(&new).iter().filter_map(|line| line["cpu_nanocores"].as_f64()).skip(5).collect();
    assert!(!idle.is_empty(), "the new one is read as well");
    assert!(idle.iter().all(|cpu| *cpu < 2e8), "and has its own numbers: {idle:?}");
    let now_ms = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_millis() as f64;
    assert!(lines.iter().all(|line| (number(line, "time_ms") - now_ms).abs() < 60_000.0));
    running.engine.docker(&["rm", "-f", &running.name]);
}

#[test]
fn network_and_disk_are_counted() {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let (app, _) = App::server(&engine, "traffic");
    let shipped = slipway.ship(&app.folder, &[]);
    let result = shipped.good();
    let (name, url) =
        (result["container"]["name"].as_str().expect("text"), result["url"].as_str().expect("text"));
    for _ in 0..50 {
        assert!(wait::http_get(url).is_some());
    }
    let finished = slipway.run(&["stats", name, "--json", "--every", "1s", "--for", "3s"]);
    let lines = finished.events;
    let line = &lines[lines.len() - 1];
    let pid = engine.inspect(name, "{{.State.Pid}}");
    let text = std::fs::read_to_string(format!("/proc/{pid}/net/dev")).expect("it runs");
    let received: u64 = text
        .lines()
        .skip(2)
        .filter_map(|line| line.split_once(':'))
        .filter(|(name, _)| name.trim() != "lo")
        .filter_map(|(_, numbers)| numbers.split_whitespace().next()?.parse::<u64>().ok())
        .sum();
    let said = number(&line["network"], "received_bytes") as u64;
    assert!(said > 5_000 && said <= received, "{said} of {received}");
    assert!(line["disk"]["written_bytes"].is_u64() && line["pressure"]["cpu"].is_number(), "{line}");
}

#[test]
fn an_unknown_container_and_a_pace_too_short_are_said() {
    let engine = TestEngine::here();
    let slipway = Slipway::warm(&engine);
    let finished = slipway.run(&["stats", "nobody-has-this-name", "--json"]);
    assert_eq!(finished.bad(3)["error"]["code"], "engine-not-found");
    let finished = slipway.run(&["stats", "--every", "10ms"]);
    assert_eq!(finished.status, 2);
}
