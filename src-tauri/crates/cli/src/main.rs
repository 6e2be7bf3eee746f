//! The command line, program `slipway`: no window, no WebKit. Its contract is version 1; fields may be added, never
//! changed or removed.
//!
//! For people it prints progress and sentences, with `--json` what the contract says and nothing else on standard
//! output. `slipway [FOLDER]` starts the desktop.

mod arguments;
mod desktop;
mod explain;
mod inspect;
mod logs;
mod output;
mod ship;
mod signals;
mod stats;

use arguments::{Arguments, Command};
use clap::Parser as _;
use output::Output;
use slipway_model::Fault;
use std::process::ExitCode;

fn main() -> ExitCode {
    let (arguments, output) = match read_arguments() {
        Ok(read) => read,
        Err(status) => return status,
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return output.fail(&Fault::new("machine-internal").detail(error.to_string())),
    };
    let status = runtime.block_on(Box::pin(run(arguments, &output)));
    // A blocking read that nobody waits for must not hold the end up.
    runtime.shutdown_background();
    status
}

fn read_arguments() -> Result<(Arguments, Output), ExitCode> {
    let text: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    match Arguments::try_parse_from(arguments::with_default_command(text)) {
        Ok(arguments) => {
            let output = Output::new(arguments.lang.as_deref(), arguments.json());
            Ok((arguments, output))
        }
        Err(error) => {
            // Help and version are not errors; clap says itself where they go.
            let status = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            Err(ExitCode::from(status))
        }
    }
}

async fn run(arguments: Arguments, output: &Output) -> ExitCode {
    match arguments.command {
        Command::Open { folder } => desktop::open(folder.as_deref(), output),
        Command::Inspect(inspect) => inspect::run(&inspect, output).await,
        Command::Ship(ship) => Box::pin(ship::run(&ship, output)).await,
        Command::Explain(explain) => explain::run(&explain, output),
        Command::Stats(arguments) => stats::run(&arguments, output).await,
        Command::Logs(arguments) => logs::run(&arguments, output).await,
    }
}
