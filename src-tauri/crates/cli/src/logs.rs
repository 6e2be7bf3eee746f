//! `slipway logs CONTAINER`: what a container wrote, also one that is gone.

use crate::arguments::Logs;
use crate::output::{Output, plain};
use crate::signals::cancel_on_signal;
use serde_json::{Map, Number, Value, json};
use slipway_app::engine::LogStream;
use slipway_app::logs::keep::Record;
use slipway_app::logs::parse::{Field, Level, parse};
use slipway_app::logs::search::{Matcher, Query};
use slipway_app::store::Paths;
use slipway_app::written::{Wanted, Writer};
use slipway_app::{App, AppError, Options, Role};
use slipway_model::{Fault, ToFault as _};
use std::io::Write as _;
use std::process::ExitCode;
use tokio_util::sync::CancellationToken;

pub(crate) async fn run(arguments: &Logs, output: &Output) -> ExitCode {
    let matcher = match Matcher::new(&query(arguments)) {
        Ok(matcher) => matcher,
        Err(error) => return output.fail(&error.to_fault()),
    };
    let stop = CancellationToken::new();
    let interrupted = cancel_on_signal(stop.clone());
    let result = read(arguments, &matcher, output, &stop).await;
    interrupted.abort();
    match result {
        // Ctrl-C is how one ends a log that is followed; one that is read to its end was cancelled by it.
        Ok(()) if stop.is_cancelled() && !arguments.follow => output.fail(&Fault::cancelled()),
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => output.fail(&error.to_fault()),
    }
}

fn query(arguments: &Logs) -> Query {
    Query {
        pattern: arguments.grep.clone().unwrap_or_default(),
        is_regex: true,
        match_case: true,
        stream: arguments.stream.as_deref().map(|stream| match stream {
            "stderr" => LogStream::Stderr,
            _ => LogStream::Stdout,
        }),
        from_ms: arguments.since.map(|since| since.ms),
        ..Query::default()
    }
}

async fn read(
    arguments: &Logs,
    matcher: &Matcher,
    output: &Output,
    stop: &CancellationToken,
) -> Result<(), AppError> {
    let app = App::start(Options { paths: Paths::of_this_user()?, role: Role::CommandLine }).await?;
    let reading = async {
        let connecting = app.connect_engine(arguments.engine.as_deref());
        let engine = stop.run_until_cancelled(connecting).await.ok_or_else(Fault::cancelled)?;
        let mut sink = |writer: &Writer, record: &Record| {
            if output.json() {
                output.line(&object(writer, record));
            } else {
                say(record, output);
            }
        };
        let wanted = Wanted {
            container: &arguments.container,
            matcher,
            since: arguments.since,
            follow: arguments.follow,
        };
        match engine {
            Ok(engine) => app.written(&engine, wanted, stop, &mut sink).await,
            // What is kept is here all the same. That it may not be all, the error says.
            Err(error) => app.written_before(wanted, stop, &mut sink).and(Err(error)),
        }
    };
    let result = reading.await;
    app.shut_down().await;
    result
}

fn object(writer: &Writer, record: &Record) -> Value {
    json!({
        "time_ms": record.time.ms,
        "ns": record.time.ns,
        "container": { "id": writer.id.as_str(), "name": writer.name },
        "stream": record.stream.name(),
        "text": record.text,
        "level": Level::from_number(record.level).map(Level::name),
        "fields": fields(&record.text),
        "cut": record.truncated,
        // Nothing: lines are missing, and nobody knows how many.
        "skipped": record.gap.map_or(Some(0), |gap| gap.lines),
    })
}

/// What a structured line says beside its time, level and message; numbers as such.
fn fields(text: &str) -> Map<String, Value> {
    let fields = parse(text).map(|line| line.fields).unwrap_or_default();
    let value = |field: &Field| match field.number.and_then(Number::from_f64) {
        // A whole number stays one, also where it is larger than a floating point number is exact.
        Some(number) => serde_json::from_str(&field.value).unwrap_or(Value::Number(number)),
        None => Value::String(field.value.clone()),
    };
    fields.iter().map(|field| (field.key.clone(), value(field))).collect()
}

/// As the program wrote it: each stream to its own.
fn say(record: &Record, output: &Output) {
    match (record.gap, record.stream) {
        (Some(_), _) => output.progress(&output.text("cli-logs-missing", &[])),
        (None, LogStream::Stdout) => output.say(&plain(&record.text)),
        (None, LogStream::Stderr) => {
            let _ = writeln!(std::io::stderr().lock(), "{}", plain(&record.text));
        }
    }
}
