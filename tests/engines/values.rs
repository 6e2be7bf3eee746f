//! What `slipway stats` says of a burner under a limit, against the kernel's own counters over the same time and the
//! engine's own command.

use serde_json::Value;
use slipway_tests::kernel::{Counts, Watch};
use slipway_tests::{App, Machine, Slipway, TestEngine};
use std::time::Duration;

/// What its limit leaves it, in cores.
const LIMIT: f64 = 0.3;

/// Where the values come from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source {
    /// The kernel's files, ten times a second.
    Files,
    /// The engine, about once a second.
    Engine,
    /// The same of Podman, which tells nobody of throttling.
    Podman,
}

impl Source {
    /// Lines that ten seconds have at least.
    fn lines(self) -> usize {
        match self {
            Self::Files => 60,
            Self::Engine | Self::Podman => 6,
        }
    }

    /// How far the reading of a clock and of a counter may be apart. In a machine without help from the hardware
    /// either of the two readers can be kept waiting between them; an engine reads the one long before or after the
    /// other.
    fn slack_ms(self, in_machine: bool) -> f64 {
        match self {
            Self::Files if in_machine => 750.0,
            Self::Files => 60.0,
            Self::Engine | Self::Podman => 1_000.0,
        }
    }
}

/// The kernel charges memory in batches of 64 pages for each processor, and gives back what is left of a batch when
/// another group's turn comes: its counter moves by that much while the program uses the same.
const BATCHES_BYTES: f64 = 2.0 * 64.0 * 4096.0;

/// A program that wants a whole core, and gets 0.3.
pub(crate) struct Burner {
    pub(crate) slipway: Slipway,
    engine: TestEngine,
    name: String,
    _app: App,
}

impl Burner {
    /// Ships it.
    pub(crate) fn ship(engine: &TestEngine) -> Self {
        let slipway = Slipway::warm(engine);
        let app = App::copy(engine, "burner", "burner");
        let shipped = slipway.ship(&app.folder, &["--cpus", "0.3", "--memory", "64m"]);
        let name = shipped.good()["container"]["name"].as_str().unwrap().to_owned();
        Self { slipway, engine: engine.clone(), name, _app: app }
    }

    /// The kernel's counters and what Slipway says of the same time are the same.
    pub(crate) fn agrees(
        &self,
        machine: Option<&Machine>,
        source: Source,
        shown_alike: bool,
        stats: impl Fn(&str) -> Vec<Value>,
    ) {
        let shown = || {
            mebibytes(&self.engine.docker(&["stats", "--no-stream", "--format", "{{.MemUsage}}", &self.name]))
        };
        let before = shown();
        let watch = Watch::begin(&self.engine, machine, &self.name);
        let said = stats(&self.name);
        // Readings after the last line too.
        std::thread::sleep(Duration::from_secs(2));
        let counts = watch.finish();
        let after = shown();
        compare(&said, &counts, source, source.slack_ms(machine.is_some()));
        // Podman takes all file cache out of what it shows; docker, and the formula here, only the inactive one.
        if !shown_alike {
            return;
        }
        // A program's memory is not still, and the engine was asked some seconds before and after ours: one of its two
        // answers lies within what we saw.
        let ours = said.iter().map(|line| number(line, "memory_bytes") / f64::from(1 << 20));
        let (least, most) =
            ours.fold((f64::MAX, 0.0_f64), |(least, most), one| (least.min(one), most.max(one)));
        let within = |shown: f64| {
            let slack = 0.01 * shown + 0.1 + BATCHES_BYTES / f64::from(1 << 20);
            (least - slack..=most + slack).contains(&shown)
        };
        assert!(
            within(before) || within(after),
            "docker stats has {before} MiB, then {after}; we saw {least} to {most}"
        );
    }
}

/// The lines of ten seconds, of a Slipway that runs here.
pub(crate) fn ten_seconds(slipway: &Slipway, name: &str) -> Vec<Value> {
    let said = slipway.run(&["stats", "--json", "--every", "100ms", "--for", "10s", name]);
    assert_eq!(said.status, 0, "{said:#?}");
    said.events
}

fn number(line: &Value, name: &str) -> f64 {
    line[name].as_f64().unwrap_or_else(|| panic!("{name} is a number: {line:#}"))
}

