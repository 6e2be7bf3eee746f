//! A benchmark's result: figures with their goal or reference, as a file and as a table.

use serde_json::{Value, json};
use slipway_tests::TestEngine;
use std::path::PathBuf;

/// One figure. Its value is the median of what was measured.
pub(crate) struct Figure {
    name: &'static str,
    unit: &'static str,
    runs: Vec<f64>,
    reference: Option<(&'static str, f64)>,
    goal: Option<f64>,
}

impl Figure {
    pub(crate) fn of(name: &'static str, unit: &'static str, runs: &[f64]) -> Self {
        let mut runs = runs.to_vec();
        runs.sort_by(f64::total_cmp);
        Self { name, unit, runs, reference: None, goal: None }
    }

    /// With what it must not pass.
    pub(crate) fn goal(mut self, goal: f64) -> Self {
        self.goal = Some(goal);
        self
    }

    /// With the median of a neighbour, measured in the same run.
    pub(crate) fn reference(mut self, name: &'static str, runs: &[f64]) -> Self {
        self.reference = Some((name, Self::of("", "", runs).quantile(0.5)));
        self
    }

    fn quantile(&self, share: f64) -> f64 {
        let last = self.runs.len().saturating_sub(1);
        let at = (share * last as f64).round() as usize;
        self.runs.get(at).copied().unwrap_or(f64::NAN)
    }

    fn holds(&self) -> Option<bool> {
        self.goal.map(|goal| self.quantile(0.5) <= goal)
    }

    fn json(&self) -> Value {
        let value = self.quantile(0.5);
        json!({
            "name": self.name, "unit": self.unit, "value": value, "p50": value, "p95": self.quantile(0.95),
            "runs": self.runs.len(),
            "reference": self.reference.map(|(name, value)| json!({ "name": name, "value": value })),
            "ratio": self.reference.map(|(_, reference)| value / reference),
            "goal": self.goal, "holds": self.holds(),
        })
    }
}

/// All figures of a benchmark.
pub(crate) struct Report {
    bench: &'static str,
    machine: Value,
    figures: Vec<Figure>,
    file: PathBuf,
}

impl Report {
    /// Written to `file` with every figure: what ends a run early loses none.
    pub(crate) fn new(bench: &'static str, engine: &TestEngine, file: PathBuf) -> Self {
        let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        let kilobytes =
            read("/proc/meminfo").split_whitespace().nth(1).and_then(|word| word.parse::<u64>().ok());
        let machine = json!({
            "cores": std::thread::available_parallelism().map_or(0, std::num::NonZero::get),
            "memory_bytes": kilobytes.unwrap_or_default() * 1024,
            "kernel": read("/proc/sys/kernel/osrelease").trim(),
            "engine": engine.docker(&["version", "--format", "Docker {{.Server.Version}}"]),
        });
        Self { bench, machine, figures: Vec::new(), file }
    }

    pub(crate) fn add(&mut self, figure: Figure) {
        self.figures.push(figure);
        self.save();
    }

    fn save(&self) {
        let figures: Vec<Value> = self.figures.iter().map(Figure::json).collect();
        let all = json!({ "bench": self.bench, "machine": self.machine, "figures": figures });
        if let Some(folder) = self.file.parent() {
            std::fs::create_dir_all(folder).expect("target can be written");
        }
        let text = serde_json::to_string_pretty(&all).expect("it is JSON");
        std::fs::write(&self.file, text + "\n").expect("target can be written");
    }

    /// Prints the table.
    pub(crate) fn print(&self) {
        println!("\n{:<28}{:>10}{:>10}  {:<12} beside", "figure", "p50", "p95", "unit");
        for figure in &self.figures {
            let reference = figure
                .reference
                .map(|(name, value)| format!("{name} {value:.0}: ratio {:.2}", figure.quantile(0.5) / value));
            let goal = figure.goal.map(|goal| {
                let holds = if figure.holds() == Some(true) { "holds" } else { "does not hold" };
                format!("goal {goal}: {holds}")
            });
            let beside: Vec<String> = reference.into_iter().chain(goal).collect();
            let beside = beside.join("; ");
            let (p50, p95) = (figure.quantile(0.5), figure.quantile(0.95));
            println!("{:<28}{p50:>10.2}{p95:>10.2}  {:<12} {beside}", figure.name, figure.unit);
        }
        println!("\n{}", self.file.display());
    }
}
