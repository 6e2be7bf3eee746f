//! `slipway inspect FOLDER`: what a Go project is and needs. Always one object, whatever it finds.

use crate::arguments::Inspect;
use crate::output::{CONTRACT, Output, plain};
use serde_json::{Value, json};
use slipway_app::go::{Understanding, understand};
use slipway_app::ship::ProblemAt;
use std::process::ExitCode;

pub(crate) async fn run(arguments: &Inspect, output: &Output) -> ExitCode {
    let folder = std::path::absolute(&arguments.folder).unwrap_or_else(|_| arguments.folder.clone());
    let understanding = match tokio::task::spawn_blocking(move || understand(&folder)).await {
        Ok(understanding) => understanding,
        Err(error) => {
            return output.fail(&slipway_model::Fault::new("machine-internal").detail(error.to_string()));
        }
    };
    if output.json() {
        output.line(&object(&understanding, output));
    } else {
        say(&understanding, output);
    }
    let broken = understanding.programs.is_empty() && !understanding.problems.is_empty();
    ExitCode::from(u8::from(broken))
}

fn object(found: &Understanding, output: &Output) -> Value {
    let identity = |index: &usize| {
        found.programs.get(*index).map(|program| {
            if program.import_path.is_empty() { program.folder.clone() } else { program.import_path.clone() }
        })
    };
    let problems: Vec<Value> =
        found.problems.iter().map(|problem| output.explanation(&ProblemAt::from(problem))).collect();
    json!({
        "contract": CONTRACT,
        "module": found.module,
        "folder": found.folder.to_string_lossy(),
        "go": found.go,
        "toolchain": found.toolchain,
        "programs": found.programs.iter().map(|program| json!({
            "import_path": program.import_path,
            "folder": program.folder,
            "name": program.name,
            "kind": program.kind.code(),
            "because": output.text(program.because.code(), &[]),
        })).collect::<Vec<_>>(),
        "chosen": found.chosen.as_ref().and_then(identity),
        "tie": found.tie.iter().filter_map(identity).collect::<Vec<_>>(),
        "ports": found.ports.iter().map(|port| json!({
            "port": port.port,
            "protocol": port.protocol,
            "file": port.file,
            "line": port.line,
            "confidence": port.confidence.code(),
        })).collect::<Vec<_>>(),
        "env": found.env.iter().map(|read| json!({
            "name": read.name,
            "file": read.file,
            "line": read.line,
        })).collect::<Vec<_>>(),
        "workspace": found.workspace,
        "vendored": found.vendored,
        "problems": problems,
    })
}

fn say(found: &Understanding, output: &Output) {
    if let Some(module) = &found.module {
        let go = found.go.as_deref().unwrap_or("—");
        output.say(&output.text("cli-module", &[("module", plain(module).into()), ("go", go.into())]));
    }
    for (index, program) in found.programs.iter().enumerate() {
        let id = if found.chosen == Some(index) { "cli-program-chosen" } else { "cli-program" };
        output.say(
            &output.text(
                id,
                &[("name", plain(&program.name).into()), ("folder", plain(&program.folder).into())],
            ),
        );
    }
    for port in &found.ports {
        let params = [
            ("port", port.port.to_string().into()),
            ("file", plain(&port.file).into()),
            ("line", port.line.to_string().into()),
        ];
        output.say(&output.text("cli-port", &params));
    }
    for problem in &found.problems {
        output.say_problem(&ProblemAt::from(problem));
    }
}
