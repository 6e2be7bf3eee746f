//! Containers that are not there, with numbers as containers have them, for a history: weeks are made in minutes.

use slipway_monitor::{METRICS, Metric};
use slipway_series::{History, Kind, MinAvgMax, Row, SeriesKey};
use std::time::{Duration, Instant};

/// Metrics of a container.
pub const VALUES_IN_ROW: u64 = METRICS as u64;

/// Numbers that look random and are the same each time.
#[derive(Debug)]
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

    /// Ten samples around a base.
    fn ten(&mut self, base: f64, spread: f64) -> MinAvgMax {
        let avg = (base * (1.0 + spread * self.bell())).max(0.0);
        let min = avg * (1.0 - spread * self.next());
        MinAvgMax { min, avg, max: avg * (1.0 + spread * self.next()) }
    }
}

type Values = Vec<(slipway_series::Metric, MinAvgMax)>;

/// A container as they are: of ten, six idle, three serve, one works hard under a limit.
#[derive(Debug)]
struct Container {
    key: SeriesKey,
    load: f64,
    memory_bytes: f64,
    file_bytes: f64,
    noise: Noise,
}

impl Container {
    fn new(number: usize, key: SeriesKey) -> Self {
        let load = match number % 10 {
            0..6 => 0.0005,
            6..9 => 0.08,
            _ => 0.9,
        };
        let noise = Noise(0x2545_f491_4f6c_dd1d ^ (number as u64 + 1).wrapping_mul(0x9e37_79b9));
        Self { key, load, memory_bytes: 4e7 + number as f64 * 1e6, file_bytes: 1e7, noise }
    }

    /// Every metric of a second. Those of processor, memory and processes are sampled ten times in it.
    fn second(&mut self, out: &mut Values) {
        out.clear();
        let mut put = |metric: Metric, kind, value| {
            out.push((slipway_series::Metric { id: metric.number(), kind }, value));
        };
        let noise = &mut self.noise;
        let busy = noise.next() < (0.05 + self.load).min(1.0);
        let limited = self.load > 0.5;
        let if_limited = |value: f64| MinAvgMax::only(if limited { value } else { 0.0 });

        let cpu = noise.ten(if busy { 1e9 * self.load } else { 2e5 }, 0.3);
        let share = |of: f64| MinAvgMax { min: cpu.min * of, avg: cpu.avg * of, max: cpu.max * of };
        put(Metric::Cpu, Kind::Amount, cpu);
        put(Metric::CpuUser, Kind::Amount, share(0.7 + 0.05 * noise.bell()));
        put(Metric::CpuSystem, Kind::Amount, share(0.3 + 0.05 * noise.bell()));
        let waited = if limited { noise.ten(0.4, 0.5) } else { MinAvgMax::only(0.0) };
        put(Metric::Waited, Kind::Fraction, waited);
        put(Metric::WaitedTime, Kind::Amount, if limited { noise.ten(3e8, 0.5) } else { waited });

        if busy {
            self.memory_bytes = (self.memory_bytes + 4096.0 * (40.0 * noise.bell()).round()).max(1e6);
            self.file_bytes += 4096.0 * (2.0 * noise.next()).round();
        }
        let (memory, pages) =
            (self.memory_bytes, if busy { 4096.0 * (8.0 * noise.next()).round() } else { 0.0 });
        let around = |avg: f64| MinAvgMax { min: avg - pages, avg, max: avg + pages };
        put(Metric::Memory, Kind::Amount, around(memory));
        put(Metric::MemoryUsage, Kind::Amount, around(memory + self.file_bytes));
        put(Metric::MemoryAnon, Kind::Amount, MinAvgMax::only(memory * 0.8));
        put(Metric::MemoryFile, Kind::Amount, MinAvgMax::only(self.file_bytes));
        put(Metric::MemoryKernel, Kind::Amount, MinAvgMax::only(3e6));
        put(Metric::MemorySwap, Kind::Amount, MinAvgMax::only(0.0));
        let processes = if limited { 42.0 + (4.0 * noise.bell()).round() } else { 7.0 };
        put(Metric::Processes, Kind::Amount, MinAvgMax::only(processes));

        for metric in [Metric::NetworkReceived, Metric::NetworkSent, Metric::DiskRead] {
            let rate = if busy { (2e5 * self.load * (1.0 + noise.bell())).round() } else { 0.0 };
            put(metric, Kind::Amount, MinAvgMax::only(rate));
        }
        put(Metric::DiskWritten, Kind::Amount, MinAvgMax::only(0.0));
        let operations = if busy { (30.0 * self.load * noise.next()).round() } else { 0.0 };
        put(Metric::DiskReads, Kind::Amount, MinAvgMax::only(operations));
        put(Metric::DiskWrites, Kind::Amount, MinAvgMax::only(0.0));
        put(Metric::PressureCpu, Kind::Fraction, if_limited(0.2 * noise.next()));
        put(Metric::PressureMemory, Kind::Fraction, MinAvgMax::only(0.0));
        put(Metric::PressureIo, Kind::Fraction, MinAvgMax::only(0.0));
        put(Metric::OomKills, Kind::Exact, MinAvgMax::only(0.0));
        put(Metric::CpuLimit, Kind::Exact, MinAvgMax::only(3e8));
        put(Metric::MemoryLimit, Kind::Exact, MinAvgMax::only(536_870_912.0));
    }
}

/// Containers with a history.
#[derive(Debug)]
pub struct Load {
    containers: Vec<Container>,
    values: Vec<Values>,
}

impl Load {
    /// Containers with these keys.
    pub fn of(keys: impl IntoIterator<Item = SeriesKey>) -> Self {
        let containers: Vec<_> =
            keys.into_iter().enumerate().map(|(number, key)| Container::new(number, key)).collect();
        let values = vec![Vec::new(); containers.len()];
        Self { containers, values }
    }

    /// Their keys.
    pub fn keys(&self) -> Vec<SeriesKey> {
        self.containers.iter().map(|container| container.key.clone()).collect()
    }

    /// Appends a row of every container, and lets the history do its upkeep; how long each took.
    pub fn step(&mut self, history: &History, now_ms: i64, span_ms: u32) -> (Duration, Duration) {
        for (container, values) in self.containers.iter_mut().zip(&mut self.values) {
            container.second(values);
        }
        let rows = self.containers.iter().zip(&self.values);
        let rows: Vec<_> =
            rows.map(|(container, values)| Row { key: &container.key, span_ms, values }).collect();
        let begun = Instant::now();
        history.append(now_ms, &rows).expect("the history can be written");
        let (appended, begun) = (begun.elapsed(), Instant::now());
        while history.maintain(now_ms).expect("the history can be kept up") {}
        (appended, begun.elapsed())
    }

    /// Fills a history: days in rows of ten seconds, then so many seconds, up to a moment.
    pub fn fill(&mut self, history: &History, days: i64, seconds: i64, end_ms: i64) {
        let fine_ms = end_ms - seconds * 1000;
        for now_ms in (fine_ms - days * 86_400_000 + 10_000..=fine_ms).step_by(10_000) {
            self.step(history, now_ms, 10_000);
        }
        for second in 1..=seconds {
            self.step(history, fine_ms + second * 1000, 1000);
        }
    }
}
