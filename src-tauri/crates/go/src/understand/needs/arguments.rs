//! What has to be said on the command line before a program serves: a subcommand, a required flag, an operand.

use super::tags::Setting;
use crate::understand::parse::source::{Expr, Function, Source};
use crate::understand::values::eval::Program;
use crate::understand::{Argument, ArgumentBecause};
use std::collections::{BTreeMap, HashMap, HashSet};

/// More commands are not followed.
const MOST: usize = 80;
/// Names of commands that serve, the likeliest first.
const SERVING: &[&str] =
    &["serve", "server", "start", "run", "web", "api", "http", "daemon", "up", "agent", "standalone", "all"];

/// One command of cobra or urfave/cli.
struct Command<'a> {
    name: String,
    file: usize,
    function: usize,
    line: u32,
    /// The variables and functions that stand for it.
    called: Vec<String>,
    run: Option<&'a Expr>,
    is_root: bool,
}

pub(super) fn find(program: &Program<'_>, listening: &HashSet<(usize, usize)>) -> Vec<Argument> {
    let mut found = Vec::new();
    let commands = commands(program);
    let serving: Vec<usize> = (0..commands.len())
        .filter(|at| commands.get(*at).is_some_and(|command| serves(program, command, listening)))
        .collect();
    let parents = parents(program, &commands);
    let is_root = |at: usize| {
        let known = commands.get(at).is_some_and(|command| command.is_root);
        known || (!parents.contains_key(&at) && parents.values().any(|parent| *parent == at))
    };
    let needed = !serving.is_empty()
        && !serving.iter().any(|at| is_root(*at))
        && commands.len() > 1
        && !serves_by_itself(program, &commands, listening);
    let rank = |at: &usize| {
        let name = commands.get(*at).map_or("", |command| command.name.as_str());
        SERVING.iter().position(|known| *known == name).unwrap_or(SERVING.len())
    };
    let best = serving.iter().copied().min_by_key(rank).filter(|_| needed);
    let mut next = best;
    let mut path = Vec::new();
    while let Some(at) = next.filter(|at| !is_root(*at) && path.len() < 4) {
        path.push(at);
        next = parents.get(&at).copied();
    }
    for command in path.iter().rev().filter_map(|at| commands.get(*at)) {
        found.push(Argument {
            value: command.name.clone(),
            because: ArgumentBecause::Subcommand,
            file: program.index.path(command.file).to_owned(),
            line: command.line,
        });
    }
    if best.is_none() {
        found.extend(tagged_command(program, listening));
    }
    let near = best.and_then(|at| commands.get(at)).map(|command| command.file);
    found.extend(required_flags(program, near, commands.is_empty()));
    found.extend(operand(program));
    found
}

fn commands<'a>(program: &Program<'a>) -> Vec<Command<'a>> {
    let mut literals: BTreeMap<(usize, usize), Command<'a>> = BTreeMap::new();
    for (at, source, function) in program.functions() {
        for field in function.fields.iter().filter(|field| field.literal > 0) {
            let of_type = field.of_type.as_deref().unwrap_or_default();
            let is_command = of_type == "cli.App" || of_type.rsplit('.').next() == Some("Command");
            if !is_command || of_type == "exec.Command" || literals.len() >= MOST {
                continue;
            }
            let command = literals.entry((at.file, field.literal)).or_insert_with(|| Command {
                name: String::new(),
                file: at.file,
                function: at.function,
                line: field.line,
                called: called(source, function, field.literal),
                run: None,
                is_root: of_type == "cli.App",
            });
            match field.name.as_str() {
                "Use" | "Name" => {
                    let text = program.ask(&field.value, at).into_iter().next().map(|value| value.text);
                    let text = text.unwrap_or_default();
                    command.name = text.split_whitespace().next().unwrap_or_default().to_owned();
                    command.line = field.line;
                }
                "Run" | "RunE" | "Action" | "Func" | "Exec" | "Handler" => command.run = Some(&field.value),
                "Commands" => command.is_root = true,
                _ => {}
            }
        }
        // app.Action = run
        for field in function.fields.iter().filter(|field| field.literal == 0 && field.name == "Action") {
            literals.insert(
                (at.file, usize::MAX),
                Command {
                    name: String::new(),
                    file: at.file,
                    function: at.function,
                    line: field.line,
                    called: Vec::new(),
                    run: Some(&field.value),
                    is_root: true,
                },
            );
        }
    }
    literals.into_values().filter(|command| command.is_root || is_word(&command.name)).collect()
}

