//! Every code has its sentences, in both languages, with the same blanks to fill in.

use crate::sources::{Source, below};
use std::collections::{BTreeMap, BTreeSet};

const LANGUAGES: [&str; 2] = ["en", "zh-CN"];
const AREAS: [&str; 5] = ["project-", "usage-", "engine-", "network-", "machine-"];

/// A message's id, or `id.attribute`, with the names of the parameters in its text.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn messages(language: &str) -> Messages {
    let mut all = Messages::new();
    for source in below(&format!("ui/messages/{language}"), &[".ftl"]) {
        let (mut id, mut key) = (String::new(), String::new());
        for line in source.text.lines() {
            let indented = line.starts_with([' ', '\t']);
            let name = line.trim().split_once('=').map(|(name, _)| name.trim());
            match name {
                Some(name) if !indented && is_id(name) => {
                    id = name.to_owned();
                    key.clone_from(&id);
                    let first = all.insert(key.clone(), BTreeSet::new()).is_none();
                    assert!(first, "{}: {id} is there twice", source.path);
                }
                Some(name) if indented && name.strip_prefix('.').is_some_and(is_id) => {
                    key = format!("{id}{name}");
                    all.insert(key.clone(), BTreeSet::new());
                }
                _ if !indented && !line.is_empty() => key.clear(),
                _ => {}
            }
            if let Some(parameters) = all.get_mut(&key) {
                parameters.extend(parameters_of(line));
            }
        }
    }
    assert!(all.len() > 50, "the messages of {language} are found");
    all
}

fn is_id(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_')
}

fn parameters_of(line: &str) -> impl Iterator<Item = String> + '_ {
    line.split('$').skip(1).map(|rest| {
        let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_' && letter != '-');
        rest.get(..end.unwrap_or(rest.len())).unwrap_or_default().to_owned()
    })
}

/// The codes that Rust makes faults of: `Fault::new("…")`, and what a table of codes gives (`=> "engine-…"`).
fn codes() -> BTreeMap<String, String> {
    let mut codes = BTreeMap::new();
    for source in below("src-tauri", &[".rs"]) {
        if source.path.ends_with("/tests.rs")
            || source.path.contains("/tests/")
            || source.path.contains("crates/model/")
        {
            continue;
        }
        for code in codes_in(&source) {
            codes.entry(code).or_insert_with(|| source.path.clone());
        }
    }
    codes.insert("cancelled".to_owned(), "Fault::cancelled".to_owned());
    assert!(codes.len() > 30, "the codes are found: {codes:?}");
    codes
}

fn codes_in(source: &Source) -> Vec<String> {
    // A long call is broken before its argument.
    let text = source.without_tests().split_whitespace().collect::<Vec<_>>().join(" ").replace("( \"", "(\"");
    let literal = |rest: &str| rest.split('"').next().unwrap_or_default().to_owned();
    let direct = text.split("Fault::new(\"").skip(1).map(literal);
    let table = text.split("=> \"").skip(1).map(literal);
    let table = table.filter(|code| AREAS.iter().any(|area| code.starts_with(area)) && is_id(code));
    direct.chain(table).collect()
}

#[test]
fn every_code_says_what_why_and_what_to_do_in_both_languages() {
    let mut missing = Vec::new();
    for language in LANGUAGES {
        let messages = messages(language);
        for (code, path) in codes() {
            for part in ["", ".cause", ".fix"] {
                // Who stopped it needs no fix, and a neutral finding or what shows a verdict has none.
                let only_said =
                    code == "cancelled" || code.starts_with("note-") || code.starts_with("evidence-");
                if (part.is_empty() || !only_said) && !messages.contains_key(&format!("{code}{part}")) {
                    missing.push(format!("{language}: {code}{part} ({path})"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "messages are missing:\n  {}", missing.join("\n  "));
}

#[test]
fn both_languages_say_the_same_things() {
    let [english, chinese] = LANGUAGES.map(messages);
    let only = |one: &Messages, other: &Messages| -> Vec<String> {
        one.keys().filter(|key| !other.contains_key(*key)).cloned().collect()
    };
    assert_eq!(only(&english, &chinese), Vec::<String>::new(), "only in English");
    assert_eq!(only(&chinese, &english), Vec::<String>::new(), "only in Chinese");
    // Chinese has no plural, so a number that English only selects by may be absent there, never the other way round.
    for (key, parameters) in &chinese {
        let unknown: Vec<_> = parameters.difference(&english[key]).collect();
        assert!(unknown.is_empty(), "{key}: {unknown:?} only in Chinese");
    }
}

#[test]
fn every_file_of_messages_is_there_in_both_languages() {
    let [english, chinese] = LANGUAGES.map(|language| {
        let files = below(&format!("ui/messages/{language}"), &[".ftl"]);
        files
            .into_iter()
            .filter_map(|file| file.path.rsplit('/').next().map(str::to_owned))
            .collect::<Vec<_>>()
    });
    assert_eq!(english, chinese);
}
