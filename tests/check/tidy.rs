//! Files are short, say what they are, and leave nothing for later.

use crate::sources::{Source, below};

const LONGEST: usize = 600;
/// Written by a program, not by a person.
const GENERATED: &str = "ui/src/ipc/bindings.ts";

fn written() -> Vec<Source> {
    let mut all = below("src-tauri", &[".rs"]);
    all.extend(below("tests", &[".rs", ".go"]));
    all.extend(below("ui/src", &[".ts", ".svelte", ".css"]));
    all.extend(below("ui/messages", &[".ftl"]));
    all.extend(below("scripts", &[""]));
    all.retain(|source| source.path != GENERATED);
    assert!(all.len() > 100, "the sources are found");
    all
}

fn none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}

#[test]
fn every_rust_file_starts_with_what_it_is() {
    let sources = written();
    let bad: Vec<String> = sources
        .iter()
        .filter(|source| source.path.ends_with(".rs") && !source.text.starts_with("//! "))
        .map(|source| source.path.clone())
        .collect();
    none("these do not start with `//! `", &bad);
}

#[test]
fn every_script_starts_with_what_it_does() {
    let bad: Vec<String> = below("scripts", &[""])
        .into_iter()
        .filter(|source| {
            let first = source.text.lines().find(|line| !line.starts_with("#!")).unwrap_or_default();
            !first.starts_with("# ")
        })
        .map(|source| source.path)
        .collect();
    none("these do not say what they do", &bad);
}

#[test]
fn no_file_is_too_long() {
    let bad: Vec<String> = written()
        .iter()
        .filter(|source| source.text.lines().count() > LONGEST)
        .map(|source| format!("{}: {} lines", source.path, source.text.lines().count()))
        .collect();
    none("these are longer than 600 lines", &bad);
}

#[test]
fn nothing_is_left_for_later() {
    // Put together here, or this file would be the first to be found.
    let marks = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["XX", "X"].concat()];
    let mut bad = Vec::new();
    for source in written() {
        for (number, line) in source.text.lines().enumerate() {
            let words = line.split(|letter: char| !letter.is_alphanumeric());
            if words.into_iter().any(|word| marks.iter().any(|mark| mark == word)) {
                bad.push(format!("{}:{}: {}", source.path, number + 1, line.trim()));
            }
        }
    }
    none("left for later", &bad);
}
