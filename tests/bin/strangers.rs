//! The strangers' list: what `slipway inspect` says of public projects, beside what is true of them.
//!
//! `strangers FOLDER [--write]`: FOLDER has the checkouts as `OWNER+NAME`. With `--write` the list keeps what was said;
//! without it a row that the list has as right, and that is not any more, is a failure.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program for the terminal; what goes wrong ends it and is said"
)]

use serde::{Deserialize, Serialize};
use serde_json::Value;
use slipway_tests::paths;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// One project. Its fields in the order of the file, which is written back as it was.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    repo: String,
    commit: String,
    shape: String,
    truth: Truth,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    said: Option<Said>,
}

/// What a person found by reading the project.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Truth {
    /// The program's folder below the checkout, or its import path.
    chosen: Option<String>,
    ports: Vec<u16>,
    required_env: Vec<String>,
    cgo: Cgo,
    problems: Vec<String>,
    note: String,
}

/// What Slipway said when the list was written last.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    /// The program's folder below the checkout.
    chosen: Option<String>,
    ports: BTreeSet<u16>,
    required_env: BTreeSet<String>,
    cgo: Cgo,
    problems: BTreeSet<String>,
    /// Whether all of it is true.
    right: bool,
}

/// Whether the program needs a C compiler.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Cgo {
    Needed,
    Optional,
    None,
}

