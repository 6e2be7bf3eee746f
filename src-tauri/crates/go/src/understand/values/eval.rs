//! What an expression may be: constants followed, strings put together, defaults of flags and of the environment.

use super::index::Index;
use super::value::{UNKNOWN, Value, joined, merged, weaker};
use crate::understand::Confidence;
use crate::understand::parse::source::{Call, Expr, Function, Source};
use crate::understand::programs::reach::Reach;
use std::collections::HashMap;

const DEEP: u32 = 10;
/// No more steps for one question: a hostile project must not take forever.
const STEPS: u32 = 2_000;
/// No more steps for all questions about one program.
const ALL_STEPS: u32 = 400_000;

/// One program's view of the project: what it does not come to gives no values.
pub(in crate::understand) struct Program<'a> {
    pub(in crate::understand) index: &'a Index<'a>,
    pub(in crate::understand) reach: &'a Reach,
    steps: std::cell::Cell<u32>,
    all_steps: std::cell::Cell<u32>,
}

/// Where an expression stands.
#[derive(Clone, Copy)]
pub(in crate::understand) struct At<'a> {
    pub(in crate::understand) file: usize,
    pub(in crate::understand) function: usize,
    /// What the parameters are, inside a helper that is being called.
    pub(super) bound: Option<&'a HashMap<String, Vec<Value>>>,
}

impl At<'_> {
    pub(in crate::understand) fn new(file: usize, function: usize) -> Self {
        Self { file, function, bound: None }
    }
}

impl<'a> Program<'a> {
    pub(in crate::understand) fn new(index: &'a Index<'a>, reach: &'a Reach) -> Self {
        Self { index, reach, steps: std::cell::Cell::new(0), all_steps: std::cell::Cell::new(0) }
    }

    /// The functions the program may come to, with where they stand.
    pub(in crate::understand) fn functions(
        &self,
    ) -> impl Iterator<Item = (At<'static>, &'a Source, &'a Function)> {
        let files = self.index.files;
        self.reach.functions.iter().filter_map(move |&(file, n)| {
            let source = files.get(file)?;
            Some((At::new(file, n), source, source.functions.get(n)?))
        })
    }

    /// The possible values of an expression, likeliest first.
    pub(in crate::understand) fn ask(&self, expr: &Expr, at: At<'_>) -> Vec<Value> {
        self.all_steps.set(self.all_steps.get().saturating_add(self.steps.replace(0)));
        if self.all_steps.get() > ALL_STEPS {
            return Vec::new();
        }
        merged(self.eval(expr, at, 0))
    }