fn is_word(name: &str) -> bool {
    !name.is_empty()
        && name.len() < 60
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

fn called(source: &Source, function: &Function, literal: usize) -> Vec<String> {
    let is_it = |expr: &Expr| expr.literal().is_some_and(|(_, at)| at == literal);
    let values = if function.name.is_empty() { &source.declared } else { &function.assigned };
    let mut names: Vec<String> =
        values.iter().filter(|(_, values)| values.iter().any(is_it)).map(|(name, _)| name.clone()).collect();
    if !function.name.is_empty() {
        names.push(function.name.clone());
    }
    names
}

/// Each command's parent, by `parent.AddCommand(child)`.
fn parents(program: &Program<'_>, commands: &[Command<'_>]) -> BTreeMap<usize, usize> {
    let named = |expr: &Expr, from: (usize, usize)| {
        let name = match expr {
            Expr::Call(call) => call.name(),
            Expr::Select(_, name) => name,
            other => other.name()?,
        };
        let fits = |command: &Command<'_>| command.called.iter().any(|known| known == name);
        let local = commands.iter().position(|c| (c.file, c.function) == from && fits(c));
        local.or_else(|| commands.iter().position(fits))
    };
    let mut parents = BTreeMap::new();
    for (at, _, function) in program.functions() {
        for call in function.calls.iter().filter(|call| call.name() == "AddCommand") {
            let Expr::Select(owner, _) = call.function.as_ref() else { continue };
            let Some(parent) = named(owner, (at.file, at.function)) else { continue };
            for child in call.args.iter().filter_map(|arg| named(arg, (at.file, at.function))) {
                if child != parent {
                    parents.entry(child).or_insert(parent);
                }
            }
        }
    }
    parents
}

/// Whether what a command runs comes to a place that listens.
fn serves(program: &Program<'_>, command: &Command<'_>, listening: &HashSet<(usize, usize)>) -> bool {
    let names = match command.run {
        Some(Expr::Func(names)) => {
            let here = listening.contains(&(command.file, command.function));
            let words = ["ListenAndServe", "ListenAndServeTLS", "Listen", "Start", "Run", "Serve"];
            let by_itself = |name: &String| words.iter().any(|word| name.ends_with(&format!(".{word}")));
            if here && names.iter().any(by_itself) {
                return true;
            }
            names.clone()
        }
        Some(Expr::Name(name)) => vec![name.clone()],
        Some(Expr::Select(base, name)) => match base.name() {
            Some(package) => vec![format!("{package}.{name}"), format!(".{name}")],
            None => vec![format!(".{name}")],
        },
        Some(Expr::Call(call)) => vec![call.name().to_owned()],
        _ => return false,
    };
    let index = program.index;
    let reached = program.reach.of_names(index.files, index.folders, index.resolve, command.file, &names);
    reached.iter().any(|function| listening.contains(function))
}

