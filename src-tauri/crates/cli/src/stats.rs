//! `slipway stats [CONTAINER…]`: what containers use, as JSON lines or as a table that stands still.

use crate::arguments::Stats;
use crate::output::{Output, plain};
use crate::signals::cancel_on_signal;
use serde_json::{Value, json};
use slipway_app::monitor::{Metric, Sample};
use slipway_app::stats::{StatsLine, stats};
use slipway_app::store::Paths;
use slipway_app::{App, AppError, Options, Role};
use slipway_model::{Fault, ToFault as _};
use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;
use tokio_util::sync::CancellationToken;

pub(crate) async fn run(arguments: &Stats, output: &Output) -> ExitCode {
    let stop = CancellationToken::new();
    let interrupted = cancel_on_signal(stop.clone());
    let result = watch(arguments, output, &stop).await;
    interrupted.abort();
    match result {
        // Ctrl-C is how one ends it: nothing was cancelled half-way.
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => output.fail(&error.to_fault()),
    }
}

async fn watch(arguments: &Stats, output: &Output, stop: &CancellationToken) -> Result<(), AppError> {
    let app = App::start(Options { paths: Paths::of_this_user()?, role: Role::CommandLine }).await?;
    let watched = async {
        let connecting = app.connect_engine(arguments.engine.as_deref());
        let engine = stop.run_until_cancelled(connecting).await.ok_or_else(Fault::cancelled)??;
        let end = stop.child_token();
        let mut table = Table::default();
        let mut sink = |lines: &[StatsLine]| {
            if output.json() {
                lines.iter().for_each(|line| output.line(&object(line)));
            } else {
                table.take(lines);
                table.show(output);
            }
        };
        let reading = stats(&engine, &arguments.containers, arguments.every, &end, &mut sink);
        match arguments.lasts {
            None => reading.await,
            Some(time) => {
                let timer = end.clone();
                let ending = tokio::spawn(async move {
                    tokio::time::sleep(time).await;
                    timer.cancel();
                });
                let read = reading.await;
                ending.abort();
                read
            }
        }
    };
    let result = watched.await;
    app.shut_down().await;
    result
}

/// A number that is known, rounded.
fn whole(value: f64) -> Value {
    if value.is_finite() { json!(value.round() as i64) } else { Value::Null }
}

/// A share that is known.
fn share(value: f64) -> Value {
    if value.is_finite() { json!((value * 1e4).round() / 1e4) } else { Value::Null }
}

fn object(line: &StatsLine) -> Value {
    let row = &line.row;
    let mut made = json!({
        "time_ms": line.time_ms,
        "container": { "id": row.id.as_str(), "name": row.name },
        "cpu_limit_nanocores": row.cpu_limit_nanocores,
        "memory_limit_bytes": row.memory_limit_bytes,
        "gap": line.sample.is_none_or(|sample| sample.span_ms == 0),
    });
    let Some(sample) = &line.sample else { return made };
    let (values, totals) = (&sample.values, &sample.totals);
    let slow = totals.slow.unwrap_or_default();
    // What nobody tells is no zero.
    let waited = |number: u64| (!totals.throttling_unknown).then_some(number);
    let more = json!({
        "span_ms": sample.span_ms,
        "cpu_nanocores": whole(values[Metric::Cpu]),
        "cpu_user_nanocores": whole(values[Metric::CpuUser]),
        "cpu_system_nanocores": whole(values[Metric::CpuSystem]),
        "cpu_total_ns": totals.cpu_total_ns,
        "periods": waited(totals.periods),
        "throttled_periods": waited(totals.throttled_periods),
        "throttled_ns": waited(totals.throttled_ns),
        "memory_bytes": totals.memory_bytes(),
        "memory": {
            "usage_bytes": totals.memory_usage_bytes,
            "inactive_file_bytes": totals.inactive_file_bytes,
            "anon_bytes": slow.anon_bytes,
            "file_bytes": slow.file_bytes,
            "kernel_bytes": slow.kernel_bytes,
            "swap_bytes": slow.swap_bytes,
            "peak_bytes": slow.peak_bytes,
        },
        "network": { "received_bytes": slow.network_received_bytes, "sent_bytes": slow.network_sent_bytes },
        "disk": {
            "read_bytes": slow.disk_read_bytes,
            "written_bytes": slow.disk_written_bytes,
            "reads": slow.disk_reads,
            "writes": slow.disk_writes,
        },
        "pressure": {
            "cpu": share(values[Metric::PressureCpu]),
            "memory": share(values[Metric::PressureMemory]),
            "io": share(values[Metric::PressureIo]),
        },
        "processes": totals.processes,
        "oom_kills": slow.oom_kills,
    });
    if let (Value::Object(made), Value::Object(more)) = (&mut made, more) {
        made.extend(more);
    }
    made
}

