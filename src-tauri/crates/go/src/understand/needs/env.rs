//! Which environment variables a program reads, and which it cannot start without.

use super::tags::{Setting, from_field};
use crate::understand::EnvRead;
use crate::understand::parse::source::{Call, Expr, Function, Source};
use crate::understand::values::eval::{At, Program};
use crate::understand::values::value::UNKNOWN;
use std::collections::BTreeMap;

/// Every variable once, the place that says most of it.
pub(super) fn find(program: &Program<'_>) -> Vec<EnvRead> {
    let mut reads = Vec::new();
    for (at, source, function) in program.functions() {
        for call in &function.calls {
            reads.extend(of_call(program, at, source, function, call));
        }
    }
    reads.extend(of_tags(program));
    reads.extend(of_flags(program));
    let mut best: BTreeMap<String, EnvRead> = BTreeMap::new();
    for read in reads {
        match best.get_mut(&read.name) {
            None => {
                best.insert(read.name.clone(), read);
            }
            Some(known) => {
                known.required |= read.required;
                if known.default.is_none() {
                    known.default.clone_from(&read.default);
                }
            }
        }
    }
    let mut all: Vec<EnvRead> = best.into_values().collect();
    for read in &mut all {
        // What has a default can be left out.
        read.required &= read.default.is_none();
    }
    all
}

fn of_call(
    program: &Program<'_>,
    at: At<'_>,
    source: &Source,
    function: &Function,
    call: &Call,
) -> Option<EnvRead> {
    let package = call.owner().and_then(|owner| source.import(owner));
    let viper = package.is_some_and(|path| path.ends_with("/viper"));
    let (index, default, required) = match (package, call.name()) {
        (Some("os" | "syscall"), "Getenv" | "LookupEnv") => (0, None, false),
        (Some(path), "Get") if path.ends_with("/envy") => (0, call.args.get(1), false),
        (Some(path), "MustGet") if path.ends_with("/envy") => (0, None, true),
        (_, "BindEnv") => {
            let texts: Vec<&str> = call.args.iter().filter_map(Expr::text).collect();
            let name = match texts.as_slice() {
                [_, name, ..] => (*name).to_owned(),
                [key] => program.setting_env(key)?,
                [] => return None,
            };
            return Some(read(source, name, call.line, None, false));
        }
        (_, "GetString" | "GetInt" | "GetBool" | "GetDuration") if viper => {
            let key = call.args.first()?.text()?;
            let name = program.setting_env(key)?;
            let default = program.ask(&Expr::Call(call.clone()), at).into_iter().map(|value| value.text);
            let default = { default }.find(|text| !text.contains(UNKNOWN) && !text.is_empty());
            // A flag or a file may give it as well: only what is looked at right here counts.
            let required = is_guarded_here(function, call.line);
            return Some(read(source, name, call.line, default, required));
        }
        _ => {
            let helper = helper(program, source, at.file, call)?;
            (helper.name, helper.default.and_then(|index| call.args.get(index)), helper.required)
        }
    };
    let name = call.args.get(index).and_then(|arg| match arg {
        Expr::Text(text, _) => Some(text.clone()),
        Expr::Name(name) if function.params.contains(name) => None,
        other => program.ask(other, at).into_iter().map(|value| value.text).next(),
    })?;
    if !super::tags::is_variable(&name) {
        return None;
    }
    let default = match default {
        Some(arg) => program.ask(arg, at).into_iter().map(|value| value.text).next(),
        None => program.default_of(&name, at, function, call.line),
    };
    let default = default.filter(|text| !text.contains(UNKNOWN));
    let required = required || is_guarded(program, at, function, call.line);
    Some(read(source, name, call.line, default, required))
}

fn read(source: &Source, name: String, line: u32, default: Option<String>, required: bool) -> EnvRead {
    EnvRead { name, file: source.path.clone(), line, default, required }
}

impl Program<'_> {
    /// What a variable that is given an environment variable is otherwise: `x := os.Getenv("X"); if x == "" { x = "y" }`.
    fn default_of(&self, name: &str, at: At<'_>, function: &Function, line: u32) -> Option<String> {
        let (target, _) = function.assigned.iter().find(|(_, values)| {
            values.iter().any(|value| matches!(value, Expr::Call(call) if call.line == line))
        })?;
        if function.assigned.get(target).is_none_or(|values| values.len() < 2) {
            return None;
        }
        let values = self.ask(&Expr::Name(target.clone()), at);
        let known = values.into_iter().find(|value| value.env.as_deref() == Some(name))?;
        Some(known.text).filter(|text| !text.contains(UNKNOWN) && !text.is_empty())
    }
}

