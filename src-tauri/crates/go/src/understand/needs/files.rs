//! Which files a program reads by a relative path, where it writes, whether it reads its input and time zones.

use crate::understand::parse::source::{Call, Expr, Source};
use crate::understand::values::eval::{At, Program};
use crate::understand::values::value::{UNKNOWN, Value};
use crate::understand::{Confidence, PathUse, Place};
use std::path::Path;

/// What a call does with the path in one of its arguments.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Read(usize),
    /// Every argument from this one on.
    ReadAll(usize),
    Write(usize),
}

/// Package (its end), function, what it does.
const FUNCTIONS: &[(&str, &str, Use)] = &[
    ("os", "Open", Use::Read(0)),
    ("os", "ReadFile", Use::Read(0)),
    ("os", "ReadDir", Use::Read(0)),
    ("os", "DirFS", Use::Read(0)),
    ("io/ioutil", "ReadFile", Use::Read(0)),
    ("io/ioutil", "ReadDir", Use::Read(0)),
    ("path/filepath", "Glob", Use::Read(0)),
    ("path/filepath", "Walk", Use::Read(0)),
    ("path/filepath", "WalkDir", Use::Read(0)),
    ("html/template", "ParseFiles", Use::ReadAll(0)),
    ("html/template", "ParseGlob", Use::Read(0)),
    ("text/template", "ParseFiles", Use::ReadAll(0)),
    ("text/template", "ParseGlob", Use::Read(0)),
    ("net/http", "Dir", Use::Read(0)),
    ("net/http", "ServeFile", Use::Read(2)),
    ("crypto/tls", "LoadX509KeyPair", Use::ReadAll(0)),
    ("net/http", "ListenAndServeTLS", Use::Read(1)),
    ("/godotenv", "Load", Use::ReadAll(0)),
    ("/godotenv", "Overload", Use::ReadAll(0)),
    ("/viper", "SetConfigFile", Use::Read(0)),
    ("/viper", "AddConfigPath", Use::Read(0)),
    ("/cleanenv", "ReadConfig", Use::Read(0)),
    ("/toml", "DecodeFile", Use::Read(0)),
    ("/ini.v1", "Load", Use::Read(0)),
    ("/ini", "Load", Use::Read(0)),
    ("/file", "Provider", Use::Read(0)),
    ("/config/file", "NewSource", Use::Read(0)),
    ("os", "Create", Use::Write(0)),
    ("os", "WriteFile", Use::Write(0)),
    ("os", "Mkdir", Use::Write(0)),
    ("os", "MkdirAll", Use::Write(0)),
    ("os", "OpenFile", Use::Write(0)),
    ("io/ioutil", "WriteFile", Use::Write(0)),
    ("/bbolt", "Open", Use::Write(0)),
    ("/bolt", "Open", Use::Write(0)),
    ("/leveldb", "OpenFile", Use::Write(0)),
    ("/badger", "DefaultOptions", Use::Write(0)),
    ("/sqlite", "Open", Use::Write(0)),
];

/// Methods of web frameworks and of templates, whatever they are called on: method, argument.
const METHODS: &[(&str, &str, Use)] = &[
    ("/gin", "LoadHTMLGlob", Use::Read(0)),
    ("/gin", "LoadHTMLFiles", Use::ReadAll(0)),
    ("/gin", "Static", Use::Read(1)),
    ("/gin", "StaticFile", Use::Read(1)),
    ("/echo", "Static", Use::Read(1)),
    ("/echo", "File", Use::Read(1)),
    ("/fiber", "Static", Use::Read(1)),
    ("/fiber", "SendFile", Use::Read(0)),
    ("html/template", "ParseGlob", Use::Read(0)),
    ("html/template", "ParseFiles", Use::ReadAll(0)),
    ("/viper", "AddConfigPath", Use::Read(0)),
    ("/viper", "SetConfigFile", Use::Read(0)),
];