/// The newest line of each container, by name.
#[derive(Default)]
struct Table {
    lines: BTreeMap<String, StatsLine>,
}

impl Table {
    fn take(&mut self, lines: &[StatsLine]) {
        let newest = lines.iter().map(|line| line.time_ms).max().unwrap_or_default();
        // One that ended is in no line any more.
        self.lines.retain(|_, line| newest - line.time_ms < 5_000);
        self.lines.extend(lines.iter().map(|line| (line.row.name.clone(), line.clone())));
    }

    fn show(&self, output: &Output) {
        let words = ["name", "cpu", "waits", "memory", "network", "disk", "processes"];
        let mut rows = vec![words.map(|word| output.text(&format!("cli-stats-{word}"), &[])).to_vec()];
        rows.extend(self.lines.values().map(cells));
        let mut text = String::new();
        for row in &rows {
            for (column, cell) in row.iter().enumerate() {
                let width = rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
                let pad = " ".repeat(width - cell.chars().count() + 2);
                text.push_str(cell);
                text.push_str(&pad);
            }
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
        let mut out = std::io::stdout().lock();
        // On a terminal the table stands still; elsewhere one follows the other.
        let home = if out.is_terminal() { "\x1b[H\x1b[J" } else { "" };
        let _ = write!(out, "{home}{text}");
        let _ = out.flush();
    }
}

fn cells(line: &StatsLine) -> Vec<String> {
    let row = &line.row;
    let name = plain(&row.name);
    let unknown = || "–".to_owned();
    let Some(sample) = &line.sample else {
        return std::iter::once(name).chain(std::iter::repeat_with(unknown).take(6)).collect();
    };
    let slow = sample.totals.slow.unwrap_or_default();
    let of = |used: String, limit: Option<String>| match limit {
        Some(limit) => format!("{used} / {limit}"),
        None => used,
    };
    let both = |one: Option<u64>, other: Option<u64>| match (one, other) {
        (Some(one), Some(other)) => format!("{} / {}", bytes(one), bytes(other)),
        _ => unknown(),
    };
    let cores = |nanocores: f64| format!("{:.2}", nanocores / 1e9);
    let known = |sample: &Sample, metric| Some(sample.values[metric]).filter(|value| value.is_finite());
    vec![
        name,
        known(sample, Metric::Cpu).map_or_else(unknown, |cpu| {
            of(cores(cpu), row.cpu_limit_nanocores.map(|limit| cores(limit as f64)))
        }),
        known(sample, Metric::Waited).map_or_else(unknown, |waited| format!("{:.0} %", waited * 100.0)),
        sample
            .totals
            .memory_bytes()
            .map_or_else(unknown, |used| of(bytes(used), row.memory_limit_bytes.map(bytes))),
        both(slow.network_received_bytes, slow.network_sent_bytes),
        both(slow.disk_read_bytes, slow.disk_written_bytes),
        sample.totals.processes.map_or_else(unknown, |count| count.to_string()),
    ]
}

/// As `docker stats` writes it: three digits in powers of 1024.
fn bytes(count: u64) -> String {
    let mut value = count as f64;
    for unit in ["B", "KiB", "MiB", "GiB"] {
        if value < 1000.0 {
            let digits =
                if value < 10.0 && unit != "B" { 2 } else { usize::from(value < 100.0 && unit != "B") };
            return format!("{value:.digits$} {unit}");
        }
        value /= 1024.0;
    }
    format!("{value:.1} TiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_have_three_digits() {
        for (count, text) in
            [(0, "0 B"), (999, "999 B"), (1536, "1.50 KiB"), (64 << 20, "64.0 MiB"), (1 << 50, "1024.0 TiB")]
        {
            assert_eq!(bytes(count), text);
        }
    }

    #[test]
    fn what_is_not_known_is_null() {
        assert_eq!((whole(f64::NAN), share(f64::NAN)), (Value::Null, Value::Null));
        assert_eq!((whole(1.6), share(0.123_456)), (json!(2), json!(0.1235)));
    }
}
