//! `slipway inspect FOLDER`: what a Go project is and needs. Always one object, whatever it finds.

use crate::arguments::Inspect;
use crate::output::{CONTRACT, Output, plain};
use serde_json::{Value, json};
use slipway_app::go::understand::{Needs, PathUse};
use slipway_app::go::{Understanding, understand};
use slipway_app::projects::with_go_list;
use slipway_app::ship::ProblemAt;
use slipway_app::store::Paths;
use std::process::ExitCode;

pub(crate) async fn run(arguments: &Inspect, output: &Output) -> ExitCode {
    let folder = std::path::absolute(&arguments.folder).unwrap_or_else(|_| arguments.folder.clone());
    let understanding = match tokio::task::spawn_blocking(move || understand(&folder)).await {
        Ok(understanding) => understanding,
        Err(error) => {
            return output.fail(&slipway_model::Fault::new("machine-internal").detail(error.to_string()));
        }
    };
    // Where there is a Go, it is asked too; without a home there is none that was fetched.
    let understanding = match Paths::of_this_user() {
        Ok(paths) => with_go_list(understanding, &paths.toolchains()).await,
        Err(_) => understanding,
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
    // What the chosen program needs; without a program there is nothing to need.
    let none = Needs::default();
    let needs = found.needed().unwrap_or(&none);
    let cgo = needs.cgo.needed.as_ref().or(needs.cgo.optional.as_ref());
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
        "cgo": {
            "needed": needs.cgo.needed.is_some(),
            "optional": needs.cgo.optional.is_some(),
            "because": cgo.map(|used| output.text(used.because.code(), &[("package", used.import_path.as_str().into())])),
        },
        "ports": needs.ports.iter().map(|port| json!({
            "port": port.port,
            "protocol": port.protocol,
            "file": port.file,
            "line": port.line,
            "confidence": port.confidence.code(),
        })).collect::<Vec<_>>(),
        "listens_on": needs.listens_on.iter().map(|listen| json!({
            "address": listen.address,
            "port": listen.port,
            "file": listen.file,
            "line": listen.line,
            "confidence": listen.confidence.code(),
        })).collect::<Vec<_>>(),
        "env": needs.env.iter().map(|read| json!({
            "name": read.name,
            "required": read.required,
            "default": read.default,
            "file": read.file,
            "line": read.line,
        })).collect::<Vec<_>>(),
        "arguments": needs.arguments.iter().map(|argument| json!({
            "value": argument.value,
            "because": output.text(argument.because.code(), &[("value", argument.value.as_str().into())]),
            "file": argument.file,
            "line": argument.line,
        })).collect::<Vec<_>>(),
        "reads": needs.reads.iter().map(path_use).collect::<Vec<_>>(),
        "writes": needs.writes.iter().map(path_use).collect::<Vec<_>>(),
        "dials": needs.dials.iter().map(|dial| json!({
            "value": dial.value,
            "kind": dial.kind.code(),
            "localhost": dial.localhost,
            "file": dial.file,
            "line": dial.line,
            "confidence": dial.confidence.code(),
        })).collect::<Vec<_>>(),
        "stdin": needs.stdin.is_some(),
        "workspace": found.workspace,
        "vendored": found.vendored,
        "problems": problems,
    })
}

fn path_use(path: &PathUse) -> Value {
    json!({
        "value": path.value,
        "file": path.file,
        "line": path.line,
        "confidence": path.confidence.code(),
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
    for port in found.needed().into_iter().flat_map(|needs| &needs.ports) {
        let params = [
            ("port", port.port.to_string().into()),
            ("file", plain(&port.file).into()),
            ("line", port.line.to_string().into()),
        ];
        output.say(&output.text("cli-port", &params));
    }
    if let Some(needs) = found.needed() {
        say_needs(needs, output);
    }
    for problem in &found.problems {
        output.say_problem(&ProblemAt::from(problem));
    }
}

/// What it needs beside its ports, a line each with the place that says so.
fn say_needs(needs: &Needs, output: &Output) {
    let say = |id: &str, value: &str, file: &str, line: u32| {
        let sentence = output.text(id, &[("value", plain(value).into()), ("package", plain(value).into())]);
        output.say(&format!("  {sentence}  ({}:{line})", plain(file)));
    };
    for read in needs.env.iter().filter(|read| read.required) {
        say("cli-env-required", &read.name, &read.file, read.line);
    }
    if let Some(used) = &needs.cgo.needed {
        say("need-cgo", &used.import_path, &used.file, used.line);
    }
    for argument in &needs.arguments {
        say(argument.because.code(), &argument.value, &argument.file, argument.line);
    }
    for dial in &needs.dials {
        let id = if dial.localhost { "need-dials-itself" } else { "need-dials" };
        say(id, &dial.value, &dial.file, dial.line);
    }
    for read in &needs.reads {
        say(
            if read.exists { "need-reads" } else { "need-reads-missing" },
            &read.value,
            &read.file,
            read.line,
        );
    }
    for write in &needs.writes {
        say("need-writes", &write.value, &write.file, write.line);
    }
    if let Some(place) = &needs.stdin {
        say("need-stdin", "stdin", &place.file, place.line);
    }
}