/// What is compared, in the order of the table.
const FIELDS: [&str; 5] = ["chosen", "ports", "required_env", "cgo", "problems"];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let write = arguments.iter().any(|argument| argument == "--write");
    let folder = arguments.iter().find(|argument| !argument.starts_with("--"));
    let folder = PathBuf::from(folder.expect("strangers FOLDER [--write]"));
    let file = paths::root().join("tests/strangers.json");
    let text = std::fs::read_to_string(&file).expect("the list is there");
    let mut rows: Vec<Row> =
        serde_json::from_str(&text).expect("the list has the fields that are known here");

    let mut right = [0_usize; FIELDS.len()];
    let (mut seen, mut all_right, mut no_port_missing, mut worse) = (0, 0, 0, Vec::new());
    for row in &mut rows {
        let checkout = folder.join(row.repo.replace('/', "+"));
        if !checkout.is_dir() {
            println!("{:<52} not there", row.repo);
            continue;
        }
        let (said, also) = inspect(&checkout);
        let wrong = compare(&said, also.as_deref(), &row.truth);
        seen += 1;
        for (count, field) in right.iter_mut().zip(FIELDS) {
            *count += usize::from(!wrong.iter().any(|(name, _)| *name == field));
        }
        no_port_missing += usize::from(row.truth.ports.iter().all(|port| said.ports.contains(port)));
        let said = Said { right: wrong.is_empty(), ..said };
        all_right += usize::from(said.right);
        let was_right = row.said.as_ref().is_some_and(|said| said.right);
        if was_right && !said.right {
            worse.push(row.repo.clone());
        }
        println!("{:<52} {}{}", row.repo, verdict(&wrong), elsewhere(&checkout, &row.commit));
        row.said = Some(said);
    }

    println!();
    for (count, field) in right.iter().zip(FIELDS) {
        println!("{field:<14}{count:>3} of {seen} right");
    }
    println!("{:<14}{all_right:>3} of {seen} right", "everything");
    println!("{:<14}{no_port_missing:>3} of {seen} have every true port among those said", "");
    if write {
        std::fs::write(&file, pretty(&rows)).expect("the list can be written");
        println!("written to {}", file.display());
    } else if !worse.is_empty() {
        println!("\nright in the list, and not any more: {}", worse.join(", "));
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn verdict(wrong: &[(&'static str, String)]) -> String {
    if wrong.is_empty() {
        return "right".to_owned();
    }
    wrong.iter().map(|(field, what)| format!("{field} {what}")).collect::<Vec<_>>().join("; ")
}

/// A remark where the checkout is not the commit that the row speaks of: `OWNER+NAME.commit` lies beside it.
fn elsewhere(checkout: &Path, commit: &str) -> String {
    let beside = checkout.with_file_name(format!(
        "{}.commit",
        checkout.file_name().and_then(|name| name.to_str()).unwrap_or_default()
    ));
    match std::fs::read_to_string(beside) {
        Ok(other) if other.trim() != commit => format!(" (of another commit: {})", other.trim()),
        _ => String::new(),
    }
}

/// What the program says, and the import path of what it chose: some rows may name that.
fn inspect(checkout: &Path) -> (Said, Option<String>) {
    let output = Command::new(paths::program("slipway"))
        .arg("inspect")
        .arg(checkout)
        .args(["--json", "--lang", "en"])
        .env("SLIPWAY_DATA_DIR", paths::scratch())
        .stdin(Stdio::null())
        .output()
        .expect("slipway starts");
    let found: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{}: {error}: {}", checkout.display(), String::from_utf8_lossy(&output.stderr))
    });
    let list = |name: &str| found[name].as_array().into_iter().flatten();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let identity = text(&found["chosen"]);
    // `chosen` is an import path, or a folder where there is none.
    let program = list("programs").find(|program| {
        identity.is_some() && [&program["import_path"], &program["folder"]].contains(&&found["chosen"])
    });
    let said = Said {
        chosen: program.and_then(|program| text(&program["folder"])).or_else(|| identity.clone()),
        ports: list("ports").filter_map(|port| u16::try_from(port["port"].as_u64()?).ok()).collect(),
        required_env: list("env")
            .filter(|read| read["required"] == true)
            .filter_map(|read| text(&read["name"]))
            .collect(),
        cgo: match (found["cgo"]["needed"] == true, found["cgo"]["optional"] == true) {
            (true, _) => Cgo::Needed,
            (false, true) => Cgo::Optional,
            (false, false) => Cgo::None,
        },
        problems: list("problems").filter_map(|problem| text(&problem["code"])).collect(),
        right: false,
    };
    (said, identity)
}

/// The fields that are wrong, each with what was said and what is true.
fn compare(said: &Said, identity: Option<&str>, truth: &Truth) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    let mut differ = |field, said: String, truth: String| {
        wrong.push((field, format!("said {said}, true {truth}")));
    };
    let named = |name: Option<&str>| name.unwrap_or("none").to_owned();
    if said.chosen != truth.chosen && identity != truth.chosen.as_deref() {
        differ("chosen", named(said.chosen.as_deref()), named(truth.chosen.as_deref()));
    }
    let ports: BTreeSet<u16> = truth.ports.iter().copied().collect();
    if said.ports != ports {
        differ("ports", words(&said.ports), words(&ports));
    }
    let required: BTreeSet<String> = truth.required_env.iter().cloned().collect();
    if said.required_env != required {
        differ("required_env", words(&said.required_env), words(&required));
    }
    if said.cgo != truth.cgo {
        differ("cgo", cgo(said.cgo).to_owned(), cgo(truth.cgo).to_owned());
    }
    // More may be said than a person wrote down; what they did write down must be among it.
    if !truth.problems.iter().all(|code| said.problems.contains(code)) {
        differ("problems", words(&said.problems), words(&truth.problems));
    }
    wrong
}

fn cgo(cgo: Cgo) -> &'static str {
    match cgo {
        Cgo::Needed => "needed",
        Cgo::Optional => "optional",
        Cgo::None => "none",
    }
}

fn words<T: ToString>(all: impl IntoIterator<Item = T>) -> String {
    let words: Vec<String> = all.into_iter().map(|one| one.to_string()).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(" ") }
}

/// As the list is kept: one space a level, no line end after the last.
fn pretty(rows: &[Row]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let format = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, format);
    rows.serialize(&mut serializer).expect("it is JSON");
    bytes
}
