//! Measures the history: what a second of 300 containers costs to append and to keep up, bytes a value, and how long a
//! week of one container takes to read. `measure [FOLDER [CONTAINERS [DAYS [SECONDS]]]]`, in release mode: so many
//! days, in which a row stands for ten seconds, then so many seconds of which each has its row. Only the seconds are
//! measured.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use slipway_model::{ContainerId, EngineKey};
use slipway_series::{History, Kind, Metric, MinAvgMax, Options, Row, SeriesKey};
use std::path::Path;
use std::time::{Duration, Instant};

const METRICS: u16 = 24;
const START_MS: i64 = 1_764_000_000_000;

/// Numbers that look random and are the same each time.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// About a bell curve around 0, within ±1.
    fn bell(&mut self) -> f64 {
        (self.next() + self.next() + self.next()) / 1.5 - 1.0
    }
}

/// A container as they are: of ten, six idle, three serve, one works hard.
struct Container {
    key: SeriesKey,
    load: f64,
    memory: f64,
    file_cache: f64,
    totals: [f64; 4],
    noise: Noise,
}

impl Container {
    fn new(number: usize) -> Self {
        let load = match number % 10 {
            0..6 => 0.0005,
            6..9 => 0.08,
            _ => 0.9,
        };
        let id = format!("{:064x}", (number as u128 + 1) * 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        let key = SeriesKey { engine: EngineKey::new("7TX4:PZ3K:engine"), container: ContainerId::new(id) };
        let noise = Noise(0x2545_f491_4f6c_dd1d ^ (number as u64 + 1).wrapping_mul(0x9e37_79b9));
        Self { key, load, memory: 4e7 + number as f64 * 1e6, file_cache: 1e7, totals: [0.0; 4], noise }
    }

    /// The 24 metrics of a second. Four are sampled ten times in it, the others once.
    fn second(&mut self, out: &mut Vec<(Metric, MinAvgMax)>) {
        out.clear();
        let noise = &mut self.noise;
        let busy = noise.next() < (0.05 + self.load).min(1.0);
        let mut put = |id: u16, kind, value| out.push((Metric { id, kind }, value));
        let ten = |base: f64, spread: f64, noise: &mut Noise| {
            let avg = (base * (1.0 + spread * noise.bell())).max(0.0);
            let min = avg * (1.0 - spread * noise.next());
            MinAvgMax { min, avg, max: avg * (1.0 + spread * noise.next()) }
        };
        let cpu = ten(if busy { 1e9 * self.load } else { 2e5 }, 0.3, noise);
        let share = |of: f64| MinAvgMax { min: cpu.min * of, avg: cpu.avg * of, max: cpu.max * of };
        let limited = self.load > 0.5;
        put(0, Kind::Amount, cpu);
        put(1, Kind::Amount, share(0.7 + 0.05 * noise.bell()));
        put(2, Kind::Amount, share(0.3 + 0.05 * noise.bell()));
        let waited = if limited { ten(0.4, 0.5, noise) } else { MinAvgMax::only(0.0) };
        put(3, Kind::Fraction, waited);
        if busy {
            self.memory = (self.memory + 4096.0 * (40.0 * noise.bell()).round()).max(1e6);
            self.file_cache += 4096.0 * (2.0 * noise.next()).round();
        }
        let pages = if busy { 4096.0 * (8.0 * noise.next()).round() } else { 0.0 };
        let memory = MinAvgMax { min: self.memory - pages, avg: self.memory, max: self.memory + pages };
        put(4, Kind::Amount, memory);
        put(5, Kind::Exact, MinAvgMax::only(if limited { 42.0 + (4.0 * noise.bell()).round() } else { 7.0 }));
        for (id, value) in
            [self.memory * 0.8, self.file_cache, 3e6, 0.0, self.memory + 5e6, 8e7].into_iter().enumerate()
        {
            put(6 + id as u16, Kind::Amount, MinAvgMax::only(value));
        }
        put(12, Kind::Exact, MinAvgMax::only(536_870_912.0));
        put(13, Kind::Exact, MinAvgMax::only(300_000_000.0));
        for (place, total) in self.totals.iter_mut().enumerate() {
            let rate = if busy && place < 3 { (2e5 * self.load * (1.0 + noise.bell())).round() } else { 0.0 };
            *total += rate;
            put(14 + place as u16, Kind::Amount, MinAvgMax::only(rate));
        }
        let operations = if busy { (30.0 * self.load * noise.next()).round() } else { 0.0 };
        put(18, Kind::Amount, MinAvgMax::only(operations));
        put(19, Kind::Amount, MinAvgMax::only(0.0));
        put(20, Kind::Fraction, MinAvgMax::only(if limited { 0.2 * noise.next() } else { 0.0 }));
        for id in 21..METRICS {
            put(id, Kind::Fraction, MinAvgMax::only(0.0));
        }
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "target/measure-series".to_owned());
    let count: usize = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(300);
    let days: f64 = arguments.next().and_then(|days| days.parse().ok()).unwrap_or(7.0);
    let seconds: i64 = arguments.next().and_then(|seconds| seconds.parse().ok()).unwrap_or(9_000);
    let _ = std::fs::remove_dir_all(&folder);
    let options = Options { cap_bytes: 4 << 30, ..Options::default() };
    let (history, _) = History::open(Path::new(&folder), options, START_MS).unwrap();
    let mut containers: Vec<_> = (0..count).map(Container::new).collect();
    let mut values: Vec<Vec<(Metric, MinAvgMax)>> = vec![Vec::new(); count];
    let mut cost = Cost::default();
    let days_ms = (days * 86_400_000.0) as i64 / 600_000 * 600_000;
    for end_ms in (10_000..=days_ms).step_by(10_000) {
        step(&history, &mut containers, &mut values, START_MS + end_ms, 10_000, &mut cost);
    }
    println!(
        "{count} containers, {METRICS} metrics; {:.2} days in steps of 10 s, then {seconds} s",
        days_ms as f64 / 864e5
    );
    cost.print("days", (days_ms / 10_000).max(1) as f64);
    cost = Cost::default();
    for second in 1..=seconds {
        let now_ms = START_MS + days_ms + second * 1000 + second % 3;
        step(&history, &mut containers, &mut values, now_ms, 1000, &mut cost);
    }
    cost.print("seconds", seconds as f64);
    sizes(Path::new(&folder), count);
    let now_ms = START_MS + days_ms + seconds * 1000;
    let week_ms = 7 * 86_400_000;
    for metrics in [vec![0], (0..METRICS).collect::<Vec<_>>()] {
        for (name, span_ms) in [("a week", week_ms), ("an hour", 3_600_000), ("ten minutes", 600_000)] {
            let (mut times, mut busy) = (Vec::new(), Vec::new());
            for turn in 0..20 {
                let (begun, cpu) = (Instant::now(), cpu_ns());
                let key = &containers[turn * 7 % count].key;
                history.window(key, &metrics, now_ms - span_ms, now_ms, 1000).unwrap();
                times.push(begun.elapsed().as_secs_f64() * 1e3);
                busy.push((cpu_ns() - cpu) as f64 / 1e6);
            }
            times.sort_by(f64::total_cmp);
            busy.sort_by(f64::total_cmp);
            let (p50, p95, busy) = (times[10], times[18], busy[10]);
            println!(
                "{name} of {} metrics: p50 {p50:.2} ms, p95 {p95:.2} ms, processor {busy:.2} ms",
                metrics.len()
            );
        }
    }
    let begun = Instant::now();
    let spans = history.spans().unwrap().len();
    println!("{spans} spans: {:.2} ms", begun.elapsed().as_secs_f64() * 1e3);
    drop(history);
    let begun = Instant::now();
    History::open(Path::new(&folder), options, now_ms).unwrap();
    println!("open: {:.1} ms", begun.elapsed().as_secs_f64() * 1e3);
}

/// What appending and upkeep took, on the clock and of the processor.
#[derive(Default)]
struct Cost {
    append: Duration,
    append_cpu_ns: u64,
    upkeep: Duration,
    upkeep_cpu_ns: u64,
    longest: Duration,
}

impl Cost {
    fn print(&self, name: &str, steps: f64) {
        let ms = |time: Duration| time.as_secs_f64() * 1e3 / steps;
        let cpu_ms = |ns: u64| ns as f64 / 1e6 / steps;
        println!(
            "{name}: append {:.3} ms a step (processor {:.3}), upkeep {:.3} ms (processor {:.3}), longest piece {:.0} ms",
            ms(self.append),
            cpu_ms(self.append_cpu_ns),
            ms(self.upkeep),
            cpu_ms(self.upkeep_cpu_ns),
            self.longest.as_secs_f64() * 1e3
        );
    }
}

/// Processor time of this thread; 0 where the system does not say.
fn cpu_ns() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|field| field.parse().ok()).unwrap_or(0)
}

