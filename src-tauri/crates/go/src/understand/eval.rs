//! What an expression may be: constants followed, strings put together, defaults of flags and of the environment.

use super::Confidence;
use super::source::{Call, Expr, Field, Function, Source};
use super::value::{UNKNOWN, Value, first_known, joined, merged, weaker};
use std::collections::{BTreeMap, HashMap};

const DEEP: u32 = 10;
/// No more steps for one question: a hostile project must not take forever.
const STEPS: u32 = 20_000;

/// Every file of the packages that matter, and what is where.
pub(super) struct Program<'a> {
    pub(super) files: &'a [Source],
    /// The folder of each file.
    pub(super) folders: &'a [String],
    /// The folder of an import path of this project.
    pub(super) resolve: &'a dyn Fn(&str) -> Option<String>,
    /// Functions by name.
    functions: HashMap<&'a str, Vec<(usize, usize)>>,
    /// Calls by the called function's name.
    calls: HashMap<&'a str, Vec<(usize, usize, usize)>>,
    /// Fields that are given a value, by name.
    fields: HashMap<&'a str, Vec<(usize, usize, usize)>>,
    by_folder: BTreeMap<&'a str, Vec<usize>>,
    steps: std::cell::Cell<u32>,
}

/// Where an expression stands.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) file: usize,
    pub(super) function: usize,
    /// What the parameters are, inside a helper that is being called.
    bound: Option<&'a HashMap<String, Vec<Value>>>,
}

impl At<'_> {
    pub(super) fn new(file: usize, function: usize) -> Self {
        Self { file, function, bound: None }
    }
}

impl<'a> Program<'a> {
    pub(super) fn new(
        files: &'a [Source],
        folders: &'a [String],
        resolve: &'a dyn Fn(&str) -> Option<String>,
    ) -> Self {
        let mut program = Self {
            files,
            folders,
            resolve,
            functions: HashMap::new(),
            calls: HashMap::new(),
            fields: HashMap::new(),
            by_folder: BTreeMap::new(),
            steps: std::cell::Cell::new(0),
        };
        for (f, (file, folder)) in files.iter().zip(folders).enumerate() {
            program.by_folder.entry(folder).or_default().push(f);
            for (n, function) in file.functions.iter().enumerate() {
                program.functions.entry(&function.name).or_default().push((f, n));
                for (c, call) in function.calls.iter().enumerate() {
                    program.calls.entry(call.name()).or_default().push((f, n, c));
                }
                for (c, field) in function.fields.iter().enumerate() {
                    program.fields.entry(&field.name).or_default().push((f, n, c));
                }
            }
        }
        program
    }

    /// The possible values of an expression, likeliest first.
    pub(super) fn ask(&self, expr: &Expr, at: At<'_>) -> Vec<Value> {
        self.steps.set(0);
        merged(self.eval(expr, at, 0))
    }