/// Whether what the call in a line gives must not be empty.
fn is_guarded(program: &Program<'_>, at: At<'_>, function: &Function, line: u32) -> bool {
    if is_guarded_here(function, line) {
        return true;
    }
    let is_it = |expr: &Expr| matches!(expr, Expr::Call(call) if call.line == line && is_env(call));
    // cfg.Secret = os.Getenv("SECRET"), and somewhere: if cfg.Secret == "" { … }
    let field = function.fields.iter().find(|field| is_it(&field.value)).map(|field| field.name.as_str());
    let outside = function.name.is_empty();
    let variable = program.index.files.get(at.file).filter(|_| outside).and_then(|source| {
        source.declared.iter().find(|(_, values)| values.iter().any(is_it)).map(|(name, _)| name.as_str())
    });
    if field.is_none() && variable.is_none() {
        return false;
    }
    let folder = program.index.folder(at.file);
    program.functions().any(|(other, _, function)| {
        function.guards.iter().any(|guard| match guard {
            Expr::Select(_, name) => field == Some(name.as_str()),
            Expr::Name(name) => variable == Some(name.as_str()) && program.index.folder(other.file) == folder,
            _ => false,
        })
    })
}

/// The same within one function.
fn is_guarded_here(function: &Function, line: u32) -> bool {
    let is_it = |expr: &Expr| matches!(expr, Expr::Call(call) if call.line == line && is_env(call));
    let assigned_to = |name: &str| {
        function.assigned.get(name).into_iter().flatten().any(is_it)
            || function.seconds.get(name).is_some_and(is_it)
    };
    function.guards.iter().any(|guard| match guard {
        Expr::Name(name) => assigned_to(name),
        Expr::Call(call) => {
            call.line == line && is_env(call)
                // strings.TrimSpace(x) == ""
                || call.args.iter().any(|arg| is_it(arg) || arg.name().is_some_and(assigned_to))
        }
        _ => false,
    })
}

fn is_env(call: &Call) -> bool {
    matches!(call.name(), "Getenv" | "LookupEnv" | "GetString" | "Get")
        || call.name().to_ascii_lowercase().contains("env")
}

/// A function of this project that reads a variable named by a parameter.
struct Helper {
    name: usize,
    default: Option<usize>,
    required: bool,
}

fn helper(program: &Program<'_>, source: &Source, file: usize, call: &Call) -> Option<Helper> {
    let index = program.index;
    let folder = match call.owner() {
        Some(owner) => (index.resolve)(source.import(owner)?)?,
        None if call.is_selector() => return None,
        None => index.folder(file).to_owned(),
    };
    let places = index.functions.get(call.name())?;
    let &(f, n) = places.iter().find(|(f, n)| {
        index.folder(*f) == folder && index.function((*f, *n)).is_some_and(|function| !function.is_method())
    })?;
    of_function(program, f, n, 0)
}

/// One level of call more is followed: `getInt(name, or)` calls `get(name)`.
fn of_function(program: &Program<'_>, f: usize, n: usize, depth: u32) -> Option<Helper> {
    let other = program.index.files.get(f)?;
    let callee = other.functions.get(n)?;
    let parameter = |expr: Option<&Expr>| {
        let name = expr?.name()?;
        callee.params.iter().position(|param| param == name)
    };
    let mut required = false;
    let name = callee.calls.iter().find_map(|inner| {
        let package = inner.owner().and_then(|owner| other.import(owner));
        if matches!((package, inner.name()), (Some("os" | "syscall"), "Getenv" | "LookupEnv")) {
            return parameter(inner.args.first());
        }
        if depth > 0 || inner.is_selector() || inner.args.is_empty() {
            return None;
        }
        let places = program.index.functions.get(inner.name())?;
        let place =
            places.iter().find(|(other, _)| program.index.folder(*other) == program.index.folder(f))?;
        let below = of_function(program, place.0, place.1, depth + 1)?;
        required |= below.required;
        parameter(inner.args.get(below.name))
    })?;
    let default = callee.returns.iter().find_map(|value| match value {
        Expr::Name(_) => parameter(Some(value)).filter(|at| *at != name),
        _ => None,
    });
    // A default may be passed on: return cmp.Or(v, or), set(v, or).
    let default = default.or_else(|| {
        (callee.params.len() == 2 && name == 0).then_some(1).filter(|at| {
            callee.params.get(*at).is_some_and(|param| {
                let param = param.to_ascii_lowercase();
                param.contains("def") || param.contains("fallback") || matches!(param.as_str(), "or" | "d")
            })
        })
    });
    // The guard of a helper is about what it read.
    required |= default.is_none() && !callee.guards.is_empty() && callee.params.len() == 1;
    Some(Helper { name, default, required })
}

