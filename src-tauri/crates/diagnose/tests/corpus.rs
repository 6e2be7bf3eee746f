//! Real outputs, and what they mean. Each file of `corpus` says in its head which codes are expected, first cause
//! first (`-`: nothing is wrong, `?`: not recognised), and where in the user's files it is.

#![allow(clippy::unwrap_used)]

use slipway_diagnose::{Explanation, catalog, explain};
use slipway_messages::{Catalog, Language};
use std::collections::BTreeSet;
use std::path::PathBuf;

struct Case {
    name: String,
    codes: String,
    place: String,
    harmless: String,
    line: Option<usize>,
    input: String,
}

fn cases() -> Vec<Case> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus"));
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            let (head, input) = text.split_once("---\n").unwrap();
            let field = |name: &str| {
                let line = head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
                line.unwrap_or_default().to_owned()
            };
            Case {
                name: path.file_stem().unwrap().to_string_lossy().into_owned(),
                codes: field("codes"),
                place: field("place"),
                harmless: field("harmless"),
                line: field("line").parse().ok(),
                input: input.to_owned(),
            }
        })
        .collect()
}

fn codes(explained: &Explanation) -> String {
    let codes: Vec<_> = explained.causes.iter().map(|cause| cause.fault.code.as_str()).collect();
    match (codes.is_empty(), explained.recognised) {
        (false, _) => codes.join(", "),
        (true, true) => "-".to_owned(),
        (true, false) => "?".to_owned(),
    }
}

fn place(explained: &Explanation) -> String {
    let first = explained.causes.first().map(|cause| cause.place.clone());
    let place =
        first.unwrap_or_else(|| explained.likeliest_line.as_ref().and_then(|line| line.place.clone()));
    place.map_or("-".to_owned(), |place| {
        let column = place.column.map_or_else(String::new, |column| format!(":{column}"));
        format!("{}:{}{column}", place.file, place.line)
    })
}

#[test]
fn every_output_means_what_it_should() {
    let mut wrong = Vec::new();
    for case in cases() {
        let explained = explain(&case.input);
        let (codes, place) = (codes(&explained), place(&explained));
        if (&codes, &place) != (&case.codes, &case.place) {
            wrong.push(format!("{}: {codes} at {place}, not {} at {}", case.name, case.codes, case.place));
        }
        let harmless: Vec<_> = explained.harmless.iter().map(|(fault, _)| fault.code.as_str()).collect();
        if !case.harmless.is_empty() && !harmless.contains(&case.harmless.as_str()) {
            wrong.push(format!("{}: harmless are {harmless:?}", case.name));
        }
        let line = explained.likeliest_line.map(|line| line.line + 1);
        if case.line.is_some() && line != case.line {
            wrong.push(format!("{}: the likeliest line is {line:?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_same_output_with_carriage_returns_colours_and_times_means_the_same() {
    for case in cases() {
        let plain = explain(&case.input);
        let dress = |line: &str| format!("2026-11-24T10:00:00.123456789Z \u{1b}[31m{line}\u{1b}[0m\r\n");
        let other = explain(&case.input.lines().map(dress).collect::<String>());
        assert_eq!((codes(&other), place(&other)), (codes(&plain), place(&plain)), "{}", case.name);
    }
}

#[test]
fn every_output_is_said_in_whole_sentences_in_both_languages() {
    for language in [Language::En, Language::ZhCn] {
        let sentences = Catalog::new(language);
        for case in cases() {
            let explained = explain(&case.input);
            let faults = explained.causes.iter().map(|cause| cause.fault.clone());
            for fault in faults.chain(explained.not_recognised()) {
                let said = sentences.fault(&fault);
                for text in [Some(said.title), said.cause, said.fix] {
                    // A blank that nothing filled is shown by its name.
                    let text = text.unwrap_or_default();
                    assert!(!text.is_empty() && !text.contains("{$"), "{}: {text}", case.name);
                }
            }
        }
    }
}

#[test]
fn every_code_of_the_catalog_is_met() {
    let mut met = BTreeSet::new();
    for case in cases() {
        let explained = explain(&case.input);
        met.extend(explained.causes.into_iter().map(|cause| cause.fault.code));
        met.extend(explained.harmless.into_iter().map(|(fault, _)| fault.code));
    }
    let missing: BTreeSet<_> =
        catalog::entries().map(|entry| entry.code).filter(|code| !met.contains(*code)).collect();
    assert!(missing.is_empty(), "no output shows {missing:?}");
    assert!(cases().len() >= 60);
}

#[test]
fn every_code_says_what_why_and_what_to_do_in_both_languages() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../ui/messages");
    let mut missing = Vec::new();
    for language in ["en", "zh-CN"] {
        let files = std::fs::read_dir(format!("{root}/{language}")).unwrap();
        let text: String =
            files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap() + "\n").collect();
        let ended = ["finished", "stopped", "crashed", "out-of-memory", "killed", "bad-command", "unknown"];
        let codes = catalog::entries().map(|entry| entry.code.to_owned());
        let codes = codes.chain(ended.map(|code| format!("ended-{code}")));
        let codes = codes
            .chain([slipway_diagnose::NOT_RECOGNISED, slipway_diagnose::NOTHING_WRONG].map(str::to_owned));
        for code in codes.collect::<BTreeSet<_>>() {
            let message = text.split(&format!("\n{code} = ")).nth(1).unwrap_or_default();
            let message = message
                .lines()
                .enumerate()
                .take_while(|(at, line)| *at == 0 || line.starts_with(' ') || line.starts_with('}'));
            let parts: Vec<_> =
                message.map(|(_, line)| line.trim().split(' ').next().unwrap_or_default()).collect();
            if !parts.contains(&".cause") || !parts.contains(&".fix") {
                missing.push(format!("{language}: {code}"));
            }
        }
    }
    assert!(missing.is_empty(), "sentences are missing:\n{}", missing.join("\n"));
}