fn step(
    history: &History,
    containers: &mut [Container],
    values: &mut [Vec<(Metric, MinAvgMax)>],
    now_ms: i64,
    span_ms: u32,
    cost: &mut Cost,
) {
    for (container, values) in containers.iter_mut().zip(&mut *values) {
        container.second(values);
    }
    let rows = containers.iter().zip(values);
    let rows: Vec<_> = rows.map(|(container, values)| Row { key: &container.key, span_ms, values }).collect();
    let (begun, cpu) = (Instant::now(), cpu_ns());
    history.append(now_ms, &rows).unwrap();
    let appended = cpu_ns();
    cost.append += begun.elapsed();
    cost.append_cpu_ns += appended - cpu;
    let mut begun = Instant::now();
    while history.maintain(now_ms).unwrap() {
        cost.longest = cost.longest.max(begun.elapsed());
        cost.upkeep += begun.elapsed();
        begun = Instant::now();
    }
    cost.upkeep += begun.elapsed();
    cost.upkeep_cpu_ns += cpu_ns() - appended;
}

fn sizes(folder: &Path, containers: usize) {
    let mut sizes = std::collections::BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let tier = name.split_once('-').map_or("log", |(tier, _)| tier).to_owned();
        let size: &mut (u64, u64) = sizes.entry(tier).or_default();
        *size = (size.0 + 1, size.1 + entry.metadata().unwrap().len());
    }
    for (tier, (files, bytes)) in sizes {
        println!("{tier}: {files} files, {bytes} bytes for {containers} containers");
    }
}