/// Struct tags, with the prefixes that libraries put before them.
fn of_tags(program: &Program<'_>) -> Vec<EnvRead> {
    let index = program.index;
    let mut found = Vec::new();
    // envconfig.Process("app", &cfg) reads every field of the struct, tagged or not.
    let mut prefix = None;
    for place in index.calls_of("Process").iter().chain(index.calls_of("MustProcess")) {
        let Some(call) = index.call(*place).filter(|_| program.reach.has((place.0, place.1))) else {
            continue;
        };
        let source = index.files.get(place.0);
        let package = call.owner().and_then(|owner| source?.import(owner));
        if package.is_some_and(|path| path.ends_with("/envconfig")) {
            prefix = Some(call.args.first().and_then(Expr::text).unwrap_or_default().to_owned());
        }
    }
    for (f, source) in index.files.iter().enumerate() {
        if !program.reach.has_folder(index.folder(f)) {
            continue;
        }
        for tag in &source.tags {
            let setting = Setting::of(tag);
            let by_envconfig = tag.value("envconfig").is_some() || tag.value("split_words").is_some();
            let name = match (&setting.env, &prefix) {
                (Some(name), Some(prefix)) if by_envconfig && !prefix.is_empty() => {
                    format!("{}_{name}", prefix.to_ascii_uppercase())
                }
                (Some(name), _) => name.clone(),
                (None, Some(prefix)) if by_envconfig || (setting.required && tag.value("env").is_none()) => {
                    let name = from_field(&tag.field, tag.value("split_words").is_some());
                    if prefix.is_empty() { name } else { format!("{}_{name}", prefix.to_ascii_uppercase()) }
                }
                _ => continue,
            };
            let name = match tag_prefix(source, &tag.owner) {
                Some(prefix) if !by_envconfig => format!("{prefix}{name}"),
                _ => name,
            };
            let default = setting.default.filter(|default| !default.is_empty());
            found.push(EnvRead {
                name,
                file: source.path.clone(),
                line: tag.line,
                default,
                required: setting.required,
            });
        }
    }
    found
}

/// `envPrefix`, `prefix`, `env-namespace` of the field through which a struct is used.
fn tag_prefix(source: &Source, owner: &str) -> Option<String> {
    if owner.is_empty() {
        return None;
    }
    let used = source.tags.iter().find(|tag| tag.of_type == owner)?;
    if let Some(prefix) = used.value("envPrefix").or_else(|| used.value("env-prefix")) {
        return Some(prefix.to_owned());
    }
    used.value("env-namespace").map(|prefix| format!("{prefix}_"))
}

/// urfave/cli's `EnvVars`, kingpin's `Envar`.
fn of_flags(program: &Program<'_>) -> Vec<EnvRead> {
    let index = program.index;
    let mut found = Vec::new();
    for (at, source, function) in program.functions() {
        for field in function.fields.iter().filter(|field| field.literal > 0) {
            let is_env = matches!(field.name.as_str(), "EnvVars" | "EnvVar" | "Sources")
                && field.of_type.as_deref().is_some_and(|of_type| of_type.ends_with("Flag"));
            let Some(name) = is_env.then(|| crate::understand::values::first_text(&field.value)).flatten()
            else {
                continue;
            };
            let (mut default, mut required) = (None, false);
            for other in index.literal(at.file, field.literal) {
                match other.name.as_str() {
                    "Value" => {
                        let values = program.ask(&other.value, at).into_iter().map(|value| value.text);
                        default = { values }.find(|text| !text.contains(UNKNOWN) && !text.is_empty());
                    }
                    "Required" => required = other.value.text() == Some("true"),
                    _ => {}
                }
            }
            found.push(read(source, name, field.line, default, required));
        }
        for call in
            function.calls.iter().filter(|call| matches!(call.name(), "Envar" | "OverrideDefaultFromEnvar"))
        {
            if let Some(name) = call.args.first().and_then(Expr::text) {
                found.push(read(source, name.to_owned(), call.line, None, false));
            }
        }
    }
    found
}
