//! A benchmark's result: figures with their goal or reference, as a file and as a table.

use crate::TestEngine;
use serde_json::{Value, json};
use std::path::PathBuf;

/// One figure. Its value is the median of what was measured, or, for what is seldom and must stay so, the 95th of 100.
#[derive(Debug, Clone)]
pub struct Figure {
    name: &'static str,
    unit: &'static str,
    runs: Vec<f64>,
    reference: Option<(&'static str, f64)>,
    goal: Option<f64>,
    /// Which of the sorted runs is its value.
    share: f64,
}

impl Figure {
    /// What was measured, in any order.
    pub fn of(name: &'static str, unit: &'static str, runs: &[f64]) -> Self {
        let mut runs = runs.to_vec();
        runs.sort_by(f64::total_cmp);
        Self { name, unit, runs, reference: None, goal: None, share: 0.5 }
    }

    /// Whose goal is held by 95 of 100: so much is its value.
    #[must_use]
    pub fn by_p95(mut self) -> Self {
        self.share = 0.95;
        self
    }

    /// The median of what was measured.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    fn value(&self) -> f64 {
        self.quantile(self.share)
    }

    /// With what it must not pass.
    #[must_use]
    pub fn goal(mut self, goal: f64) -> Self {
        self.goal = Some(goal);
        self
    }

    /// With the median of a neighbour, measured in the same run.
    #[must_use]
    pub fn reference(mut self, name: &'static str, runs: &[f64]) -> Self {
        self.reference = Some((name, Self::of("", "", runs).quantile(0.5)));
        self
    }

    fn quantile(&self, share: f64) -> f64 {
        let last = self.runs.len().saturating_sub(1);
        let at = (share * last as f64).round() as usize;
        self.runs.get(at).copied().unwrap_or(f64::NAN)
    }

    fn holds(&self) -> Option<bool> {
        self.goal.map(|goal| self.value() <= goal)
    }

    fn json(&self) -> Value {
        let value = self.value();
        json!({
            "name": self.name, "unit": self.unit, "value": value,
            "p50": self.quantile(0.5), "p95": self.quantile(0.95),
            "runs": self.runs.len(),
            "reference": self.reference.map(|(name, value)| json!({ "name": name, "value": value })),
            "ratio": self.reference.map(|(_, reference)| value / reference),
            "goal": self.goal, "holds": self.holds(),
        })
    }
}

/// All figures of a benchmark.
#[derive(Debug)]
pub struct Report {
    bench: &'static str,
    machine: Value,
    figures: Vec<Figure>,
    file: PathBuf,
}

impl Report {
    /// Written to `file` with every figure: what ends a run early loses none.
    pub fn new(bench: &'static str, engine: &TestEngine, file: PathBuf) -> Self {
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

    /// Takes a figure, and writes the file.
    pub fn add(&mut self, figure: Figure) {
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
    pub fn print(&self) {
        println!("\n{:<28}{:>10}{:>10}  {:<12} beside", "figure", "p50", "p95", "unit");
        for figure in &self.figures {
            let reference = figure
                .reference
                .map(|(name, value)| format!("{name} {value:.0}: ratio {:.2}", figure.value() / value));
            let goal = figure.goal.map(|goal| {
                let holds = if figure.holds() == Some(true) { "holds" } else { "does not hold" };
                let by = if figure.share > 0.5 { " by p95" } else { "" };
                format!("goal {goal}{by}: {holds}")
            });
            let beside: Vec<String> = reference.into_iter().chain(goal).collect();
            let beside = beside.join("; ");
            let (p50, p95) = (figure.quantile(0.5), figure.quantile(0.95));
            println!("{:<28}{p50:>10.2}{p95:>10.2}  {:<12} {beside}", figure.name, figure.unit);
        }
        println!("\n{}", self.file.display());
    }
}