/// Whether a place that listens is reached without any of the commands.
fn serves_by_itself(
    program: &Program<'_>,
    commands: &[Command<'_>],
    listening: &HashSet<(usize, usize)>,
) -> bool {
    let index = program.index;
    let mut cut: HashMap<(usize, usize), HashSet<String>> = HashMap::new();
    for command in commands {
        let names = match command.run {
            Some(Expr::Func(names)) => names.clone(),
            Some(Expr::Name(name)) => vec![name.clone()],
            Some(Expr::Select(base, name)) => {
                vec![format!("{}.{name}", base.name().unwrap_or_default()), format!(".{name}")]
            }
            Some(Expr::Call(call)) => vec![call.name().to_owned()],
            _ => continue,
        };
        cut.entry((command.file, command.function)).or_default().extend(names);
    }
    let starts = program.functions().filter(|(_, source, function)| {
        !function.is_method()
            && (matches!(function.name.as_str(), "" | "init")
                || (function.name == "main" && source.package == "main"))
    });
    let starts = starts.map(|(at, _, _)| (at.file, at.function)).collect();
    let reached = program.reach.without(index.files, index.folders, index.resolve, starts, &cut);
    // A function that holds a command's own function literal does not count.
    reached.iter().any(|function| listening.contains(function) && !cut.contains_key(function))
}

/// kong's `cmd:""`, go-flags' `command:"server"`.
fn tagged_command(program: &Program<'_>, listening: &HashSet<(usize, usize)>) -> Option<Argument> {
    let index = program.index;
    let mut found: Vec<(usize, Argument)> = Vec::new();
    for (f, source) in index.files.iter().enumerate() {
        if !program.reach.has_folder(index.folder(f)) {
            continue;
        }
        for tag in &source.tags {
            let name = match (tag.value("cmd"), tag.value("command")) {
                (Some(_), _) => tag.value("name").unwrap_or(&tag.field).to_ascii_lowercase(),
                (None, Some(name)) => name.to_owned(),
                _ => continue,
            };
            let of_type = tag.of_type.rsplit('.').next().unwrap_or_default();
            let runs = program.functions().any(|(at, _, function)| {
                let is_run = matches!(function.name.as_str(), "Run" | "Execute");
                is_run && function.receiver.as_deref() == Some(of_type) && {
                    let names: Vec<String> = function.mentions.keys().cloned().collect();
                    let (files, folders) = (index.files, index.folders);
                    listening.contains(&(at.file, at.function))
                        || program
                            .reach
                            .of_names(files, folders, index.resolve, at.file, &names)
                            .iter()
                            .any(|function| listening.contains(function))
                }
            });
            // kong runs it without being told to.
            if runs && tag.value("default").is_some() {
                return None;
            }
            if runs {
                let rank = SERVING.iter().position(|known| *known == name).unwrap_or(SERVING.len());
                let because = ArgumentBecause::Subcommand;
                found.push((
                    rank,
                    Argument { value: name, because, file: source.path.clone(), line: tag.line },
                ));
            }
        }
    }
    found.into_iter().min_by_key(|(rank, _)| *rank).map(|(_, argument)| argument)
}

fn required_flags(program: &Program<'_>, near: Option<usize>, no_commands: bool) -> Vec<Argument> {
    let index = program.index;
    let mut found = Vec::new();
    let mut push = |value: String, file: &str, line: u32| {
        let because = ArgumentBecause::RequiredFlag;
        if found.iter().all(|known: &Argument| known.value != value) {
            found.push(Argument { value, because, file: file.to_owned(), line });
        }
    };
    for (at, source, function) in program.functions() {
        let counts = no_commands || near == Some(at.file);
        for call in &function.calls {
            if counts
                && matches!(call.name(), "MarkFlagRequired" | "MarkPersistentFlagRequired")
                && let Some(name) = call.args.first().and_then(Expr::text)
            {
                push(format!("--{name}"), &source.path, call.line);
            }
            // kingpin.Flag("x", "…").Required()
            if call.name() == "Required" && call.args.is_empty() {
                let mut next = call.before();
                let mut has_env = false;
                while let Some(link) = next {
                    has_env |= link.name() == "Envar";
                    if link.name() == "Flag"
                        && !has_env
                        && let Some(name) = link.args.first().and_then(Expr::text)
                    {
                        push(format!("--{name}"), &source.path, call.line);
                    }
                    next = link.before();
                }
            }
        }
        for field in function.fields.iter().filter(|field| field.name == "Required" && field.literal > 0) {
            let is_flag = field.of_type.as_deref().is_some_and(|of_type| of_type.ends_with("Flag"));
            if !is_flag || field.value.text() != Some("true") || !counts {
                continue;
            }
            let others: Vec<_> = index.literal(at.file, field.literal).collect();
            let has = |name: &str| others.iter().any(|other| other.name == name);
            let name = others.iter().find(|other| other.name == "Name").and_then(|name| name.value.text());
            if let Some(name) =
                name.filter(|_| !has("EnvVars") && !has("EnvVar") && !has("Value") && !has("Sources"))
            {
                push(format!("--{name}"), &source.path, field.line);
            }
        }
    }
    let in_reach = |f: usize| program.reach.has_folder(index.folder(f));
    let has_command_tags = index.files.iter().enumerate().filter(|(f, _)| in_reach(*f)).any(|(_, source)| {
        source.tags.iter().any(|tag| tag.value("command").is_some() || tag.value("cmd").is_some())
    });
    for (f, source) in index.files.iter().enumerate().filter(|(f, _)| in_reach(*f)) {
        for tag in &source.tags {
            let setting = Setting::of(tag);
            if let Some(flag) = setting.flag
                && setting.required
                && (no_commands || near == Some(f))
                && !has_command_tags
                && setting.env.is_none()
                && setting.default.is_none()
            {
                push(flag, &source.path, tag.line);
            }
        }
    }
    found
}

/// `if len(os.Args) < 2 { … os.Exit(1) }` in the program's own package.
fn operand(program: &Program<'_>) -> Option<Argument> {
    program.functions().find_map(|(_, source, function)| {
        if source.package != "main" || function.is_method() {
            return None;
        }
        let guarded = function.guards.iter().any(|guard| match guard {
            Expr::Select(base, name) => name == "Args" && base.name() == Some("os"),
            Expr::Call(call) => call.name() == "NArg",
            _ => false,
        });
        let line = function.mentions.get("os.Args").or_else(|| function.mentions.get("flag.NArg"));
        guarded.then(|| Argument {
            value: String::new(),
            because: ArgumentBecause::Operand,
            file: source.path.clone(),
            line: line.copied().unwrap_or(1),
        })
    })
}
