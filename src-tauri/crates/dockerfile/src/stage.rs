//! The stages of a Dockerfile and what each stands on.

use crate::{DockerfileError, Instruction};
use std::collections::BTreeMap;
use std::ops::Range;

/// One stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its name, `AS build`.
    pub name: Option<String>,
    /// What it stands on.
    pub base: Base,
    /// The same as it is written, variables and all.
    pub written: String,
    /// The line of its `FROM`.
    pub line: u32,
    /// Its `FROM` among the instructions.
    pub from: usize,
    /// Its own instructions, after the `FROM`.
    pub instructions: Range<usize>,
}

/// What a stage stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    /// Nothing.
    Scratch,
    /// An image, with the file's own arguments filled in.
    Image(String),
    /// An earlier stage.
    Stage(usize),
}

pub(crate) fn stages(instructions: &[Instruction]) -> Result<Vec<Stage>, DockerfileError> {
    let mut arguments = BTreeMap::new();
    let mut stages: Vec<Stage> = Vec::new();
    for (index, instruction) in instructions.iter().enumerate() {
        match (instruction.keyword.as_str(), stages.last_mut()) {
            ("FROM", previous) => {
                if let Some(previous) = previous {
                    previous.instructions.end = index;
                }
                let stage = stage(instruction, index, &arguments, &stages)?;
                stages.push(stage);
            }
            ("ARG", None) => {
                for word in instruction.arguments.split_whitespace() {
                    let (name, value) = word.split_once('=').unwrap_or((word, ""));
                    let value = fill(value.trim_matches(['"', '\'']), &arguments);
                    arguments.insert(name.to_owned(), value);
                }
            }
            (keyword, None) => {
                let keyword = keyword.to_owned();
                return Err(DockerfileError::NoFrom { line: instruction.line, keyword });
            }
            (_, Some(stage)) => stage.instructions.end = index + 1,
        }
    }
    if stages.is_empty() {
        return Err(DockerfileError::Empty);
    }
    Ok(stages)
}

fn stage(
    from: &Instruction,
    index: usize,
    arguments: &BTreeMap<String, String>,
    before: &[Stage],
) -> Result<Stage, DockerfileError> {
    let words: Vec<&str> = from.arguments.split_whitespace().collect();
    let (written, name) = match words.as_slice() {
        [base] => (*base, None),
        [base, r#as, name] if r#as.eq_ignore_ascii_case("as") => (*base, Some((*name).to_owned())),
        _ => return Err(DockerfileError::BadFrom { line: from.line }),
    };
    let filled = fill(written.trim_matches(['"', '\'']), arguments);
    if filled.is_empty() {
        return Err(DockerfileError::BadFrom { line: from.line });
    }
    let named = |stage: &Stage| stage.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(&filled));
    let base = match before.iter().rposition(named) {
        Some(earlier) => Base::Stage(earlier),
        None if filled == "scratch" => Base::Scratch,
        None => Base::Image(filled),
    };
    let instructions = index + 1..index + 1;
    Ok(Stage { name, base, written: written.to_owned(), line: from.line, from: index, instructions })
}

/// `$X`, `${X}`, `${X:-default}`, `${X:+other}` filled in.
fn fill(text: &str, values: &BTreeMap<String, String>) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        filled.push_str(before);
        let value = |name: &str| values.get(name).map(String::as_str).unwrap_or_default();
        if let Some((inside, after)) = after.strip_prefix('{').and_then(|after| after.split_once('}')) {
            let (name, other) = inside.split_once(':').map_or((inside, ""), |(name, other)| (name, other));
            let known = value(name);
            match (other.strip_prefix('-'), other.strip_prefix('+')) {
                (Some(default), _) if known.is_empty() => filled.push_str(default),
                (_, Some(other)) if !known.is_empty() => filled.push_str(other),
                (_, Some(_)) => {}
                _ => filled.push_str(known),
            }
            rest = after;
        } else {
            let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(after.len());
            let (name, after) = after.split_at(end);
            filled.push_str(value(name));
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}
