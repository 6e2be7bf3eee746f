//! Possible values of an expression, and how several become one.

use crate::understand::Confidence;

/// Stands for a part of a text that is not known.
pub(in crate::understand) const UNKNOWN: char = '\u{0}';
/// More possibilities are not followed.
const MOST: usize = 4;

/// A possible value.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::understand) struct Value {
    pub(in crate::understand) text: String,
    pub(in crate::understand) confidence: Confidence,
    /// Where its last part is written.
    pub(in crate::understand) file: usize,
    pub(in crate::understand) line: u32,
    /// The environment variable that comes before it.
    pub(in crate::understand) env: Option<String>,
}

/// Both texts after one another; the place is the last one's that is known.
pub(in crate::understand) fn joined(left: &[Value], between: &str, right: &[Value]) -> Vec<Value> {
    let mut values = Vec::new();
    for left in left {
        for right in right {
            let from =
                if right.text.is_empty() || right.text == ":" || right.line == 0 { left } else { right };
            values.push(Value {
                text: format!("{}{between}{}", left.text, right.text),
                confidence: left.confidence.min(right.confidence),
                file: from.file,
                line: from.line,
                env: right.env.clone().or_else(|| left.env.clone()),
            });
        }
    }
    values.truncate(MOST);
    values
}

pub(in crate::understand) fn weaker(mut values: Vec<Value>, at_most: Confidence) -> Vec<Value> {
    for value in &mut values {
        value.confidence = value.confidence.min(at_most);
    }
    values
}

/// `cmp.Or`: the first value that is known is the default of what stands before it.
pub(in crate::understand) fn first_known(values: Vec<Value>) -> Vec<Value> {
    let env = values.iter().find_map(|value| value.env.clone());
    let Some(at) = values.iter().position(|value| !value.text.contains(UNKNOWN)) else { return values };
    let mut values = values;
    let mut value = values.swap_remove(at);
    if at > 0 {
        value.confidence = value.confidence.min(Confidence::Likely);
        value.env = value.env.or(env);
    }
    vec![value]
}

/// Possibilities of one thing: an unknown one (the environment, an argument) makes the known one a default, several
/// known ones are guesses.
pub(in crate::understand) fn merged(values: Vec<Value>) -> Vec<Value> {
    let empty = values.iter().find(|value| value.text.is_empty()).cloned();
    let (unknown, known): (Vec<_>, Vec<_>) =
        values.into_iter().partition(|value| value.text == UNKNOWN.to_string());
    let env = unknown.iter().find_map(|value| value.env.clone());
    let mut distinct: Vec<Value> = Vec::new();
    for value in known.into_iter().filter(|value| !value.text.is_empty()) {
        if !distinct.iter().any(|other| other.text == value.text) {
            distinct.push(value);
        }
    }
    if distinct.is_empty() {
        let with_env = unknown.iter().position(|value| value.env.is_some()).unwrap_or(0);
        // Nothing but "": that is what it is.
        return unknown.into_iter().nth(with_env).or(empty).into_iter().collect();
    }
    let at_most = match (distinct.len(), unknown.is_empty()) {
        (1, true) => Confidence::Certain,
        (1, false) => Confidence::Likely,
        _ => Confidence::Guess,
    };
    for value in &mut distinct {
        value.env = value.env.take().or_else(|| env.clone());
    }
    distinct.truncate(MOST);
    weaker(distinct, at_most)
}