/// The lines of a whole run.
fn compare(lines: &[Value], counts: &Counts, source: Source, slack_ms: f64) {
    assert!(lines.len() >= source.lines(), "of ten seconds: {} lines", lines.len());
    for line in lines {
        assert_eq!(line["cpu_limit_nanocores"], 300_000_000, "{line:#}");
        assert_eq!(line["memory_limit_bytes"], 64 << 20, "{line:#}");
    }
    let (first, last) = (&lines[0], &lines[lines.len() - 1]);
    let (from, to) = (number(first, "time_ms"), number(last, "time_ms"));
    assert!(to - from > 5_000.0, "over ten seconds: {from} to {to}");

    // CPU: the rates of the lines, each over its own span, against the counter over the same window.
    let spans: Vec<(f64, f64)> = lines[1..]
        .iter()
        .filter(|line| line["gap"] == false)
        .map(|line| (number(line, "span_ms"), number(line, "cpu_nanocores") / 1e9))
        .collect();
    let covered: f64 = spans.iter().map(|(span, _)| span).sum();
    assert!(covered > 0.9 * (to - from), "{covered} ms of {} ms are in the lines", to - from);
    let said = spans.iter().map(|(span, cores)| span * cores).sum::<f64>() / covered;
    let kernel =
        (counts.at(to, |count| count.cpu_ns) - counts.at(from, |count| count.cpu_ns)) / 1e6 / (to - from);
    assert!((said - kernel).abs() < 0.01, "the kernel counts {kernel} cores, we say {said}");
    assert!((0.5 * LIMIT..LIMIT + 0.05).contains(&kernel), "a burner uses what it may: {kernel} cores");

    // Throttling: a counter that only grows, so each value lies between the kernel's own before and after.
    for line in lines.iter().filter(|line| line["gap"] == false) {
        let time = number(line, "time_ms");
        let (before, after) = (counts.around(time - slack_ms).0, counts.around(time + slack_ms).1);
        if matches!(source, Source::Podman) {
            assert!(
                line["throttled_ns"].is_null() && line["periods"].is_null(),
                "nothing is no zero: {line:#}"
            );
            continue;
        }
        for (name, low, high) in [
            ("throttled_ns", before.throttled_ns, after.throttled_ns),
            ("throttled_periods", before.throttled_periods, after.throttled_periods),
            ("cpu_total_ns", before.cpu_ns, after.cpu_ns),
        ] {
            let value = number(line, name);
            assert!(
                (low..=high).contains(&value),
                "{name} {value} is between {low} and {high}, by {source:?}: {line:#}"
            );
        }
    }
    if !matches!(source, Source::Podman) {
        let waited = number(last, "throttled_periods") - number(first, "throttled_periods");
        // Fewer than the hundred periods there were, where this machine has other things to do.
        assert!(waited > 25.0, "it waits in period after period: {waited}");
        assert!(number(last, "throttled_ns") > number(first, "throttled_ns"));
    }

    // Memory: usage without the inactive file cache; it stands still, so every reading of the window bounds it.
    let around: Vec<f64> = counts
        .within(from - slack_ms - 300.0, to + slack_ms + 300.0)
        .map(slipway_tests::kernel::Count::memory_bytes)
        .collect();
    let low = around.iter().copied().fold(f64::MAX, f64::min);
    let high = around.iter().copied().fold(0.0, f64::max);
    assert!(
        counts.0.iter().all(|count| count.inactive_file_bytes > 0.0),
        "there is a file cache to be left out"
    );
    for line in lines.iter().filter(|line| line["gap"] == false) {
        let value = number(line, "memory_bytes");
        // Podman's own number is compared with what `docker stats` shows there.
        let is_right =
            matches!(source, Source::Podman) || (low - BATCHES_BYTES..=high + BATCHES_BYTES).contains(&value);
        assert!(is_right, "memory {value} is between {low} and {high}");
        assert!(value > f64::from(20 << 20), "it holds 20 MiB: {value}");
    }
}

/// `23.4MiB / 64MiB` of `docker stats`.
fn mebibytes(text: &str) -> f64 {
    let used = text.split('/').next().unwrap_or_default().trim();
    let number = used
        .strip_suffix("MiB")
        .or_else(|| used.strip_suffix("MB"))
        .and_then(|text| text.parse::<f64>().ok());
    let value = number.unwrap_or_else(|| panic!("mebibytes: {text}"));
    if used.ends_with("MiB") { value } else { value * 1e6 / f64::from(1 << 20) }
}
