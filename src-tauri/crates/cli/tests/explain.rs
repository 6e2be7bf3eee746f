//! `slipway explain` as a shell calls it: piped, from a file, as JSON, with what is no text.

#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

fn explain(arguments: &[&str], input: &[u8]) -> Output {
    let folder = std::env::temp_dir();
    let mut child = Command::new(env!("CARGO_BIN_EXE_slipway"))
        .arg("explain")
        .args(arguments)
        .env("LC_ALL", "C")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may refuse its arguments before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn json(output: &Output) -> Value {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(text.lines().count(), 1, "one object and nothing else: {text}");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn what_is_piped_in_is_explained_as_the_contract_says() {
    let output = explain(&["--json"], b"# shop\n./main.go:6:14: undefined: greeting\n");
    let value = json(&output);
    assert_eq!((output.status.code(), &value["contract"]), (Some(0), &Value::from(1)));
    let first = &value["explanations"][0];
    assert_eq!(first["code"], "project-compile-undefined");
    assert_eq!((first["file"].as_str(), first["line"].as_u64()), (Some("main.go"), Some(6)));
    assert_eq!(first["recognised"], true);
    for part in ["title", "cause", "fix"] {
        let text = first[part].as_str().unwrap();
        assert!(!text.is_empty() && !text.contains('{'), "{part}: {text}");
    }
}

#[test]
fn people_get_sentences_in_their_language() {
    let output = explain(&["--lang", "zh-CN"], "panic: assignment to entry in nil map\n".as_bytes());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && text.contains("map") && text.contains('值'), "{text}");
}

#[test]
fn where_nothing_is_wrong_or_nothing_is_known_that_is_said() {
    for input in
        [&b""[..], b"listening on :8080\n", b"2026/11/24 http: TLS handshake error from 10.0.0.7:1: EOF\n"]
    {
        let output = explain(&["--json"], input);
        let value = json(&output);
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(value["explanations"].as_array().map(Vec::len), Some(0), "{value:#}");
        assert_eq!(value["notes"][0]["code"], "note-nothing-wrong");
    }
    let value = json(&explain(&["--json"], b"fine\nERROR: the flux capacitor is not charged\n"));
    let first = &value["explanations"][0];
    assert_eq!((&first["code"], &first["recognised"]), (&"project-not-recognised".into(), &false.into()));
    assert_eq!(first["text"], "ERROR: the flux capacitor is not charged");
}

#[test]
fn what_cannot_be_read_is_a_usage_error() {
    for (arguments, input, code) in [
        (&["--json", "/no/such/file"][..], &b""[..], "usage-file-missing"),
        (&["--json", "/"], b"", "usage-not-a-file"),
        (&["--json"], b"\x7fELF\x02\x01\x01\0\0\0", "usage-binary-input"),
    ] {
        let output = explain(arguments, input);
        assert_eq!(output.status.code(), Some(2), "{code}");
        assert_eq!(json(&output)["error"]["code"], code);
    }
    assert_eq!(explain(&["a", "b"], b"").status.code(), Some(2));
}
