//! What a call gives: the environment, flags, the standard library's ways with text, helpers of the project.

use super::eval::{At, Program};
use super::value::{UNKNOWN, Value, first_known, joined, merged, weaker};
use crate::understand::Confidence;
use crate::understand::parse::source::{Call, Expr};
use std::collections::HashMap;

impl Program<'_> {
    pub(super) fn call(&self, call: &Call, at: At<'_>, depth: u32) -> Vec<Value> {
        let source = self.index.files.get(at.file);
        let package = call.owner().and_then(|owner| source?.import(owner));
        let arg =
            |n: usize| call.args.get(n).map_or_else(Vec::new, |arg| merged(self.eval(arg, at, depth + 1)));
        match (package, call.name()) {
            (Some("os" | "syscall"), "Getenv" | "LookupEnv") => {
                let name = arg(0).into_iter().next().map(|value| value.text);
                self.environment(name.filter(|name| !name.contains(UNKNOWN)), at, call.line)
            }
            // envy.Get("PORT", "3000"), env.GetOr(…)
            (Some(path), "Get" | "GetOr" | "MustGet") if path.ends_with("/envy") => {
                let name = arg(0).into_iter().next().map(|value| value.text);
                let mut values = self.environment(name, at, call.line);
                values.extend(arg(1));
                merged(values)
            }
            (Some("strconv"), _)
            | (
                Some("strings"),
                "TrimSpace" | "Trim" | "ToLower" | "TrimSuffix" | "TrimPrefix" | "TrimRight",
            )
            | (Some("os"), "ExpandEnv")
            | (Some("path/filepath" | "path"), "Clean" | "FromSlash" | "Abs")
            | (Some("fmt"), "Sprint") => arg(0),
            (Some("path/filepath" | "path"), "Join") => self.path_joined(call, at, depth),
            (Some("fmt"), "Sprintf") => self.formatted(call, at, depth),
            (Some("net"), "JoinHostPort") => joined(&arg(0), ":", &arg(1)),
            (Some("cmp"), "Or") => {
                let values = (0..call.args.len()).flat_map(arg).collect();
                first_known(values)
            }
            (Some(path), name)
                if (path == "flag" || path.ends_with("/pflag")) && call.args.len() >= 3 && is_flag(name) =>
            {
                weaker(arg(if name.ends_with('P') { 2 } else { 1 }), Confidence::Likely)
            }
            (Some(path), _) if path.ends_with("/viper") => self.setting(call, at, depth),
            (Some(path), name) => match (self.index.resolve)(path) {
                Some(folder) => self.helper(name, Some(&folder), call, at, depth),
                None => self.unknown(at, call.line, None),
            },
            (None, "string" | "int" | "int64" | "uint16") if !call.is_selector() => arg(0),
            (None, name) if call.is_selector() => {
                let chain = self.chain(call, at, depth);
                if !chain.is_empty() {
                    return chain;
                }
                // A flag set of its own: fs.Int("port", 8080, "…").
                if is_flag(name) && call.args.len() == if name.ends_with('P') { 4 } else { 3 } {
                    return weaker(arg(if name.ends_with('P') { 2 } else { 1 }), Confidence::Likely);
                }
                let flag = self.flag(call, at, depth);
                if !flag.is_empty() {
                    return flag;
                }
                let setting = self.setting(call, at, depth);
                if setting.iter().any(|value| value.text != UNKNOWN.to_string()) {
                    return setting;
                }
                self.helper(name, None, call, at, depth)
            }
            (None, name) => {
                let folder = self.index.folders.get(at.file).map(String::as_str);
                self.helper(name, folder, call, at, depth)
            }
        }
    }

    /// A variable of the environment, with what a `.env` file says of it.
    pub(super) fn environment(&self, name: Option<String>, at: At<'_>, line: u32) -> Vec<Value> {
        let mut values = self.unknown(at, line, name.clone());
        if let Some(entry) = name.and_then(|name| self.index.config.dotenv(&name)) {
            values.push(self.of_config(entry));
        }
        values
    }

    fn path_joined(&self, call: &Call, at: At<'_>, depth: u32) -> Vec<Value> {
        let mut whole: Vec<Value> = Vec::new();
        for (n, arg) in call.args.iter().enumerate() {
            let part = merged(self.eval(arg, at, depth + 1));
            whole = if n == 0 { part } else { joined(&whole, "/", &part) };
        }
        whole
    }

    /// A function of this project: what it returns, with its parameters bound to the arguments.
    fn helper(&self, name: &str, folder: Option<&str>, call: &Call, at: At<'_>, depth: u32) -> Vec<Value> {
        self.result(name, folder, call, at, depth, false)
    }

    /// The second value of a call of this project: `network, addr := parse(x)`.
    pub(super) fn second(&self, call: &Call, at: At<'_>, depth: u32) -> Vec<Value> {
        let source = self.index.files.get(at.file);
        let folder = match call.owner().and_then(|owner| source?.import(owner)) {
            Some(path) => match (self.index.resolve)(path) {
                Some(folder) => Some(folder),
                None => return self.unknown(at, call.line, None),
            },
            None if call.is_selector() => None,
            None => Some(self.index.folder(at.file).to_owned()),
        };
        self.result(call.name(), folder.as_deref(), call, at, depth, true)
    }

    fn result(
        &self,
        name: &str,
        folder: Option<&str>,
        call: &Call,
        at: At<'_>,
        depth: u32,
        second: bool,
    ) -> Vec<Value> {
        let known = self.index.functions.get(name).map(Vec::as_slice).unwrap_or_default();
        let fits = |(file, n): &&(usize, usize)| {
            let is_method = self.function((*file, *n)).is_some_and(|function| function.is_method());
            match folder {
                Some(folder) => {
                    !is_method && self.index.folders.get(*file).is_some_and(|known| known == folder)
                }
                None => is_method && self.reach.has((*file, *n)),
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
        let returns = if second { &function.second_returns } else { &function.returns };
        for value in returns.iter().take(6) {
            // nil and "" are what is returned with an error, or when it is not set.
            if matches!(value, Expr::Name(name) if name == "nil") {
                continue;
            }
            for mut value in self.eval(value, inside, depth + 1) {
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
}

/// `String`, `IntP`, … of a flag set.
pub(super) fn is_flag(name: &str) -> bool {
    let kind = name.strip_suffix('P').unwrap_or(name);
    matches!(
        kind,
        "String" | "Int" | "Uint" | "Int64" | "Uint64" | "Uint16" | "Int32" | "Uint32" | "Duration"
    )
}
