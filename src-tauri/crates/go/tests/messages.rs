//! Every code of this room has its sentences, in every language.

use regex::Regex;
use std::collections::BTreeSet;
use std::path::Path;

fn files(folder: &Path, extension: &str, text: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, extension, text);
        } else if path.extension().is_some_and(|known| known == extension) {
            text.extend(std::fs::read_to_string(&path));
        }
    }
}

#[test]
fn every_code_has_a_title_a_cause_and_a_fix_in_both_languages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut source = Vec::new();
    files(&root.join("src"), "rs", &mut source);
    let code = Regex::new(
        r#""((?:project|usage|network|machine|program-because|argument-because|cgo-because)-[a-z-]+)""#,
    )
    .unwrap();
    let mut codes: BTreeSet<String> =
        source.iter().flat_map(|text| code.captures_iter(text)).map(|found| found[1].to_owned()).collect();
    codes.retain(|code| !code.ends_with('-'));
    assert!(codes.len() > 60, "{}", codes.len());
    for language in ["en", "zh-CN"] {
        let mut sentences = Vec::new();
        files(&root.join("../../../ui/messages").join(language), "ftl", &mut sentences);
        let all = sentences.join("\n");
        for code in &codes {
            let message = Regex::new(&format!(r"(?m)^{code} = .+(?:\n  .+)*")).unwrap();
            let message = message.find(&all).unwrap_or_else(|| panic!("{language}: no {code}")).as_str();
            let complete = message.contains(".cause = ") && message.contains(".fix = ");
            assert!(complete || code.contains("-because-"), "{language}: {code} lacks a cause or a fix");
        }
    }
}