/// What a program does with files.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) reads: Vec<PathUse>,
    pub(super) writes: Vec<PathUse>,
    pub(super) stdin: Option<Place>,
    pub(super) timezone: Option<Place>,
}

pub(super) fn find(program: &Program<'_>, root: &Path) -> Files {
    let mut found = Files::default();
    for (at, source, function) in program.functions() {
        for call in &function.calls {
            one(program, at, source, call, root, &mut found);
        }
        for field in function.fields.iter().filter(|field| field.name == "Filename") {
            let lumberjack =
                field.of_type.as_deref().is_some_and(|of_type| of_type.ends_with("lumberjack.Logger"));
            if lumberjack {
                let values = program.ask(&field.value, at);
                found.writes.extend(values.into_iter().filter_map(|value| path_use(program, value, root)));
            }
        }
        for (mention, line) in &function.mentions {
            let value = match mention.as_str() {
                "os.UserHomeDir" => "~",
                "os.UserConfigDir" => "~/.config",
                "os.UserCacheDir" => "~/.cache",
                "os.TempDir" | "os.CreateTemp" | "os.MkdirTemp" | "ioutil.TempFile" | "ioutil.TempDir" => {
                    "/tmp"
                }
                _ => continue,
            };
            found.writes.push(PathUse {
                value: value.to_owned(),
                file: source.path.clone(),
                line: *line,
                confidence: Confidence::Guess,
                exists: false,
            });
        }
    }
    tidy(&mut found.reads);
    tidy(&mut found.writes);
    found
}

fn one(program: &Program<'_>, at: At<'_>, source: &Source, call: &Call, root: &Path, found: &mut Files) {
    let package = call.owner().and_then(|owner| source.import(owner));
    let name = call.name();
    let place = || Place { file: source.path.clone(), line: call.line };
    if package == Some("time") && name == "LoadLocation" {
        let plain = matches!(call.args.first().and_then(Expr::text), Some("UTC" | "Local" | ""));
        if !plain && found.timezone.is_none() {
            found.timezone = Some(place());
        }
        return;
    }
    if found.stdin.is_none() && reads_input(source, package, call) {
        found.stdin = Some(place());
    }
    if (package, name) == (Some("database/sql"), "Open") {
        let driver = call.args.first().and_then(Expr::text).unwrap_or_default();
        if driver.starts_with("sqlite") {
            found.writes.extend(paths(program, at, call, Use::Write(1), root));
        }
        return;
    }
    let ends = |path: &str, end: &str| {
        path == end || (end.starts_with('/') && (without_version(path).ends_with(end)))
    };
    let known = FUNCTIONS
        .iter()
        .find(|(end, method, _)| *method == name && package.is_some_and(|path| ends(path, end)));
    let known = known.or_else(|| {
        METHODS.iter().find(|(end, method, _)| {
            *method == name
                && package.is_none()
                && call.is_selector()
                && source.imports.iter().any(|import| ends(&import.path, end))
        })
    });
    let Some((_, _, what)) = known else { return };
    let writes = match name {
        // Only with O_CREATE is it more than a look.
        "OpenFile" if package == Some("os") => {
            let flags = call.args.get(1).map(|flags| format!("{flags:?}")).unwrap_or_default();
            flags.contains("O_CREATE")
                || flags.contains("O_WRONLY")
                || flags.contains("O_RDWR")
                || flags == "Other"
        }
        _ => matches!(what, Use::Write(_)),
    };
    let uses = paths(program, at, call, *what, root);
    if call.args.is_empty() && package.is_some_and(|path| path.ends_with("/godotenv")) {
        let exists = root.join(".env").is_file();
        let (file, line, confidence) = (source.path.clone(), call.line, Confidence::Certain);
        found.reads.push(PathUse { value: ".env".to_owned(), file, line, confidence, exists });
    }
    if writes { found.writes.extend(uses) } else { found.reads.extend(uses) }
}