    pub(super) fn function(&self, at: (usize, usize)) -> Option<&'a Function> {
        self.index.files.get(at.0)?.functions.get(at.1)
    }

    pub(super) fn unknown(&self, at: At<'_>, line: u32, env: Option<String>) -> Vec<Value> {
        vec![Value { text: UNKNOWN.to_string(), confidence: Confidence::Likely, file: at.file, line, env }]
    }

    pub(super) fn eval(&self, expr: &Expr, at: At<'_>, depth: u32) -> Vec<Value> {
        self.steps.set(self.steps.get() + 1);
        if depth > DEEP || self.steps.get() > STEPS {
            return self.unknown(at, 0, None);
        }
        match expr {
            Expr::Text(text, line) => vec![Value {
                text: text.clone(),
                confidence: Confidence::Certain,
                file: at.file,
                line: *line,
                env: None,
            }],
            Expr::Default(inner) => weaker(self.eval(inner, at, depth + 1), Confidence::Likely),
            Expr::Plus(left, right) => {
                let (left, right) =
                    (merged(self.eval(left, at, depth + 1)), merged(self.eval(right, at, depth + 1)));
                joined(&left, "", &right)
            }
            Expr::Name(name) => self.name(name, at, depth),
            Expr::Select(base, field) => self.select(base, field, at, depth),
            Expr::Call(call) => self.call(call, at, depth),
            Expr::Refer(inner) => self.eval(inner, at, depth + 1),
            Expr::Literal(..) | Expr::List(_) | Expr::Func(_) | Expr::Other => self.unknown(at, 0, None),
        }
    }

    fn name(&self, name: &str, at: At<'_>, depth: u32) -> Vec<Value> {
        if let Some(values) = at.bound.and_then(|bound| bound.get(name)) {
            return values.clone();
        }
        let Some(function) = self.function((at.file, at.function)) else { return self.unknown(at, 0, None) };
        if let Some(assigned) = function.assigned.get(name) {
            let values = assigned.iter().take(8).flat_map(|value| self.eval(value, at, depth + 1)).collect();
            return merged(values);
        }
        if let Some(Expr::Call(call)) = function.seconds.get(name) {
            return self.second(call, at, depth + 1);
        }
        if let Some(index) = function.params.iter().position(|param| param == name) {
            return self.parameter(function, index, at, depth);
        }
        let folder = self.index.folders.get(at.file).map_or("", String::as_str);
        self.declared(folder, name, depth).unwrap_or_else(|| self.unknown(at, 0, None))
    }

    /// A parameter is what the callers pass.
    fn parameter(&self, function: &Function, index: usize, at: At<'_>, depth: u32) -> Vec<Value> {
        let callers = self.index.calls.get(function.name.as_str()).map(Vec::as_slice).unwrap_or_default();
        let mut values = Vec::new();
        let method = function.is_method();
        let here = self.index.folder(at.file);
        let ours = callers.iter().filter(|place| {
            self.reach.has((place.0, place.1))
                && self.index.call(**place).is_some_and(|call| {
                    let source = self.index.files.get(place.0);
                    let path = call.owner().and_then(|owner| source?.import(owner));
                    match path {
                        Some(path) => {
                            !method && (self.index.resolve)(path).is_some_and(|folder| folder == here)
                        }
                        None if call.is_selector() => method,
                        None => !method && self.index.folder(place.0) == here,
                    }
                })
        });
        for &(file, n, c) in ours.take(8) {
            let call = self.function((file, n)).and_then(|caller| caller.calls.get(c));
            if let Some(arg) = call.and_then(|call| call.args.get(index)) {
                values.extend(self.eval(arg, At::new(file, n), depth + 1));
            }
        }
        if values.is_empty() { self.unknown(at, 0, None) } else { merged(values) }
    }

    /// A constant or variable of a package, and what flags or `init` make of it.
    pub(super) fn declared(&self, folder: &str, name: &str, depth: u32) -> Option<Vec<Value>> {
        let mut values = Vec::new();
        for (file, function, value) in self.index.declared.get(&(folder, name))? {
            values.extend(self.eval(value, At::new(*file, *function), depth + 1));
        }
        (!values.is_empty()).then(|| merged(values))
    }

    pub(super) fn formatted(&self, call: &Call, at: At<'_>, depth: u32) -> Vec<Value> {
        let Some(format) = call.args.first() else { return self.unknown(at, call.line, None) };
        let Some(format) = self.eval(format, at, depth + 1).into_iter().next() else { return Vec::new() };
        let mut whole = vec![Value { text: String::new(), ..format.clone() }];
        let mut args = call.args.iter().skip(1);
        let mut rest = format.text.as_str();
        let fixed = |text: &str| vec![Value { text: text.to_owned(), ..format.clone() }];
        while let Some(at_verb) = rest.find('%') {
            whole = joined(&whole, "", &fixed(rest.get(..at_verb).unwrap_or_default()));
            let verb = rest.get(at_verb + 1..).unwrap_or_default();
            if let Some(tail) = verb.strip_prefix('%') {
                whole = joined(&whole, "", &fixed("%"));
                rest = tail;
                continue;
            }
            let tail = verb
                .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '#' | '.' | ' '));
            let mut chars = tail.chars();
            chars.next();
            rest = chars.as_str();
            let value = args.next().map_or_else(
                || self.unknown(at, call.line, None),
                |arg| merged(self.eval(arg, at, depth + 1)),
            );
            whole = joined(&whole, "", &value);
        }
        if rest.is_empty() { whole } else { joined(&whole, "", &fixed(rest)) }
    }
}