    fn function(&self, at: (usize, usize)) -> Option<&'a Function> {
        self.files.get(at.0)?.functions.get(at.1)
    }

    fn unknown(&self, at: At<'_>, line: u32, env: Option<String>) -> Vec<Value> {
        vec![Value { text: UNKNOWN.to_string(), confidence: Confidence::Likely, file: at.file, line, env }]
    }

    fn eval(&self, expr: &Expr, at: At<'_>, depth: u32) -> Vec<Value> {
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
            Expr::Literal(_) | Expr::Other => self.unknown(at, 0, None),
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
        if let Some(index) = function.params.iter().position(|param| param == name) {
            return self.parameter(function, index, at, depth);
        }
        let folder = self.folders.get(at.file).map_or("", String::as_str);
        self.declared(folder, name, depth).unwrap_or_else(|| self.unknown(at, 0, None))
    }

    /// A parameter is what the callers pass.
    fn parameter(&self, function: &Function, index: usize, at: At<'_>, depth: u32) -> Vec<Value> {
        let callers = self.calls.get(function.name.as_str()).map(Vec::as_slice).unwrap_or_default();
        let mut values = Vec::new();
        for &(file, n, c) in callers.iter().take(8) {
            let call = self.function((file, n)).and_then(|caller| caller.calls.get(c));
            if let Some(arg) = call.and_then(|call| call.args.get(index)) {
                values.extend(self.eval(arg, At::new(file, n), depth + 1));
            }
        }
        if values.is_empty() { self.unknown(at, 0, None) } else { merged(values) }
    }

    /// A constant or variable of a package, and what flags or `init` make of it.
    fn declared(&self, folder: &str, name: &str, depth: u32) -> Option<Vec<Value>> {
        let mut values = Vec::new();
        for &file in self.by_folder.get(folder)? {
            let source = self.files.get(file)?;
            for value in source.declared.get(name).into_iter().flatten().take(4) {
                let outside = source.functions.len().saturating_sub(1);
                values.extend(self.eval(value, At::new(file, outside), depth + 1));
            }
            for (n, function) in source.functions.iter().enumerate() {
                for value in function.assigned.get(name).into_iter().flatten().take(4) {
                    if matches!(value, Expr::Default(_)) {
                        values.extend(self.eval(value, At::new(file, n), depth + 1));
                    }
                }
            }
        }
        (!values.is_empty()).then(|| merged(values))
    }

    fn select(&self, base: &Expr, field: &str, at: At<'_>, depth: u32) -> Vec<Value> {
        if let Expr::Name(name) = base
            && let Some(path) = self.files.get(at.file).and_then(|file| file.import(name))
        {
            let found = (self.resolve)(path).and_then(|folder| self.declared(&folder, field, depth));
            return found.unwrap_or_else(|| self.unknown(at, 0, None));
        }
        // A field of a struct: whatever is put into a field of that name, in a type of this project.
        let mut values = Vec::new();
        for &(file, n, c) in self.fields.get(field).map(Vec::as_slice).unwrap_or_default().iter().take(12) {
            let given = self.function((file, n)).and_then(|function| function.fields.get(c));
            if let Some(given) = given.filter(|given| self.is_ours(given, file, n)) {
                values.extend(self.eval(&given.value, At::new(file, n), depth + 1));
            }
        }
        for (file, source) in self.files.iter().enumerate() {
            for tag in source.tags.iter().filter(|tag| tag.field == field) {
                let text = tag.default.clone().unwrap_or_else(|| UNKNOWN.to_string());
                let confidence = Confidence::Likely;
                values.push(Value { text, confidence, file, line: tag.line, env: tag.env.clone() });
            }
        }
        if values.is_empty() { self.unknown(at, 0, None) } else { weaker(merged(values), Confidence::Likely) }
    }

    /// Whether a field is of a type of this project: `redis.Options{Addr: …}` says nothing about `cfg.Addr`.
    fn is_ours(&self, field: &Field, file: usize, function: usize) -> bool {
        let of_type = match (&field.of_type, &field.owner) {
            (Some(of_type), _) => of_type.as_str(),
            (None, Some(owner)) => {
                let made = self.function((file, function)).and_then(|function| function.assigned.get(owner));
                match made.and_then(|values| values.first()) {
                    Some(Expr::Refer(inner)) => match inner.as_ref() {
                        Expr::Literal(of_type) => of_type.as_str(),
                        _ => return true,
                    },
                    Some(Expr::Literal(of_type)) => of_type.as_str(),
                    _ => return true,
                }
            }
            (None, None) => return true,
        };
        match of_type.split_once('.') {
            Some((package, _)) => self
                .files
                .get(file)
                .and_then(|source| source.import(package))
                .is_none_or(|path| (self.resolve)(path).is_some()),
            None => true,
        }
    }

    fn call(&self, call: &Call, at: At<'_>, depth: u32) -> Vec<Value> {
        let source = self.files.get(at.file);
        let package = call.owner().and_then(|owner| source?.import(owner));
        let arg =
            |n: usize| call.args.get(n).map_or_else(Vec::new, |arg| merged(self.eval(arg, at, depth + 1)));
        match (package, call.name()) {
            (Some("os" | "syscall"), "Getenv" | "LookupEnv") => {
                let name = arg(0).into_iter().next().map(|value| value.text);
                self.unknown(at, call.line, name.filter(|name| !name.contains(UNKNOWN)))
            }
            (Some("strconv"), _)
            | (Some("strings"), "TrimSpace" | "Trim" | "ToLower")
            | (Some("fmt"), "Sprint") => arg(0),
            (Some("fmt"), "Sprintf") => self.formatted(call, at, depth),
            (Some("net"), "JoinHostPort") => joined(&arg(0), ":", &arg(1)),
            (Some("cmp"), "Or") => {
                let values = (0..call.args.len()).flat_map(arg).collect();
                first_known(values)
            }
            (Some(path), "String" | "Int" | "Uint" | "Int64" | "Uint64" | "Uint16" | "StringP" | "IntP")
                if (path == "flag" || path.ends_with("/pflag")) && call.args.len() >= 3 =>
            {
                weaker(arg(if call.name().ends_with('P') { 2 } else { 1 }), Confidence::Likely)
            }
            // A flag set of its own: fs.Int("port", 8080, "…").
            (None, "String" | "Int" | "Uint") if call.is_selector() && call.args.len() == 3 => {
                weaker(arg(1), Confidence::Likely)
            }
            (Some(path), _) if path.ends_with("/viper") => self.viper(call, at, depth),
            (Some(path), name) => match (self.resolve)(path) {
                Some(folder) => self.helper(name, Some(&folder), call, at, depth),
                None => self.unknown(at, call.line, None),
            },
            (None, "string" | "int") if !call.is_selector() => arg(0),
            (None, name) if call.is_selector() => self.helper(name, None, call, at, depth),
            (None, name) => self.helper(name, self.folders.get(at.file).map(String::as_str), call, at, depth),
        }
    }

    /// A function of this project: what it returns, with its parameters bound to the arguments.
    fn helper(&self, name: &str, folder: Option<&str>, call: &Call, at: At<'_>, depth: u32) -> Vec<Value> {
        let known = self.functions.get(name).map(Vec::as_slice).unwrap_or_default();
        let fits = |(file, n): &&(usize, usize)| {
            let is_method = self.function((*file, *n)).is_some_and(|function| function.is_method);
            match folder {
                Some(folder) => !is_method && self.folders.get(*file).is_some_and(|known| known == folder),
                None => is_method,
            }
        };
        let mut candidates = known.iter().filter(fits);
        // A method is found by its name alone: only if there is but one.
        let (Some(&(file, n)), None) = (candidates.next(), candidates.next()) else {
            return self.unknown(at, call.line, None);
        };
        let Some(function) = self.function((file, n)) else { return self.unknown(at, call.line, None) };
        let mut bound = HashMap::new();
        for (param, arg) in function.params.iter().zip(&call.args) {
            bound.insert(param.clone(), merged(self.eval(arg, at, depth + 1)));
        }
        let inside = At { file, function: n, bound: Some(&bound) };
        let mut values = Vec::new();
        for value in function.returns.iter().take(6) {
            for mut value in self.eval(value, inside, depth + 1) {
                // "" is what is returned with an error, nil or not set.
                if !value.text.is_empty() {
                    if value.text.contains(UNKNOWN) && value.file == file {
                        (value.file, value.line) = (at.file, call.line);
                    }
                    values.push(value);
                }
            }
        }
        if values.is_empty() { self.unknown(at, call.line, None) } else { merged(values) }
    }

    fn viper(&self, call: &Call, at: At<'_>, depth: u32) -> Vec<Value> {
        let key = |expr: Option<&Expr>| match expr {
            Some(Expr::Text(text, _)) => Some(text.to_ascii_lowercase()),
            _ => None,
        };
        let wanted = key(call.args.first());
        let mut values = Vec::new();
        for &(file, n, c) in self.calls.get("SetDefault").map(Vec::as_slice).unwrap_or_default() {
            let default = self.function((file, n)).and_then(|function| function.calls.get(c));
            if let Some(default) =
                default.filter(|default| wanted.is_some() && key(default.args.first()) == wanted)
                && let Some(value) = default.args.get(1)
            {
                values.extend(weaker(self.eval(value, At::new(file, n), depth + 1), Confidence::Likely));
            }
        }
        if values.is_empty() { self.unknown(at, call.line, None) } else { values }
    }

    fn formatted(&self, call: &Call, at: At<'_>, depth: u32) -> Vec<Value> {
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