fn without_version(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some((before, last)) if last.strip_prefix('v').is_some_and(|n| n.parse::<u32>().is_ok()) => before,
        _ => path,
    }
}

/// The paths in a call's arguments; what is read counts only if it is relative, what is written always.
fn paths(program: &Program<'_>, at: At<'_>, call: &Call, what: Use, root: &Path) -> Vec<PathUse> {
    let args: Vec<&Expr> = match what {
        Use::Read(n) | Use::Write(n) => call.args.get(n).into_iter().collect(),
        Use::ReadAll(n) => call.args.iter().skip(n).take(8).collect(),
    };
    let values = args.into_iter().flat_map(|arg| program.ask(arg, at));
    let uses = values.filter_map(|value| path_use(program, value, root));
    uses.filter(|one| matches!(what, Use::Write(_)) || !one.value.starts_with('/')).collect()
}

fn path_use(program: &Program<'_>, value: Value, root: &Path) -> Option<PathUse> {
    // A DSN: file:data.db?cache=shared
    let text = value.text.strip_prefix("file:").unwrap_or(&value.text);
    let text = text.split('?').next().unwrap_or_default();
    // Of a path with an unknown end the known beginning says enough.
    let text = match text.split_once(UNKNOWN) {
        Some((known, _)) if known.len() > 1 && known.ends_with('/') => known,
        Some(_) => return None,
        None => text,
    };
    let bad =
        text.is_empty() || text.len() > 300 || text.contains(['\n', '\r', '\0']) || text.contains("://");
    if bad || text == ":memory:" {
        return None;
    }
    let place = value.line.max(1);
    Some(PathUse {
        exists: exists(root, text) || exists_above(program, root, text),
        value: text.to_owned(),
        file: program.index.path(value.file).to_owned(),
        line: place,
        confidence: value.confidence,
    })
}

/// Whether a relative path, or what a pattern begins with, is there.
fn exists(root: &Path, text: &str) -> bool {
    let fixed: Vec<&str> = text.split('/').take_while(|part| !part.contains(['*', '?', '['])).collect();
    let path = Path::new(text);
    let outside = path.is_absolute() || path.components().any(|part| part == std::path::Component::ParentDir);
    !outside && root.join(fixed.join("/")).exists()
}

/// The same for a path above the program's own folder, in which its author starts it.
fn exists_above(program: &Program<'_>, root: &Path, text: &str) -> bool {
    let depth = text.split('/').take_while(|part| *part == "..").count();
    let own: Vec<&str> =
        program.reach.folder().split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    let rest = text.split('/').skip(depth).collect::<Vec<_>>().join("/");
    depth > 0 && depth <= own.len() && {
        let above = own.get(..own.len() - depth).unwrap_or_default().join("/");
        exists(&root.join(above), &rest)
    }
}

/// Whether a call reads standard input.
fn reads_input(source: &Source, package: Option<&str>, call: &Call) -> bool {
    match (package, call.name()) {
        (Some("fmt"), "Scan" | "Scanln" | "Scanf") => true,
        (Some("bufio"), "NewScanner" | "NewReader" | "NewReaderSize")
        | (Some("io" | "io/ioutil"), "ReadAll" | "Copy")
        | (Some(_), "NewDecoder") => call.args.iter().any(|arg| is_stdin(source, arg)),
        _ => false,
    }
}

fn is_stdin(source: &Source, expr: &Expr) -> bool {
    matches!(expr, Expr::Select(base, name) if name == "Stdin"
        && base.name().and_then(|name| source.import(name)) == Some("os"))
}

/// Each path once, the surest place first.
fn tidy(uses: &mut Vec<PathUse>) {
    uses.sort_by(|a, b| {
        (&a.value, b.confidence, &a.file, a.line).cmp(&(&b.value, a.confidence, &b.file, b.line))
    });
    uses.dedup_by(|next, kept| next.value == kept.value);
    uses.truncate(200);
}
